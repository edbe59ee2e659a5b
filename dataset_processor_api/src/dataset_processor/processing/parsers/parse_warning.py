"""What is odd about a dataset that was accepted all the same."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RowNote:
    """A row a warning points at: `row_index` from 0, and the number of cells concerned when there is one."""

    row_index: int
    cells: int | None = None


@dataclass(frozen=True)
class ParseWarning:
    """Something the owner should know though the data was accepted; `count` in all, a few `rows` and `fields` named."""

    code: str
    message: str
    count: int
    rows: tuple[RowNote, ...] = ()
    fields: tuple[str, ...] = ()
