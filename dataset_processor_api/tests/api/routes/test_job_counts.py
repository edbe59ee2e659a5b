"""How many jobs are in which state."""

from uuid import uuid4

import httpx
import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session
from tests.api.conftest import ClientFactory
from tests.factories import add_dataset, add_job

from local_stack.ports import pick_free

pytestmark = pytest.mark.anyio

NONE = {"queued": 0, "started": 0, "retrying": 0, "success": 0, "failure": 0}


async def test_without_jobs_every_state_is_there_with_none(client: httpx.AsyncClient) -> None:
    response = await client.get("/jobs/counts")

    assert response.status_code == 200
    assert response.json() == NONE


async def test_jobs_are_counted_by_state(client: httpx.AsyncClient, session: Session) -> None:
    for state, count in {"queued": 3, "started": 2, "retrying": 1}.items():
        for _ in range(count):
            add_job(session, add_dataset(session), state=state)
    dataset = add_dataset(session)
    for state in ("success", "failure", "failure"):
        add_job(session, dataset, state=state)

    everything = (await client.get("/jobs/counts")).json()
    of_one = (await client.get(f"/jobs/counts?dataset_id={dataset.id}")).json()

    assert everything == {"queued": 3, "started": 2, "retrying": 1, "success": 1, "failure": 2}
    assert of_one == {**NONE, "success": 1, "failure": 2}


async def test_an_unknown_dataset_has_no_jobs(client: httpx.AsyncClient, session: Session) -> None:
    add_job(session, add_dataset(session))

    assert (await client.get(f"/jobs/counts?dataset_id={uuid4()}")).json() == NONE


@pytest.mark.parametrize("dataset_id", ["", "1", "counts", "%00"])
async def test_a_dataset_that_is_none_is_refused(client: httpx.AsyncClient, dataset_id: str) -> None:
    assert (await client.get(f"/jobs/counts?dataset_id={dataset_id}")).status_code == 422


async def test_without_the_database_there_is_no_count(client_of: ClientFactory) -> None:
    response = await client_of(postgres_port=pick_free()).get("/jobs/counts")

    assert response.status_code == 503


def test_both_counts_can_be_served_by_an_index_alone_or_almost(engine: Engine, session: Session) -> None:
    dataset = add_dataset(session)
    session.execute(
        text(
            "INSERT INTO jobs (id, dataset_id, state) "
            "SELECT gen_random_uuid(), :id, 'success' FROM generate_series(1, 20000)"
        ),
        {"id": dataset.id},
    )
    session.commit()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM (ANALYZE) jobs"))
        connection.execute(text("SET enable_seqscan = off"))  # rows as narrow as these are read as fast without one
        counts = "EXPLAIN SELECT state, count(*) FROM jobs {} GROUP BY state"
        of_all = "\n".join(connection.scalars(text(counts.format(""))))
        of_one = "\n".join(connection.scalars(text(counts.format(f"WHERE dataset_id = '{uuid4()}'"))))
    assert "Index Only Scan using ix_jobs_state" in of_all
    assert "ix_jobs_dataset_id" in of_one
