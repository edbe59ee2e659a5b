"""Hashes of JSON lists and objects in plain Python, where the compiled ones ask for it: the same numbers."""

import json
import math
import struct
from typing import Any

from dataset_processor.processing.kernels import hashing, kinds, nested_hash

PRIME = int(hashing.PRIME)
SEVEN_BYTES = hashing.WORD_BYTES
TAG_BITS = int(hashing.TAG_SHIFT)
LENGTH_BITS = int(hashing.LENGTH_SHIFT)
TEXT_TAG, INTEGER_TAG = 1, 2
REAL_TAG, LIST_TAG, OBJECT_TAG = int(nested_hash.REAL_TAG), int(nested_hash.LIST_TAG), int(nested_hash.OBJECT_TAG)
CONSTANT_KINDS = {True: kinds.TRUE, False: kinds.FALSE, None: kinds.NULL}


class _Integer(str):
    """The digits of a JSON integer."""

    __slots__ = ()


class NestedHasher:
    """Hashes a list or object as `kernels/nested_hash.py` does, at the same `points` (2) and `levels` (n x 4)."""

    def __init__(self, points: Any, levels: Any) -> None:
        self._points = [int(point) for point in points]
        self._levels = [[int(number) for number in level] for level in levels]
        self._has_repeated_keys = False
        self._decoder = json.JSONDecoder(object_pairs_hook=self._object_of, parse_int=_Integer)

    def hash(self, data: bytes) -> tuple[int, int, bool]:
        """Both lanes of a list or object as it is in the file, and whether a key in it is repeated."""
        self._has_repeated_keys = False
        value = self._decoder.decode(data.decode("utf-8"))
        lanes = self._lane(value, 0, 0), self._lane(value, 0, 1)
        return *lanes, self._has_repeated_keys

    def _object_of(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        decoded = dict(pairs)
        self._has_repeated_keys |= len(decoded) < len(pairs)
        return decoded

    def _lane(self, value: Any, level: int, lane: int) -> int:
        if not isinstance(value, list | dict):
            return self._plain(value, self._points[lane])
        p, z = self._levels[level][lane], self._levels[level][lane + 2]
        total = 1
        if isinstance(value, list):
            for item in value:
                total = (total * p + self._lane(item, level + 1, lane)) % PRIME
            return (total * z + LIST_TAG) % PRIME
        for key, item in value.items():
            member = self._plain(key, self._points[lane]) * z + self._lane(item, level + 1, lane)
            total = total * (p + member) % PRIME
        return (total * z + OBJECT_TAG) % PRIME

    def _plain(self, value: Any, point: int) -> int:
        if isinstance(value, _Integer):
            return self._digits("0" if value == "-0" else value, point)
        if isinstance(value, str):
            data = value.encode("utf-8", "surrogatepass")
            if len(data) <= SEVEN_BYTES:
                return int.from_bytes(data, "little") | (len(data) + 1) << TAG_BITS
            return _long(data, TEXT_TAG, point)
        if isinstance(value, float):
            bits = _bits(value)
            halves = [bits & ((1 << TAG_BITS) - 1), bits >> TAG_BITS, 0, 0]
            return _horner(REAL_TAG, halves, point)
        return int(hashing.constant_word(CONSTANT_KINDS[value]))

    @staticmethod
    def _digits(digits: str, point: int) -> int:
        data = digits.encode("ascii")
        if len(data) <= SEVEN_BYTES:
            return int.from_bytes(data, "little") | (len(data) + int(hashing.INTEGER_TAG)) << TAG_BITS
        return _long(data, INTEGER_TAG, point)


def _long(data: bytes, tag: int, point: int) -> int:
    size = max(len(data), hashing.MEDIUM_BYTES)
    words = [int.from_bytes(data[i : i + SEVEN_BYTES], "little") for i in range(0, size, SEVEN_BYTES)]
    return _horner(len(data) << LENGTH_BITS | tag, words, point)


def _horner(first: int, rest: list[int], point: int) -> int:
    total = first
    for word in rest:
        total = (total * point + word) % PRIME
    return total


def _bits(value: float) -> int:
    if math.isnan(value):
        return int(nested_hash.NAN_BITS)
    return int.from_bytes(struct.pack("<d", value or 0.0), "little")
