"""The compiled JSON parser reads what the plain one reads, and refuses what that refuses, in the same words."""

import io
import json
import random
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.processing.compiled_json import Parsed, Trickle, parse, rows_of
from tests.processing.reference.parsers.json import JsonParser
from tests.processing.reference.text import TextSource

from dataset_processor.processing import limits as limits_module
from dataset_processor.processing.errors import InvalidDataset, InvalidDatasetCode
from dataset_processor.processing.kernels import json_scan
from dataset_processor.processing.kernels.json_scan import scan_items
from dataset_processor.processing.limits import Limits

BLOCK_BYTES = st.sampled_from([1, 2, 3, 7, 100, 150, 200, 300, 1000, 1 << 20])
BATCH_ROWS = st.sampled_from([1, 2, 3, 4096])
COLUMNS = st.sampled_from([1, 2, 8])
THREADS = st.sampled_from([1, 2, 3])
LONG_STRING = 'x\\n"{[,]}:\\\\é\\ud800😀' * 6

Outcome = tuple[Any, ...]


def same_rows(rows: list[dict[str, Any]]) -> list[str]:
    """Rows with their keys in one order, values by type and digits."""
    return [repr({name: row[name] for name in sorted(row)}) for row in rows]


def plain(data: bytes, limits: Limits, block_bytes: int = 1000) -> Outcome:
    """What the plain parser makes of a file."""
    parser = JsonParser(TextSource(io.BytesIO(data), lambda _: None, block_bytes=block_bytes), limits)
    try:
        rows = [dict(row.values) for row in parser.rows()]
    except InvalidDataset as error:
        return error.code, error.row, error.byte_offset, error.message
    return same_rows(rows), list(parser.fields)


def compiled(data: bytes, limits: Limits, **how: int) -> Outcome:
    """What the compiled parser makes of it."""
    how = {"block_bytes": 1 << 20, "batch_rows": 4096, **how}
    try:
        parsed = parse(io.BytesIO(data), limits, **how)
    except InvalidDataset as error:
        return error.code, error.row, error.byte_offset, error.message
    return same_rows(parsed.rows), parsed.fields


def failure_of(data: bytes, limits: Limits | None = None, **how: int) -> InvalidDataset:
    with pytest.raises(InvalidDataset) as caught:
        parse(io.BytesIO(data), limits or Limits(), **{"block_bytes": 100, "batch_rows": 3, **how})
    return caught.value


# --- Documents ---------------------------------------------------------------------------------------------

SPACE = st.sampled_from(["", "", "", " ", "\n", "\t ", "\r\n"])
STRINGS = st.sampled_from(
    [
        "",
        "a",
        "é",
        "€uro",
        "😀",
        "\\n",
        '\\"',
        "\\\\",
        "\\u0041",
        "\\ud83d\\ude00",
        "\\ud800",
        "\\udC00x",
        "{[,]}:",
        "\\ud800\\udc00",
        "\\/\\b\\f\\r\\t",
        "\x7f",
        LONG_STRING.replace('"', '\\"'),
    ]
) | st.text(max_size=9).map(lambda text: json.dumps(text)[1:-1])
NUMBERS = st.sampled_from(
    [
        "0",
        "-0",
        "1",
        "-12",
        "1.5",
        "-0.0",
        "1e5",
        "1E+5",
        "2e-3",
        "1.0",
        "1.00",
        "1e0",
        "123456789012345678901",
        "9" * 405,
        "NaN",
        "Infinity",
        "-Infinity",
        "1.7976931348623159e308",
        "5e-324",
        "0.1",
        "12345678.12345678",
    ]
)
KEYS = st.sampled_from(["a", "b", "c", "longer key name", "\\u0061", "é", "", "eightlet", "seven77", "\\ud800"])


@st.composite
def spaced(draw: st.DrawFn, text: str) -> str:
    """White space around a token."""
    return draw(SPACE) + text + draw(SPACE)


@st.composite
def objects(draw: st.DrawFn, values: st.SearchStrategy[str]) -> str:
    keys = draw(st.lists(KEYS | STRINGS, max_size=4))
    members = [draw(spaced(f'"{key}"')) + ":" + draw(spaced(draw(values))) for key in keys]
    return "{" + draw(SPACE) + ",".join(members) + "}"


@st.composite
def arrays(draw: st.DrawFn, values: st.SearchStrategy[str]) -> str:
    items = draw(st.lists(values, max_size=3))
    return "[" + draw(SPACE) + ",".join(draw(spaced(item)) for item in items) + "]"


