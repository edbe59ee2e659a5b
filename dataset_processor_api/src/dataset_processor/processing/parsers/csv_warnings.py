"""What the owner of a CSV should know though it was accepted."""

from collections import Counter

from dataset_processor.processing.errors import counted, quoted
from dataset_processor.processing.parsers.csv_blocks import CsvBlocks
from dataset_processor.processing.parsers.csv_cells import CsvCells, RaggedRows
from dataset_processor.processing.parsers.parse_warning import ParseWarning, RowNote

NAMED_IN_WARNING = 5
SHOWN_NAME_CHARACTERS = 200


def csv_warnings(blocks: CsvBlocks, cells: list[CsvCells]) -> list[ParseWarning]:
    """Names repeated, blank, or like several in one; rows of another length than the header; a quote never closed."""
    long_rows, short_rows = RaggedRows(), RaggedRows()
    for part in cells:
        long_rows.merge(part.long_rows)
        short_rows.merge(part.short_rows)
    is_open = blocks.unclosed_quote or any(part.ends_in_quotes for part in cells)
    found = [
        _repeated_header(blocks.header),
        _blank_header(blocks.header),
        _other_delimiter(blocks.header),
        _ragged_rows("long_rows", "more cells than the header; the extra cells are kept", long_rows),
        _ragged_rows("short_rows", "fewer cells than the header; those are null", short_rows),
        _unclosed_quote(blocks.row_count) if is_open else None,
    ]
    return [warning for warning in found if warning is not None]


def _ragged_rows(code: str, problem: str, ragged: RaggedRows) -> ParseWarning | None:
    if not ragged.rows:
        return None
    notes = tuple(RowNote(index, count) for index, count in ragged.first[:NAMED_IN_WARNING])
    where = ", ".join(f"row {note.row_index + 1} ({note.cells})" for note in notes)
    rest = ", …" if ragged.rows > len(notes) else ""
    rows, cells = counted(ragged.rows, "row"), counted(ragged.cells, "cell")
    message = f"{rows} with {problem}: {cells} in all; {where}{rest}."
    return ParseWarning(code, message, ragged.rows, rows=notes)


def _unclosed_quote(row_count: int) -> ParseWarning:
    place = f"row {row_count}" if row_count else "the header"
    message = f"The last quoted value, in {place}, is never closed: the rest of the file was read as part of it."
    rows = (RowNote(row_count - 1),) if row_count else ()
    return ParseWarning("unclosed_quote", message, 1, rows=rows)


def _repeated_header(header: list[str]) -> ParseWarning | None:
    repeated = [name for name, times in Counter(header).items() if times > 1]
    if not repeated:
        return None
    named = repeated[:NAMED_IN_WARNING]
    rest = ", …" if len(repeated) > len(named) else ""
    message = (
        f"{counted(len(repeated), 'name')} more than once in the header: {', '.join(map(quoted, named))}{rest}; "
        "only the last column of each name is read."
    )
    fields = tuple(name[:SHOWN_NAME_CHARACTERS] for name in named)
    return ParseWarning("repeated_header", message, len(repeated), fields=fields)


def _blank_header(header: list[str]) -> ParseWarning | None:
    blank = [position + 1 for position, name in enumerate(header) if not name.strip()]
    if not blank:
        return None
    where = ", ".join(map(str, blank[:NAMED_IN_WARNING])) + (", …" if len(blank) > NAMED_IN_WARNING else "")
    return ParseWarning(
        "blank_header", f"{counted(len(blank), 'column')} with a blank name: column {where}.", len(blank)
    )


def _other_delimiter(header: list[str]) -> ParseWarning | None:
    """A header of one name in which another delimiter stands looks like a file with that delimiter."""
    if len(header) != 1:
        return None
    names = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}
    likely = max(names, key=header[0].count)
    columns = header[0].count(likely) + 1
    if columns == 1:
        return None
    message = (
        f"The header has a single column, {quoted(header[0])}: the file looks like {columns} columns separated by "
        f"{names[likely]}. Values are separated by commas; save the file with commas to have its columns read."
    )
    return ParseWarning("other_delimiter", message, 1, fields=(header[0][:SHOWN_NAME_CHARACTERS],))
