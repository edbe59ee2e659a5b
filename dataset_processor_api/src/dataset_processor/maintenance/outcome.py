"""What a chore did."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """Rows looked at, put right, left alone, and failed on."""

    scanned: int = 0
    cleaned: int = 0
    skipped: int = 0
    failed: int = 0

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(
            self.scanned + other.scanned,
            self.cleaned + other.cleaned,
            self.skipped + other.skipped,
            self.failed + other.failed,
        )
