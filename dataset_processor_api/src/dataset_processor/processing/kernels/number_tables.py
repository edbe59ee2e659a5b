"""Constants of the number parser: classes of bytes and characters, powers of five and ten."""

import numpy as np
from numpy.typing import NDArray

# What a byte can be for a number. NOTHING ends all hope; of a DOUBTFUL one Python decides.
NOTHING, DIGIT, SIGN, POINT, LETTER, EXPONENT, SPACE, DOUBTFUL = range(8)

CHARACTERS = 0x20000  # above, Unicode has neither decimal digits nor spaces
UNICODE_SPACE, OF_A_NUMBER = 1, 2  # what a character can be for Python

SMALLEST_POWER, LARGEST_POWER = -342, 308  # of ten, times 19 digits: below is zero, above infinity


def _byte_classes() -> NDArray[np.uint8]:
    """`uint8[256]`: the class of each byte."""
    classes = np.full(256, NOTHING, np.uint8)
    for kind, members in (
        (DIGIT, b"0123456789"),
        (SIGN, b"+-"),
        (POINT, b"."),
        (LETTER, b"iInN"),
        (EXPONENT, b"eE"),
        (SPACE, b"\t\n\v\f\r "),
        (DOUBTFUL, b"_\x1c\x1d\x1e\x1f" + bytes(range(128, 256))),
    ):
        classes[list(members)] = kind
    return classes


def _first_classes() -> NDArray[np.uint8]:
    """`uint8[256]`: the same of the first byte of a cell, where an exponent and an underscore are no use."""
    classes = _byte_classes()
    classes[list(b"eE_")] = NOTHING
    return classes


def _character_classes() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """UNICODE_SPACE, OF_A_NUMBER or 0 of each character, as pages of 64 characters.

    `uint8[CHARACTERS / 64]`: the page of each 64 characters; `uint8[64 * pages]`: the pages, one after the other.
    """
    characters = np.arange(CHARACTERS, dtype=np.uint32).view("<U1")
    classes = np.zeros(CHARACTERS, np.uint8)
    classes[np.strings.isspace(characters)] = UNICODE_SPACE
    classes[np.strings.isdecimal(characters)] = OF_A_NUMBER
    classes[list(b"+-._eEiInNfFtTyYaA")] = OF_A_NUMBER
    pages: dict[bytes, int] = {}
    numbers = [pages.setdefault(page.tobytes(), len(pages)) for page in classes.reshape(-1, 64)]
    return np.array(numbers, np.uint8), np.frombuffer(b"".join(pages), np.uint8)


def _powers_of_five() -> NDArray[np.uint64]:
    """`uint64[651 * 2]`: 5^q for q from -342 to 308 as 128 bits, the highest of them set, the high half first.

    Truncated for q >= 0 and rounded up for q < 0: Lemire, Number Parsing at a Gigabyte per Second (2021), appendix B.
    """
    halves = []
    for power in range(SMALLEST_POWER, LARGEST_POWER + 1):
        five = 5 ** abs(power)
        bits = five.bit_length()
        if power >= 0:
            significand = five << 128 >> bits
        elif power >= -27:
            significand = (1 << (bits + 127)) // five + 1
        else:
            significand = (1 << (2 * bits + 128)) // five + 1
            significand >>= significand.bit_length() - 128
        halves += [significand >> 64, significand & 0xFFFFFFFFFFFFFFFF]
    return np.array(halves, np.uint64)


BYTE_CLASSES = _byte_classes()
FIRST_CLASSES = _first_classes()
CHARACTER_PAGES, PAGES = _character_classes()
POWERS_OF_FIVE = _powers_of_five()
POWERS_OF_TEN = np.array([float(10**power) for power in range(23)])  # all of them exact
# LOWEST_BYTES[16 + n] masks the lowest n bytes of a word: none for n < 0, all for n > 8.
LOWEST_BYTES = np.array([(1 << 8 * min(max(count, 0), 8)) - 1 for count in range(-16, 25)], np.uint64)
