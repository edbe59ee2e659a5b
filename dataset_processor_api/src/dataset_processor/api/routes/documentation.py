"""The API's description for people: Swagger UI and ReDoc over /openapi.json."""

from fastapi import APIRouter
from fastapi.openapi.docs import get_redoc_html, get_swagger_ui_html
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

# Relative, so that it is found also where something in front of the API puts a prefix before its paths.
DESCRIPTION = "openapi.json"
TITLE = "Dataset Processor API"
ASSETS = "docs-assets"
ICON = f"{ASSETS}/favicon.png"

router = APIRouter(include_in_schema=False)


def documentation_assets() -> StaticFiles:
    """Scripts and styles of both pages, so that they need nothing from elsewhere."""
    return StaticFiles(packages=[("fastapi_offline", "static")])


@router.get("/docs")
async def swagger_ui() -> HTMLResponse:
    """Every call, to read and to try."""
    return get_swagger_ui_html(
        openapi_url=DESCRIPTION,
        title=TITLE,
        swagger_js_url=f"{ASSETS}/swagger-ui-bundle.js",
        swagger_css_url=f"{ASSETS}/swagger-ui.css",
        swagger_favicon_url=ICON,
    )


@router.get("/redoc")
async def redoc() -> HTMLResponse:
    """Every call, to read."""
    return get_redoc_html(
        openapi_url=DESCRIPTION,
        title=TITLE,
        redoc_js_url=f"{ASSETS}/redoc.standalone.js",
        redoc_favicon_url=ICON,
        with_google_fonts=False,
    )
