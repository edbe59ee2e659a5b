"""Which data sets there are, and the name of the file that holds one; loads nothing but the standard library."""

from dataclasses import dataclass

Form = str
CSV: Form = "csv"
JSON: Form = "json"

# A change to what a seed gives needs another number here, or files made before are taken for the new ones.
GENERATION = 1


@dataclass(frozen=True)
class DataSet:
    """A kind of data, and the formats it is offered in."""

    name: str
    about: str
    forms: tuple[Form, ...] = (CSV,)


CATALOG = {
    entry.name: entry
    for entry in (
        DataSet("mixed", "10 columns of different kinds, some nulls, 1 % repeated rows", (CSV, JSON)),
        DataSet("numbers", "20 numeric columns of five kinds"),
        DataSet("text", "long texts in many scripts", (CSV, JSON)),
        DataSet("quoted", "every text in quotes, with commas, quotes and line breaks inside"),
        DataSet("wide", "1,000 columns"),
        DataSet("narrow", "one column of short integers"),
        DataSet("nested", "objects and lists as values, missing keys, escapes", (JSON,)),
    )
}


@dataclass(frozen=True)
class Recipe:
    """Which data set, in which format, how large, from which seed: all that decides about a file's bytes."""

    name: str
    form: Form
    size_bytes: int
    seed: int = 1

    def __post_init__(self) -> None:
        """Refuse what is not offered."""
        if self.name not in CATALOG or self.form not in CATALOG[self.name].forms:
            raise ValueError(f"there is no data set {self.name!r} as {self.form!r}")

    @property
    def title(self) -> str:
        """How it is called on the command line and in tables."""
        return f"{self.name}-{self.form}"

    @property
    def file_name(self) -> str:
        """Different for different bytes."""
        return f"{self.name}-{self.size_bytes}-seed{self.seed}-v{GENERATION}.{self.form}"
