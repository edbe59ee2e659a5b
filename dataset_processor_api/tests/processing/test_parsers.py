"""Rows as each format has them, and every way a file can be wrong."""

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable
from operator import itemgetter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.processing.cells import Trickle, parsed_csv, parsed_json
from tests.processing.reference.parsers.row import HugeInteger

from dataset_processor.processing.engine import DatasetFormat, Limits, build_report
from dataset_processor.processing.errors import InvalidDataset, InvalidDatasetCode
from dataset_processor.processing.parsers.parse_warning import ParseWarning

CSV_TEXT = st.text(alphabet='ab1,"\r\n \t;é\x00\ufeff\u2028', max_size=60)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
BLOCK_BYTES = st.integers(min_value=1, max_value=9)


def csv_rows(data: bytes, limits: Limits | None = None, block_bytes: int = 7) -> list[dict[str, Any]]:
    return parsed_csv(data, limits, block_bytes).rows


def json_rows(data: bytes, limits: Limits | None = None, block_bytes: int = 7) -> list[dict[str, Any]]:
    return parsed_json(data, limits, block_bytes).rows


def failure_of(read: Callable[[], object]) -> InvalidDataset:
    with pytest.raises(InvalidDataset) as caught:
        read()
    assert str(caught.value) == caught.value.message
    assert caught.value.message.isprintable()
    return caught.value


def csv_failure(data: bytes, **limits: int) -> InvalidDataset:
    return failure_of(lambda: csv_rows(data, Limits(**limits)))


def json_failure(data: bytes, **limits: int) -> InvalidDataset:
    return failure_of(lambda: json_rows(data, Limits(**limits)))


def csv_warnings(data: bytes) -> dict[str, ParseWarning]:
    return parsed_csv(data).warnings


