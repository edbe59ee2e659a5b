"""What an upload's form may say: names, file names, types, and forms that are none."""

from typing import Any

import httpx
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from tests.api.forms import BOUNDARY, FORM_HEADERS, Part, encoded, file_part, name_part, send_form, upload
from tests.factories import unique_csv

from dataset_processor.db.models import Dataset
from dataset_processor.storage.minio_store import MinioStore

pytestmark = pytest.mark.anyio


def stored_dataset(session: Session) -> Dataset:
    return session.scalars(select(Dataset)).one()


def count_datasets(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(Dataset)) or 0


def details(response: httpx.Response) -> Any:
    """The detail of a 422 in the one of its two shapes it must have."""
    assert response.status_code == 422, response.text
    detail = response.json()["detail"]
    assert isinstance(detail, str) or all({"loc", "msg", "type"} == set(entry) for entry in detail)
    return detail


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("orders.csv", "orders.csv"),
        ("a/b/orders.csv", "orders.csv"),
        ("/etc/passwd", "passwd"),
        ("../../orders.csv", "orders.csv"),
        ("a\\b\\orders.csv", "orders.csv"),
        ("..\\..\\orders.csv", "orders.csv"),
        ("C:\\Users\\me\\orders.csv", "orders.csv"),
        ("\\\\server\\share\\orders.csv", "orders.csv"),
        ("a/b\\c/orders.csv", "orders.csv"),
        ("a\\new\\table.csv", "table.csv"),
        ("my orders (1), final & more; it's #2 100%+~@=!$^`{}[].csv", None),
        ("a:b*c?d<e>f|g.csv", None),
        ("äöü Größe.csv", None),
        ("売上 2026年.csv", None),
        ("📈 🜁.csv", None),
        ("%2e%2e%2fpasswd", None),
        ("no suffix", None),
        (".hidden", None),
        ("...", None),
        ("-rf.csv", None),
        (" edge .csv ", None),
        ("a\tb\x07c\x1b[31md\x7fe.csv", "abc[31mde.csv"),
        ("invoice\u202evsc.exe", "invoicevsc.exe"),
        ("\u2066a\u2069\u200eb\u200f\u061c.csv", "ab.csv"),
        ("a\u0085b\u009fc.csv", "abc.csv"),
        ("Cafe\u0301.csv", "Caf\u00e9.csv"),
        ("a/b/", "dataset.csv"),
        ("a\\b\\", "dataset.csv"),
        ("..", "dataset.csv"),
        (".", "dataset.csv"),
        ("/", "dataset.csv"),
        ("a/..", "dataset.csv"),
        (" ", "dataset.csv"),
        ("\u202e", "dataset.csv"),
        ("\x01\x02", "dataset.csv"),
    ],
)
async def test_a_file_name_is_reduced_to_a_safe_one(
    client: httpx.AsyncClient, session: Session, store: MinioStore, sent: str, kept: str | None
) -> None:
    body = unique_csv()

    response = await send_form(client, name_part(), file_part(body, sent.encode()))

    assert response.status_code == 201, response.text
    dataset = stored_dataset(session)
    assert dataset.original_filename == (sent if kept is None else kept)
    assert dataset.upload_key == f"datasets/{dataset.id}/source/{dataset.original_filename}"
    assert store.read(dataset.upload_bucket, dataset.upload_key) == body


async def test_a_json_file_without_a_name_of_its_own_is_called_dataset_json(
    client: httpx.AsyncClient, session: Session
) -> None:
    response = await send_form(client, name_part(), file_part(unique_csv(), b"a/b/", b"application/json"))

    assert response.status_code == 201
    assert stored_dataset(session).original_filename == "dataset.json"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("x" * 251 + ".csv", "x" * 251 + ".csv"),
        ("x" * 296 + ".csv", "x" * 251 + ".csv"),
        ("売" * 100, "売" * 85),
        ("é" * 200 + ".csv", "é" * 125 + ".csv"),
        ("x" + "🜁" * 100 + ".json", "x" + "🜁" * 62 + ".json"),
        ("x" * 300, "x" * 255),
        ("x." + "y" * 300, "x." + "y" * 253),
    ],
)
async def test_a_long_file_name_is_cut_to_255_bytes_between_characters(
    client: httpx.AsyncClient, session: Session, store: MinioStore, sent: str, kept: str
) -> None:
    body = unique_csv()

    response = await send_form(client, name_part(), file_part(body, sent.encode()))

    assert response.status_code == 201
    dataset = stored_dataset(session)
    assert dataset.original_filename == kept
    assert len(kept.encode()) <= 255
    assert store.read(dataset.upload_bucket, dataset.upload_key) == body


