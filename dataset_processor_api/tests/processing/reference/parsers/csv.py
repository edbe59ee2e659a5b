"""CSV exactly as `csv.DictReader` with default settings yields it from text opened with `newline=""`."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence

from tests.processing.reference.parsers.row import ParseWarning, Row, RowNote, Value
from tests.processing.reference.text import TextSource

from dataset_processor.processing.errors import InvalidDataset, InvalidDatasetCode, counted, quoted
from dataset_processor.processing.limits import Limits

NAMED_IN_WARNING = 5
UTF8_BYTES_PER_CHARACTER = 4


class CsvParser:
    """One pass over a CSV file; `fields`, `blank_lines` and `warnings` are complete after the last row.

    Raises the process-wide `csv.field_size_limit` where it is below `max_field_bytes`, and never lowers it.
    """

    def __init__(self, source: TextSource, limits: Limits) -> None:
        self._source = source
        self._limits = limits
        self._header: list[str] | None = None
        self._positions: dict[str, int] = {}
        self._row_count = 0
        self._line_count = 0
        self._lines_exhausted = False
        self._blank_lines = 0
        self._unclosed_quote = False
        self._ragged = {"long_rows": RaggedRows(), "short_rows": RaggedRows()}

    @property
    def fields(self) -> Sequence[str]:
        """Distinct header names in the order of their first column."""
        return list(self._positions)

    @property
    def blank_lines(self) -> int | None:
        """Empty lines outside quotes, after the header."""
        return self._blank_lines

    def rows(self) -> Iterator[Row]:
        """The data rows; a repeated name holds its last column, a cell missing at the end of a row is `None`."""
        if csv.field_size_limit() < self._limits.max_field_bytes:
            csv.field_size_limit(self._limits.max_field_bytes)
        reader = csv.reader(self._lines())
        self._read_header(reader)
        while (cells := self._next_record(reader)) is not None:
            if not cells:
                self._blank_lines += 1
                continue
            if self._row_count == self._limits.max_rows:
                raise self._error(InvalidDatasetCode.TOO_MANY_ROWS, f"more than {self._limits.max_rows} rows")
            self._check_sizes(cells)
            row = self._row_of(cells)
            self._row_count += 1
            yield row

    def warnings(self) -> list[ParseWarning]:
        """Repeated and blank names, rows of another length than the header, a quote never closed."""
        header = self._header or []
        found = [
            _repeated_header(header),
            _blank_header(header),
            self._ragged["long_rows"].warning("long_rows", "more cells than the header; the extra cells are kept"),
            self._ragged["short_rows"].warning("short_rows", "fewer cells than the header; those are null"),
            self._unclosed_quote_warning(),
        ]
        return [warning for warning in found if warning is not None]

    def _read_header(self, reader: Iterator[list[str]]) -> None:
        header = self._next_record(reader)
        if not header:
            empty = "the first line is empty" if header is not None else "the file is empty"
            raise InvalidDataset(InvalidDatasetCode.NO_HEADER, f"The CSV has no header row: {empty}.")
        if len(header) > self._limits.max_fields:
            problem = f"{len(header)} columns, and at most {self._limits.max_fields} are allowed"
            raise self._error(InvalidDatasetCode.TOO_MANY_FIELDS, problem)
        self._check_sizes(header)
        self._header = header
        self._positions = {name: position for position, name in enumerate(header)}

    def _next_record(self, reader: Iterator[list[str]]) -> list[str] | None:
        try:
            record = next(reader, None)
        except csv.Error as error:
            if "field limit" not in str(error):
                raise
            raise self._too_large("a value is") from error
        if record is not None and self._lines_exhausted:
            self._unclosed_quote = True
        return record

    def _lines(self) -> Iterator[str]:
        """Lines with their endings, split at CR, LF and CR LF alone, whatever the blocks they came in."""
        tail: list[str] = []
        without_comma = 0
        for text in iter(self._source.read, ""):
            block = text
            if tail and tail[-1].endswith("\r"):
                line_feed = "\n" if block.startswith("\n") else ""
                yield self._counted("".join(tail) + line_feed)
                tail.clear()
                block = block.removeprefix("\n")
            lines = io.StringIO(block, newline="").readlines()
            unfinished = lines.pop() if lines and not lines[-1].endswith("\n") else ""
            for line in lines:
                yield self._counted("".join(tail) + line)
                tail.clear()
            without_comma = _run_without_comma(without_comma if tail else 0, unfinished)
            if without_comma > 2 * self._limits.max_field_bytes + 4:
                raise self._too_large("a value is")
            if unfinished:
                tail.append(unfinished)
        if tail and (self._source.bad_byte is None or tail[-1].endswith("\r")):
            yield self._counted("".join(tail))
        self._check_encoding()
        self._lines_exhausted = True

    def _counted(self, line: str) -> str:
        self._line_count += 1
        return line

    def _check_encoding(self) -> None:
        if (offset := self._source.bad_byte) is not None:
            problem = f"byte {offset} of the file is not UTF-8; save the file as UTF-8"
            raise self._error(InvalidDatasetCode.INVALID_UTF8, problem, byte_offset=offset)

    def _row_of(self, cells: list[str]) -> Row:
        width = len(self._header or ())
        if len(cells) > width:
            self._ragged["long_rows"].add(self._row_count, len(cells) - width)
        elif len(cells) < width:
            self._ragged["short_rows"].add(self._row_count, width - len(cells))
        values: dict[str, Value] = {
            name: cells[position] if position < len(cells) else None for name, position in self._positions.items()
        }
        return Row(values, cells[width:])

    def _check_sizes(self, cells: list[str]) -> None:
        limit = self._limits.max_field_bytes
        if sum(map(len, cells)) * UTF8_BYTES_PER_CHARACTER <= limit:
            return
        header = self._header or []
        for position, cell in enumerate(cells):
            if len(cell.encode("utf-8")) > limit:
                name = f" ({quoted(header[position])})" if position < len(header) else ""
                raise self._too_large(f"the value in column {position + 1}{name} is")

    def _too_large(self, subject: str) -> InvalidDataset:
        problem = f"{subject} larger than {self._limits.max_field_bytes} bytes (is a quote left open?)"
        return self._error(InvalidDatasetCode.FIELD_TOO_LARGE, problem)

    def _error(self, code: InvalidDatasetCode, problem: str, *, byte_offset: int | None = None) -> InvalidDataset:
        if self._header is None:
            return InvalidDataset(code, f"In the header: {problem}.", byte_offset=byte_offset)
        row = self._row_count + 1
        message = f"In row {row} (the header not counted), near line {self._line_count} of the file: {problem}."
        return InvalidDataset(code, message, row=row, byte_offset=byte_offset)

    def _unclosed_quote_warning(self) -> ParseWarning | None:
        if not self._unclosed_quote:
            return None
        place = f"row {self._row_count}" if self._row_count else "the header"
        message = f"The last quoted value, in {place}, is never closed: the rest of the file was read as part of it."
        rows = (RowNote(self._row_count - 1),) if self._row_count else ()
        return ParseWarning("unclosed_quote", message, 1, rows=rows)


class RaggedRows:
    """Rows whose length differs from the header's: how many, by how much, and the first of them."""

    def __init__(self) -> None:
        self._rows = 0
        self._cells = 0
        self._first: list[RowNote] = []

    def add(self, row_index: int, cells: int) -> None:
        """Count a row that has `cells` too many or too few."""
        self._rows += 1
        self._cells += cells
        if len(self._first) < NAMED_IN_WARNING:
            self._first.append(RowNote(row_index, cells))

    def warning(self, code: str, problem: str) -> ParseWarning | None:
        """A warning that says where, or nothing when no row was counted."""
        if not self._rows:
            return None
        where = ", ".join(f"row {note.row_index + 1} ({note.cells})" for note in self._first)
        rest = ", …" if self._rows > len(self._first) else ""
        rows, cells = counted(self._rows, "row"), counted(self._cells, "cell")
        message = f"{rows} with {problem}: {cells} in all; {where}{rest}."
        return ParseWarning(code, message, self._rows, rows=tuple(self._first))


def _run_without_comma(before: int, text: str) -> int:
    """Characters at the end of an unfinished line that hold no comma and so belong to one field.

    Quotes doubled or enclosing can at most halve them, which bounds the memory a line without an end may take.
    """
    comma = text.rfind(",")
    return before + len(text) if comma < 0 else len(text) - comma - 1


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
    return ParseWarning("repeated_header", message, len(repeated), fields=tuple(n[:200] for n in named))


def _blank_header(header: list[str]) -> ParseWarning | None:
    blank = [position + 1 for position, name in enumerate(header) if not name.strip()]
    if not blank:
        return None
    where = ", ".join(map(str, blank[:NAMED_IN_WARNING])) + (", …" if len(blank) > NAMED_IN_WARNING else "")
    return ParseWarning(
        "blank_header", f"{counted(len(blank), 'column')} with a blank name: column {where}.", len(blank)
    )
