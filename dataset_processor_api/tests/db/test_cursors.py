"""Cursors: what was given out comes back, everything else is refused."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dataset_processor.core.errors import InvalidRequest
from dataset_processor.db.queries.paging import Cursor, page_of

TIMES = st.datetimes(
    min_value=datetime(1, 1, 3),  # noqa: DTZ001  # hypothesis adds the zone
    max_value=datetime(9999, 12, 29),  # noqa: DTZ001  # hypothesis adds the zone
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=9))]),
)


@given(TIMES, st.uuids())
def test_a_cursor_comes_back_as_it_was(at: datetime, row_id: UUID) -> None:
    cursor = Cursor(at, row_id)

    text = cursor.encode()

    assert Cursor.decode(text) == cursor
    assert text.isascii()
    assert not set(text) & set("+/=&?# %")
    assert len(text) <= 500


@given(st.one_of(st.text(), st.text("ABCabc019-_=+/ ", max_size=120), st.binary().map(lambda b: b.decode("latin-1"))))
@example("")
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(InvalidRequest):
        Cursor.decode(text)


@given(TIMES, st.uuids(), st.data())
def test_a_cursor_with_one_character_changed_is_refused_or_another_cursor(
    at: datetime, row_id: UUID, data: st.DataObject
) -> None:
    text = Cursor(at, row_id).encode()
    position = data.draw(st.integers(0, len(text) - 1))
    changed = text[:position] + data.draw(st.characters()) + text[position + 1 :]

    try:
        cursor = Cursor.decode(changed)
    except InvalidRequest:
        return
    assert cursor.encode() == changed


@given(st.lists(st.uuids(), unique=True, max_size=30), st.integers(1, 30))
def test_a_page_holds_at_most_its_limit_and_points_at_its_last_row(ids: list[UUID], limit: int) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)

    page = page_of(ids, limit, [Cursor(at, row_id) for row_id in ids])

    assert list(page.rows) == ids[:limit]
    assert page.has_more is (len(ids) > limit)
    assert page.next_cursor == (Cursor(at, ids[limit - 1]).encode() if len(ids) > limit else None)