async def test_a_file_name_in_latin_1_does_not_fail_the_upload(client: httpx.AsyncClient, session: Session) -> None:
    response = await send_form(client, name_part(), file_part(unique_csv(), "Größe.csv".encode("latin-1")))

    assert response.status_code == 201
    assert stored_dataset(session).original_filename == "Größe.csv"


async def test_an_empty_file_name_is_refused(client: httpx.AsyncClient, session: Session) -> None:
    response = await send_form(client, name_part(), file_part(unique_csv(), b""))

    assert "filename" in details(response)
    assert count_datasets(session) == 0


@pytest.mark.parametrize(
    "parts",
    [
        (name_part(b"a\x00b"), file_part(b"a\n")),
        (name_part(b"\x00"), file_part(b"a\n")),
        (name_part(), file_part(b"a\n", b"a\x00.csv")),
        (name_part(), file_part(b"a\n", b"a\x00/b.csv")),
    ],
    ids=["inside the name", "the whole name", "in the file name", "in its folder"],
)
async def test_a_nul_character_is_refused(client: httpx.AsyncClient, session: Session, parts: tuple[Part, ...]) -> None:
    details(await send_form(client, *parts))

    assert count_datasets(session) == 0


async def test_a_nul_byte_inside_the_file_is_the_jobs_business(client: httpx.AsyncClient) -> None:
    assert (await upload(client, unique_csv() + b"\x00")).status_code == 201


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("text/csv", "text/csv"),
        ("TEXT/CSV", "text/csv"),
        ("Text/Csv; header=present", "text/csv"),
        ("text/csv;charset=utf-8", "text/csv"),
        ('text/csv; Charset="UTF-8"; header=absent', "text/csv"),
        ("text/csv; charset=utf8", "text/csv"),
        ("text/csv;", "text/csv"),
        ("application/json", "application/json"),
        ("Application/JSON; Charset=Utf-8", "application/json"),
        ("application/json ; profile=x", "application/json"),
    ],
)
async def test_a_type_is_compared_without_case_and_parameters(
    client: httpx.AsyncClient, session: Session, sent: str, kept: str
) -> None:
    response = await upload(client, content_type=sent)

    assert response.status_code == 201, response.text
    assert stored_dataset(session).content_type == kept


@pytest.mark.parametrize(
    "sent",
    [
        "text/csv; charset=latin-1",
        "text/csv; charset=iso-8859-1",
        "text/csv; charset=utf-16",
        "text/csv; charset=",
        'text/csv; charset=""',
        "text/csv; charset*=us-ascii''x",
        "application/json; charset=utf-7",
        "text/plain",
        "text/tab-separated-values",
        "text/csv2",
        "application/json-seq",
        "application/x-ndjson",
        "application/octet-stream",
        "application/vnd.ms-excel",
        "multipart/form-data",
        "csv",
        "text/",
        "text/csv, text/plain",
        ";",
        " ",
    ],
)
async def test_another_type_or_charset_is_not_supported(
    client: httpx.AsyncClient, session: Session, store: MinioStore, sent: str
) -> None:
    keys_before = set(store.keys("uploads"))

    response = await send_form(client, name_part(), file_part(unique_csv(), content_type=sent.encode()))

    assert response.status_code == 415
    assert response.json() == {"detail": "Only text/csv and application/json in UTF-8 are accepted."}
    assert count_datasets(session) == 0
    assert set(store.keys("uploads")) == keys_before


async def test_a_file_without_a_type_is_not_supported(client: httpx.AsyncClient) -> None:
    response = await send_form(client, name_part(), file_part(unique_csv(), content_type=None))

    assert response.status_code == 415


async def test_a_type_does_not_follow_from_the_file_name(client: httpx.AsyncClient) -> None:
    assert (await upload(client, filename="orders.csv", content_type="text/plain")).status_code == 415
    assert (await upload(client, filename="orders.xlsx", content_type="text/csv")).status_code == 201


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("orders", "orders"),
        ("  orders of may \t\r\n", "orders of may"),
        ("売上 📈 'quoted' \"twice\" <b>", "売上 📈 'quoted' \"twice\" <b>"),
        ("two\nlines", "two\nlines"),
        ("n" * 1000, "n" * 1000),
        (" " * 1000 + "orders", "orders"),
    ],
)
async def test_a_name_is_kept_but_for_the_space_around_it(client: httpx.AsyncClient, sent: str, kept: str) -> None:
    response = await send_form(client, name_part(sent.encode()), file_part(unique_csv()))

    assert response.status_code == 201, response.text
    assert response.json()["name"] == kept


@pytest.mark.parametrize("name", ["", " ", "\t\r\n", "\u00a0\u2003", "\x1f", "n" * 1001], ids=repr)
async def test_a_blank_or_endless_name_is_refused(client: httpx.AsyncClient, session: Session, name: str) -> None:
    detail = details(await send_form(client, name_part(name.encode()), file_part(unique_csv())))

    assert detail[0]["loc"] == ["body", "name"]
    assert count_datasets(session) == 0


