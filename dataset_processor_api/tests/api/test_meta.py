"""What a client is told of the service, so that it need not know it."""

import httpx
import pytest
from tests.api.conftest import ClientFactory
from tests.api.forms import upload

import dataset_processor
from dataset_processor.core.settings import Settings
from local_stack.ports import pick_free

pytestmark = pytest.mark.anyio


async def test_version_types_and_limits_are_told(client: httpx.AsyncClient, settings: Settings) -> None:
    response = await client.get("/meta")

    assert response.status_code == 200
    assert response.json() == {
        "version": dataset_processor.__version__,
        "accepted_types": ["text/csv", "application/json"],
        "limits": {
            "max_upload_bytes": settings.max_upload_bytes,
            "max_rows": settings.max_rows,
            "max_fields": settings.max_fields,
            "max_field_bytes": settings.max_field_bytes,
            "max_nesting_depth": settings.max_nesting_depth,
        },
    }


async def test_the_limits_told_are_the_limits_kept(client_of: ClientFactory) -> None:
    client = client_of(max_upload_bytes=1000, max_rows=7)

    limits = (await client.get("/meta")).json()["limits"]

    assert (limits["max_upload_bytes"], limits["max_rows"]) == (1000, 7)
    assert (await upload(client, b"x" * limits["max_upload_bytes"])).status_code == 201
    assert (await upload(client, b"x" * (limits["max_upload_bytes"] + 1))).status_code == 413


async def test_with_nothing_there_it_is_told_all_the_same(client_of: ClientFactory) -> None:
    away = client_of(postgres_port=pick_free(), s3_port=pick_free(), rabbitmq_port=pick_free())

    assert (await away.get("/meta")).status_code == 200
