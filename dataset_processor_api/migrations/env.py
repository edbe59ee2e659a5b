"""Runs revisions on the engine given by `dataset_processor.db.migrate`, one process at a time."""

from alembic import context
from sqlalchemy import Connection, text

from dataset_processor.db.base import Base
from dataset_processor.db.models import Dataset  # noqa: F401  (registers every table)

MIGRATION_LOCK = 4_720_231


def run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=Base.metadata, compare_server_default=True)
    with context.begin_transaction():
        connection.execute(text("SET LOCAL lock_timeout = '60s'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        connection.execute(text("SET LOCAL lock_timeout = '5s'"))
        connection.execute(text("SET LOCAL statement_timeout = '10min'"))
        context.run_migrations()


with context.config.attributes["engine"].connect() as connection:
    run(connection)
    connection.commit()
