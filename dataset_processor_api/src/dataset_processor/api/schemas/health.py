"""Bodies about the service itself."""

from typing import Literal

from pydantic import BaseModel

Verdict = Literal["ok", "failed"]


class Greeting(BaseModel):
    """The root's answer."""

    Hello: Literal["World"]


class Liveness(BaseModel):
    """The process answers."""

    status: Literal["ok"]


class Checks(BaseModel):
    """One verdict for each thing the service stands on."""

    postgres: Verdict
    rabbitmq: Verdict
    storage: Verdict


class Readiness(BaseModel):
    """Everything can be reached."""

    checks: Checks


class Unreadiness(Readiness):
    """Something cannot be reached."""

    detail: str
