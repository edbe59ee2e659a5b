"""Greeting, liveness and readiness; what happens while a service is away stands in test_outages.py."""

import httpx
import pytest
from tests.api.conftest import ClientFactory

from dataset_processor.core.settings import Settings
from dataset_processor.storage.minio_store import API_TIMEOUTS, MinioStore
from dataset_processor.storage.store import StorageError
from local_stack.ports import pick_free

pytestmark = pytest.mark.anyio


async def test_the_root_says_hello(client: httpx.AsyncClient) -> None:
    response = await client.get("/")

    assert response.status_code == 200
    assert response.json() == {"Hello": "World"}


async def test_a_living_process_says_so(client: httpx.AsyncClient) -> None:
    response = await client.get("/healthz")

    assert response.status_code == 200
    assert response.json() == {"status": "ok"}


async def test_with_all_services_there_it_is_ready(client: httpx.AsyncClient) -> None:
    response = await client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {"checks": {"postgres": "ok", "rabbitmq": "ok", "storage": "ok"}}


async def test_with_nothing_there_it_lives_and_is_not_ready(client_of: ClientFactory) -> None:
    client = client_of(**dict.fromkeys(("postgres_port", "rabbitmq_port", "s3_port"), pick_free()))

    assert (await client.get("/healthz")).status_code == 200
    response = await client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == {
        "checks": {"postgres": "failed", "rabbitmq": "failed", "storage": "failed"},
        "detail": "Cannot be reached: postgres, rabbitmq, storage.",
    }


@pytest.mark.parametrize(
    ("setting", "value", "check"),
    [
        ("postgres_db", "no_such_database", "postgres"),
        ("postgres_user", "nobody", "postgres"),
        ("rabbitmq_vhost", "no-such-vhost", "rabbitmq"),
        ("rabbitmq_user", "nobody", "rabbitmq"),
        ("s3_access_key", "nobody", "storage"),
        ("s3_bucket_reports", "no-such-bucket", "storage"),
    ],
)
async def test_a_service_that_refuses_us_is_not_ready(
    client_of: ClientFactory, setting: str, value: str, check: str
) -> None:
    response = await client_of(**{setting: value}).get("/readyz")

    assert response.status_code == 503
    checks = response.json()["checks"]
    assert [name for name, verdict in checks.items() if verdict == "failed"] == [check]
    assert response.json()["detail"] == f"Cannot be reached: {check}."


class UnlistableStore(MinioStore):
    """Fails with an error nobody expects of a store."""

    def check(self) -> None:
        raise KeyError("surprise")


async def test_a_check_that_fails_in_a_way_nobody_expects_is_a_failed_check(
    client_of: ClientFactory, settings: Settings
) -> None:
    response = await client_of(UnlistableStore(settings, API_TIMEOUTS)).get("/readyz")

    assert response.status_code == 503
    assert response.json()["checks"] == {"postgres": "ok", "rabbitmq": "ok", "storage": "failed"}


class AbsentStore(MinioStore):
    """Is away when the API starts."""

    def ensure_buckets(self) -> None:
        raise StorageError("away")


async def test_the_api_starts_while_the_storage_is_away(settings: Settings) -> None:
    from dataset_processor.api.app import create_app

    app = create_app(settings, AbsentStore(settings, API_TIMEOUTS))
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            assert (await client.get("/healthz")).status_code == 200
