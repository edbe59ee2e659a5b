"""Files made to be hard to cut, to read and to keep, beside the plain reference."""

import csv
import io
import itertools
import json
from typing import Any

import pytest
from tests.processing.cells import parsed_csv
from tests.processing.comparison import expected_of, outcome_of

from dataset_processor.processing.engine import DatasetFormat, EngineResources, Limits, build_report
from dataset_processor.processing.errors import InvalidDataset, InvalidDatasetCode

CSV, JSON = DatasetFormat.CSV, DatasetFormat.JSON
MIB = 1 << 20
BLOCK_SIZES = (1, 2, 3, 7, 64, 1 << 16)
ALL_OF_JSON = (
    '[{"a": "x\\u00e9\\n\\ud83d\\ude00é😀", "b": -1.5e+3, "c": true, "d": -Infinity, "e": NaN, "f": "\\ud800"},'
    ' {"a": [1, {}, null, "]}"], "b": 12345678901234567890, "b": 0, "\\u0061": "\\\\\\"" } , {}]\n'
).encode()


def assert_same(data: bytes, fmt: DatasetFormat, limits: Limits | None = None, threads: int = 2) -> dict[str, Any]:
    """Engine and reference say the same at every block size."""
    expected = expected_of(data, fmt, limits)
    for block_bytes in BLOCK_SIZES:
        resources = EngineResources(threads=threads, memory_bytes=0, block_bytes=block_bytes)
        assert outcome_of(data, fmt, limits, resources) == expected, block_bytes
    return expected


def failure_of(data: bytes, fmt: DatasetFormat, limits: Limits | None = None) -> InvalidDataset:
    with pytest.raises(InvalidDataset) as caught:
        build_report(io.BytesIO(data), fmt, limits=limits)
    return caught.value


# --- JSON --------------------------------------------------------------------------------------------------


def test_json_truncated_at_every_byte_is_what_the_reference_says() -> None:
    for length in range(len(ALL_OF_JSON) + 1):
        expected = expected_of(ALL_OF_JSON[:length], JSON)
        for block_bytes in (1, 5, 1000):
            resources = EngineResources(threads=2, block_bytes=block_bytes)
            assert outcome_of(ALL_OF_JSON[:length], JSON, resources=resources) == expected, (length, block_bytes)


@pytest.mark.parametrize("wrong", [b"\xff", b"\x00", b'"', b"\\", b"]", b",", b"\n", b"\xe2\x82", b"0"])
def test_json_with_a_byte_replaced_anywhere_is_what_the_reference_says(wrong: bytes) -> None:
    for place in range(len(ALL_OF_JSON)):
        data = ALL_OF_JSON[:place] + wrong + ALL_OF_JSON[place + 1 :]
        resources = EngineResources(threads=2, block_bytes=1 + place % 70)
        assert outcome_of(data, JSON, resources=resources) == expected_of(data, JSON), place


@pytest.mark.parametrize("opening", ["[", '{"k":', '[0,{"":'])
@pytest.mark.parametrize("depth", [1, 60, 197, 198, 199, 5000])
def test_deep_values_are_read_and_compared_or_refused(opening: str, depth: int) -> None:
    closing = "".join({"[": "]", "{": "}"}[character] for character in reversed(opening) if character in "[{")
    value = opening * depth + "1" + closing * depth
    item = f'{{"a":{value}}}'
    expected = assert_same(f"[{item},{item.replace('1', '2')},{item}]".encode(), JSON)
    if "code" in expected:
        assert expected == {"code": InvalidDatasetCode.NESTING_TOO_DEEP, "row": 1}
    else:
        assert expected["anomalies"]["duplicates_count"] == 1


@pytest.mark.parametrize(
    "text",
    [
        r'[{"\ud800":"\udc00"},{"\udc00":"\ud800"},{"\ud800":"\udc00"}]',
        r'[{"a":"\ud83d\ude00"},{"a":"😀"},{"a":"\ude00\ud83d"},{"a":"\ud83d"}]',
        r'[{"a":"\ud83dx\ude00","b":["\ud800",{"\udfff":"\ud800\udc00"}]},{"b":["\ud800",{"\udfff":"\ud800\udc00"}]}]',
        r'[{"\u00e9":1,"é":2},{"e\u0301":1}]',
    ],
)
def test_surrogates_alone_and_in_pairs_are_what_the_reference_says(text: str) -> None:
    assert_same(text.encode(), JSON)