SCALARS = STRINGS.map(lambda text: f'"{text}"') | NUMBERS | st.sampled_from(["true", "false", "null"])
VALUES = st.recursive(SCALARS, lambda inner: arrays(inner) | objects(inner), max_leaves=6)


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """Lists of objects, many of one shape; some are longer than a block."""
    shape = draw(st.lists(KEYS, min_size=1, max_size=4))
    alike = st.lists(SCALARS, min_size=len(shape), max_size=len(shape)).map(
        lambda values: "{" + ", ".join(f'"{key}": {value}' for key, value in zip(shape, values, strict=True)) + "}"
    )
    items = draw(st.lists(alike | objects(VALUES), max_size=12))
    mark = draw(st.sampled_from([b"", b"", b"", b"\xef\xbb\xbf"]))
    return mark + (draw(SPACE) + "[" + draw(SPACE) + ",".join(draw(spaced(item)) for item in items) + "]").encode()


FRAGMENTS = st.sampled_from(
    [
        b",",
        b"[",
        b"]",
        b"{",
        b"}",
        b'"',
        b"\\",
        b":",
        b"1",
        b"-",
        b".",
        b"e",
        b"tru",
        b"Nan",
        b"\\u12",
        b"01",
        b" ",
        b"\xff",
        b"\xc3",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\x00",
        b"\x1f",
        b"\xef\xbb\xbf",
        b" " * 140,
        b"+1",
    ]
) | st.binary(max_size=3)


@st.composite
def broken_documents(draw: st.DrawFn) -> bytes:
    data = draw(documents())
    for _ in range(draw(st.integers(1, 2))):
        start = draw(st.integers(0, len(data)))
        removed = draw(st.sampled_from([0, 0, 1, 5, len(data)]))
        data = data[:start] + draw(FRAGMENTS) + data[start + removed :]
    return data


@given(data=documents(), block_bytes=BLOCK_BYTES, batch_rows=BATCH_ROWS, columns=COLUMNS, threads=THREADS)
def test_rows_and_fields_are_those_of_the_plain_parser(
    data: bytes, block_bytes: int, batch_rows: int, columns: int, threads: int
) -> None:
    expected = plain(data, Limits())
    assert len(expected) == 2
    how = {"block_bytes": block_bytes, "batch_rows": batch_rows, "columns": columns, "threads": threads}
    assert compiled(data, Limits(), **how) == expected
    assert same_rows(rows_of(data)) == expected[0]


@given(
    items=st.lists(st.dictionaries(st.text(max_size=5), st.floats() | st.integers() | st.text()), max_size=9),
    indent=st.sampled_from([None, 0, 2]),
    block_bytes=BLOCK_BYTES,
)
def test_what_python_writes_is_read_back(items: list[dict[str, Any]], indent: int | None, block_bytes: int) -> None:
    data = json.dumps(items, indent=indent).encode()
    assert same_rows(rows_of(data, block_bytes)) == same_rows(json.loads(data))


@given(data=broken_documents(), block_bytes=BLOCK_BYTES, batch_rows=BATCH_ROWS, threads=THREADS)
def test_what_is_wrong_is_said_as_by_the_plain_parser(
    data: bytes, block_bytes: int, batch_rows: int, threads: int
) -> None:
    expected = plain(data, Limits())
    assert compiled(data, Limits(), block_bytes=block_bytes, batch_rows=batch_rows, threads=threads) == expected


@given(
    data=documents() | broken_documents(),
    limits=st.one_of(
        st.integers(0, 5).map(lambda most: Limits(max_rows=most)),
        st.integers(0, 6).map(lambda most: Limits(max_fields=most)),
        st.integers(1, 5).map(lambda most: Limits(max_nesting_depth=most)),
    ),
    block_bytes=BLOCK_BYTES,
    batch_rows=BATCH_ROWS,
    threads=THREADS,
)
def test_limits_are_those_of_the_plain_parser(
    data: bytes, limits: Limits, block_bytes: int, batch_rows: int, threads: int
) -> None:
    expected = plain(data, limits)
    assert compiled(data, limits, block_bytes=block_bytes, batch_rows=batch_rows, threads=threads) == expected


