"""What can be wrong with a dataset itself: a closed list, each with a sentence for the data's owner."""

from enum import StrEnum

SHOWN_CHARACTERS = 60


class InvalidDatasetCode(StrEnum):
    """Stable names of every content failure; none of them is worth a retry."""

    NO_HEADER = "no_header"
    INVALID_UTF8 = "invalid_utf8"
    INVALID_JSON = "invalid_json"
    TRUNCATED_JSON = "truncated_json"
    NOT_A_LIST = "not_a_list"
    NOT_AN_OBJECT = "not_an_object"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_FIELDS = "too_many_fields"
    FIELD_TOO_LARGE = "field_too_large"
    ROW_TOO_LARGE = "row_too_large"
    TOO_MUCH_SPILL = "too_much_spill"
    NESTING_TOO_DEEP = "nesting_too_deep"


class InvalidDataset(Exception):
    """The data breaks a rule of its format or a limit.

    `row` counts data rows from 1 (a CSV's header is not one of them); `byte_offset` counts bytes of the file from 0,
    a byte order mark included. `message` holds printable characters only, so it can be stored and shown anywhere.
    """

    def __init__(
        self,
        code: InvalidDatasetCode,
        message: str,
        *,
        row: int | None = None,
        byte_offset: int | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.row = row
        self.byte_offset = byte_offset


def counted(number: int, noun: str) -> str:
    """`1 row`, `2 rows`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def printable(text: str) -> str:
    """The text with control characters, lone surrogates and other invisible characters as backslash escapes."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def quoted(text: str) -> str:
    """The text in double quotes, printable and shortened, for use inside a sentence."""
    shortened = text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "…"
    return f'"{printable(shortened)}"'
