"""Cells of every length have the hash that plain Python gives them, however the kernel reads them."""

import numpy as np
import pytest

from dataset_processor.processing.kernels.hashing import PRIME, text_words
from dataset_processor.processing.kernels.kinds import TEXT
from dataset_processor.processing.kernels.rows import CHUNK, hash_chunk
from dataset_processor.processing.nested_values import NestedHasher
from dataset_processor.processing.randomness import Randomness

LENGTHS = range(61)
RANDOMNESS = Randomness(b"tests")
HASHER = NestedHasher(RANDOMNESS.points, RANDOMNESS.levels)


@pytest.mark.parametrize("filler", [b"0123456789", b"\x01", b"\x7f"])
def test_texts_are_hashed_as_in_plain_python(filler: bytes) -> None:
    whole = (filler * 80)[:80]
    buffer = np.frombuffer(whole + bytes(128), np.uint8).copy()
    starts = np.array([length % 3 * 2 for length in LENGTHS], np.uint32)
    lengths = np.array(LENGTHS, np.uint32)
    kinds = np.full(len(LENGTHS), TEXT, np.uint8)
    words = np.zeros((2, CHUNK), np.uint64)
    nothing = np.zeros((2, 1), np.uint64)

    hash_chunk(
        *(buffer, starts, lengths, kinds, np.zeros(1), nothing),
        *(0, len(LENGTHS), RANDOMNESS.points, words[0], words[1]),
    )

    for length, start in zip(LENGTHS, starts.tolist(), strict=True):
        text = whole[start : start + length].decode("utf-8")
        expected = [HASHER._lane(text, 0, lane) for lane in (0, 1)]
        assert [int(word) % int(PRIME) for word in words[:, length]] == expected
        alone = text_words(buffer, start, length, *RANDOMNESS.points)
        assert [int(word) % int(PRIME) for word in alone] == expected


def test_what_follows_a_text_does_not_matter() -> None:
    for length in LENGTHS:
        hashes = set()
        for rest in (b"\x00", b"\xff", b"a"):
            buffer = np.frombuffer(b"x" * length + rest * (200 - length), np.uint8).copy()
            hashes.add(tuple(int(word) % int(PRIME) for word in text_words(buffer, 0, length, *RANDOMNESS.points)))
        assert len(hashes) == 1


def test_texts_of_different_lengths_differ() -> None:
    buffer = np.zeros(200, np.uint8)
    hashes = {
        tuple(int(word) % int(PRIME) for word in text_words(buffer, 0, length, *RANDOMNESS.points))
        for length in LENGTHS
    }
    assert len(hashes) == len(LENGTHS)