@given(
    text=st.text(alphabet='[]{}":,a1eE.-+\\u0tnNI \n', max_size=30),
    prefix=st.sampled_from(["", "[", '[{"a":', '[{"a":1},']),
    block_bytes=BLOCK_BYTES,
)
def test_any_text_is_judged_as_by_the_plain_parser(text: str, prefix: str, block_bytes: int) -> None:
    data = (prefix + text).encode()
    assert compiled(data, Limits(), block_bytes=block_bytes) == plain(data, Limits())


EVERYTHING = (
    '[{"a": "x\\u00e9\\n\\ud83d\\ude00\\ud800", "b": -1.5e+3, "c": true, "d": -Infinity, "e": NaN, "f": 0, "é😀": "€"},'
    ' {"g": [1, {}, null, {"x": [], "y": "\\\\"}], "a": false},\r\n{}, {"a": "", "b": 12345.5, "h" :null} ] '
)


@pytest.mark.parametrize("block_bytes", [1, 60, 1 << 20])
def test_a_file_cut_anywhere_is_judged_as_by_the_plain_parser(block_bytes: int) -> None:
    data = EVERYTHING.encode()
    for length in range(len(data) + 1):
        part = data[:length]
        assert compiled(part, Limits(), block_bytes=block_bytes) == plain(part, Limits())


@pytest.mark.parametrize(
    "inserted", [b'"', b"\\", b",", b"}", b"]", b"\xff", b"\x00", b"\x1f", b"x", b" ", b"\xe2\x82"]
)
def test_a_byte_inserted_anywhere_is_judged_as_by_the_plain_parser(inserted: bytes) -> None:
    data = EVERYTHING.encode()
    for place in range(len(data) + 1):
        whole = data[:place] + inserted + data[place:]
        assert compiled(whole, Limits(), block_bytes=60) == plain(whole, Limits())


@pytest.mark.parametrize("byte", range(256))
def test_every_byte_is_taken_in_a_string_as_by_the_plain_parser(byte: int) -> None:
    for text in (
        b"[{%s}]",
        b'[{"a%s": 1}]',
        b'[{"a": "%s"}]',
        b'[{"a": "\\%s"}]',
        b'[{"a": "\\u00%s0"}]',
        b'[{"a": %s}]',
    ):
        data = text % bytes([byte])
        assert compiled(data, Limits()) == plain(data, Limits())


@pytest.mark.parametrize(
    "value",
    [
        "01",
        "-",
        "1.",
        ".5",
        "+1",
        "1e",
        "1e+",
        "1.e5",
        "-01",
        "--1",
        "0x1",
        "1_0",
        "1.5.2",
        "-Inf",
        "-NaN",
        "nan",
        "inf",
        "True",
        "nul",
        "nulll",
        '"\\u12"',
        '"\\u+123"',
        '"\\u 123"',
        '"\\ud83d\\u"',
        '"\\ud83d\\uzzzz"',
        '"\\x41"',
        "'a'",
        '"\t"',
        '"\n"',
        "[1,]",
        "[,1]",
        "[1 2]",
        '{"a"}',
        '{"a":}',
        '{"a":1,}',
        "{1:2}",
        "[[]",
        "[}",
        "{]",
        '"',
        "\ufeff1",
        "1\x0b",
        "\xa01",
        "1E5",
        "-0e-0",
        '"\\ud83d\\u0041"',
        '"\\ud83d\\ud83d\\ude00"',
        "Infinity",
        "[NaN, -Infinity]",
    ],
)
@pytest.mark.parametrize("behind", ["}]", '}, {"a": "more than sixteen characters"}]', ""])
def test_odd_values_are_judged_as_by_the_plain_parser(value: str, behind: str) -> None:
    for text in (f'[{{"a": {value}{behind}', f'[{{"k": [{value}], "b": 1{behind}', f"[{value}{behind[1:]}", value):
        data = text.encode()
        assert compiled(data, Limits()) == plain(data, Limits())


def test_a_character_may_be_cut_by_any_block() -> None:
    data = ('[{"a": "' + "é€😀" * 200 + '"}, {"b": "' + "😀" * 100 + '"}]').encode()
    for block_bytes in range(1, 300):
        assert len(rows_of(data, block_bytes)) == 2


def test_short_reads_change_nothing() -> None:
    data = EVERYTHING.encode() * 1
    parsed = parse(Trickle(data), Limits(), block_bytes=100, batch_rows=2)
    assert same_rows(parsed.rows) == plain(data, Limits())[0]


