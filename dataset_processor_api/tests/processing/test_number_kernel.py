"""The compiled number parser against Python's `float`, bit for bit."""

import json
import math
import struct

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dataset_processor.processing.kernels.number_tables import (
    CHARACTER_PAGES,
    CHARACTERS,
    OF_A_NUMBER,
    PAGES,
    UNICODE_SPACE,
)
from dataset_processor.processing.kernels.numbers import (
    ASK_PYTHON,
    INTEGER_FORM,
    NOT_A_NUMBER,
    REAL_FORM,
    WHITE_SPACE,
    ask_python,
    parse_json_number,
    parse_number,
)

BESIDE = (b"\0", b"9", b"inity", b".5", b"e5", b" 1", b"\xd9\xa3", b"_1", b"\xff")  # what may lie behind a cell

PLAIN_NUMBERS = [
    *("0", "-0", "+0", "7", "12345678", "123456789", "1234567890123456", "12345678901234567", "9" * 19, "-" + "9" * 19),
    *(".5", "5.", "-.5", "+.5e-3", "-5.", "0.1", "-0.0", "1.5", "1234567.", ".1234567", "12345678.", ".12345678"),
    *("123456789012345.", ".123456789012345", "1234567890.12345", "1234567.89012345", "12345678.9012345"),
    *("1e5", "1E5", "1e+5", "1e-5", "1.e5", ".1e5", "0e0", "-0e-0", "1e22", "1e23", "8.5e22", "1e0000000000005"),
    *("9007199254740991", "9007199254740992", "9007199254740993", "9007199254740992.5", "9007199254740993.0"),
    *("5e-324", "4.9406564584124654e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "2.47e-324"),
    *("2.2250738585072011e-308", "2.2250738585072014e-308", "2.225073858507201e-308", "1e-400", "-1e-400", "0e999999"),
    *("1.7976931348623157e308", "1.7976931348623158e308", "1.7976931348623159e308", "-1.7976931348623159e308"),
    *("1e308", "1e309", "1e400", "0.1e309", "9" * 19 + "e289", "9" * 19 + "e290", "1" + "0" * 18 + "e-342"),
    *("1e99999999999999999999", "-1e99999999999999999999", "1e-99999999999999999999", "0e99999999999999999999"),
    *("0." + "0" * 400 + "1e400", "1" + "0" * 400 + "e-400", "0." + "0" * 400 + "1", "1" + "0" * 400, "0" * 400),
    *("0" * 50 + "12.5", "0" * 30 + "7", "-" + "0" * 20 + "." + "0" * 20, "1." + "0" * 300, "0" * 18 + "1.5"),
    *("6.02214076e23", "1.234567890123456789e+00", "-1.234567890123456789e-300", "0.00012345678901234567"),
    *("nan", "-nan", "+NaN", "inf", "-inf", "+Inf", "Infinity", "-INFINITY", "iNfInItY"),
    *(" 12", "12 ", "  12  ", "\t\n\v\f\r 1.5 \r\n", " nan ", "  -infinity\n", " " * 40 + "1e5" + " " * 40, " -.5"),
]

TIES = [
    *("9007199254740993e0", "9007199254740995", "1.00000000000000011102230246251565", "7.2057594037927945e16"),
    *("1.000000000000000111022302462515654042363166809082031250", "4503599627370496.5", "4503599627370497.5"),
    *("9007199254740993" + "0" * 10, "9007199254740993" + "0" * 30 + "1", "9007199254740992" + "9" * 30),
    *("2.47032822920623272088284396434110686182e-324", "179769313486231580793" + "0" * 288, "1" * 400),
    *("3.1415926535897932384626433832795028841971", "6929495644600919.5", "3.7455744005952583e15"),
    "2.2250738585072012e-308",
    *("1090544144181609348671888949248", "10905441441816093486718889492480"),
    "0.500000000000000166533453693773481063544750213623",
    *(f"{odd * 5**power}e-{power}" for odd in (2**53 + 1, 2**53 + 3, 2**54 - 1) for power in range(7)),
    *(f"{odd * 2**twos}e{power}" for odd in (2**53 + 1, 2**53 + 3) for twos in range(9) for power in (0, 1, 2)),
    *(f"{odd}e{power}" for odd in (1, 3, 5, 7, 9, 11) for power in range(20, 26)),
]

NO_NUMBERS = [
    *("-", "+", ".", "-.", "+.", "e5", ".e5", "-e5", "1e", "1e+", "1e-", "1e.", "1.5e", "1e5.", "1e5e5", "1e 5", "e"),
    *("--5", "+-5", "5-", "5+", "- 5", "1 2", "1. 5", "1.2.3", "1..2", "..5", "0x10", "0b1", "1f", "1d", "1,5", "12ab"),
    *("infinit", "infini", "in", "i", "infinityy", "nan1", "na", "n", "nano", "inf inity", "1nan", "nan()", "naN5"),
    *("2024-01-02", "2024-01-02 12:00:00", "192.168.0.1", "12 Main Street", "12%", "£12", "$12", "12 €", "1\x00"),
    "\x00",
    *("\x001", "abc", "London", "New York", "Italy", "_1", "1_", "1__0", "1_.5", "1._5", "1e_5", "in_f", "\x1c1"),
    "1\x1f",
    *("-\u00a0", "- \u00a0", "+\x1c", "\u0663\u00a0\u0663", "Москва", "東京", "1\u00a0000", "\ud800", "\udfff1", "😀"),
    "\u0663,\u0665",
]

FOR_PYTHON = [
    *("1_000", "-1_000.5_5e1_0", "\uff11\uff12", "\u0663", "-\u0663.\u0665e\u0661", "1e\uff15", "1\u0663"),
    "\U0001d7d8",
    *("\u00a012", "12\u00a0", "\u300012.5\u2028", "\u0085-7", "nan\u00a0", "\u2003inf", "12 \u00a0", "\u00a0 1_0 "),
]

SPACES = [
    *(" ", "\t", "  \n\v\f\r ", "\x1c", "\x1d\x1e\x1f", " \x1c "),
    *("\u00a0", "\u3000\u2028", " \u0085 ", "\u1680\t\u205f"),
]


def bits_of(value: float) -> int:
    return int(struct.unpack("<Q", struct.pack("<d", value))[0])


def python_says(text: str) -> tuple[int, int | None]:
    """The code of a cell, and the bits of its double."""
    if text.isspace():
        return WHITE_SPACE, None
    try:
        value = float(text)
    except ValueError:
        return NOT_A_NUMBER, None
    unsigned = text.strip().lstrip("+-").replace("_", "")
    return INTEGER_FORM if unsigned.isdecimal() else REAL_FORM, bits_of(value)


def kernel_alone(text: str, behind: bytes = b"") -> tuple[int, float]:
    data = text.encode("utf-8", "surrogatepass")
    buffer = np.frombuffer(b"1" + data + behind.ljust(16, b"1"), np.uint8)
    code, value = parse_number(buffer, 1, len(data))
    return int(code), float(value)


def kernel_says(text: str, behind: bytes = b"") -> tuple[int, int | None]:
    code, value = kernel_alone(text, behind)
    if code == ASK_PYTHON:
        code, value = ask_python(text.encode("utf-8", "surrogatepass"))
    return code, bits_of(value) if code in {INTEGER_FORM, REAL_FORM} else None


def digits(low: int, high: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=low, max_size=high)


@st.composite
def decimals(draw: st.DrawFn, most_digits: int) -> str:
    """An accepted decimal with at most so many digits, and an exponent or none."""
    before, behind = draw(digits(0, most_digits)), draw(digits(0, most_digits))
    behind = behind[: max(most_digits - len(before), 0)]
    if not before + behind:
        before = "0"
    point = "." if behind or draw(st.booleans()) else ""
    exponent = draw(st.just("") | st.builds("{}{}".format, st.sampled_from(["e", "E+", "e-"]), st.integers(0, 400)))
    return draw(st.sampled_from(["", "-", "+"])) + before + point + behind + exponent


@st.composite
def near_halves(draw: st.DrawFn) -> str:
    """The exact decimals halfway between two doubles, and others a little above and below."""
    mantissa, exponent = draw(st.integers(2**52, 2**53 - 1)), draw(st.integers(-150, 150))
    numerator = (2 * mantissa + 1) * 2 ** max(exponent, 0) * 10 ** max(-exponent, 0)
    exact = str(numerator // 2 ** max(-exponent, 0))  # 10^n / 2^n is whole
    kept = draw(st.integers(15, len(exact)))
    last = str(int(exact[:kept]) + draw(st.integers(-1, 1)))
    return f"{last}e{len(exact) - kept - max(-exponent, 0)}"


@pytest.mark.parametrize("text", ["", *PLAIN_NUMBERS, *TIES, *NO_NUMBERS, *FOR_PYTHON, *SPACES])
def test_a_cell_is_what_python_says_whatever_lies_behind_it(text: str) -> None:
    for behind in BESIDE:
        assert kernel_says(text, behind) == python_says(text), behind


@pytest.mark.parametrize("text", [*PLAIN_NUMBERS, *SPACES])
def test_plain_numbers_and_white_space_need_no_python(text: str) -> None:
    assert kernel_alone(text)[0] != ASK_PYTHON


@pytest.mark.parametrize("text", FOR_PYTHON)
def test_underscores_and_other_scripts_are_left_to_python(text: str) -> None:
    assert python_says(text)[0] in {INTEGER_FORM, REAL_FORM}
    assert kernel_alone(text)[0] == ASK_PYTHON


@pytest.mark.parametrize(
    "text", ["Москва", "東京", "£12", "12 €", "12\u00a0€", "id_7", "7_b", "\u00a0Paris", "😀", "1\u00a0000"]
)
def test_text_in_any_script_needs_no_python(text: str) -> None:
    assert kernel_alone(text)[0] == NOT_A_NUMBER


@given(st.text("0123456789+-._eE naifty\t\x1c\x00x,\u00a0\u0663\uff11é😀", max_size=12), st.binary(max_size=16))
@example("1" * 16, b"1")
def test_any_mixture_is_what_python_says(text: str, behind: bytes) -> None:
    assert kernel_says(text, behind) == python_says(text)


@given(st.text(max_size=40))
def test_any_text_is_what_python_says(text: str) -> None:
    assert kernel_says(text) == python_says(text)


@given(st.floats() | st.integers(0, 2**64 - 1).map(lambda bits: struct.unpack("<d", struct.pack("<Q", bits))[0]))
def test_every_double_that_python_writes_is_read_without_python(value: float) -> None:
    assert kernel_alone(repr(value))[0] == REAL_FORM
    assert kernel_says(repr(value)) == python_says(repr(value))


@given(decimals(most_digits=19))
def test_decimals_of_up_to_19_digits_are_read_without_python(text: str) -> None:
    assert kernel_alone(text)[0] in {INTEGER_FORM, REAL_FORM}
    assert kernel_says(text) == python_says(text)


@given(decimals(most_digits=60))
def test_decimals_of_many_digits_are_what_python_says(text: str) -> None:
    assert kernel_says(text) == python_says(text)


@given(near_halves())
def test_decimals_near_the_middle_of_two_doubles_are_what_python_says(text: str) -> None:
    assert kernel_says(text) == python_says(text)


@given(st.integers(-(10**19) + 1, 10**19 - 1), st.integers(0, 30), st.sampled_from(["", " ", "\t\n"]))
def test_integers_of_up_to_19_digits_are_read_without_python(value: int, zeros: int, around: str) -> None:
    text = around + ("-" if value < 0 else "") + "0" * zeros + str(abs(value)) + around
    assert kernel_alone(text)[0] == INTEGER_FORM
    assert kernel_says(text) == python_says(text)


def json_number(literal: str, *, is_real: bool) -> tuple[int, float]:
    data = literal.encode()
    code, value = parse_json_number(np.frombuffer(data + b"1" * 16, np.uint8), 0, len(data), is_real)
    return ask_python(data) if code == ASK_PYTHON else (int(code), float(value))


def nearest(value: float) -> float:
    """The double nearest to what `json` read; an integer may be beyond all of them."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


@given(st.integers() | st.integers(-(10**400), 10**400))
@example(0)
@example(2**1024 - 2**970)
@example(2**1024 - 2**970 - 1)
@example(-(2**1024))
def test_json_integers_are_the_nearest_doubles_or_infinite(value: int) -> None:
    assert json_number(str(value), is_real=False) == (INTEGER_FORM, nearest(value))


@given(st.floats() | decimals(19).map(float))
@example(-0.0)
def test_json_reals_are_what_python_reads(value: float) -> None:
    literal = json.dumps(value)
    code, read = json_number(literal, is_real=True)
    assert (code, bits_of(read)) == (REAL_FORM, bits_of(json.loads(literal)))


def test_the_integer_minus_zero_has_no_sign_and_the_real_one_has() -> None:
    assert bits_of(json_number("-0", is_real=False)[1]) == bits_of(0.0)
    assert bits_of(json_number("-0.0", is_real=True)[1]) == bits_of(-0.0)
    assert bits_of(json_number("-0e0", is_real=True)[1]) == bits_of(-0.0)


def test_python_is_asked_about_bytes_that_are_no_text_without_an_error() -> None:
    assert ask_python(b"\xff\xfe") == (NOT_A_NUMBER, 0.0)
    assert ask_python(b"") == (NOT_A_NUMBER, 0.0)
    assert ask_python("\ud800".encode("utf-8", "surrogatepass")) == (NOT_A_NUMBER, 0.0)


def test_the_tables_know_every_digit_and_space_of_this_python() -> None:
    characters = [chr(code_point) for code_point in range(0x80, 0x110000)]
    digits_known = {ord(character) for character in characters if character.isdecimal()}
    spaces_known = {ord(character) for character in characters if character.isspace()}
    kinds = PAGES[CHARACTER_PAGES[np.arange(CHARACTERS) >> 6].astype(np.int64) * 64 + (np.arange(CHARACTERS) & 63)]
    assert set(np.flatnonzero(kinds == OF_A_NUMBER)) - set(range(0x80)) == digits_known
    assert set(np.flatnonzero(kinds == UNICODE_SPACE)) - set(range(0x80)) == spaces_known