def without_extra_cells(rows: Iterable[dict[str | None, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name is not None} for row in rows]


def by_key(rows: list[dict[str, Any]]) -> str:
    """Rows with all types and values; a row of columns does not know the order of its keys."""
    return repr([sorted(row.items(), key=itemgetter(0)) for row in rows])


# --- CSV ---------------------------------------------------------------------------------------------------


@given(
    header=st.sampled_from(["a,b\n", "a,a,b\r\n", "a\r", '"x\ny",b\n', "é,\n"]), body=CSV_TEXT, block_bytes=BLOCK_BYTES
)
def test_csv_rows_are_those_of_dict_reader(header: str, body: str, block_bytes: int) -> None:
    text = header + body
    expected = without_extra_cells(csv.DictReader(io.StringIO(text, newline="")))
    assert csv_rows(text.encode(), block_bytes=block_bytes) == expected


@given(text=CSV_TEXT)
def test_any_csv_text_is_read_as_dict_reader_does_or_has_no_header(text: str) -> None:
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    expected = without_extra_cells(reader)
    if reader.fieldnames:
        assert csv_rows(text.encode()) == expected
    else:
        assert csv_failure(text.encode()).code is InvalidDatasetCode.NO_HEADER


@pytest.mark.parametrize("data", [b"", b"\n", b"\r\na,b\n1,2\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\na\n"])
def test_csv_without_a_first_line_has_no_header(data: bytes) -> None:
    failure = csv_failure(data)
    assert failure.code is InvalidDatasetCode.NO_HEADER
    assert failure.row is None


@pytest.mark.parametrize("data", [b"a,b", b"a,b\n", b"a,b\r\n\r\n\r\n", b"\xef\xbb\xbfa,b\r"])
def test_csv_with_a_header_alone_has_no_rows_and_keeps_its_fields(data: bytes) -> None:
    parsed = parsed_csv(data)
    assert parsed.rows == []
    assert parsed.fields == ["a", "b"]


def test_byte_order_mark_is_dropped_only_at_the_start() -> None:
    assert csv_rows("\ufeffa\n\ufeff1\n".encode()) == [{"a": "\ufeff1"}]
    assert csv_rows("\ufeff\ufeffa\n1\n".encode()) == [{"\ufeffa": "1"}]
    assert json_rows("\ufeff[]".encode()) == []


def test_quoted_header_after_a_byte_order_mark_loses_its_quotes() -> None:
    assert csv_rows('\ufeff"a,b"\n1\n'.encode()) == [{"a,b": "1"}]


def test_nul_characters_are_ordinary_characters_of_a_csv() -> None:
    assert csv_rows(b"a,b\n1\x002,\x00\n") == [{"a": "1\x002", "b": "\x00"}]


def test_blank_lines_are_skipped_and_counted_only_outside_quotes() -> None:
    parsed = parsed_csv(b'a\n\n1\n\r\n"x\n\ny"\n\n')
    assert [row["a"] for row in parsed.rows] == ["1", "x\n\ny"]
    assert parsed.blank_lines == 3


@pytest.mark.parametrize("block_bytes", range(1, 12))
def test_line_endings_cut_by_a_block_stay_one(block_bytes: int) -> None:
    parsed = parsed_csv(b'a\r\n"x\r\n\r\ny"\r\n\r\n1\r\r\n\n', block_bytes=block_bytes)
    assert [row["a"] for row in parsed.rows] == ["x\r\n\r\ny", "1"]
    assert parsed.blank_lines == 3


def test_long_rows_keep_their_extra_cells_and_are_named() -> None:
    data = b"a,b\n1,2\n1,2,3\n" + b"1,2,3,4\n" * 6
    warning = csv_warnings(data)["long_rows"]
    assert warning.count == 7
    assert [(note.row_index, note.cells) for note in warning.rows] == [(1, 1), (2, 2), (3, 2), (4, 2), (5, 2)]
    assert "row 2 (1), row 3 (2)" in warning.message


def test_short_rows_are_named_and_their_cells_are_null() -> None:
    assert csv_rows(b"a,b\n1\n") == [{"a": "1", "b": None}]
    warning = csv_warnings(b"a,b,c\n1,2,3\n1\n")["short_rows"]
    assert [(note.row_index, note.cells) for note in warning.rows] == [(1, 2)]


def test_repeated_header_name_is_warned_about_and_the_last_column_wins() -> None:
    assert csv_rows(b"a,b,a\n1,2,3\n4\n") == [{"a": "3", "b": "2"}, {"a": None, "b": None}]
    assert csv_warnings(b"a,b,a\n")["repeated_header"].fields == ("a",)


def test_blank_header_name_is_warned_about() -> None:
    assert "column 2, 3" in csv_warnings(b"a,, \n1,2,3\n")["blank_header"].message


def test_quote_left_open_at_the_end_is_warned_about() -> None:
    data = b'a,b\n1,2\n3,"4\n5,6\n'
    assert csv_rows(data)[1]["b"] == "4\n5,6\n"
    assert [note.row_index for note in csv_warnings(data)["unclosed_quote"].rows] == [1]
    assert "the header" in csv_warnings(b'a,"b\n1,2')["unclosed_quote"].message


@pytest.mark.parametrize("data", [b'a\n"x"\n', b'a\n"x"', b"a\nx\n\n", b'a\n"x\ny"\n', b"a"])
def test_well_formed_files_have_no_warning(data: bytes) -> None:
    assert csv_warnings(data) == {}


# --- UTF-8 -------------------------------------------------------------------------------------------------


@given(
    before=st.text(alphabet="a,é\n€😀\r", max_size=30),
    bad=st.sampled_from([b"\xff", b"\x80", b"\xc3(", b"\xed\xa0\x80", b"\xf0\x9f\x98", b"\xc0\xaf", b"\xe2\x82"]),
    after=st.binary(max_size=10),
    mark=st.sampled_from([b"", b"\xef\xbb\xbf"]),
    block_bytes=BLOCK_BYTES,
)
def test_bad_utf8_is_located_at_every_block_size(
    before: str, bad: bytes, after: bytes, mark: bytes, block_bytes: int
) -> None:
    data = mark + b"h\n" + before.encode() + bad + after
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        expected_offset = error.start
    else:
        return
    good = data[len(mark) : expected_offset].decode()
    complete = list(csv.DictReader(io.StringIO(good, newline="")))
    if good[-1] not in "\r\n":
        complete = complete[:-1]
    failure = failure_of(lambda: csv_rows(data, block_bytes=block_bytes))
    assert failure.code is InvalidDatasetCode.INVALID_UTF8
    assert failure.byte_offset == expected_offset
    assert failure.row == len(complete) + 1


def test_bad_utf8_in_the_header_has_no_row() -> None:
    failure = csv_failure(b"a,\xff\n1,2\n")
    assert (failure.code, failure.byte_offset, failure.row) == (InvalidDatasetCode.INVALID_UTF8, 2, None)
    assert "header" in failure.message


@pytest.mark.parametrize(
    ("data", "offset", "row"),
    [
        (b'[{"a":"\xff"}]', 7, 1),
        (b'[{"a":1},{"b":"\xc3"}]', 15, 2),
        (b"\xef\xbb\xbf[]\xff", 5, None),
        (b"\xff", 0, None),
    ],
)
def test_bad_utf8_in_json_is_located(data: bytes, offset: int, row: int | None) -> None:
    failure = json_failure(data)
    assert (failure.code, failure.byte_offset, failure.row) == (InvalidDatasetCode.INVALID_UTF8, offset, row)


# --- JSON --------------------------------------------------------------------------------------------------


@given(
    items=st.lists(st.dictionaries(st.text(max_size=5), JSON_VALUES, max_size=4), max_size=5),
    ascii_only=st.booleans(),
    indent=st.sampled_from([None, 0, 2]),
    block_bytes=BLOCK_BYTES,
)
def test_json_items_are_those_of_json_loads(
    items: list[dict[str, Any]], ascii_only: bool, indent: int | None, block_bytes: int
) -> None:
    text = json.dumps(items, ensure_ascii=ascii_only, indent=indent)
    try:
        data = text.encode()
    except UnicodeEncodeError:
        data = json.dumps(items, indent=indent).encode()
    parsed, expected = parsed_json(data, block_bytes=block_bytes), json.loads(data)
    assert by_key(parsed.rows) == by_key(expected)
    assert parsed.fields == list(dict.fromkeys(name for item in expected for name in item))


@given(
    text=st.text(alphabet='[]{}":,a1eE.-+\\u0tnNI \n', max_size=30),
    prefix=st.sampled_from(["", "[", '[{"a":', '[{"a":1},']),
    block_bytes=BLOCK_BYTES,
)
def test_any_json_text_is_accepted_exactly_when_it_is_a_list_of_objects(
    text: str, prefix: str, block_bytes: int
) -> None:
    text = prefix + text
    try:
        expected = json.loads(text)
    except ValueError:
        expected = None
    if isinstance(expected, list) and all(isinstance(item, dict) for item in expected):
        assert by_key(json_rows(text.encode(), block_bytes=block_bytes)) == by_key(expected)
    else:
        small = failure_of(lambda: json_rows(text.encode(), block_bytes=block_bytes))
        whole = failure_of(lambda: json_rows(text.encode(), block_bytes=1000))
        assert (small.code, small.row, small.byte_offset) == (whole.code, whole.row, whole.byte_offset)


@pytest.mark.parametrize(
    "text",
    [
        '[{"a": "x\\u00e9\\n\\ud83d\\ude00", "b": -1.5e+3, "c": true, "d": -Infinity, "e": NaN}, {"g": [1, {}, null]}]',
        ' [ {"a" : false} , {"b" : 10} ] ',
    ],
)
def test_json_cut_anywhere_is_truncated_and_says_where(text: str) -> None:
    for length in range(len(text.rstrip())):
        failure = json_failure(text[:length].encode())
        assert failure.code is InvalidDatasetCode.TRUNCATED_JSON
        assert failure.byte_offset == length


def test_truncated_json_counts_complete_rows() -> None:
    failure = json_failure(b'[{"a":1},{"a":2},{"a"')
    assert failure.row == 3
    assert "after 2 complete rows" in failure.message


@pytest.mark.parametrize(
    ("data", "offset"),
    [
        (b"[]x", 2),
        (b"[] []", 3),
        (b'[{"a":1}]]', 9),
        (b'[{"a":1},]', 9),
        (b'[{"a":1} {"b":2}]', 9),
        (b"[{'a':1}]", 2),
        (b'[{"a":01}]', 7),
        (b'[{"a":+1}]', 6),
        (b"[,]", 1),
        (b"hello                                   ", 0),
        (b'\xef\xbb\xbf[{"a":1}?', 11),
        (b'[{"\xc3\xa9": nope}]                                 ', 8),
    ],
)
def test_malformed_json_gives_the_byte(data: bytes, offset: int) -> None:
    failure = json_failure(data)
    assert failure.code is InvalidDatasetCode.INVALID_JSON
    assert failure.byte_offset == offset
    assert f"byte {offset}" in failure.message


def test_early_json_error_is_found_without_reading_the_rest() -> None:
    class Endless:
        served = 0

        def read(self, n: int, /) -> bytes:
            assert self.served < 10_000_000
            self.served += n
            return (b"[{]" if self.served == n else b"").ljust(n)

    assert failure_of(lambda: build_report(Endless(), DatasetFormat.JSON)).byte_offset == 2


@pytest.mark.parametrize("data", [b"[]", b" \n[ \t\r\n] \n", b"\xef\xbb\xbf[]"])
def test_empty_list_has_no_rows(data: bytes) -> None:
    assert json_rows(data) == []


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b'{"a":1}', "an object"),
        (b"1", "a number"),
        (b'"x"', "a string"),
        (b"null", "null"),
        (b"true", "a boolean"),
        (b"NaN", "a number"),
    ],
)
def test_anything_but_a_list_is_named(data: bytes, kind: str) -> None:
    failure = json_failure(data)
    assert failure.code is InvalidDatasetCode.NOT_A_LIST
    assert kind in failure.message


