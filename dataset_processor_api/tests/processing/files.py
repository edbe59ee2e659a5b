"""Strategies for files as people and programs write them, right and wrong, and for the ways to process them."""

from hypothesis import strategies as st

from dataset_processor.processing.engine import EngineResources, Limits

LARGEST_BLOCK = 1 << 16
NUMBERS = st.integers(-50, 50).map(str) | st.floats().map(repr) | st.integers().map(str)
ODD_NUMBERS = st.sampled_from(
    [
        *("nan", "-inf", "1_000", "\uff11\uff12", "\u0663.\u0665", "-0.0", "00", "007", "-07", "+3", ".5", "5.", "1e5"),
        *("1e400", "1__0", "0x10", " 12 ", "\u00a05", "9007199254740993", "123456789012345678901234567890", "1e", "-"),
    ]
)
DATES = st.sampled_from(["2024-01-02", "01/02/2024", "13/02/2024", "1.2.2024", "2024-02-30", "2024-01-02T10:00:00Z"])
WORDS = st.sampled_from(["Paris", "Zürich", "true", "No", "日本語", "a\u2028b", "😀", "x" * 40, "y" * 101, "é" * 60])
BLANKS = st.sampled_from(["", " ", "\t", "\u00a0", "\u3000 ", "\x1f"])
NAMES = ["a", "b", "c d", "é", "a", "", "x;y", "kA", "😀"]

CSV_CELLS = (
    NUMBERS
    | ODD_NUMBERS
    | DATES
    | WORDS
    | BLANKS
    | st.sampled_from(['"a,b"', '"x""y"', '"line\nbreak"', '"l\r\nb"', '""', '""""', '"12"t"x', '"open', 'a"b', '"\r"'])
    | st.text(alphabet='ab1,"\r\n \té\x00\ufeff', max_size=8)
)
JSON_NAMES = st.sampled_from(
    ["a", "b", "c", "é", "k\\u0041", "kA", "long key name", "", "\\ud800", 'q\\"', "\\ud83d\\ude00", "😀", "x" * 200]
)
JSON_NUMBERS = (
    st.integers(-50, 50).map(str)
    | st.integers().map(str)
    | st.floats().map(lambda value: repr(value).replace("inf", "Infinity").replace("nan", "NaN"))
    | st.sampled_from(["-0", "1.0", "1.00", "1e0", "2.5E+3", "1e400", "-1e400", "9" * 25, "9" * 401, "1" * 30 + ".5"])
)
JSON_TEXTS = st.sampled_from(
    [
        *("x", "1", "1.5", "é", "\\u00e9", "\\ud83d\\ude00", "😀", "\\ud800", "\\udc00\\ud800", "\\n", " ", "", "nan"),
        *("2024-01-02", "01/02/2024", "abc\\\\", "日本", "a" * 30, "z" * 150, '\\"q', "\\/", "\\u0000", "true", "007"),
    ]
)
JSON_SCALARS = JSON_NUMBERS | st.sampled_from(["true", "false", "null"]) | JSON_TEXTS.map('"{}"'.format)
WRONG_BYTES = st.sampled_from(
    [
        *(b",", b"]", b"}", b'"', b"\\", b"{", b"[", b":", b"\r", b"\n", b"\x00", b"0", b"tru", b"1e", b"\\u00", b",,"),
        *(b"\xff", b"\x80", b"\xe2\x82", b"\xed\xa0\x80", b"\xf0\x9f\x98", b"\xc0\xaf", b"\xef\xbb\xbf", b'""', b"NaN"),
    ]
)
LIMITS = st.builds(
    Limits,
    max_rows=st.integers(1, 50),
    max_fields=st.integers(1, 8),
    max_field_bytes=st.integers(1, 60),
    max_nesting_depth=st.integers(2, 6),
)
RESOURCES = st.builds(
    EngineResources,
    threads=st.integers(1, 4),
    memory_bytes=st.sampled_from([0, 1, 100, 5000, 1 << 20]),
    block_bytes=st.integers(1, 9) | st.sampled_from([64, 100, 1000, LARGEST_BLOCK]),
)


@st.composite
def damaged(draw: st.DrawFn, data: bytes) -> bytes:
    """The bytes as they are, or cut, or with something inserted, replaced or taken away."""
    damage = draw(st.sampled_from(["none", "none", "none", "cut", "insert", "replace", "remove"]))
    if damage == "none":
        return data
    place = draw(st.integers(0, len(data)))
    if damage == "cut":
        return data[:place]
    if damage == "remove":
        return data[:place] + data[place + draw(st.integers(1, 4)) :]
    wrong = draw(WRONG_BYTES)
    return data[:place] + wrong + data[place + (len(wrong) if damage == "replace" else 0) :]


@st.composite
def csv_files(draw: st.DrawFn) -> bytes:
    """A CSV, perhaps damaged; rows come from a few different ones, so that there are duplicates."""
    header = draw(st.lists(st.sampled_from([*NAMES, '"q,r"', '"n\nl"']) | CSV_CELLS, min_size=1, max_size=5))
    different = draw(st.lists(st.lists(CSV_CELLS, max_size=6), min_size=1, max_size=8))
    rows = draw(st.lists(st.sampled_from(different), max_size=40))
    line_end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    text = line_end.join(",".join(cells) for cells in [header, *rows])
    whole = draw(st.sampled_from(["", "", "\ufeff"])) + text + draw(st.sampled_from(["", line_end]))
    return draw(damaged(whole.encode("utf-8")))


@st.composite
def json_objects(draw: st.DrawFn, values: st.SearchStrategy[str]) -> str:
    """An object as text, perhaps with keys that repeat."""
    space = draw(st.sampled_from(["", "", " ", "\n\t"]))
    members = draw(st.lists(st.tuples(JSON_NAMES, values), max_size=4))
    return "{" + f",{space}".join(f'{space}"{name}":{space}{value}' for name, value in members) + "}"


def json_lists(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(values, max_size=3).map(lambda inner: "[" + " ,".join(inner) + "]")


JSON_VALUES = st.recursive(JSON_SCALARS, lambda inner: json_lists(inner) | json_objects(inner), max_leaves=6)


@st.composite
def json_files(draw: st.DrawFn) -> bytes:
    """A JSON list of objects, perhaps damaged; items come from a few different ones."""
    different = draw(st.lists(json_objects(JSON_VALUES), min_size=1, max_size=8))
    items = draw(st.lists(st.sampled_from(different), max_size=30))
    if draw(st.integers(0, 9)) == 0:
        items.insert(draw(st.integers(0, len(items))), draw(JSON_VALUES))
    comma = draw(st.sampled_from([",", " , ", ",\n"]))
    text = draw(st.sampled_from(["", "", "\ufeff", " "])) + "[" + comma.join(items) + "]"
    whole = text + draw(st.sampled_from(["", "\n", " \t\r\n"]))
    return draw(damaged(whole.encode("utf-8")))
