"""The body of every error."""

from typing import Any

from pydantic import BaseModel, Field


class ValidationDetail(BaseModel):
    """One violated rule and where it was violated."""

    loc: list[str | int]
    msg: str
    type: str


class ErrorBody(BaseModel):
    """A sentence, or the list of what is wrong with the request."""

    detail: str | list[ValidationDetail] = Field(examples=["Dataset not found."])


def answers(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """OpenAPI responses for these error statuses, with 500, which any call can give."""
    described = {
        404: "The dataset, job or report does not exist.",
        409: "The dataset has a job that has not ended.",
        413: "The upload is too large.",
        415: "The type of the upload is not supported.",
        422: "The request is malformed.",
        500: "An unexpected error; the request id finds it in the logs.",
        503: "The database, the queue or the object storage cannot be reached; try again later.",
    }
    return {status: {"model": ErrorBody, "description": described[status]} for status in (*statuses, 500)}
