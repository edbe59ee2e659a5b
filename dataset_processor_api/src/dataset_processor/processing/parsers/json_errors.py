"""What can be wrong with a JSON file, found by Python's own `json` where the compiled parser stopped."""

import codecs
import json
import re
from typing import Any

from dataset_processor.processing.errors import InvalidDataset, InvalidDatasetCode, counted
from dataset_processor.processing.limits import Limits

UTF8_BYTES_PER_CHARACTER = 4
ESCAPED_CHARACTERS_PER_BYTE = 6
LONGEST_PARTIAL_TOKEN = 16
DIGITS_OF_A_LARGE_INTEGER = 400

WHITESPACE = re.compile(r"[ \t\n\r]*")
STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]++|\\.)*+"|[\[{]|[\]}]')
PARTIAL_TOKEN = re.compile(
    r"|\.|[eE][+-]?|-|t|tr|tru|f|fa|fal|fals|n|nu|nul|N|Na|-?I(?:n(?:f(?:i(?:n(?:i(?:t)?)?)?)?)?)?|\\?u?[0-9A-Fa-f]{0,4}"
)
KINDS = {list: "a list", str: "a string", bool: "a boolean", type(None): "null"}


class _Integer(str):
    """The digits of a JSON integer."""

    __slots__ = ()


class _Object(list[tuple[str, Any]]):
    """The members of a JSON object, repeated keys among them."""

    __slots__ = ()


