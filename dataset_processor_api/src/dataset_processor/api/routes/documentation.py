"""The API's description for people: Swagger UI and ReDoc over /openapi.json."""

from fastapi import APIRouter
from fastapi.openapi.docs import get_redoc_html, get_swagger_ui_html
from fastapi.responses import HTMLResponse

# Relative, so that it is found also where something in front of the API puts a prefix before its paths.
DESCRIPTION = "openapi.json"
TITLE = "Dataset Processor API"

router = APIRouter(include_in_schema=False)


@router.get("/docs")
async def swagger_ui() -> HTMLResponse:
    """Every call, to read and to try."""
    return get_swagger_ui_html(openapi_url=DESCRIPTION, title=TITLE)


@router.get("/redoc")
async def redoc() -> HTMLResponse:
    """Every call, to read."""
    return get_redoc_html(openapi_url=DESCRIPTION, title=TITLE)