@pytest.mark.parametrize(
    ("parts", "missing"),
    [
        ((file_part(b"a\n"),), "name"),
        ((name_part(),), "file"),
        ((name_part(), Part(b'name="file"', b"a\n1\n")), "file"),
        ((name_part(), Part(b'name="other"; filename="orders.csv"', b"a\n", b"text/csv")), "file"),
        ((Part(b'name="name"; filename="name.txt"', b"orders", b"text/plain"), file_part(b"a\n")), "name"),
        ((), None),
    ],
    ids=["no name", "no file", "file without a filename", "file of another field", "name as a file", "nothing"],
)
async def test_a_missing_part_is_named(
    client: httpx.AsyncClient, session: Session, parts: tuple[Part, ...], missing: str | None
) -> None:
    detail = details(await send_form(client, *parts))

    assert missing is None or [entry["loc"] for entry in detail] == [["body", missing]]
    assert count_datasets(session) == 0


WHOLE = encoded(name_part(), file_part(b"id,amount\n" + b"1,10\n" * 1000))


@pytest.mark.parametrize(
    "content",
    [
        WHOLE[: len(WHOLE) // 2],
        WHOLE[: -len(f"\r\n--{BOUNDARY}--\r\n")],
        WHOLE[:40],
        WHOLE.replace(b"\r\n\r\n", b"\r\n"),
        WHOLE.replace(BOUNDARY.encode(), b"another-boundary"),
        WHOLE.replace(b'name="file"; ', b""),
        b"",
        b"\x00" * 100,
        b"name=orders&file=x",
    ],
    ids=[
        "cut inside the file",
        "cut before the last boundary",
        "cut inside the headers",
        "no empty line",
        "another boundary",
        "a part without a name",
        "empty",
        "zeros",
        "url-encoded",
    ],
)
# The framework leaves it to the garbage collector to close the part of a file that never ends.
@pytest.mark.filterwarnings("ignore:Exception ignored in:pytest.PytestUnraisableExceptionWarning")
async def test_a_broken_form_is_refused_and_stores_nothing(
    client: httpx.AsyncClient, session: Session, store: MinioStore, content: bytes
) -> None:
    keys_before = set(store.keys("uploads"))

    details(await client.post("/datasets", content=content, headers=FORM_HEADERS))

    assert count_datasets(session) == 0
    assert set(store.keys("uploads")) == keys_before


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        'multipart/form-data; boundary=""',
        "multipart/form-data; boundary=" + "b" * 5000,
        "multipart/mixed; boundary=" + BOUNDARY,
        "application/x-www-form-urlencoded",
        "application/json",
        "text/csv",
        ";;;",
    ],
)
async def test_a_body_that_is_no_form_is_refused(client: httpx.AsyncClient, content_type: str) -> None:
    details(await client.post("/datasets", content=WHOLE, headers={"Content-Type": content_type}))


async def test_no_body_at_all_is_refused(client: httpx.AsyncClient) -> None:
    detail = details(await client.post("/datasets"))

    assert {entry["loc"][-1] for entry in detail} == {"name", "file"}


@pytest.mark.parametrize("charset", ["utf-7", "unicode_escape", "raw_unicode_escape", "idna", "utf-16", "no-such"])
@pytest.mark.parametrize("text", [b"+2AA-", rb"\ud800", rb"a\x00b", b"a\x00b", b"\xff\xfe", b"xn--\xff"])
async def test_a_form_in_a_strange_charset_is_never_a_defect(
    client: httpx.AsyncClient, charset: str, text: bytes
) -> None:
    headers = {"Content-Type": f"{FORM_HEADERS['Content-Type']}; charset={charset}"}
    for parts in ((name_part(text), file_part(unique_csv())), (name_part(), file_part(unique_csv(), text + b".csv"))):
        response = await client.post("/datasets", content=encoded(*parts), headers=headers)

        assert response.status_code in {201, 422}, response.text


async def test_a_form_with_too_many_parts_or_too_long_a_text_is_refused(client: httpx.AsyncClient) -> None:
    fields = [Part(b'name="more"', b"x")] * 1100
    files = [Part(b'name="more"; filename="x"', b"x")] * 1100

    details(await send_form(client, name_part(), file_part(unique_csv()), *fields))
    details(await send_form(client, name_part(), file_part(unique_csv()), *files))
    details(await send_form(client, name_part(b"n" * 2**21), file_part(unique_csv())))


async def test_a_refusal_does_not_send_the_value_back(client: httpx.AsyncClient) -> None:
    response = await send_form(client, name_part(b"n" * 1001 + b"a value to keep"), file_part(unique_csv()))

    assert "a value to keep" not in response.text
