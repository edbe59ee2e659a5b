"""One rendering for every error: `{"detail": ...}`."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from dataset_processor.core.errors import AppError, UploadNotKept
from dataset_processor.observability.logging import get_logger

log = get_logger(__name__)


def add_error_handlers(app: FastAPI) -> None:
    """Unexpected errors are rendered by the request middleware, which is outside of these handlers."""
    app.add_exception_handler(AppError, _app_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)


async def _app_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, AppError)  # noqa: S101  # registered for this class
    log.info("request.refused", code=error.code, status=error.status.value)
    headers = {"Retry-After": "5"} if error.status is HTTPStatus.SERVICE_UNAVAILABLE else None
    return JSONResponse({"detail": error.detail}, error.status, headers=headers)


async def _validation_error(_request: Request, error: Exception) -> JSONResponse:
    """Says what is wrong and where, without sending the value back."""
    assert isinstance(error, RequestValidationError)  # noqa: S101  # registered for this class
    detail: list[dict[str, Any]] = [{key: e[key] for key in ("loc", "msg", "type")} for e in error.errors()]
    return JSONResponse({"detail": detail}, HTTPStatus.UNPROCESSABLE_ENTITY)


async def _http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101  # registered for this class
    if isinstance(error.__cause__, OSError):
        # The framework blames the sender for whatever goes wrong while it reads a body, a full disk included.
        log.error("request.body_not_kept", exc_info=error.__cause__)
        return await _app_error(request, UploadNotKept())
    # The framework calls a body that cannot be parsed 400; callers of this service know one status for it.
    broken_form = error.status_code == HTTPStatus.BAD_REQUEST
    status = HTTPStatus.UNPROCESSABLE_ENTITY if broken_form else error.status_code
    return JSONResponse({"detail": error.detail}, status, headers=error.headers)
