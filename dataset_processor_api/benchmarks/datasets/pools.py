"""Texts to choose from: words, names, phrases, each known as CSV and as JSON writes it."""

import json
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cache

from benchmarks.datasets.catalog import CSV, JSON, Form
from benchmarks.datasets.cells import words_of
from benchmarks.datasets.randomness import Randomness, Words

CITIES = (
    "Amsterdam", "Athens", "Berlin", "Bern", "Bogota", "Boston", "Cairo", "Chicago", "Delhi", "Dublin", "Hanoi", "Kyiv",
    "La Paz", "Lagos", "Lima", "Lisbon", "London", "Madrid", "Nairobi", "New York", "Osaka", "Oslo", "Paris", "Prague",
    "Quito", "Riga", "Rome", "Seoul", "Sofia", "Tokyo", "Vienna", "Warsaw",
)  # fmt: skip
BEYOND_ASCII = (
    "Zürich", "naïve", "façade", "Ærø", "smörgås", "łódź", "déjà", "año", "straße", "данные", "отчёт", "σύνολο", "東京",
    "数据集", "보고서", "नमूना", "עברית", "🙂", "café\u0301", "½",
)  # fmt: skip
FIRST_DAY = date(2015, 1, 1)
DAYS = 4000


class Pool:
    """Texts, and their words in both formats; CSV texts are not quoted here."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = tuple(texts)
        self._words = {
            CSV: words_of([text.replace('"', '""').encode() for text in texts]),
            JSON: words_of([json.dumps(text, ensure_ascii=False)[1:-1].encode() for text in texts]),
        }

    def pick(self, random: Randomness, count: int, form: Form) -> Words:
        """As many cells, each one of the texts."""
        return self._words[form].take(random.below(len(self.texts), count).astype("intp"), axis=0)


@cache
def dictionary() -> tuple[str, ...]:
    """Four thousand words of three to seven letters."""
    random = Randomness(0, "dictionary")
    letters = random.below(1 << 32, 4096 * 8).reshape(4096, 8).tolist()
    return tuple(_word(numbers) for numbers in letters)


def _word(numbers: list[int]) -> str:
    kinds = ("bcdfghklmnprstvw", "aeiou")
    letters = numbers[: 3 + numbers[7] % 5]
    return "".join(kinds[at % 2][number % len(kinds[at % 2])] for at, number in enumerate(letters))


@cache
def words() -> Pool:
    """Single words of at most seven bytes: they fit one machine word."""
    return Pool(dictionary())


@cache
def cities() -> Pool:
    """Thirty-two names."""
    return Pool(CITIES)


@cache
def days() -> Pool:
    """Dates as ISO 8601 writes them."""
    return Pool([(FIRST_DAY + timedelta(days=number)).isoformat() for number in range(DAYS)])


@cache
def phrases() -> Pool:
    """Five words, one in eight of them not ASCII, and a blank at the end."""
    return Pool([f"{' '.join(_mixed(words))} " for words in _tuples("phrases", 5)])


@cache
def names() -> Pool:
    """A surname, a comma, a first name."""
    return Pool([f"{first.title()}, {second.title()}" for first, second in _tuples("names", 2)])


@cache
def addresses() -> Pool:
    """Two lines with a comma in each."""
    return Pool([f"{len(a) * 7} {a.title()} Street, {b}\n{c.title()}, {d}" for a, b, c, d in _tuples("addresses", 4)])


@cache
def remarks() -> Pool:
    """Words in double quotes, a comma, and now and then a line break."""
    ends: tuple[Callable[[str], str], ...] = (str, lambda word: f"{word}\n", lambda word: f"\n{word}")
    return Pool([f'{a} "{b}", {ends[len(c) % 3](c)} {d}' for a, b, c, d in _tuples("remarks", 4)])


@cache
def escapes() -> Pool:
    """What JSON has to escape."""
    return Pool([f'{a}\t"{b}"\\{c}\n{d} \u20ac' for a, b, c, d in _tuples("escapes", 4)])


def _tuples(purpose: str, length: int, count: int = 4096) -> list[list[str]]:
    pool = dictionary()
    numbers = Randomness(0, purpose).below(len(pool), count * length).reshape(count, length)
    return [[pool[number] for number in row] for row in numbers.tolist()]


def _mixed(texts: list[str]) -> list[str]:
    return [BEYOND_ASCII[sum(map(ord, text)) % len(BEYOND_ASCII)] if ord(text[0]) % 8 == 0 else text for text in texts]
