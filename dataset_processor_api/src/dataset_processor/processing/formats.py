"""The formats a report can be built from."""

from enum import StrEnum


class DatasetFormat(StrEnum):
    """A format a report can be built from."""

    CSV = "csv"
    JSON = "json"

    @classmethod
    def from_content_type(cls, content_type: str) -> "DatasetFormat":
        """The format of `text/csv` or `application/json`, without regard to case or parameters; else `ValueError`."""
        media_type = content_type.partition(";")[0].strip().lower()
        formats = {"text/csv": cls.CSV, "application/json": cls.JSON}
        if media_type not in formats:
            raise ValueError(f"no dataset format has the content type {content_type!r}")
        return formats[media_type]