def many_rows(count: int) -> list[dict[str, Any]]:
    return [{"id": i, "text": "ab, c" * (i % 7), f"k{i % 90}": i / 7, "list": [i, {"x": None}]} for i in range(count)]


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_blocks_are_many_and_whatever_thread_reads_them_fields_are_in_file_order(threads: int) -> None:
    rows = many_rows(3000)
    parsed = parse(io.BytesIO(json.dumps(rows).encode()), Limits(), block_bytes=5000, batch_rows=64, threads=threads)
    assert parsed.blocks > 30
    assert parsed.rows == rows
    assert parsed.fields == list(dict.fromkeys(key for row in rows for key in row))


def test_items_larger_than_a_block_are_read() -> None:
    rows = [{"a": "x" * size, "b": list(range(size))} for size in (10, 5000, 20_000, 1)]
    for block_bytes in (100, 4096):
        assert rows_of(json.dumps(rows).encode(), block_bytes) == rows


def test_whether_strings_are_ascii_is_said_for_decoded_ones() -> None:
    def is_ascii(text: str) -> bool:
        return parse(io.BytesIO(text.encode()), Limits(), block_bytes=1000, batch_rows=1).is_ascii

    assert is_ascii('[{"a": "\\n\\u0041"}]')
    assert not is_ascii('[{"a": "\\u00e9"}]')
    assert not is_ascii('[{"a": "é"}, {"b": 1}]')


# --- Where items end ---------------------------------------------------------------------------------------


def items_by_bytes(data: bytes) -> tuple[int, int, int]:
    """Commas between items, the place behind the last, the place behind the bracket that ends the list or 0."""
    depth = commas = last = 0
    in_string = escaped = False
    for place, byte in enumerate(data):
        char = chr(byte)
        was_escaped, escaped = escaped, False
        if was_escaped and (in_string or char in '"\\'):
            continue
        if char == "\\":
            escaped = True
        elif char == '"':
            in_string = not in_string
        elif not in_string and char in "{[":
            depth += 1
        elif not in_string and char in "}]":
            depth -= 1
            if depth < 0:
                return commas, last, place + 1
        elif not in_string and char == "," and depth == 0:
            commas, last = commas + 1, place + 1
    return commas, last, 0


@given(
    data=st.text(alphabet='\\"{}[],a ', max_size=400).map(str.encode),
    steps=st.lists(st.integers(1, 130), max_size=12),
)
@example(data=b'{"' + b"\\" * 200 + b'"},' * 30, steps=[])
def test_items_are_found_however_the_bytes_are_divided(data: bytes, steps: list[int]) -> None:
    buffer = np.full(len(data) + 64, ord(","), np.uint8)
    buffer[: len(data)] = np.frombuffer(data, np.uint8)
    state = np.zeros(json_scan.STATE_SLOTS, np.int64)
    end = 0
    for step in [*steps, len(data)]:
        end = min(end + step, len(data))
        scan_items(buffer, end, state)
    found = state[[json_scan.COMMAS, json_scan.LAST_COMMA_END, json_scan.LIST_END]]
    assert tuple(found.tolist()) == items_by_bytes(data)


# --- Limits and endless streams ----------------------------------------------------------------------------


class Endless:
    """Some bytes, then others again and again."""

    def __init__(self, first: bytes, then: bytes) -> None:
        self._first, self._then = first, then
        self._served = 0

    def read(self, n: int, /) -> bytes:
        assert self._served < 60_000_000, "too much is read before the error is found"
        start, self._served = self._served, self._served + n
        first = self._first[start : start + n]
        start = max(start - len(self._first), 0) % len(self._then)
        times = n // len(self._then) + 2
        return first + (self._then * times)[start : start + n - len(first)]


