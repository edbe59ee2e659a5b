"""The settings of a stack: the product's defaults, overruled by what the caller says."""

import os
from collections.abc import Mapping

from pydantic import SecretStr, ValidationError

from dataset_processor.core.settings import Settings, describe_invalid
from local_stack.errors import LocalStackError

# Where the ports of a stack that a person started are looked for; 0 would pick a free one.
LOCAL_PORTS = {
    "API_PORT": "8000",
    "POSTGRES_PORT": "15432",
    "RABBITMQ_PORT": "15673",
    "S3_PORT": "19000",
    "WEB_PORT": "5173",
}


def default_settings() -> dict[str, str]:
    """Every setting of the product that has a default, by its environment name."""
    return {
        name.upper(): _plain(field.default)
        for name, field in Settings.model_fields.items()
        if not field.is_required() and field.default is not None
    }


def _plain(value: object) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)


def is_setting(name: str) -> bool:
    """Whether an environment variable is a setting of the product or a port of the stack."""
    return name.lower() in Settings.model_fields or name in LOCAL_PORTS


def callers_settings() -> dict[str, str]:
    """The settings in the environment of whoever called."""
    return {name: value for name, value in os.environ.items() if is_setting(name)}


def check_settings(settings: Mapping[str, str]) -> None:
    """An error that names the first setting the product would not take, before anything is started with it."""
    for name in LOCAL_PORTS:
        port_in(settings, name)
    try:
        Settings.model_validate({name.lower(): value for name, value in settings.items()})
    except ValidationError as error:
        raise LocalStackError(f"invalid setting: {describe_invalid(error)}") from None


def inherited_environment() -> dict[str, str]:
    """Everything else in the environment: what processes need to run at all, and no setting of ours."""
    return {name: value for name, value in os.environ.items() if not is_setting(name)}


def port_in(settings: Mapping[str, str], variable: str) -> int:
    """The port a setting names, 0 where it names none."""
    text = settings.get(variable, "0").strip() or "0"
    if not text.isdigit() or int(text) > 65535:
        raise LocalStackError(f"{variable} is to be a port number from 0 to 65535, not {text!r}")
    return int(text)
