"""Headers of a download hold whatever users call their files."""

import re
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dataset_processor.api.downloads import content_disposition
from dataset_processor.storage.keys import safe_filename

SAFE = re.compile(
    r"attachment; filename=\"[^\x00-\x1f\x7f-\uffff\"\\%/;]+\"; filename\*=UTF-8''([A-Za-z0-9!#$&+.^_`|~%-]+)"
)


@pytest.mark.parametrize(
    ("filename", "ascii_name", "own_name"),
    [
        ("orders.csv", "orders.csv", "orders.csv"),
        ("orders of may.csv", "orders of may.csv", "orders%20of%20may.csv"),
        ("Übergänge é.csv", "Ubergange e.csv", "%C3%9Cberg%C3%A4nge%20%C3%A9.csv"),
        ("数据.json", "__.json", "%E6%95%B0%E6%8D%AE.json"),
        ('a";b\\c.csv', "c.csv", "c.csv"),
        ('say "hi"; now.csv', "say _hi__ now.csv", "say%20%22hi%22%3B%20now.csv"),
        ("a\r\nSet-Cookie: x=1.csv", "aSet-Cookie: x=1.csv", "aSet-Cookie%3A%20x%3D1.csv"),
        ("invoice\u202evsc.exe", "invoicevsc.exe", "invoicevsc.exe"),
        ("../../etc/passwd", "passwd", "passwd"),
        ("100%25.csv", "100_25.csv", "100%2525.csv"),
        ("..", "dataset", "dataset"),
    ],
)
def test_a_name_is_told_in_ascii_and_as_it_is(filename: str, ascii_name: str, own_name: str) -> None:
    assert content_disposition(filename) == f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{own_name}"


@given(st.text(st.characters(), min_size=1, max_size=300))
@example('x"\r\n\r\n<script>.csv')
@example("\u2028\u2029\ufeff\u200b.csv")
@example("\ud800.csv")
def test_no_name_leaves_its_place_in_the_header(filename: str) -> None:
    header = content_disposition(filename)

    header.encode("ascii")
    found = SAFE.fullmatch(header)
    assert found is not None
    assert unquote(found[1]) == safe_filename(filename, "dataset")
