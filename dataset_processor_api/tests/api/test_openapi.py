"""The description for machines: every status each route can answer, and schemas that answers keep to."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import jsonschema
import pytest
from fastapi import FastAPI
from sqlalchemy.orm import Session
from tests.api.conftest import ClientFactory
from tests.api.faults import BrokenStore
from tests.api.forms import upload
from tests.factories import EPOCH, add_dataset, add_job, add_report

from dataset_processor.core.settings import Settings
from dataset_processor.storage.keys import report_key
from dataset_processor.storage.minio_store import MinioStore
from local_stack.ports import pick_free

pytestmark = pytest.mark.anyio

WEB_SNAPSHOT = Path(__file__).parents[3] / "dataset_processor_web/openapi.json"
STATUSES = {
    ("get", "/"): {200, 500},
    ("get", "/healthz"): {200, 500},
    ("get", "/readyz"): {200, 500, 503},
    ("get", "/meta"): {200, 500},
    ("get", "/metrics"): {200, 500},
    ("post", "/datasets"): {201, 413, 415, 422, 500, 503},
    ("get", "/datasets"): {200, 422, 500, 503},
    ("get", "/datasets/{dataset_id}"): {200, 404, 422, 500, 503},
    ("delete", "/datasets/{dataset_id}"): {204, 404, 409, 422, 500, 503},
    ("post", "/datasets/{dataset_id}/process"): {202, 404, 422, 500, 503},
    ("get", "/datasets/{dataset_id}/report"): {200, 404, 422, 500, 503},
    ("get", "/datasets/{dataset_id}/source"): {200, 404, 422, 500, 503},
    ("get", "/jobs"): {200, 422, 500, 503},
    ("get", "/jobs/counts"): {200, 422, 500, 503},
    ("get", "/jobs/{job_id}"): {200, 404, 422, 500, 503},
}
ANSWERS = {
    ("post", "/datasets"): "DatasetUploadPublic",
    ("get", "/datasets"): "DatasetList",
    ("get", "/datasets/{dataset_id}"): "DatasetPublic",
    ("post", "/datasets/{dataset_id}/process"): "JobEnqueuePublic",
    ("get", "/jobs"): "JobList",
    ("get", "/jobs/counts"): "JobCounts",
    ("get", "/jobs/{job_id}"): "JobPublic",
    ("get", "/meta"): "Meta",
}
FIELDS = {
    "DatasetUploadPublic": {"id", "name", "status", "checksum_sha256", "size_bytes"},
    "DatasetPublic": {"id", "name", "status", "row_count", "latest_job_id", "report_available", "error"},
    "DatasetList": {"datasets", "next_cursor", "has_more"},
    "JobEnqueuePublic": {"job_id", "dataset_id", "state", "progress"},
    "JobPublic": {
        "id",
        "dataset_id",
        "dataset_name",
        "state",
        "progress",
        "error",
        "queued_at",
        "started_at",
        "finished_at",
    },
    "JobList": {"jobs", "next_cursor", "has_more"},
}


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
async def test_the_pages_for_people_find_the_description_beside_them(client: httpx.AsyncClient, path: str) -> None:
    page = await client.get(path)
    assert page.status_code == 200
    assert "openapi.json" in page.text
    assert "/openapi.json" not in page.text


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
async def test_the_pages_for_people_need_nothing_from_elsewhere(client: httpx.AsyncClient, path: str) -> None:
    page = await client.get(path)
    assets = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(assets) >= 2
    for asset in assets:
        assert not asset.startswith(("http", "/"))
        assert len((await client.get(f"/{asset}")).content) > 1000


async def test_calls_go_to_where_the_description_is(description: dict[str, Any]) -> None:
    assert description["servers"] == [{"url": "."}]


@pytest.fixture
def description(app: FastAPI) -> dict[str, Any]:
    return app.openapi()


def operations(description: dict[str, Any]) -> Iterator[tuple[tuple[str, str], dict[str, Any]]]:
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            yield (method, path), operation


async def test_every_route_declares_every_status_it_can_answer(description: dict[str, Any]) -> None:
    declared = {call: {int(s) for s in operation["responses"]} for call, operation in operations(description)}

    assert declared == STATUSES


async def test_the_web_client_is_made_from_this_description(description: dict[str, Any]) -> None:
    assert json.loads(WEB_SNAPSHOT.read_text(encoding="utf-8")) == description


async def test_errors_have_one_body(description: dict[str, Any]) -> None:
    for call, operation in operations(description):
        for status, response in operation["responses"].items():
            if int(status) >= 400 and call != ("get", "/readyz"):
                reference = response["content"]["application/json"]["schema"]["$ref"]
                assert reference == "#/components/schemas/ErrorBody", (call, status)
    assert "HTTPValidationError" not in description["components"]["schemas"]


async def test_answers_have_the_bodies_of_the_contract_with_all_their_fields(description: dict[str, Any]) -> None:
    schemas = description["components"]["schemas"]
    paths = description["paths"]
    for (method, path), name in ANSWERS.items():
        responses = paths[path][method]["responses"]
        (success,) = [response for status, response in responses.items() if status.startswith("2")]
        assert success["content"]["application/json"]["schema"] == {"$ref": f"#/components/schemas/{name}"}
    for name, fields in FIELDS.items():
        assert fields <= set(schemas[name]["required"])
    assert set(schemas["DatasetStatus"]["enum"]) == {"uploaded", "processing", "done", "failed"}
    assert set(schemas["JobState"]["enum"]) == {"queued", "started", "retrying", "success", "failure"}


async def test_bodies_of_answers_promise_every_field_and_have_neither_defaults_nor_tuples(
    description: dict[str, Any],
) -> None:
    for name, schema in description["components"]["schemas"].items():
        if schema["type"] != "object" or name.startswith("Body_"):
            continue
        assert set(schema["required"]) == set(schema["properties"]), name
        assert not any("default" in field for field in schema["properties"].values()), name
        assert "prefixItems" not in str(schema), name


async def test_the_upload_is_described_as_a_form_with_a_name_and_a_file(description: dict[str, Any]) -> None:
    content = description["paths"]["/datasets"]["post"]["requestBody"]["content"]
    (reference,) = [media["schema"]["$ref"] for kind, media in content.items() if kind == "multipart/form-data"]
    form = description["components"]["schemas"][reference.rsplit("/", 1)[1]]

    assert set(form["required"]) == {"name", "file"}


async def test_lists_describe_their_filters(description: dict[str, Any]) -> None:
    def parameters(path: str) -> set[str]:
        return {parameter["name"] for parameter in description["paths"][path]["get"]["parameters"]}

    assert parameters("/datasets") == {
        "limit",
        "cursor",
        "status",
        "uploaded_before",
        "uploaded_after",
        "name_contains",
    }
    assert parameters("/jobs/counts") == {"dataset_id"}
    assert parameters("/jobs") == {"limit", "cursor", "state", "dataset_id", "queued_before", "queued_after"}
    assert description["paths"]["/datasets/{dataset_id}/process"]["post"]["parameters"][0]["in"] == "path"
    assert len(description["paths"]["/datasets/{dataset_id}/process"]["post"]["parameters"]) == 1


def check(description: dict[str, Any], method: str, path: str, response: httpx.Response) -> None:
    """The status is declared for the route, and the body keeps to its schema."""
    declared = description["paths"][path][method]["responses"]
    assert str(response.status_code) in declared, (method, path, response.status_code)
    schema = declared[str(response.status_code)]["content"]["application/json"]["schema"]
    whole = {**schema, "components": description["components"]}
    jsonschema.validate(response.json(), whole, format_checker=jsonschema.FormatChecker())


async def test_answers_keep_to_their_schemas(
    client: httpx.AsyncClient, description: dict[str, Any], session: Session, store: MinioStore
) -> None:
    report = {
        "dataset_id": str(uuid4()),
        "generated_at": "2026-01-01T00:00:00Z",
        "row_count": 4,
        "null_counts": {"a": 1},
        "numeric": {"a": {"min": 1, "max": 2.5, "mean": 1.7}},
        "anomalies": {
            "duplicates_count": 0,
            "outliers": {"a": {"count": 1, "examples": [{"row_index": 3, "value": 9}]}},
        },
        "columns": {},
    }
    done = add_dataset(session, status="done", processed_at=EPOCH, row_count=1)
    add_report(session, done)
    job = add_job(session, done, state="success", started_at=EPOCH, finished_at=EPOCH, progress=100)
    store.put_bytes("reports", report_key(done.id), str(report).replace("'", '"').encode(), "application/json")
    fresh = add_dataset(session)
    one, nobody = "/datasets/{dataset_id}", uuid4()

    check(description, "get", "/", await client.get("/"))
    check(description, "get", "/healthz", await client.get("/healthz"))
    check(description, "get", "/readyz", await client.get("/readyz"))
    check(description, "get", "/meta", await client.get("/meta"))
    check(description, "post", "/datasets", await upload(client))
    check(description, "post", "/datasets", await upload(client, name=""))
    check(description, "post", "/datasets", await upload(client, content_type="text/plain"))
    check(description, "get", "/datasets", await client.get("/datasets?limit=1"))
    check(description, "get", "/datasets", await client.get("/datasets?limit=0"))
    check(description, "get", "/datasets", await client.get("/datasets?cursor=x"))
    for dataset_id in (done.id, fresh.id, nobody, "x"):
        check(description, "get", one, await client.get(f"/datasets/{dataset_id}"))
        check(description, "get", f"{one}/report", await client.get(f"/datasets/{dataset_id}/report"))
        check(description, "get", f"{one}/source", await client.get(f"/datasets/{dataset_id}/source"))
        check(description, "post", f"{one}/process", await client.post(f"/datasets/{dataset_id}/process"))
    check(description, "get", "/jobs", await client.get("/jobs?limit=1"))
    check(description, "get", "/jobs", await client.get("/jobs?state=x"))
    check(description, "get", "/jobs/counts", await client.get("/jobs/counts"))
    check(description, "get", "/jobs/counts", await client.get("/jobs/counts?dataset_id=x"))
    for job_id in (job.id, nobody, "x"):
        check(description, "get", "/jobs/{job_id}", await client.get(f"/jobs/{job_id}"))
    for dataset_id in (fresh.id, nobody, "x"):
        check(description, "delete", one, await client.delete(f"/datasets/{dataset_id}"))
    assert (await client.delete(f"/datasets/{done.id}")).status_code == 204


async def test_answers_to_faults_keep_to_their_schemas(
    client_of: ClientFactory, description: dict[str, Any], settings: Settings
) -> None:
    away = client_of(postgres_port=pick_free(), max_upload_bytes=1000)

    check(description, "get", "/readyz", await away.get("/readyz"))
    check(description, "get", "/datasets", await away.get("/datasets"))
    check(description, "get", "/meta", await away.get("/meta"))
    check(description, "get", "/jobs/counts", await away.get("/jobs/counts"))
    check(description, "get", "/jobs/{job_id}", await away.get(f"/jobs/{uuid4()}"))
    check(description, "post", "/datasets", await upload(away))
    check(description, "post", "/datasets", await upload(away, b"x" * 1001))
    check(description, "post", "/datasets", await upload(away, b"x" * 1_000_000))
    check(description, "post", "/datasets", await upload(client_of(BrokenStore(settings))))
