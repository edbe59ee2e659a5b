"""Every setting of every process: read once from the environment, then passed down."""

from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

GIB = 1024**3
MIB = 1024**2
DAY_SECONDS = 86_400


def describe_invalid(error: ValidationError) -> str:
    """What is wrong with which setting, without its value, which may be a secret."""
    wrong = (f"{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors(include_input=False))
    return "; ".join(wrong)


class Settings(BaseSettings):
    """Names are the environment's, upper-cased; units stand in the names."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    api_host: str = "127.0.0.1"
    api_port: int = Field(8000, ge=0, le=65535)

    postgres_user: str = "dataset"
    postgres_password: SecretStr = SecretStr("dataset")
    postgres_host: str = "postgres"
    postgres_port: int = 5432
    postgres_db: str = "dataset"

    rabbitmq_user: str = "dataset"
    rabbitmq_password: SecretStr = SecretStr("dataset")
    rabbitmq_host: str = "rabbitmq"
    rabbitmq_port: int = 5673
    rabbitmq_vhost: str = "/"

    s3_scheme: str = Field("http", pattern="^https?$")
    s3_host: str = "minio"
    s3_port: int = 9000
    s3_access_key: str = "minio"
    s3_secret_key: SecretStr = SecretStr("minio123")
    s3_region: str = "us-east-1"
    s3_bucket_uploads: str = "uploads"
    s3_bucket_reports: str = "reports"

    max_upload_bytes: int = Field(20 * GIB, gt=0)
    max_rows: int = Field(1_000_000_000, gt=0)
    max_fields: int = Field(10_000, gt=0)
    max_field_bytes: int = Field(16 * MIB, gt=0, le=256 * MIB)
    max_nesting_depth: int = Field(200, gt=0, le=400)

    # 0 is as many as there are processors, at most four.
    processing_threads: int = Field(0, ge=0)
    processing_memory_bytes: int = Field(48 * MIB, ge=0)
    spill_directory: Annotated[Path | None, BeforeValidator(lambda path: path or None)] = None
    max_spill_bytes: int = Field(100 * GIB, ge=0)

    job_lease_seconds: float = Field(60, gt=0)
    # The hard limit, a minute later, must come before RabbitMQ's consumer_timeout of 1800 s.
    job_time_limit_seconds: int = Field(1200, gt=0, le=1700)
    stale_job_seconds: int = Field(DAY_SECONDS, gt=0)
    sweep_interval_seconds: float = Field(30, gt=0)
    # The grace must outlast the longest upload: a store may date an object back to the beginning of its upload.
    orphan_grace_seconds: int = Field(DAY_SECONDS, ge=3600)
    orphan_sweep_interval_seconds: int = Field(3600, ge=0)
    worker_concurrency: int = Field(2, gt=0)

    outbox_give_up_seconds: int = Field(DAY_SECONDS, gt=0)
    outbox_poll_seconds: float = Field(1, gt=0)
    outbox_batch_size: int = Field(200, gt=0)

    ready_file: Path | None = None
    log_level: str = Field("INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$")

    def processing_limits(self) -> dict[str, int]:
        """How large a dataset may be."""
        return self.model_dump(include={"max_rows", "max_fields", "max_field_bytes", "max_nesting_depth"})

    def processing_resources(self) -> dict[str, Any]:
        """What processing a dataset may use."""
        return {
            "threads": self.processing_threads,
            "memory_bytes": self.processing_memory_bytes,
            "spill_directory": self.spill_directory,
            "max_spill_bytes": self.max_spill_bytes,
        }

    @property
    def database_url(self) -> str:
        """Address of Postgres without a driver: `//user:password@host:port/db`."""
        password = quote(self.postgres_password.get_secret_value(), safe="")
        user = quote(self.postgres_user, safe="")
        return f"//{user}:{password}@{self.postgres_host}:{self.postgres_port}/{quote(self.postgres_db, safe='')}"

    @property
    def broker_url(self) -> str:
        """Address of RabbitMQ for kombu."""
        password = quote(self.rabbitmq_password.get_secret_value(), safe="")
        user = quote(self.rabbitmq_user, safe="")
        vhost = quote(self.rabbitmq_vhost, safe="")
        return f"pyamqp://{user}:{password}@{self.rabbitmq_host}:{self.rabbitmq_port}/{vhost}"

    @property
    def s3_endpoint(self) -> str:
        """`host:port`, as S3 clients take it."""
        return f"{self.s3_host}:{self.s3_port}"
