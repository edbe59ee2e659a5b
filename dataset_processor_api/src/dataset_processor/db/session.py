"""Engines: async for the API, sync for worker, dispatcher and maintenance. Every wait is bounded."""

from sqlalchemy import Engine, create_engine
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from dataset_processor.core.settings import Settings

API_STATEMENT_TIMEOUT_MS = 5_000
WORKER_STATEMENT_TIMEOUT_MS = 15_000
LOCK_TIMEOUT_MS = 2_000
IDLE_IN_TRANSACTION_TIMEOUT_MS = 30_000


def async_engine(settings: Settings) -> AsyncEngine:
    """Engine of the API: connects within 3 s, gives up on a statement after 5 s (8 s if the server is frozen)."""
    return create_async_engine(
        f"postgresql+asyncpg:{settings.database_url}",
        pool_size=10,
        max_overflow=10,
        pool_timeout=3,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={
            "timeout": 3,
            "command_timeout": 8,
            "server_settings": _session_settings("api", API_STATEMENT_TIMEOUT_MS),
        },
    )


def sync_engine(settings: Settings, application_name: str) -> Engine:
    """Engine of a worker, dispatcher or chore: connects within 3 s, gives up on a statement after 15 s."""
    session_settings = _session_settings(application_name, WORKER_STATEMENT_TIMEOUT_MS)
    name = session_settings.pop("application_name")
    return create_engine(
        f"postgresql+psycopg:{settings.database_url}",
        pool_size=2,
        max_overflow=3,
        pool_timeout=5,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={
            "connect_timeout": 3,
            "application_name": name,
            "options": " ".join(f"-c {key}={value}" for key, value in session_settings.items()),
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "tcp_user_timeout": 20_000,
        },
    )


def _session_settings(application_name: str, statement_timeout_ms: int) -> dict[str, str]:
    return {
        "application_name": f"dataset-processor-{application_name}",
        "statement_timeout": str(statement_timeout_ms),
        "lock_timeout": str(LOCK_TIMEOUT_MS),
        "idle_in_transaction_session_timeout": str(IDLE_IN_TRANSACTION_TIMEOUT_MS),
        "timezone": "UTC",
    }