@pytest.mark.parametrize(
    ("item", "kind"),
    [
        (b"1", "a number"),
        (b"-0.5e3", "a number"),
        (b'"x"', "a string"),
        (b"[1]", "a list"),
        (b"null", "null"),
        (b"false", "a boolean"),
        (b"NaN", "a number"),
        (b"9" * 5000, "a number"),
    ],
)
def test_item_that_is_not_an_object_is_named_with_its_index(item: bytes, kind: str) -> None:
    failure = json_failure(b'[{"a":1}, ' + item + b"]")
    assert failure.code is InvalidDatasetCode.NOT_AN_OBJECT
    assert failure.row == 2
    assert failure.byte_offset == 10
    assert "index 1 " in failure.message
    assert kind in failure.message


def test_last_of_a_repeated_key_wins_and_is_warned_about() -> None:
    parsed = parsed_json(b'[{"a":1},{"a":1,"b":2,"a":3},{"c":{"x":1,"x":2}}]')
    assert parsed.rows == [{"a": 1}, {"a": 3, "b": 2}, {"c": {"x": 2}}]
    warning = parsed.warnings.pop("repeated_key")
    assert (parsed.warnings, warning.count) == ({}, 2)
    assert [note.row_index for note in warning.rows] == [1, 2]


def test_fields_come_in_order_of_first_appearance() -> None:
    assert parsed_json(b'[{"b":1,"a":1},{"c":1,"a":2}]').fields == ["b", "a", "c"]


