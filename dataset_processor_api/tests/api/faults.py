"""Faults that the real services do not show by themselves."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, text

from dataset_processor.core.settings import Settings
from dataset_processor.storage.minio_store import API_TIMEOUTS, MinioStore
from dataset_processor.storage.store import ByteSource, StorageError, StoredObject


@contextmanager
def refused_rows(engine: Engine, table: str, *, sqlstate: str = "XX000", at_commit: bool = False) -> Iterator[None]:
    """Postgres refuses every new row of the table: at once, or when its transaction commits."""
    kind = "CONSTRAINT TRIGGER" if at_commit else "TRIGGER"
    moment = "AFTER" if at_commit else "BEFORE"
    deferred = "DEFERRABLE INITIALLY DEFERRED" if at_commit else ""
    with engine.begin() as connection:
        connection.execute(
            text(
                "CREATE FUNCTION refuse_row() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"RAISE EXCEPTION 'refused by the test' USING ERRCODE = '{sqlstate}'; END $$"
            )
        )
        connection.execute(
            text(
                f"CREATE {kind} refuse_row {moment} INSERT ON {table} {deferred} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_row()"
            )
        )
    try:
        yield
    finally:
        with engine.begin() as connection:
            connection.execute(text(f"DROP TRIGGER refuse_row ON {table}"))
            connection.execute(text("DROP FUNCTION refuse_row()"))


class HeldStore(MinioStore):
    """The real store, whose `put` waits in its thread until it is let go."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings, API_TIMEOUTS)
        self.entered = threading.Event()
        self.released = threading.Event()

    def put(self, bucket: str, key: str, source: ByteSource, content_type: str) -> StoredObject:
        self.entered.set()
        if not self.released.wait(30):
            raise TimeoutError("nobody let the store go")
        return super().put(bucket, key, source, content_type)


class UndeletingStore(MinioStore):
    """The real store, which keeps what shall be deleted."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings, API_TIMEOUTS)
        self.kept: list[str] = []

    def delete(self, bucket: str, key: str) -> None:
        self.kept.append(f"{bucket}/{key}")
        raise StorageError("not today")


class BrokenStore(MinioStore):
    """A store with a defect: not an error that is expected of stores."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings, API_TIMEOUTS)

    def put(self, *_: object, **__: object) -> StoredObject:
        raise ZeroDivisionError("a secret detail of the inside")
