"""How large a dataset may be; each limit fails with its own code."""

from dataclasses import dataclass

MIB = 1024**2
DEEPEST_NESTING = 400
LARGEST_FIELD_BYTES = 256 * MIB
SMALLEST_ROW_LIMIT_BYTES = 16 * MIB


@dataclass(frozen=True)
class Limits:
    """`max_field_bytes` counts UTF-8 bytes of one value or name; `max_nesting_depth` counts lists and objects open at
    once, the list of rows included, and may not exceed 400. All names together may have `max_row_bytes`.
    """

    max_rows: int = 1_000_000_000
    max_fields: int = 10_000
    max_field_bytes: int = 16 * MIB
    max_nesting_depth: int = 200

    @property
    def max_row_bytes(self) -> int:
        """The bytes of one row in the file, which must fit in memory at once: four of the largest values."""
        return 4 * self.max_field_bytes + SMALLEST_ROW_LIMIT_BYTES

    def __post_init__(self) -> None:
        """Keep the depth within what Python's own JSON decoder can follow without running out of stack.

        Keep a value within what 32 bits can point to in a buffer that holds two rows of four such values.
        """
        if self.max_field_bytes > LARGEST_FIELD_BYTES:
            raise ValueError(f"max_field_bytes is {self.max_field_bytes}; at most {LARGEST_FIELD_BYTES} is possible")
        if self.max_nesting_depth > DEEPEST_NESTING:
            raise ValueError(f"max_nesting_depth is {self.max_nesting_depth}; at most {DEEPEST_NESTING} is possible")