def test_huge_integers_keep_their_digits() -> None:
    digits = "1" + "0" * 5000
    (row,) = json_rows(f'[{{"a": {digits}, "b": -{digits}, "c": {"9" * 400}}}]'.encode())
    assert row == {"a": HugeInteger(digits), "b": HugeInteger("-" + digits), "c": int("9" * 400)}


def test_lone_surrogates_are_read() -> None:
    assert json_rows(b'[{"\\ud800": "\\udfff"}]') == [{"\ud800": "\udfff"}]


def nested(depth: int, opening: str = "[", closing: str = "]") -> bytes:
    """A file with `depth` lists and objects open at once."""
    return f'[{{"a":{opening * (depth - 2)}0{closing * (depth - 2)}}}]'.encode()


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"k":', "}")])
@pytest.mark.parametrize("limit", [3, 200, 400])
def test_nesting_up_to_the_limit_is_read_and_deeper_is_refused(limit: int, opening: str, closing: str) -> None:
    limits = Limits(max_nesting_depth=limit)
    assert len(json_rows(nested(limit, opening, closing), limits)) == 1
    build_report(io.BytesIO(nested(limit, opening, closing)), DatasetFormat.JSON, limits=limits)
    failure = json_failure(nested(limit + 1, opening, closing), max_nesting_depth=limit)
    assert failure.code is InvalidDatasetCode.NESTING_TOO_DEEP
    assert failure.row == 1
    assert failure.byte_offset == len('[{"a":') + (limit - 2) * len(opening)


