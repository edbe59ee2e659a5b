"""Object names and the file names in them."""

import unicodedata
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_processor.storage.keys import MAX_FILENAME_BYTES, report_key, safe_filename, source_key

DATASET = UUID("12345678-1234-5678-1234-567812345678")
FALLBACK = "dataset.csv"
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
NASTY = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(list("/\\.. \x00\x1f\x7f\x85\ud800é売📈e\u0301") + list(BIDI)),
    ),
    max_size=400,
)


def test_keys_are_those_of_the_contract() -> None:
    assert source_key(DATASET, "orders of may.csv") == f"datasets/{DATASET}/source/orders of may.csv"
    assert report_key(DATASET) == f"datasets/{DATASET}/report/report.json"


@given(NASTY)
def test_a_safe_name_is_one_visible_segment_of_at_most_255_bytes(filename: str) -> None:
    name = safe_filename(filename, FALLBACK)

    assert name.strip() not in {"", ".", ".."}
    assert "/" not in name
    assert "\\" not in name
    assert not [c for c in name if unicodedata.category(c) in {"Cc", "Cs"} or c in BIDI]
    assert len(name.encode()) <= MAX_FILENAME_BYTES
    assert unicodedata.is_normalized("NFC", name)
    assert source_key(DATASET, name).count("/") == 3


@given(NASTY)
def test_a_safe_name_is_its_own_safe_name(filename: str) -> None:
    name = safe_filename(filename, FALLBACK)

    assert safe_filename(name, "another") == name


@given(NASTY, st.text("/\\", min_size=1, max_size=3), st.text(st.characters(exclude_characters="/\\"), max_size=50))
def test_folders_never_matter(folder: str, slash: str, filename: str) -> None:
    assert safe_filename(folder + slash + filename, FALLBACK) == safe_filename(filename, FALLBACK)


@given(st.text(st.characters(categories=["L", "N", "P", "S"], exclude_characters="/\\"), min_size=1, max_size=60))
def test_letters_digits_punctuation_and_inner_spaces_stay(text: str) -> None:
    filename = unicodedata.normalize("NFC", f"a {text} b.csv")

    assert safe_filename(filename, FALLBACK) == filename


@given(
    st.text(st.characters(categories=["L", "N"]), min_size=100, max_size=400),
    st.sampled_from([".csv", ".json", ".CSV", ".表"]),
)
def test_a_long_name_keeps_its_suffix_and_the_beginning_of_its_stem(stem: str, suffix: str) -> None:
    name = safe_filename(stem + suffix, FALLBACK)

    assert name.endswith(suffix)
    kept = name.removesuffix(suffix)
    assert unicodedata.normalize("NFC", stem).startswith(kept)
    whole = unicodedata.normalize("NFC", stem + suffix)
    if name != whole:
        next_character = whole[len(kept)]
        assert len((kept + next_character + suffix).encode()) > MAX_FILENAME_BYTES


@pytest.mark.parametrize(
    "filename", ["", "/", "a/", "a\\", ".", "..", "a/..", " ", "\t", "\x00", BIDI, "\u202e..", " .. "]
)
def test_a_name_with_nothing_left_becomes_the_fallback(filename: str) -> None:
    assert safe_filename(filename, FALLBACK) == FALLBACK


def test_a_suffix_as_long_as_a_name_is_cut_too() -> None:
    assert safe_filename("a." + "b" * 300, FALLBACK) == "a." + "b" * 253