@pytest.mark.parametrize(
    "text",
    [
        '[{"a":1,"a":2},{"a":2},{"a":"x","b":{"c":1,"c":2},"a":2}]',
        '[{"a":{"x":1,"x":[{"y":1,"y":2}]}},{"a":{"x":[{"y":2}]}}]',
        '[{"\\u0061":1,"a":2,"\\u0061":3},{"a":3}]',
        '[{"":1,"":null},{"":null},{}]',
    ],
)
def test_the_last_of_repeated_keys_is_what_the_reference_says(text: str) -> None:
    expected = assert_same(text.encode(), JSON)
    assert [warning["code"] for warning in expected["warnings"]] == ["repeated_key"]


@pytest.mark.parametrize(
    "text",
    [
        *('[{"a":1},]', '[{"a":1,}]', '[{"a":[1,]}]', "[,]", '[{"a":1},,{"a":2}]', '[{"a":1}{"a":2}]', '[{"a":{},}]'),
        *(
            "[{'a':1}]",
            '[{"a":01}]',
            '[{"a":+1}]',
            '[{"a":.5}]',
            '[{"a":5.}]',
            '[{"a":1e}]',
            '[{"a":-}]',
            '[{"a":0x1}]',
        ),
        *('[{"a":nan}]', '[{"a":inf}]', '[{"a":-NaN}]', '[{"a":+Infinity}]', '[{"a":True}]', "[{a:1}]", '[{"a"}]'),
        *('[{"a":"\n"}]', '[{"a":"\\x"}]', '[{"a":"\\u12"}]', '[{"a":"\\uD8"}]', '[{"a":1}]]', '[{"a":1}] []', "[{}]x"),
        *('[{"a":1} // one\n]', "[[]]", "[1]", '["x"]', "[null]", "{}", '{"a":[{}]}', '"[]"', "1", "nul", "", " ", "["),
        *(
            '[{"a":1}\x0c]',
            '[\x00{"a":1}]',
            '[{"a":1}]\x00',
            "\ufeff\ufeff[]",
            "[{}]\ufeff",
            '[{"a":1]}',
            '[{"a":[1}]}',
        ),
    ],
)
def test_json_that_is_not_right_fails_as_the_reference_does(text: str) -> None:
    assert "code" in assert_same(text.encode(), JSON)


def test_strings_far_larger_than_a_block_are_read_whole() -> None:
    large = "aé\\u00e9\\n" * 30_000
    text = f'[{{"a":"{large}","b":1}},{{"a":"{large}","b":1}},{{"a":["{large}"],"{large}":2}}]'
    expected = expected_of(text.encode(), JSON)
    for block_bytes in (7, 1000, 1 << 16):
        found = outcome_of(text.encode(), JSON, resources=EngineResources(threads=2, block_bytes=block_bytes))
        assert list(found["null_counts"])[-1].startswith("aéé\naéé\n")
        assert [column["non_null"] for column in found["columns"]] == [3, 2, 1]
        assert found["anomalies"] == expected["anomalies"]


def test_thousands_of_keys_that_appear_one_by_one_are_columns_in_their_order() -> None:
    items = [{f"key {n}": n, "all": n % 7, f"key {n // 2}": "x"} for n in range(3000)]
    text = "[" + ",".join("{" + ",".join(f'"{key}":{value!r}' for key, value in item.items()) + "}" for item in items)
    data = (text.replace("'", '"') + "]").encode()
    resources = EngineResources(threads=3, memory_bytes=0, block_bytes=3000)
    assert outcome_of(data, JSON, resources=resources) == expected_of(data, JSON)


def test_an_item_larger_than_a_row_may_be_is_refused() -> None:
    item = b'{"a":[' + b"1," * (9 * MIB) + b"1]}"
    failure = failure_of(b'[{"a":1},' + item + b"]", JSON, Limits(max_field_bytes=100))
    assert (failure.code, failure.row) == (InvalidDatasetCode.ROW_TOO_LARGE, 2)
    assert failure.byte_offset == len('[{"a":1},')


# --- CSV ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("block_bytes", [1, 2, 3, 4])
def test_every_mixture_of_quotes_commas_and_line_ends_is_read_as_dict_reader_does(block_bytes: int) -> None:
    for characters in itertools.product('x,"\r\n', repeat=5):
        body = "".join(characters)
        for text in (f"h\n{body}", f"h,{body}"):
            reader = csv.DictReader(io.StringIO(text, newline=""))
            expected = [{name: cell for name, cell in row.items() if name is not None} for row in reader]
            assert parsed_csv(text.encode(), block_bytes=block_bytes).rows == expected, text