@pytest.mark.parametrize(
    "data", [b"[" * 100_000, b'[{"a":' * 50_000, nested(sys.getrecursionlimit() * 3), b'[{"a":' + b"[" * 100_000]
)
def test_very_deep_nesting_is_not_a_recursion_error(data: bytes) -> None:
    assert json_failure(data).code is InvalidDatasetCode.NESTING_TOO_DEEP


def test_brackets_in_strings_and_siblings_are_not_nesting() -> None:
    item = b'{"a": "[[[[[{{{{\\"[[[", "b": [[],[],[],[]], "c": "\\\\"}'
    assert len(json_rows(b"[" + item + b"]", Limits(max_nesting_depth=4))) == 1


# --- Limits ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"a\n1\n\n2\n3\n4\n", b'[{"a":1},{"a":2},{"a":3},{"a":4}]'])
def test_too_many_rows(data: bytes) -> None:
    read = csv_rows if data.startswith(b"a") else json_rows
    assert len(read(data, Limits(max_rows=4))) == 4
    failure = failure_of(lambda: read(data, Limits(max_rows=3)))
    assert (failure.code, failure.row) == (InvalidDatasetCode.TOO_MANY_ROWS, 4)


@pytest.mark.parametrize("block_bytes", [1, 2, 3, 5, 100])
@pytest.mark.parametrize("blank", ["", "\r", "\n", "\r\n\r\n\n\r\r"])
def test_the_place_of_a_row_too_many_is_its_own_at_every_block_size(blank: str, block_bytes: int) -> None:
    before = f"a\n1\n{blank}"
    failure = failure_of(lambda: csv_rows(f"{before}2\n3\n".encode(), Limits(max_rows=1), block_bytes))
    assert (failure.row, failure.byte_offset) == (2, len(before))


def test_too_many_columns() -> None:
    assert csv_rows(b"a,b\n1,2,3\n", Limits(max_fields=2))
    failure = csv_failure(b"a,b,a\n", max_fields=2)
    assert (failure.code, failure.row) == (InvalidDatasetCode.TOO_MANY_FIELDS, None)


def test_too_many_distinct_keys() -> None:
    assert json_rows(b'[{"a":1,"b":1},{"b":1}]', Limits(max_fields=2))
    failure = json_failure(b'[{"a":1,"b":1},{"b":1,"c":2}]', max_fields=2)
    assert (failure.code, failure.row) == (InvalidDatasetCode.TOO_MANY_FIELDS, 2)


@pytest.mark.parametrize("text", ["x" * 12, "é" * 6, "€" * 4, "😀" * 3, '""' * 12, "x\ny" * 4])
def test_field_size_counts_utf8_bytes_of_the_value_read(text: str) -> None:
    row = f'1,"{text}"\n'.encode()
    assert len(csv_rows(b"a,b\n1,2\n" + row, Limits(max_field_bytes=12))) == 2
    failure = csv_failure(b"a,b\n1,2\n" + row, max_field_bytes=11)
    assert (failure.code, failure.row) == (InvalidDatasetCode.FIELD_TOO_LARGE, 2)


def test_field_too_large_names_row_and_column() -> None:
    failure = csv_failure(b"a,no\x07te\n1,2\n1,xxxxxxxxxxxx\n", max_field_bytes=8)
    assert failure.message.startswith("In row 2 (the header not counted), at byte 14: the value in column 2 ")
    assert '("no\\x07te")' in failure.message


@given(block_bytes=st.integers(min_value=1, max_value=100), value=st.sampled_from(["xxxxxxxxxxxx", '"xxxxxxxxxxxx"']))
def test_place_of_a_field_too_large_is_its_own_at_every_block_size(block_bytes: int, value: str) -> None:
    data = f"a,b\n1,2\n3,{value},5\n6,7\n".encode()
    failure = failure_of(lambda: csv_rows(data, Limits(max_field_bytes=8), block_bytes))
    assert (failure.row, failure.byte_offset) == (2, 10)
    header = failure_of(lambda: csv_rows(f"a,{value},c\n1,2\n".encode(), Limits(max_field_bytes=8), block_bytes))
    assert (header.row, header.byte_offset) == (None, None)


