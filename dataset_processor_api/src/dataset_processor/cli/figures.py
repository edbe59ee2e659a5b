"""Counts, numbers, names and histograms in the few characters a console has for them."""

from collections.abc import Sequence
from typing import Any

from rich.cells import cell_len, set_cell_size

from dataset_processor.processing.errors import printable

BLOCKS = "▁▂▃▄▅▆▇█"
ELLIPSIS = "…"
SIGNIFICANT_DIGITS = 5
FIRST_WITH_COMMA, LONGEST_WHOLE = 10_000, 10_000_000


def counted(count: int, singular: str, plural: str | None = None) -> str:
    """`1 row`, `2,000 rows`."""
    return f"{count:,} {singular if count == 1 else plural or singular + 's'}"


def compact(number: float | None) -> str:
    """At most five significant digits, but integers below ten million whole; `-` for no number.

    Commas begin at ten thousand, so that years look like years.
    """
    if number is None:
        return "-"
    size = abs(number)
    commas = "," if size >= FIRST_WITH_COMMA else ""
    if number == int(number) and size < LONGEST_WHOLE:
        return f"{int(number):{commas}}"
    if 1e-4 <= size < LONGEST_WHOLE:
        if size < FIRST_WITH_COMMA:
            return f"{number:.{SIGNIFICANT_DIGITS}g}"
        return f"{number:,.0f}"
    mantissa, _, exponent = f"{number:.{SIGNIFICANT_DIGITS - 1}e}".partition("e")
    return f"{mantissa.rstrip('0').rstrip('.')}e{int(exponent)}"


def bars(counts: Sequence[int]) -> str:
    """A histogram, one character a bin: the fullest is a whole block, an empty one a space."""
    fullest = max(counts, default=0)
    return "".join(BLOCKS[-(-count * len(BLOCKS) // fullest) - 1] if count else " " for count in counts)


def shortened(text: str, width: int) -> str:
    """The text in at most so many cells of the console, an ellipsis for what had to go."""
    return text if cell_len(text) <= width else set_cell_size(text, max(width - 1, 0)).rstrip() + ELLIPSIS


def listed(parts: Sequence[str], width: int) -> str:
    """As many whole parts as fit, with commas, and an ellipsis for the others; at least a piece of the first."""
    for count in range(len(parts), 0, -1):
        is_cut = count < len(parts) and parts[count - 1] != ELLIPSIS
        text = ", ".join(parts[:count]) + (f", {ELLIPSIS}" if is_cut else "")
        if cell_len(text) <= width:
            return text
    return shortened(", ".join(parts), width)


def shown(value: Any) -> str:
    """A name or value as one line of visible characters; the empty string as two quotes."""
    return printable(value if isinstance(value, str) else str(value)) or '""'
