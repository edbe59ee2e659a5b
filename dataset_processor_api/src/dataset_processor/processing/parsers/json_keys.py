"""The keys of a JSON file: columns for all threads, and what each thread needs to know them again."""

import threading

import numpy as np

from dataset_processor.processing.errors import InvalidDataset, InvalidDatasetCode
from dataset_processor.processing.kernels.json_keys import insert_key, key_hash
from dataset_processor.processing.limits import Limits
from dataset_processor.processing.parsers.batch import Array
from dataset_processor.processing.parsers.json_errors import JsonErrors

FEWEST_KEYS = 32
ARENA_BYTES = 2048
PADDING_BYTES = 8
NO_KEY = -1
Place = tuple[int, int]


class JsonColumns:
    """A column for each different key, numbered as threads meet them; may be used by several at once.

    A place is the index of a row and the number of keys before, so places are in the order of the file.
    """

    def __init__(self) -> None:
        self._columns: dict[bytes, int] = {}
        self._places: list[Place] = []
        self._name_bytes = 0
        self._lock = threading.Lock()

    def column_of(self, name: bytes, place: Place) -> int:
        """The column of a key that a thread first met at a place."""
        with self._lock:
            column = self._columns.setdefault(name, len(self._places))
            if column == len(self._places):
                self._places.append(place)
                self._name_bytes += len(name)
            elif place < self._places[column]:
                self._places[column] = place
            return column

    def in_file_order(self) -> list[tuple[str, int]]:
        """Keys and their columns in the order of their first appearance; right once all rows before are read."""
        names = [name.decode("utf-8", "surrogatepass") for name in self._columns]
        return sorted(zip(names, self._columns.values(), strict=True), key=lambda entry: self._places[entry[1]])

    def row_with_too_many(self, limits: Limits) -> int | None:
        """The row by which there are too many different keys, or too many bytes of them.

        It is right once all rows before it are read.
        """
        with self._lock:
            if len(self._places) <= limits.max_fields and self._name_bytes <= limits.max_row_bytes:
                return None
            name_bytes = 0
            by_place = sorted(zip(self._places, self._columns, strict=True))
            for number, (place, name) in enumerate(by_place, 1):
                name_bytes += len(name)
                if number > limits.max_fields or name_bytes > limits.max_row_bytes:
                    return place[0]
            raise AssertionError

    def first_fault(self, error: InvalidDataset | None, limits: Limits) -> InvalidDataset | None:
        """What is wrong first, where `error` is the first that threads found and all rows before it are read.

        That there are too many different keys is known only then, since each thread sees but some of the rows.
        """
        row = self.row_with_too_many(limits)
        if row is None:
            return error
        is_other = error is not None and error.code is not InvalidDatasetCode.TOO_MANY_FIELDS
        if is_other and error is not None and error.row is not None and error.row <= row + 1:
            return error
        return JsonErrors(limits).too_many_fields(row)


class JsonKeys:
    """One thread's table of keys, in arrays that `kernels/json_keys.py` describes."""

    def __init__(self, point: np.uint64) -> None:
        self.point = point
        self.count = 0
        self.arena: Array = np.zeros(ARENA_BYTES, np.uint8)
        self._used = 0
        self._table: Array = np.zeros((5, 0), np.int64)
        self.hashes: Array = np.zeros(0, np.uint64)
        self.followers: Array = np.full(1, NO_KEY, np.int64)
        self._set_room(FEWEST_KEYS)

    def add(self, raw: bytes, name: bytes, column: int) -> None:
        """Make a key known: as it is written, its closing quote included; decoded; and its column."""
        if self.count == len(self.columns):
            self._set_room(2 * self.count)
        key, self.count = self.count, self.count + 1
        self.raw_places[key], self.raw_lengths[key] = self._keep(raw), len(raw)
        self.name_places[key], self.name_lengths[key] = self._keep(name), len(name)
        self.columns[key] = column
        self.hashes[key] = key_hash(self.arena, int(self.name_places[key]), len(name), self.point)
        insert_key(key, self.slots, self.hashes)

    def _keep(self, data: bytes) -> int:
        place, self._used = self._used, self._used + len(data)
        if self._used + PADDING_BYTES > len(self.arena):
            self.arena = _grown(self.arena, 2 * (self._used + PADDING_BYTES), 0)
        self.arena[place : self._used] = np.frombuffer(data, np.uint8)
        return place

    def _set_room(self, keys: int) -> None:
        table = np.zeros((5, keys), np.int64)
        table[:, : self.count] = self._table[:, : self.count]
        self._table = table
        self.raw_places, self.raw_lengths, self.name_places, self.name_lengths, self.columns = table
        self.hashes = _grown(self.hashes, keys, 0)
        self.followers = _grown(self.followers, keys + 1, NO_KEY)
        self.slots: Array = np.full(2 * keys, NO_KEY, np.int64)
        for key in range(self.count):
            insert_key(key, self.slots, self.hashes)


def _grown(array: Array, size: int, fill: int) -> Array:
    grown = np.full(size, fill, array.dtype)
    grown[: len(array)] = array
    return grown
