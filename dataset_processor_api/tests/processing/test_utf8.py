"""Bytes are UTF-8 exactly when Python's strict decoder says so, and wrong where that says so."""

import codecs
import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dataset_processor.processing.kernels.utf8 import (
    ASCII,
    CUT,
    INVALID,
    VALID,
    check_utf8,
    first_invalid_byte,
    is_ascii,
)

SURROGATE_HALF = re.compile(rb"\xed[\xa0-\xbf]")  # Python waits for the third byte before it refuses these
ODD = b"a\x7f\x80\x8f\x90\x9f\xa0\xbf\xc0\xc1\xc2\xdf\xe0\xe1\xec\xed\xee\xef\xf0\xf1\xf3\xf4\xf5\xff"
PIECES = st.lists(
    st.sampled_from(["a", "é", "\u07ff", "\u0800", "€", "\ud7ff", "\ue000", "\uffff", "😀", "\U0010ffff"]).map(
        str.encode
    )
    | st.binary(min_size=1, max_size=3)
    | st.sampled_from([bytes([byte]) for byte in ODD])
    | st.integers(1, 140).map(lambda length: b"x" * length),
    max_size=12,
).map(b"".join)


def expected(data: bytes) -> tuple[int, int]:
    try:
        _, used = codecs.utf_8_decode(data, "strict", False)  # noqa: FBT003 - takes no keywords
    except UnicodeDecodeError as error:
        return INVALID, error.start
    if used < len(data):
        return INVALID if SURROGATE_HALF.match(data, used) else CUT, used
    return (ASCII if data.isascii() else VALID), -1


def checked(data: bytes, before: bytes = b"", behind: bytes = b"") -> None:
    buffer = np.frombuffer(before + data + behind + bytes(64), np.uint8)
    start, end = len(before), len(before) + len(data)
    kind, place = expected(data)
    assert check_utf8(buffer, start, end) == (kind, place if place < 0 else start + place)
    assert first_invalid_byte(buffer, start, end) == (place if place < 0 else start + place)
    assert is_ascii(buffer, start, end) == data.isascii()


@given(data=PIECES, before=st.binary(max_size=3), behind=st.binary(max_size=3))
def test_any_bytes_are_judged_as_by_python(data: bytes, before: bytes, behind: bytes) -> None:
    checked(data, before, behind)


def test_every_beginning_of_a_character_is_judged_as_by_python_wherever_it_stands() -> None:
    odd = [bytes([byte]) for byte in ODD]
    beginnings = [first + second for first in odd for second in [b"", *odd]]
    for beginning in beginnings:
        for rest in (b"", b"\x80", b"\xbf\xbf", b"a", b"\x80\x80\x80"):
            for before in (0, 61, 62, 63):
                checked(b"x" * before + beginning + rest + b"\xe2\x82\xac")
                checked("é".encode() * (before // 2) + beginning + rest)


def test_every_character_is_utf8_but_surrogates() -> None:
    text = "".join(chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    checked(text.encode())
    for code in (0xD800, 0xDBFF, 0xDC00, 0xDFFF):
        checked(b"x" * 70 + chr(code).encode("utf-8", "surrogatepass"))