@pytest.mark.parametrize(
    ("first", "then", "code"),
    [
        (b"[{]", b" ", InvalidDatasetCode.INVALID_JSON),
        (b'[{"a":01}]', b" ", InvalidDatasetCode.INVALID_JSON),
        (b"[{} x", b" ", InvalidDatasetCode.INVALID_JSON),
        (b'[{"a":nope', b" ", InvalidDatasetCode.INVALID_JSON),
        (b'[{"a":"\xff', b"x", InvalidDatasetCode.INVALID_UTF8),
        (b'[{"a":"', b"x", InvalidDatasetCode.FIELD_TOO_LARGE),
        (b'[{"a":"', b"\\u0041", InvalidDatasetCode.FIELD_TOO_LARGE),
        (b'[{"a":', b"[", InvalidDatasetCode.NESTING_TOO_DEEP),
        (b'[{"a":[1', b",1", InvalidDatasetCode.ROW_TOO_LARGE),
        (b'[{"a":', b" ", InvalidDatasetCode.ROW_TOO_LARGE),
        (b"[1", b",1", InvalidDatasetCode.NOT_AN_OBJECT),
        (b"[", b"{},", InvalidDatasetCode.TOO_MANY_ROWS),
        (b'"', b"x", InvalidDatasetCode.FIELD_TOO_LARGE),
        (b"", b"1", InvalidDatasetCode.NOT_A_LIST),
        (b"[]", b"x", InvalidDatasetCode.INVALID_JSON),
    ],
)
@pytest.mark.parametrize("block_bytes", [1000, 1 << 20])
def test_endless_streams_are_refused_early(
    first: bytes, then: bytes, code: InvalidDatasetCode, block_bytes: int
) -> None:
    limits = Limits(max_rows=1000, max_field_bytes=1000)
    with pytest.raises(InvalidDataset) as caught:
        parse(Endless(first, then), limits, block_bytes=block_bytes, batch_rows=64)
    assert caught.value.code is code


@pytest.mark.parametrize("block_bytes", [1000, 1 << 20])
def test_a_row_must_fit_in_memory_but_white_space_between_rows_need_not(block_bytes: int) -> None:
    limits = Limits(max_field_bytes=1000)
    space = b" " * limits.max_row_bytes
    assert rows_of(b"[" + space + b" {}]", block_bytes, limits=limits) == [{}]
    assert rows_of(b"[{}," + space + b" {}]  ", block_bytes, limits=limits) == [{}, {}]
    assert rows_of(b"[{" + space[:-3] + b"}]", block_bytes, limits=limits) == [{}]
    failure = failure_of(b"[{}, {" + 2 * space + b"}]", limits, block_bytes=block_bytes)
    assert (failure.code, failure.row, failure.byte_offset) == (InvalidDatasetCode.ROW_TOO_LARGE, 2, 5)


@pytest.mark.parametrize(
    "text", ["x" * 12, "é" * 6, "€" * 4, "😀" * 3, '\\"' * 12, "\\ud83d\\ude00" * 3, "\\ud800" * 4]
)
@pytest.mark.parametrize("item", ['{"a":"%s"}', '{"%s":1}', '{"a":[["%s"]]}', '{"a":{"%s":1}}', '{"a":1, "b":"%s"}'])
def test_field_size_counts_utf8_bytes_of_what_is_read(text: str, item: str) -> None:
    data = ('[{"a":1},' + item % text + "]").encode()
    assert len(rows_of(data, limits=Limits(max_field_bytes=12))) == 2
    assert compiled(data, Limits(max_field_bytes=11)) == plain(data, Limits(max_field_bytes=11))
    assert failure_of(data, Limits(max_field_bytes=11)).code is InvalidDatasetCode.FIELD_TOO_LARGE


@pytest.mark.parametrize("digits", [400, 401, 999, 1000, 1001])
@pytest.mark.parametrize("item", ['{"a":%s}', '{"a":[-%s]}', '{"a":%s.5}', '{"a":%se5}'])
def test_large_integers_have_the_same_limit(digits: int, item: str) -> None:
    data = ("[" + item % ("1" * digits) + "]").encode()
    for most in (100, 400, 1000):
        assert compiled(data, Limits(max_field_bytes=most)) == plain(data, Limits(max_field_bytes=most))


def test_a_value_that_is_too_large_is_refused_though_its_key_is_repeated() -> None:
    failure = failure_of(b'[{"a":"xxxxxxxx", "a":1}]', Limits(max_field_bytes=4))
    assert failure.code is InvalidDatasetCode.FIELD_TOO_LARGE


def nested(depth: int, opening: str, closing: str) -> bytes:
    return f'[{{"a":{opening * (depth - 2)}0{closing * (depth - 2)}}}]'.encode()


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"k":', "}")])
@pytest.mark.parametrize("limit", [3, 200, 400])
def test_nesting_up_to_the_limit_is_read(limit: int, opening: str, closing: str) -> None:
    limits = Limits(max_nesting_depth=limit)
    assert len(rows_of(nested(limit, opening, closing), limits=limits)) == 1
    data = nested(limit + 1, opening, closing)
    assert compiled(data, limits, block_bytes=300) == plain(data, limits)
    assert failure_of(data, limits).code is InvalidDatasetCode.NESTING_TOO_DEEP


