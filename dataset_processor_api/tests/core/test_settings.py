"""Settings: the names and defaults that are fixed, what is refused, and secrets that stay hidden."""

import pytest
from pydantic import SecretStr, ValidationError

from dataset_processor.core.settings import GIB, MIB, Settings

FIXED = {
    "POSTGRES_USER": "dataset",
    "POSTGRES_PASSWORD": "dataset",
    "POSTGRES_HOST": "postgres",
    "POSTGRES_PORT": 5432,
    "POSTGRES_DB": "dataset",
    "RABBITMQ_USER": "dataset",
    "RABBITMQ_PASSWORD": "dataset",
    "RABBITMQ_HOST": "rabbitmq",
    "RABBITMQ_PORT": 5673,
    "RABBITMQ_VHOST": "/",
    "S3_SCHEME": "http",
    "S3_HOST": "minio",
    "S3_PORT": 9000,
    "S3_ACCESS_KEY": "minio",
    "S3_SECRET_KEY": "minio123",
    "S3_BUCKET_UPLOADS": "uploads",
    "S3_BUCKET_REPORTS": "reports",
    "MAX_UPLOAD_BYTES": 20 * GIB,
    "MAX_ROWS": 10**9,
    "MAX_FIELDS": 10_000,
    "MAX_FIELD_BYTES": 16 * MIB,
    "MAX_NESTING_DEPTH": 200,
    "JOB_LEASE_SECONDS": 60,
    "STALE_JOB_SECONDS": 86_400,
    "OUTBOX_GIVE_UP_SECONDS": 86_400,
}


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the machine's own."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def plain(value: object) -> object:
    return value.get_secret_value() if isinstance(value, SecretStr) else value


@pytest.mark.parametrize(("name", "default"), FIXED.items())
def test_a_setting_has_its_default(name: str, default: object) -> None:
    assert plain(getattr(Settings(), name.lower())) == default


@pytest.mark.parametrize(("name", "default"), FIXED.items())
def test_a_setting_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch, name: str, default: object) -> None:
    given = "https" if name == "S3_SCHEME" else "value" if isinstance(default, str) else "77"
    monkeypatch.setenv(name, given)

    assert str(plain(getattr(Settings(), name.lower()))).removesuffix(".0") == given


def test_other_variables_are_nobodys_business(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTGRES_NOTHING", "x")

    assert Settings() == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("POSTGRES_PORT", "abc"),
        ("S3_SCHEME", "ftp"),
        ("MAX_UPLOAD_BYTES", "0"),
        ("MAX_UPLOAD_BYTES", "20GiB"),
        ("MAX_ROWS", "-1"),
        ("MAX_NESTING_DEPTH", "100000"),
        ("MAX_FIELD_BYTES", "300000000"),
        ("JOB_LEASE_SECONDS", "0"),
        ("LOG_LEVEL", "verbose"),
        ("API_PORT", "65536"),
    ],
)
def test_a_value_that_makes_no_sense_stops_the_start(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(ValidationError, match=name.lower()):
        Settings()


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings().max_rows = 1  # type: ignore[misc]  # the point of the test


def test_no_secret_is_shown() -> None:
    secret = "s3cr3t-of-the-test"
    settings = Settings(
        postgres_password=SecretStr(secret), rabbitmq_password=SecretStr(secret), s3_secret_key=SecretStr(secret)
    )
    assert secret in settings.database_url
    assert secret in settings.broker_url

    for shown in (repr(settings), str(settings), f"{settings}", str(settings.model_dump()), settings.model_dump_json()):
        assert secret not in shown


def test_a_refused_value_does_not_show_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTGRES_PASSWORD", "s3cr3t-of-the-test")
    monkeypatch.setenv("POSTGRES_PORT", "abc")

    with pytest.raises(ValidationError) as raised:
        Settings()

    assert "s3cr3t-of-the-test" not in str(raised.value)


def test_addresses_carry_what_the_settings_say() -> None:
    settings = Settings(
        postgres_host="db",
        postgres_port=1,
        postgres_db="data",
        rabbitmq_host="mq",
        rabbitmq_port=2,
        s3_host="s3",
        s3_port=3,
    )

    assert settings.database_url == "//dataset:dataset@db:1/data"
    assert settings.broker_url == "pyamqp://dataset:dataset@mq:2/%2F"
    assert settings.s3_endpoint == "s3:3"


def test_special_characters_in_accounts_do_not_break_addresses() -> None:
    settings = Settings(
        postgres_user="a@b",
        postgres_password=SecretStr("p:/?#%"),
        postgres_db="d/b",
        rabbitmq_user="a@b",
        rabbitmq_password=SecretStr("p:/?#%"),
        rabbitmq_vhost="v/h",
    )

    assert settings.database_url == "//a%40b:p%3A%2F%3F%23%25@postgres:5432/d%2Fb"
    assert settings.broker_url == "pyamqp://a%40b:p%3A%2F%3F%23%25@rabbitmq:5673/v%2Fh"


def test_a_changed_copy_has_addresses_of_its_own() -> None:
    settings = Settings(postgres_port=1, rabbitmq_port=2)
    assert ":1/" in settings.database_url
    assert ":2/" in settings.broker_url

    copy = settings.model_copy(update={"postgres_port": 11, "rabbitmq_port": 22})

    assert ":11/" in copy.database_url
    assert ":22/" in copy.broker_url
