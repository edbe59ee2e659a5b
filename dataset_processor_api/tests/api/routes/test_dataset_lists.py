"""Lists of datasets: order, pages, filters, and queries that are refused."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import httpx
import pytest
from sqlalchemy.orm import Session
from tests.api.paging import BROKEN_CURSORS, BROKEN_TIMES, ids_of, pages_of
from tests.factories import EPOCH, add_dataset, add_job, add_report, minutes

pytestmark = pytest.mark.anyio


async def names_of(client: httpx.AsyncClient, **query: object) -> list[str]:
    response = await client.get("/datasets", params={k: str(v) for k, v in query.items()})
    assert response.status_code == 200, response.text
    return [dataset["name"] for dataset in response.json()["datasets"]]


async def test_no_datasets_are_an_empty_last_page(client: httpx.AsyncClient) -> None:
    response = await client.get("/datasets")

    assert response.status_code == 200
    assert response.json() == {"datasets": [], "next_cursor": None, "has_more": False}


async def test_the_newest_comes_first_and_equal_times_are_ordered_by_id(
    client: httpx.AsyncClient, session: Session
) -> None:
    for number in (3, 1, 2):
        add_dataset(session, id=UUID(int=number), uploaded_at=EPOCH)
    add_dataset(session, id=UUID(int=0), uploaded_at=EPOCH + timedelta(microseconds=1))
    add_dataset(session, id=UUID(int=9), uploaded_at=EPOCH - timedelta(microseconds=1))

    expected = [str(UUID(int=number)) for number in (0, 3, 2, 1, 9)]
    assert await ids_of(client, "/datasets") == expected
    assert await ids_of(client, "/datasets", limit=1) == expected
    assert await ids_of(client, "/datasets", limit=2) == expected


async def test_a_row_of_a_list_is_the_dataset_as_it_is_read_alone(client: httpx.AsyncClient, session: Session) -> None:
    dataset = add_dataset(session, status="done", row_count=4, processed_at=EPOCH, name="orders")
    job = add_job(session, dataset, state="success")
    add_report(session, dataset)
    add_dataset(session, status="failed", error="No header row.", uploaded_at=EPOCH)

    rows = (await client.get("/datasets")).json()["datasets"]

    assert rows == [(await client.get(f"/datasets/{row['id']}")).json() for row in rows]
    assert rows[0]["latest_job_id"] == str(job.id)
    assert (rows[0]["report_available"], rows[1]["report_available"]) == (True, False)
    assert rows[1]["error"] == "No header row."


async def test_pages_are_complete_and_hold_nothing_twice_while_rows_arrive(
    client: httpx.AsyncClient, session: Session
) -> None:
    there = [str(add_dataset(session, uploaded_at=EPOCH + minutes(n // 3)).id) for n in range(23)]
    seen: list[str] = []

    async for page in pages_of(client, "/datasets", limit=5):
        seen += [row["id"] for row in page]
        add_dataset(session, uploaded_at=EPOCH + minutes(60))
        add_dataset(session, uploaded_at=EPOCH + minutes(61))

    assert sorted(seen) == sorted(there)


@pytest.mark.parametrize(("rows", "limit", "pages"), [(4, 2, 2), (5, 2, 3), (4, 4, 1), (4, 5, 1), (1, 1, 1)])
async def test_a_full_last_page_promises_no_other(
    client: httpx.AsyncClient, session: Session, rows: int, limit: int, pages: int
) -> None:
    for n in range(rows):
        add_dataset(session, uploaded_at=EPOCH + minutes(n))

    sizes = [len(page) async for page in pages_of(client, "/datasets", limit=limit)]

    assert (len(sizes), sum(sizes)) == (pages, rows)


async def test_a_page_holds_50_rows_unless_told_and_200_at_most(client: httpx.AsyncClient, session: Session) -> None:
    for _ in range(201):
        add_dataset(session)

    assert [len(page) async for page in pages_of(client, "/datasets")] == [50, 50, 50, 50, 1]
    assert [len(page) async for page in pages_of(client, "/datasets", limit=200)] == [200, 1]


@pytest.mark.parametrize("limit", ["0", "-1", "201", "abc", "", "1.5", "1e2", "99999999999999999999"])
async def test_a_limit_that_is_none_is_refused(client: httpx.AsyncClient, limit: str) -> None:
    response = await client.get("/datasets", params={"limit": limit})

    assert response.status_code == 422
    assert response.json()["detail"][0]["loc"] == ["query", "limit"]


@pytest.mark.parametrize("cursor", BROKEN_CURSORS.values(), ids=BROKEN_CURSORS)
async def test_a_broken_cursor_is_refused(client: httpx.AsyncClient, cursor: str) -> None:
    response = await client.get("/datasets", params={"cursor": cursor})

    assert response.status_code == 422
    assert response.json()["detail"]


async def test_a_cursor_outlives_the_row_it_was_made_from(client: httpx.AsyncClient, session: Session) -> None:
    datasets = [add_dataset(session, uploaded_at=EPOCH + minutes(n), name=f"d{n}") for n in range(4)]
    first = (await client.get("/datasets", params={"limit": 2})).json()
    session.delete(datasets[2])
    session.commit()

    assert await names_of(client, cursor=first["next_cursor"]) == ["d1", "d0"]


async def test_filters_hold_on_every_page(client: httpx.AsyncClient, session: Session) -> None:
    for n in range(10):
        add_dataset(session, id=UUID(int=n), status=("done", "failed")[n % 2], uploaded_at=EPOCH + minutes(n))

    expected = [str(UUID(int=n)) for n in (8, 6, 4, 2, 0)]
    assert await ids_of(client, "/datasets", limit=2, status="done") == expected


async def test_a_status_selects_its_datasets(client: httpx.AsyncClient, session: Session) -> None:
    for status in ("uploaded", "processing", "done", "failed"):
        add_dataset(session, status=status, name=status)

    for status in ("uploaded", "processing", "done", "failed"):
        assert await names_of(client, status=status) == [status]


@pytest.mark.parametrize("status", ["", "DONE", "queued", "done,failed", "done\x00"])
async def test_a_status_that_is_none_is_refused(client: httpx.AsyncClient, status: str) -> None:
    assert (await client.get("/datasets", params={"status": status})).status_code == 422


@pytest.mark.parametrize(
    "moment",
    [
        "2026-01-01T00:01:00",
        "2026-01-01T00:01:00Z",
        "2026-01-01T00:01:00+00:00",
        "2026-01-01T02:01:00+02:00",
        "2025-12-31T18:31:00-05:30",
        "2026-01-01 00:01:00",
        "1767225660",
    ],
)
async def test_a_time_without_an_offset_is_utc_and_bounds_are_exclusive(
    client: httpx.AsyncClient, session: Session, moment: str
) -> None:
    for n in range(3):
        add_dataset(session, uploaded_at=EPOCH + minutes(n), name=f"minute {n}")

    assert await names_of(client, uploaded_before=moment) == ["minute 0"]
    assert await names_of(client, uploaded_after=moment) == ["minute 2"]


async def test_two_bounds_are_a_window(client: httpx.AsyncClient, session: Session) -> None:
    for n in range(5):
        add_dataset(session, uploaded_at=EPOCH + minutes(n), name=f"minute {n}")
    zone = timezone(timedelta(hours=9))
    after, before = (EPOCH.astimezone(zone).isoformat(), (EPOCH + minutes(3)).astimezone(zone).isoformat())

    assert await names_of(client, uploaded_after=after, uploaded_before=before) == ["minute 2", "minute 1"]
    assert await names_of(client, uploaded_after=before, uploaded_before=after) == []


async def test_microseconds_count(client: httpx.AsyncClient, session: Session) -> None:
    add_dataset(session, uploaded_at=EPOCH + timedelta(microseconds=1), name="later")
    add_dataset(session, uploaded_at=EPOCH, name="earlier")

    assert await names_of(client, uploaded_after=EPOCH.isoformat()) == ["later"]
    assert await names_of(client, uploaded_before=(EPOCH + timedelta(microseconds=1)).isoformat()) == ["earlier"]


@pytest.mark.parametrize(
    ("moment", "is_past"),
    [
        ("0001-01-01T00:00:00", True),
        ("0001-01-01T00:00:00Z", True),
        ("0001-01-01T14:00:00+14:00", True),
        ("1582-10-04T00:00:00Z", True),
        ("9999-12-31T23:59:59.999999", False),
        ("9999-12-31T09:59:59-14:00", False),
    ],
)
async def test_extreme_years_are_times_like_others(
    client: httpx.AsyncClient, session: Session, moment: str, *, is_past: bool
) -> None:
    add_dataset(session, name="orders", uploaded_at=datetime(2026, 1, 1, tzinfo=UTC))

    assert await names_of(client, uploaded_after=moment) == (["orders"] if is_past else [])
    assert await names_of(client, uploaded_before=moment) == ([] if is_past else ["orders"])


@pytest.mark.parametrize("moment", BROKEN_TIMES)
@pytest.mark.parametrize("bound", ["uploaded_before", "uploaded_after"])
async def test_a_time_that_is_none_is_refused(client: httpx.AsyncClient, bound: str, moment: str) -> None:
    response = await client.get("/datasets", params={bound: moment})

    assert response.status_code == 422
    assert response.json()["detail"][0]["loc"] == ["query", bound]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("order", ["ORDERS", "orders 50%", "orders_may"]),
        ("ORDER", ["ORDERS", "orders 50%", "orders_may"]),
        ("%", ["orders 50%"]),
        ("_", ["orders_may"]),
        ("\\", ["back\\slash"]),
        ("/", ["for/ward"]),
        ("0%", ["orders 50%"]),
        ("o%s", []),
        ("s_m", ["orders_may"]),
        ("r_e", []),
        ("'", ["it's"]),
        ("ÉTÉ", ["été"]),
        ("売", ["売上"]),
        ("📈", ["📈 up"]),
        ("nothing like it", []),
    ],
)
async def test_a_name_is_searched_without_case_and_with_every_character_literal(
    client: httpx.AsyncClient, session: Session, text: str, found: list[str]
) -> None:
    for name in ("ORDERS", "orders 50%", "orders_may", "back\\slash", "for/ward", "it's", "été", "売上", "📈 up"):
        add_dataset(session, name=name)

    assert sorted(await names_of(client, name_contains=text)) == found


async def test_an_empty_search_finds_all(client: httpx.AsyncClient, session: Session) -> None:
    add_dataset(session, name="orders")

    assert await names_of(client, name_contains="") == ["orders"]


@pytest.mark.parametrize("text", ["\x00", "orders\x00", "n" * 1001])
async def test_a_search_that_can_find_nothing_storable_is_refused(client: httpx.AsyncClient, text: str) -> None:
    assert (await client.get("/datasets", params={"name_contains": text})).status_code == 422


async def test_bytes_that_are_no_text_find_nothing(client: httpx.AsyncClient, session: Session) -> None:
    add_dataset(session)

    response = await client.get("/datasets?name_contains=%ff%ed%a0%80")

    assert response.status_code == 200
    assert response.json()["datasets"] == []


async def test_filters_narrow_each_other(client: httpx.AsyncClient, session: Session) -> None:
    add_dataset(session, name="orders 1", status="done", uploaded_at=EPOCH)
    add_dataset(session, name="orders 2", status="failed", uploaded_at=EPOCH)
    add_dataset(session, name="prices 3", status="done", uploaded_at=EPOCH)
    add_dataset(session, name="orders 4", status="done", uploaded_at=EPOCH + minutes(9))

    found = await names_of(
        client, name_contains="orders", status="done", uploaded_before=(EPOCH + minutes(1)).isoformat()
    )

    assert found == ["orders 1"]
