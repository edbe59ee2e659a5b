"""A table that is never wider than the console: its least important columns go first, then the ends of long cells."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dataset_processor.cli.figures import listed, shortened

GAP = 2  # blanks between columns, one of them drawn by the box

Cell = str | tuple[str, ...]


@dataclass
class Column:
    """`rank` 0 always stays; of the others those of the highest go first, together.

    A column with a `least` width may be cut to it. A cell that is a tuple loses whole parts while any is left.
    """

    heading: str
    rank: int = 0
    least: int | None = None
    is_right: bool = True
    cells: list[Cell] = field(default_factory=list)

    @property
    def justify(self) -> Literal["left", "right"]:
        """The side that heading and cells lean to."""
        return "right" if self.is_right else "left"

    @property
    def width(self) -> int:
        """What it would like to have."""
        texts = (cell if isinstance(cell, str) else ", ".join(cell) for cell in self.cells)
        return max([cell_len(self.heading), *map(cell_len, texts)])

    @property
    def least_width(self) -> int:
        """What it must have."""
        return self.width if self.least is None else min(self.width, max(self.least, cell_len(self.heading)))

    def texts(self, width: int) -> list[str]:
        """The cells in so much room."""
        return [shortened(cell, width) if isinstance(cell, str) else listed(cell, width) for cell in self.cells]


def print_fitted(console: Console, title: str, columns: Sequence[Column]) -> None:
    """Print the columns that fit; a column without any content is left out."""
    kept = [column for column in columns if column.rank == 0 or any(column.cells)]
    while _sum([column.least_width for column in kept]) > console.width and any(column.rank for column in kept):
        least_important = max(column.rank for column in kept)
        kept = [column for column in kept if column.rank < least_important]
    widths = _shared_out([column.width for column in kept], [column.least_width for column in kept], console.width)
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 0, 0, GAP - 1))
    for column, width in zip(kept, widths, strict=True):
        table.add_column(column.heading, justify=column.justify, no_wrap=True, overflow="ellipsis", min_width=width)
    for row in zip(*(column.texts(width) for column, width in zip(kept, widths, strict=True)), strict=True):
        table.add_row(*map(Text, row))
    console.print()
    console.print(Text(title, style="bold"))
    console.print(table)


def _shared_out(wanted: list[int], least: list[int], room: int) -> list[int]:
    """Widths between the least and the wanted ones: the widest of those that can give way do, until all fit."""
    widths = list(wanted)
    while _sum(widths) > room:
        flexible = [place for place, width in enumerate(widths) if width > least[place]]
        if not flexible:
            break
        widths[max(flexible, key=lambda place: widths[place])] -= 1
    return widths


def _sum(widths: Sequence[int]) -> int:
    return sum(widths) + GAP * (len(widths) - 1)