@pytest.mark.parametrize("data", [b"aaaaaaaaaaaa\n1\n", b"a\n1,2222222222222\n"])
def test_header_names_and_extra_cells_have_the_same_limit(data: bytes) -> None:
    assert csv_failure(data, max_field_bytes=11).code is InvalidDatasetCode.FIELD_TOO_LARGE


def test_fields_beyond_the_default_of_csv_are_read() -> None:
    large = b"x" * 300_000
    assert csv_rows(b'a\n"' + large + b'"\n', block_bytes=4096)[0]["a"] == large.decode()


def test_many_short_lines_without_a_comma_are_no_large_field() -> None:
    assert len(csv_rows(b"a\n" + b"abc\n" * 1000, Limits(max_field_bytes=5), block_bytes=3)) == 1000


def test_endless_line_is_refused_before_it_fills_memory() -> None:
    class Endless:
        served = 0

        def read(self, n: int, /) -> bytes:
            assert self.served < 10_000_000
            self.served += n
            return b"x" * n

    limits = Limits(max_field_bytes=1000)
    failure = failure_of(lambda: build_report(Endless(), DatasetFormat.CSV, limits=limits))
    assert failure.code is InvalidDatasetCode.FIELD_TOO_LARGE


@pytest.mark.parametrize(
    "item",
    ['{"a":"%s"}', '{"%s":1}', '{"a":[["%s"]]}', '{"a":{"%s":1}}', '{"a":"\\u0041%s"}'],
)
def test_json_strings_and_keys_have_the_same_limit(item: str) -> None:
    data = f'[{{"a":1}},{item % "ééé"}]'.encode()
    assert json_rows(data, Limits(max_field_bytes=7))
    failure = json_failure(data, max_field_bytes=5)
    assert (failure.code, failure.row) == (InvalidDatasetCode.FIELD_TOO_LARGE, 2)


def test_endless_json_string_is_refused_before_it_fills_memory() -> None:
    class Endless:
        served = 0

        def read(self, n: int, /) -> bytes:
            assert self.served < 10_000_000
            self.served += n
            return (b'[{"a":"' if self.served == n else b"").ljust(n, b"x")

    limits = Limits(max_field_bytes=1000)
    failure = failure_of(lambda: build_report(Endless(), DatasetFormat.JSON, limits=limits))
    assert failure.code is InvalidDatasetCode.FIELD_TOO_LARGE


def test_huge_integer_has_the_same_limit() -> None:
    data = b'[{"a":' + b"1" * 1000 + b"}]"
    assert json_failure(data, max_field_bytes=999).code is InvalidDatasetCode.FIELD_TOO_LARGE


def test_limits_refuse_a_depth_python_cannot_follow() -> None:
    with pytest.raises(ValueError, match="max_nesting_depth"):
        Limits(max_nesting_depth=401)


def test_values_may_not_be_allowed_larger_than_a_buffer_can_point_to() -> None:
    assert Limits(max_field_bytes=256 << 20).max_row_bytes == (4 * 256 + 16) << 20
    with pytest.raises(ValueError, match="max_field_bytes"):
        Limits(max_field_bytes=(256 << 20) + 1)


# --- Streams -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "fmt"), [(b"a,b\r\n1,\xc3\xa9\r\n", DatasetFormat.CSV), (b'[{"a":"\xc3\xa9"}]', DatasetFormat.JSON)]
)
def test_short_reads_change_nothing(data: bytes, fmt: DatasetFormat) -> None:
    assert build_report(Trickle(data), fmt) == build_report(io.BytesIO(data), fmt)


@pytest.mark.parametrize("fmt", DatasetFormat)
@pytest.mark.parametrize("served", [0, 1])
def test_errors_of_the_stream_pass_through(fmt: DatasetFormat, served: int) -> None:
    class Broken:
        reads = 0

        def read(self, _: int, /) -> bytes:
            self.reads += 1
            if self.reads > served:
                raise ConnectionResetError("gone")
            return b"[{" if fmt is DatasetFormat.JSON else b"a\n1"

    with pytest.raises(ConnectionResetError, match="gone"):
        build_report(Broken(), fmt)
