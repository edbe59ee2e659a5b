"""What can be wrong with a CSV, in sentences for the data's owner."""

from dataset_processor.processing.errors import InvalidDataset, InvalidDatasetCode, quoted
from dataset_processor.processing.limits import Limits


class CsvErrors:
    """Errors of a file whose header is known, or not yet (`None`). `row_index` counts from 0, byte offsets too."""

    def __init__(self, header: list[str] | None, limits: Limits) -> None:
        self._header = header
        self._limits = limits

    def no_header(self, *, is_empty: bool) -> InvalidDataset:
        """There is nothing where the names of the columns should be."""
        empty = "the file is empty" if is_empty else "the first line is empty"
        return InvalidDataset(InvalidDatasetCode.NO_HEADER, f"The CSV has no header row: {empty}.")

    def check_header(self, header: list[str]) -> None:
        """Raises for a header beyond a limit."""
        if len(header) > self._limits.max_fields:
            problem = f"{len(header)} columns, and at most {self._limits.max_fields} are allowed"
            raise self._error(InvalidDatasetCode.TOO_MANY_FIELDS, problem, 0, None)
        for position, name in enumerate(header):
            if len(name.encode()) > self._limits.max_field_bytes:
                raise self.field_too_large(0, position, None)

    def invalid_utf8(self, row_index: int, byte_offset: int) -> InvalidDataset:
        """A byte that is no part of a character."""
        problem = f"byte {byte_offset} of the file is not UTF-8; save the file as UTF-8"
        return self._error(InvalidDatasetCode.INVALID_UTF8, problem, row_index, byte_offset)

    def too_many_rows(self, byte_offset: int) -> InvalidDataset:
        """The row behind the last that is allowed."""
        rows = self._limits.max_rows
        return self._error(InvalidDatasetCode.TOO_MANY_ROWS, f"more than {rows} rows", rows, byte_offset)

    def field_too_large(self, row_index: int, column: int, byte_offset: int | None) -> InvalidDataset:
        """A value, or a name, beyond the limit; the offset is that of the value, and not known of a name."""
        header = self._header or []
        byte_offset = byte_offset if self._header is not None else None
        name = f" ({quoted(header[column])})" if column < len(header) else ""
        problem = (
            f"the value in column {column + 1}{name} is larger than {self._limits.max_field_bytes} bytes "
            "(is a quote left open?)"
        )
        return self._error(InvalidDatasetCode.FIELD_TOO_LARGE, problem, row_index, byte_offset)

    def row_too_large(self, row_index: int, byte_offset: int) -> InvalidDataset:
        """All values are within the limit, and yet the row does not fit in memory."""
        problem = f"the row is larger than {self._limits.max_row_bytes} bytes"
        return self._error(InvalidDatasetCode.ROW_TOO_LARGE, problem, row_index, byte_offset)

    def _error(self, code: InvalidDatasetCode, problem: str, row_index: int, byte_offset: int | None) -> InvalidDataset:
        if self._header is None:
            return InvalidDataset(code, f"In the header: {problem}.", byte_offset=byte_offset)
        is_said = byte_offset is None or code is InvalidDatasetCode.INVALID_UTF8
        where = "" if is_said else f", at byte {byte_offset}"
        message = f"In row {row_index + 1} (the header not counted){where}: {problem}."
        return InvalidDataset(code, message, row=row_index + 1, byte_offset=byte_offset)