class Piece:
    """Bytes of a file from a place on which nothing is wrong before; `is_end` says that the file ends with them.

    The text ends at the first byte that is not UTF-8, whose offset in the file is `bad_byte`.
    """

    def __init__(self, data: bytes, byte_offset: int, *, is_end: bool) -> None:
        self.byte_offset = byte_offset
        self.bad_byte: int | None = None
        self.is_end = is_end
        self.end_offset = byte_offset + len(data)
        try:
            self.text = codecs.utf_8_decode(data, "strict", is_end)[0]
        except UnicodeDecodeError as error:
            self.bad_byte = byte_offset + error.start
            self.is_end = True
            self.text = data[: error.start].decode("utf-8")
        match = WHITESPACE.match(self.text)
        self.start = match.end() if match else 0

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing but white space."""
        return self.start == len(self.text)

    def offset_of(self, position: int) -> int:
        """The offset in the file of a character."""
        return self.byte_offset + len(self.text[:position].encode("utf-8"))


class JsonErrors:
    """Errors of a file. `row_index` counts the items before, from 0; it is `None` outside the list."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._decoder = json.JSONDecoder(object_pairs_hook=_Object, parse_int=_Integer)

    def in_item(self, piece: Piece, row_index: int) -> InvalidDataset | None:
        """What is wrong with the item that begins with the piece; `None` if nothing is, or nothing yet."""
        if piece.is_blank:
            return self._ended(piece, row_index) if piece.is_end else None
        if row_index == self._limits.max_rows:
            return self._error(InvalidDatasetCode.TOO_MANY_ROWS, f"more than {self._limits.max_rows} rows", row_index)
        try:
            item, end = self._decoder.raw_decode(piece.text, piece.start)
        except json.JSONDecodeError as error:
            return self._undecodable(piece, error, row_index)
        except RecursionError:
            return self._too_deep(piece, self._position_too_deep(piece, len(piece.text)), row_index)
        return self._beyond_limits(piece, item, end, row_index)

    def _beyond_limits(self, piece: Piece, item: Any, end: int, row_index: int) -> InvalidDataset | None:
        """What is wrong with an item that is valid JSON."""
        if not isinstance(item, _Object):
            problem = f"the item is {_kind_of(item)}, not an object"
            offset = piece.offset_of(piece.start)
            return self._error(InvalidDatasetCode.NOT_AN_OBJECT, problem, row_index, offset)
        position = self._position_too_deep(piece, end)
        if position is not None:
            return self._too_deep(piece, position, row_index)
        return self.field_too_large(row_index) if self._has_large_field(item) else None

    def behind_item(self, piece: Piece, row_index: int) -> InvalidDataset | None:
        """What is wrong behind an item; `row_index` counts that, too."""
        if piece.is_blank:
            return self._ended(piece, row_index) if piece.is_end else None
        if piece.text[piece.start] in ",]":
            return None
        return self._invalid(piece, piece.start, "',' or ']' is expected after the item", row_index)

    def instead_of_list(self, piece: Piece) -> InvalidDataset | None:
        """What is wrong with a file that does not begin with a list; `None` as long as more must be read."""
        if piece.is_blank:
            return self._ended(piece, None) if piece.is_end else None
        kind = "an object"
        if piece.text[piece.start] != "{":
            try:
                kind = _kind_of(self._decoder.raw_decode(piece.text, piece.start)[0])
            except json.JSONDecodeError as error:
                return self._undecodable(piece, error, None)
        message = f"The file holds {kind}; a list of objects is expected."
        offset = piece.offset_of(piece.start)
        return InvalidDataset(InvalidDatasetCode.NOT_A_LIST, message, byte_offset=offset)

    def behind_list(self, piece: Piece) -> InvalidDataset | None:
        """What is wrong behind the end of the list."""
        if not piece.is_blank:
            offset = piece.offset_of(piece.start)
            message = f"At byte {offset}: there is more text after the end of the list."
            return InvalidDataset(InvalidDatasetCode.INVALID_JSON, message, byte_offset=offset)
        return self._invalid_utf8(piece.bad_byte, None) if piece.bad_byte is not None else None

    def too_many_fields(self, row_index: int) -> InvalidDataset:
        """The row with the first key that is one too many."""
        limits = self._limits
        problem = f"more than {limits.max_fields} different keys up to here, or {limits.max_row_bytes} bytes of them"
        return self._error(InvalidDatasetCode.TOO_MANY_FIELDS, problem, row_index)

    def field_too_large(self, row_index: int | None) -> InvalidDataset:
        """A value or key beyond the limit."""
        problem = f"a value or key is larger than {self._limits.max_field_bytes} bytes"
        return self._error(InvalidDatasetCode.FIELD_TOO_LARGE, problem, row_index)

    def row_too_large(self, row_index: int, byte_offset: int) -> InvalidDataset:
        """All values are within the limit, and yet the item does not fit in memory."""
        problem = f"the item is larger than {self._limits.max_row_bytes} bytes"
        return self._error(InvalidDatasetCode.ROW_TOO_LARGE, problem, row_index, byte_offset)

    def _undecodable(self, piece: Piece, error: json.JSONDecodeError, row_index: int | None) -> InvalidDataset | None:
        """What to say of a value that is wrong, incomplete, or wrong within the last characters of the file."""
        unterminated = error.msg.startswith("Unterminated string")
        if unterminated:
            longest = ESCAPED_CHARACTERS_PER_BYTE * (self._limits.max_field_bytes + 1) + 1
            if len(piece.text) - error.pos > longest:
                return self.field_too_large(row_index)
        elif error.pos < len(piece.text) - LONGEST_PARTIAL_TOKEN:
            return self._invalid(piece, error.pos, error.msg, row_index)
        if not piece.is_end:
            return None
        rest = piece.text[error.pos :].strip(" \t\n\r")
        if unterminated or piece.bad_byte is not None or PARTIAL_TOKEN.fullmatch(rest):
            return self._ended(piece, row_index)
        return self._invalid(piece, error.pos, error.msg, row_index)

    def _ended(self, piece: Piece, row_index: int | None) -> InvalidDataset:
        if piece.bad_byte is not None:
            return self._invalid_utf8(piece.bad_byte, row_index)
        offset = piece.end_offset
        if row_index is None:
            message = f"The file ends at byte {offset} without a list of objects."
            return InvalidDataset(InvalidDatasetCode.TRUNCATED_JSON, message, byte_offset=offset)
        message = (
            f"The file ends at byte {offset}, before the list is closed, after {counted(row_index, 'complete row')}."
        )
        return InvalidDataset(InvalidDatasetCode.TRUNCATED_JSON, message, row=row_index + 1, byte_offset=offset)

    def _invalid_utf8(self, offset: int, row_index: int | None) -> InvalidDataset:
        problem = f"byte {offset} of the file is not UTF-8; save the file as UTF-8"
        return self._error(InvalidDatasetCode.INVALID_UTF8, problem, row_index, offset)

    def _invalid(self, piece: Piece, position: int, problem: str, row_index: int | None) -> InvalidDataset:
        offset = piece.offset_of(position)
        message = f"Not valid JSON at byte {offset}, after {counted(row_index or 0, 'complete row')}: {problem}."
        row = row_index + 1 if row_index is not None else None
        return InvalidDataset(InvalidDatasetCode.INVALID_JSON, message, row=row, byte_offset=offset)

    def _too_deep(self, piece: Piece, position: int | None, row_index: int) -> InvalidDataset:
        problem = f"lists and objects are nested deeper than {self._limits.max_nesting_depth} levels"
        offset = piece.offset_of(piece.start if position is None else position)
        return self._error(InvalidDatasetCode.NESTING_TOO_DEEP, problem, row_index, offset)

    def _position_too_deep(self, piece: Piece, end: int) -> int | None:
        depth = 1
        for match in STRING_OR_BRACKET.finditer(piece.text, piece.start, end):
            if match[0] in ("[", "{"):
                depth += 1
                if depth > self._limits.max_nesting_depth:
                    return match.start()
            elif match[0] in ("]", "}"):
                depth -= 1
        return None

    def _has_large_field(self, item: _Object) -> bool:
        limit = self._limits.max_field_bytes
        pending: list[Any] = [item]
        while pending:
            value = pending.pop()
            if isinstance(value, list | tuple):
                pending += value
            elif isinstance(value, _Integer):
                if len(value) > max(limit, DIGITS_OF_A_LARGE_INTEGER):
                    return True
            elif isinstance(value, str) and _is_larger(value, limit):
                return True
        return False

    @staticmethod
    def _error(
        code: InvalidDatasetCode, problem: str, row_index: int | None, byte_offset: int | None = None
    ) -> InvalidDataset:
        if row_index is None:
            return InvalidDataset(code, f"Outside the list: {problem}.", byte_offset=byte_offset)
        message = f"In the item at index {row_index} (row {row_index + 1}): {problem}."
        return InvalidDataset(code, message, row=row_index + 1, byte_offset=byte_offset)


def _kind_of(value: object) -> str:
    return KINDS.get(type(value), "a number")


def _is_larger(text: str, limit: int) -> bool:
    """Whether a string has more bytes in UTF-8."""
    return len(text) * UTF8_BYTES_PER_CHARACTER > limit and len(text.encode("utf-8", "surrogatepass")) > limit