@pytest.mark.parametrize("data", [b"[" * 100_000, b'[{"a":' * 50_000, nested(5000, "[", "]"), b'[{"a":' + b"[" * 9999])
@pytest.mark.parametrize("block_bytes", [1000, 1 << 20])
def test_very_deep_nesting_is_not_a_recursion_error(data: bytes, block_bytes: int) -> None:
    assert failure_of(data, block_bytes=block_bytes).code is InvalidDatasetCode.NESTING_TOO_DEEP


def test_all_keys_together_are_limited_as_the_header_of_a_csv_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits_module, "SMALLEST_ROW_LIMIT_BYTES", 1000)
    limits = Limits(max_field_bytes=100)
    fits = [{f"{row:090}": 1} for row in range(15)]
    more = [*fits, *({f"{row:090}": 1} for row in range(15, 200))]
    assert len(rows_of(json.dumps(fits).encode(), limits=limits)) == 15
    for threads in (1, 2, 3):
        failure = failure_of(json.dumps(more).encode(), limits, block_bytes=500, threads=threads)
        assert (failure.code, failure.row) == (InvalidDatasetCode.TOO_MANY_FIELDS, 16)
    assert compiled(json.dumps(more).encode(), limits) == plain(json.dumps(more).encode(), limits)


def test_the_row_with_too_many_keys_is_the_first_in_the_file_whatever_threads_see_first() -> None:
    rows = [{"same": 1, f"k{i}": 1} for i in range(400)]
    data = json.dumps(rows).encode()
    for threads in (1, 2, 3):
        for most in (5, 100, 400):
            failure = failure_of(data, Limits(max_fields=most), block_bytes=500, threads=threads)
            assert (failure.code, failure.row) == (InvalidDatasetCode.TOO_MANY_FIELDS, most)
    broken = data.replace(b'"k300": 1', b'"k300": x')
    assert failure_of(broken, Limits(max_fields=200), block_bytes=500, threads=3).row == 200
    assert (
        failure_of(broken, Limits(max_fields=301), block_bytes=500, threads=3).code is InvalidDatasetCode.INVALID_JSON
    )


def test_keys_that_share_a_beginning_or_a_spelling_are_told_apart() -> None:
    keys = ["k" * length for length in range(40)] + [f"{i:>8}" for i in range(300)] + ["\u00e9" * 9, '"', "\\"]
    rows = [dict.fromkeys(random.Random(seed).sample(keys, 60), seed) for seed in range(40)]
    data = json.dumps(rows).encode()
    assert rows_of(data, 3000) == rows
    assert rows_of(data.replace(b'"k"', b'"\\u006b"'), 3000, threads=2) == rows


def warning_of(data: bytes, threads: int) -> Any:
    return parse(io.BytesIO(data), Limits(), block_bytes=200, batch_rows=3, threads=threads).warning


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_rows_with_repeated_keys_are_counted_and_the_first_are_named(threads: int) -> None:
    odd = ['{"a":1,"b":2,"a":3}', '{"a":{"x":1,"x":2}}', '{"b":[{"y":{"z":1,"\\u007a":2}}]}', '{"b":1,"\\u0062":2}']
    items = [odd[i % 4] if i % 3 == 0 else '{"a":{"x":{"x":1}},"b":[{"x":1},{"x":2}]}' for i in range(100)]
    data = ("[" + ", ".join(items) + "]").encode()
    plain_parser = JsonParser(TextSource(io.BytesIO(data), lambda _: None), Limits())
    assert len(list(plain_parser.rows())) == 100
    (expected,) = plain_parser.warnings()
    warning = warning_of(data, threads)
    assert (warning.code, warning.count, warning.message) == (expected.code, expected.count, expected.message)
    assert [note.row_index for note in warning.rows] == [note.row_index for note in expected.rows]
    assert warning_of(b'[{"a":1},{"a":[{"b":1},{"b":1}]}]', threads) is None


def test_nothing_is_left_of_an_empty_list() -> None:
    for data in (b"[]", b" \n[ \t\r\n] \n", b"\xef\xbb\xbf[]", b"[" + b" " * 500 + b"]" + b" " * 500):
        for block_bytes in (1, 100, 1000):
            parsed = parse(io.BytesIO(data), Limits(), block_bytes=block_bytes, batch_rows=1)
            assert parsed == Parsed()
