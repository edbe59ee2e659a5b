import threading
import time
from collections.abc import Iterator

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine, func, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session
from tests.backends import Backends
from tests.factories import add_dataset, add_job

from dataset_processor.core.settings import Settings
from dataset_processor.db.models import Dataset, Job
from dataset_processor.db.session import sync_engine
from dataset_processor.db.transactions import is_retryable, run_transaction
from local_stack.ports import pick_free


@pytest.fixture
def narrow(settings: Settings, engine: Engine) -> Iterator[Engine]:
    """An engine of its own, whose connections can be broken."""
    narrow = sync_engine(settings, "narrow")
    yield narrow
    narrow.dispose()


RAISE = "DO $$ BEGIN RAISE EXCEPTION 'on purpose' USING ERRCODE = '{}'; END $$"


@pytest.mark.parametrize("code", ["40001", "40P01", "55P03", "57014", "57P01", "53300", "08006", "58030", "25P03"])
def test_what_may_pass_is_run_again(engine: Engine, code: str) -> None:
    runs: list[int] = []

    def work(session: Session) -> str:
        runs.append(1)
        if len(runs) < 3:
            session.execute(text(RAISE.format(code)))
        return "done"

    assert run_transaction(engine, work) == "done"
    assert len(runs) == 3


@pytest.mark.parametrize("code", ["23505", "22003", "42P01", "P0001", "42501"])
def test_what_cannot_pass_is_raised_at_once(engine: Engine, code: str) -> None:
    runs: list[int] = []

    def work(session: Session) -> None:
        runs.append(1)
        session.execute(text(RAISE.format(code)))

    with pytest.raises(DBAPIError) as caught:
        run_transaction(engine, work)
    assert not is_retryable(caught.value)
    assert len(runs) == 1


def test_a_run_that_fails_leaves_nothing_behind(engine: Engine, session: Session) -> None:
    dataset = add_dataset(session)
    runs: list[int] = []

    def work(session: Session) -> None:
        runs.append(1)
        session.execute(update(Dataset).values(size_bytes=Dataset.size_bytes + 1))
        if len(runs) < 3:
            session.execute(text(RAISE.format("40001")))

    run_transaction(engine, work)
    session.refresh(dataset)
    assert dataset.size_bytes == 2


def test_a_connection_that_is_cut_in_the_middle_is_replaced(narrow: Engine, engine: Engine) -> None:
    cut: list[int] = []

    def work(session: Session) -> int:
        pid: int = session.scalars(select(func.pg_backend_pid())).one()
        if not cut:
            cut.append(pid)
            with engine.begin() as other:
                other.execute(select(func.pg_terminate_backend(pid)))
        session.execute(text("SELECT 1"))
        return pid

    assert run_transaction(narrow, work) not in cut


def test_a_row_that_another_holds_is_waited_for_beyond_the_lock_timeout(
    engine: Engine, narrow: Engine, session: Session
) -> None:
    job = add_job(session, add_dataset(session))
    locked = threading.Event()
    release = threading.Event()

    def hold() -> None:
        with Session(engine) as other, other.begin():
            other.scalars(select(Job).with_for_update()).one()
            locked.set()
            release.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    assert locked.wait(5)
    refusals: list[int] = []

    def work(session: Session) -> Job:
        try:
            return session.scalars(select(Job).with_for_update()).one()
        except OperationalError:
            refusals.append(1)
            release.set()
            raise

    began = time.monotonic()
    assert run_transaction(narrow, work).id == job.id
    holder.join()
    assert refusals == [1]
    assert time.monotonic() - began < 6


def test_patience_has_an_end(settings: Settings) -> None:
    nowhere = sync_engine(settings.model_copy(update={"postgres_port": pick_free()}), "tests")
    began = time.monotonic()
    with pytest.raises(OperationalError):
        run_transaction(nowhere, lambda session: session.execute(text("SELECT 1")), patience_seconds=1)
    assert 0.2 < time.monotonic() - began < 2


def test_a_restart_of_the_database_is_outlived(backends: Backends, narrow: Engine) -> None:
    assert run_transaction(narrow, lambda session: session.scalars(text("SELECT 1")).one()) == 1
    backends.stop("postgres")
    starter = threading.Thread(target=backends.start, args=("postgres",))
    starter.start()
    assert run_transaction(narrow, lambda session: session.scalars(text("SELECT 2")).one()) == 2
    starter.join()


def test_a_full_pool_may_pass_and_other_errors_may_not() -> None:
    assert is_retryable(PoolTimeout())
    assert is_retryable(OperationalError("SELECT", {}, ConnectionError()))
    assert not is_retryable(ProgrammingError("SELECT", {}, Exception()))
    assert not is_retryable(IntegrityError("INSERT", {}, Exception()))
    assert not is_retryable(ValueError())


@pytest.mark.parametrize(
    ("name", "value"),
    [("statement_timeout", "15s"), ("lock_timeout", "2s"), ("idle_in_transaction_session_timeout", "30s")],
)
def test_every_wait_in_the_database_is_bounded(engine: Engine, name: str, value: str) -> None:
    with engine.connect() as connection:
        assert connection.scalars(text(f"SHOW {name}")).one() == value
        assert connection.scalars(text("SHOW timezone")).one() == "UTC"


def test_a_password_with_every_special_character_reaches_the_database(engine: Engine, settings: Settings) -> None:
    password = 'p@ss:w/rd?#[]%20 ü"'
    with engine.begin() as connection:
        connection.execute(text("CREATE ROLE odd LOGIN PASSWORD '{}'".format(password.replace(":", r"\:"))))
    odd_user = {"postgres_user": "odd", "postgres_password": SecretStr(password)}
    odd = sync_engine(settings.model_copy(update=odd_user), "odd")
    try:
        with odd.connect() as connection:
            assert connection.scalars(text("SELECT current_user")).one() == "odd"
    finally:
        odd.dispose()
        with engine.begin() as connection:
            connection.execute(text("DROP ROLE odd"))