@pytest.mark.parametrize(
    "text",
    [
        *(
            'a,b\n1,"2\n3,4\n',
            'a,b\n"1,2\n3,4',
            'a,"b\n1,2\n',
            'a\n"',
            'a\n""',
            'a\n"""',
            '"',
            '""',
            '"a\n',
            'a\n1\n"\r',
        ),
        *('a\n"x"y"z\n"w"\n', 'a,b\n"1" ,2\n "3",4\n', 'a\n"x\r\ny\rz\n"\r\n', 'a,b\n1,2\n"', 'a\n"x""', 'a\n"x"""\n1'),
        'a,b\n1,2\n3,"' + "4,5\n" * 50,
    ],
)
def test_quotes_that_are_odd_or_left_open_are_what_the_reference_says(text: str) -> None:
    assert_same(text.encode(), CSV)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "a\r1\r2\r",
            "a\r\n1\r\n\r\n2\r\n",
            "a\n1\r2\n\r3\r\n\n\r4",
            "a\r\r1",
            "a\n\r\r\n\n1\r\r",
            "a,b\r1,\r\n,2\n\r",
        ),
        *('a\n"1\r"\r"2\r\n"\n"\n"', "a\r\n\r\n\r\n", "a\r", "\ra", "\r\n", "a\r\r\n1\r\n\n2"),
    ],
)
def test_line_ends_of_every_kind_are_what_the_reference_says(text: str) -> None:
    assert_same(text.encode(), CSV)


@pytest.mark.parametrize("threads", [1, 3])
def test_ten_thousand_columns_are_what_the_reference_says(threads: int) -> None:
    width = 10_000
    lines = [",".join(f"c{column}" for column in range(width))]
    lines += [",".join(str(column * row % 11) for column in range(width)) for row in range(7)]
    lines += [lines[3], "1,2,3", lines[4] + ",extra", ""]
    data = "\n".join(lines).encode()
    resources = EngineResources(threads=threads, memory_bytes=0, block_bytes=50_000)
    assert outcome_of(data, CSV, resources=resources) == expected_of(data, CSV)
    more = data.replace(b"c0,", b"c0,more,", 1)
    assert failure_of(more, CSV).code is InvalidDatasetCode.TOO_MANY_FIELDS


@pytest.mark.parametrize("quote", ["", '"'])
@pytest.mark.parametrize("block_bytes", [1 << 18, 1 << 22])
def test_a_value_of_16_mib_is_read_and_one_byte_more_is_refused(quote: str, block_bytes: int) -> None:
    for beyond in (0, 1):
        value = quote + "x" * (16 * MIB + beyond) + quote
        data = f"a,b\n1,2\n3,{value}\n5,6\n".encode()
        found = outcome_of(data, CSV, resources=EngineResources(threads=2, block_bytes=block_bytes))
        assert found == expected_of(data, CSV)
        assert ("code" in found) == bool(beyond)


def test_a_row_larger_than_it_may_be_is_refused_though_its_values_are_small() -> None:
    limits = Limits(max_field_bytes=100)
    row = b"12" + b",1" * (limits.max_row_bytes // 2 - 1)
    for line_end in (b"\r", b"\n", b"\r\n"):
        report = build_report(io.BytesIO(b"a,b" + line_end + row + line_end + b"3,4"), CSV, limits=limits)
        assert report.row_count == 2
        for more in (b",1", b",1" * (3 * MIB)):
            failure = failure_of(b"a,b\n1,2\n" + row + more + line_end + b"3,4\n", CSV, limits)
            assert (failure.code, failure.row, failure.byte_offset) == (InvalidDatasetCode.ROW_TOO_LARGE, 2, 8)


def test_millions_of_blank_lines_are_no_rows() -> None:
    for line_end in (b"\n", b"\r", b"\r\n"):
        data = b"a\n" + line_end * (1 << 20) + b"1" + line_end
        source = build_report(io.BytesIO(data), CSV).source
        assert (source.rows, source.blank_lines) == (1, 1 << 20)


def test_nul_bytes_and_invisible_characters_are_ordinary_characters() -> None:
    assert_same("a\x00,\ufeffb\n\x00,\u2028\n\x00,\x85\n1\x00,\x1c\n1\x00,\x1c\n".encode(), CSV)


@pytest.mark.parametrize("length", [999, 1000, 1001, 5000])
def test_names_of_any_length_are_shown_as_the_reference_says(length: int) -> None:
    name = "né" * (length // 2) + "x" * (length % 2)
    assert_same(f'a,"{name}",b\n1,2,3\n'.encode(), CSV)
    assert_same(f"a,{name}\n1,2\n".encode(), CSV)
    assert_same(json.dumps([{"a": 1, name: 2}], ensure_ascii=False).encode(), JSON)
