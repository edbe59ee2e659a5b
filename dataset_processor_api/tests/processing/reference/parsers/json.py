"""A JSON list of objects, decoded item by item by Python's own `json`."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tests.processing.reference.parsers.row import HugeInteger, ParseWarning, Row, RowNote, Value
from tests.processing.reference.text import TextSource

from dataset_processor.processing.errors import InvalidDataset, InvalidDatasetCode, counted
from dataset_processor.processing.limits import Limits

NAMED_IN_WARNING = 5
UTF8_BYTES_PER_CHARACTER = 4
ESCAPED_CHARACTERS_PER_BYTE = 6
LONGEST_PARTIAL_TOKEN = 16
DIGITS_KEPT_AS_INT = 400

WHITESPACE = re.compile(r"[ \t\n\r]*")
STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]++|\\.)*+"|[\[{]|[\]}]')
PARTIAL_TOKEN = re.compile(
    r"|\.|[eE][+-]?|-|t|tr|tru|f|fa|fal|fals|n|nu|nul|N|Na|-?I(?:n(?:f(?:i(?:n(?:i(?:t)?)?)?)?)?)?|\\?u?[0-9A-Fa-f]{0,4}"
)
KINDS = {list: "a list", str: "a string", bool: "a boolean", type(None): "null"}


class JsonParser:
    """One pass over a list of objects; `fields` and `warnings` are complete after the last row.

    Numbers are Python's: `NaN`, `Infinity` and `-Infinity` are floats, the last of a repeated key wins. Byte offsets
    in errors count from the start of the file.
    """

    blank_lines: int | None = None

    def __init__(self, source: TextSource, limits: Limits) -> None:
        self._source = source
        self._limits = limits
        self._text = ""
        self._position = 0
        self._bytes_before_text = 0
        self._fields: dict[str, None] = {}
        self._inside_list = False
        self._row_count = 0
        self._repeated_keys = 0
        self._rows_with_repeated_keys = 0
        self._overwritten: list[Value] = []
        self._first_repeated: list[RowNote] = []
        self._decoder = json.JSONDecoder(object_pairs_hook=self._object_of, parse_int=_integer_of)

    @property
    def fields(self) -> Sequence[str]:
        """Distinct keys in the order of their first appearance."""
        return list(self._fields)

    def rows(self) -> Iterator[Row]:
        """The items of the list; each holds only the keys it has."""
        self._open_list()
        if self._next_character() == "]":
            self._position += 1
        else:
            closed = False
            while not closed:
                yield self._next_row()
                closed = self._separator() == "]"
        self._inside_list = False
        self._expect_end()

    def warnings(self) -> list[ParseWarning]:
        """Keys that stand more than once in one object."""
        if not self._rows_with_repeated_keys:
            return []
        where = ", ".join(f"row {note.row_index + 1}" for note in self._first_repeated)
        rest = ", …" if self._rows_with_repeated_keys > len(self._first_repeated) else ""
        known = counted(self._rows_with_repeated_keys, "row")
        message = f"The same key more than once in {known}, of which the last value is read: {where}{rest}."
        rows = tuple(self._first_repeated)
        return [ParseWarning("repeated_key", message, self._rows_with_repeated_keys, rows=rows)]

    def _open_list(self) -> None:
        if self._next_character() == "[":
            self._position += 1
            self._inside_list = True
            return
        kind = "an object" if self._text[self._position] == "{" else _kind_of(self._decode()[0])
        message = f"The file holds {kind}; a list of objects is expected."
        raise InvalidDataset(InvalidDatasetCode.NOT_A_LIST, message, byte_offset=self._byte_offset(self._position))

    def _separator(self) -> str:
        character = self._next_character()
        if character not in ",]":
            raise self._invalid("',' or ']' is expected after the item", self._position)
        self._position += 1
        return character

    def _expect_end(self) -> None:
        self._skip_whitespace()
        if self._position < len(self._text):
            offset = self._byte_offset(self._position)
            message = f"At byte {offset}: there is more text after the end of the list."
            raise InvalidDataset(InvalidDatasetCode.INVALID_JSON, message, byte_offset=offset)
        self._check_encoding()

    def _next_row(self) -> Row:
        self._next_character()
        if self._row_count == self._limits.max_rows:
            raise self._error(InvalidDatasetCode.TOO_MANY_ROWS, f"more than {self._limits.max_rows} rows")
        item, end = self._decode()
        if not isinstance(item, dict):
            problem = f"the item is {_kind_of(item)}, not an object"
            raise self._error(InvalidDatasetCode.NOT_AN_OBJECT, problem, position=self._position)
        self._check_depth(end)
        if (end - self._position) * UTF8_BYTES_PER_CHARACTER > self._limits.max_field_bytes:
            self._check_sizes({"": [item, *self._overwritten]})
        self._fields.update(dict.fromkeys(item))
        limits = self._limits
        if len(self._fields) > limits.max_fields or _bytes_of(self._fields) > limits.max_row_bytes:
            problem = (
                f"more than {limits.max_fields} different keys up to here, or {limits.max_row_bytes} bytes of them"
            )
            raise self._error(InvalidDatasetCode.TOO_MANY_FIELDS, problem)
        if self._repeated_keys:
            self._rows_with_repeated_keys += 1
            if len(self._first_repeated) < NAMED_IN_WARNING:
                self._first_repeated.append(RowNote(self._row_count))
        self._position = end
        self._row_count += 1
        return Row(item)

    def _decode(self) -> tuple[Any, int]:
        """The value at the current position and where it ends, reading on while the text may just be incomplete."""
        while True:
            self._repeated_keys = 0
            self._overwritten.clear()
            try:
                return self._decoder.raw_decode(self._text, self._position)
            except json.JSONDecodeError as error:
                unterminated = error.msg.startswith("Unterminated string")
                if unterminated:
                    self._check_open_string(error.pos)
                elif error.pos < len(self._text) - LONGEST_PARTIAL_TOKEN:
                    raise self._invalid(error.msg, error.pos) from None
                beyond_item_start = error.pos - self._position
                if not self._read_on():
                    raise self._ended_early(error.msg, beyond_item_start, unterminated=unterminated) from None
            except RecursionError:
                raise self._too_deep(self._position_too_deep(len(self._text))) from None

    def _ended_early(self, problem: str, position: int, *, unterminated: bool) -> InvalidDataset:
        """What to say of a value that is incomplete or wrong within the last characters of the file."""
        self._check_encoding()
        rest = self._text[position:].strip(" \t\n\r")
        if unterminated or PARTIAL_TOKEN.fullmatch(rest):
            return self._truncated()
        return self._invalid(problem, position)

    def _next_character(self) -> str:
        self._skip_whitespace()
        if self._position == len(self._text):
            self._check_encoding()
            raise self._truncated()
        return self._text[self._position]

    def _skip_whitespace(self) -> None:
        while True:
            match = WHITESPACE.match(self._text, self._position)
            self._position = match.end() if match else self._position
            if self._position < len(self._text) or not self._read_on():
                return

    def _read_on(self) -> bool:
        """Drop what is done with and read at least as much text as is pending; `False` at the end."""
        self._bytes_before_text = self._byte_offset(self._position, mark=False)
        parts = [self._text[self._position :]]
        wanted = len(parts[0]) or 1
        while wanted > 0 and (text := self._source.read()):
            parts.append(text)
            wanted -= len(text)
        self._text = "".join(parts)
        self._position = 0
        return len(parts) > 1

    def _object_of(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        decoded = dict(pairs)
        self._repeated_keys += len(pairs) - len(decoded)
        if self._repeated_keys:
            self._overwritten += [value for key, value in pairs if decoded[key] is not value]
        return decoded

    def _check_depth(self, end: int) -> None:
        brackets = self._text.count("{", self._position, end) + self._text.count("[", self._position, end)
        if brackets >= self._limits.max_nesting_depth:
            position = self._position_too_deep(end)
            if position is not None:
                raise self._too_deep(position)

    def _position_too_deep(self, end: int) -> int | None:
        depth = 1
        for match in STRING_OR_BRACKET.finditer(self._text, self._position, end):
            if match[0] in ("[", "{"):
                depth += 1
                if depth > self._limits.max_nesting_depth:
                    return match.start()
            elif match[0] in ("]", "}"):
                depth -= 1
        return None

    def _check_sizes(self, item: dict[str, Value]) -> None:
        limit = self._limits.max_field_bytes
        pending: list[Value] = [item]
        while pending:
            value = pending.pop()
            if isinstance(value, dict):
                pending += value.keys()
                pending += value.values()
            elif isinstance(value, list):
                pending += value
            elif isinstance(value, str) and len(value) * UTF8_BYTES_PER_CHARACTER > limit:
                if len(value.encode("utf-8", "surrogatepass")) > limit:
                    raise self._too_large()
            elif isinstance(value, HugeInteger) and len(value.digits) > limit:
                raise self._too_large()

    def _check_open_string(self, start: int) -> None:
        if len(self._text) - start > ESCAPED_CHARACTERS_PER_BYTE * (self._limits.max_field_bytes + 1) + 1:
            raise self._too_large()

    def _check_encoding(self) -> None:
        if (offset := self._source.bad_byte) is not None:
            problem = f"byte {offset} of the file is not UTF-8; save the file as UTF-8"
            raise self._error(InvalidDatasetCode.INVALID_UTF8, problem, byte_offset=offset)

    def _byte_offset(self, position: int, *, mark: bool = True) -> int:
        mark_bytes = 3 if mark and self._source.begins_with_mark else 0
        return self._bytes_before_text + len(self._text[:position].encode("utf-8")) + mark_bytes

    def _invalid(self, problem: str, position: int) -> InvalidDataset:
        offset = self._byte_offset(position)
        message = f"Not valid JSON at byte {offset}, after {counted(self._row_count, 'complete row')}: {problem}."
        row = self._row_count + 1 if self._inside_list else None
        return InvalidDataset(InvalidDatasetCode.INVALID_JSON, message, row=row, byte_offset=offset)

    def _truncated(self) -> InvalidDataset:
        offset = self._source.bytes_read
        if not self._inside_list:
            message = f"The file ends at byte {offset} without a list of objects."
            return InvalidDataset(InvalidDatasetCode.TRUNCATED_JSON, message, byte_offset=offset)
        rows = self._row_count
        message = f"The file ends at byte {offset}, before the list is closed, after {counted(rows, 'complete row')}."
        return InvalidDataset(InvalidDatasetCode.TRUNCATED_JSON, message, row=rows + 1, byte_offset=offset)

    def _too_deep(self, position: int | None) -> InvalidDataset:
        problem = f"lists and objects are nested deeper than {self._limits.max_nesting_depth} levels"
        place = self._position if position is None else position
        return self._error(InvalidDatasetCode.NESTING_TOO_DEEP, problem, position=place)

    def _too_large(self) -> InvalidDataset:
        problem = f"a value or key is larger than {self._limits.max_field_bytes} bytes"
        return self._error(InvalidDatasetCode.FIELD_TOO_LARGE, problem)

    def _error(
        self,
        code: InvalidDatasetCode,
        problem: str,
        *,
        position: int | None = None,
        byte_offset: int | None = None,
    ) -> InvalidDataset:
        offset = self._byte_offset(position) if position is not None else byte_offset
        if not self._inside_list:
            return InvalidDataset(code, f"Outside the list: {problem}.", byte_offset=offset)
        index = self._row_count
        message = f"In the item at index {index} (row {index + 1}): {problem}."
        return InvalidDataset(code, message, row=index + 1, byte_offset=offset)


def _integer_of(digits: str) -> int | HugeInteger:
    return int(digits) if len(digits) <= DIGITS_KEPT_AS_INT else HugeInteger(digits)


def _kind_of(value: object) -> str:
    return KINDS.get(type(value), "a number")


def _bytes_of(names: Iterable[str]) -> int:
    return sum(len(name.encode("utf-8", "surrogatepass")) for name in names)
