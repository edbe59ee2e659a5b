"""The service itself: greeting, version and limits, liveness, readiness, metrics."""

from http import HTTPStatus

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from dataset_processor import __version__
from dataset_processor.api.dependencies import ResourcesDep, transaction
from dataset_processor.api.schemas.errors import answers
from dataset_processor.api.schemas.health import Checks, Greeting, Liveness, Readiness, Unreadiness
from dataset_processor.api.schemas.meta import Meta
from dataset_processor.core.errors import DatabaseUnavailable
from dataset_processor.observability.metrics import CONTENT_TYPE
from dataset_processor.services import health

router = APIRouter(tags=["service"])


@router.get("/", responses=answers())
async def greet() -> Greeting:
    """Says hello."""
    return Greeting(Hello="World")


@router.get("/meta", responses=answers())
async def meta(resources: ResourcesDep) -> Meta:
    """Version, accepted types and limits, so that a client need not know them."""
    return Meta.of(__version__, resources.settings)


@router.get("/healthz", responses=answers())
async def liveness() -> Liveness:
    """The process answers; nothing else is asked."""
    return Liveness(status="ok")


@router.get(
    "/readyz",
    response_model=Readiness,
    responses={**answers(), 503: {"model": Unreadiness, "description": "Something cannot be reached."}},
)
async def readiness(resources: ResourcesDep) -> JSONResponse:
    """Whether Postgres, RabbitMQ and the object storage can be reached."""
    verdicts = await health.readiness(resources.engine, resources.store, resources.settings)
    checks = Checks.model_validate(verdicts)
    failed = [name for name, verdict in verdicts.items() if verdict == "failed"]
    if not failed:
        return JSONResponse(Readiness(checks=checks).model_dump())
    body = Unreadiness(checks=checks, detail=f"Cannot be reached: {', '.join(failed)}.")
    return JSONResponse(body.model_dump(), HTTPStatus.SERVICE_UNAVAILABLE)


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}, **answers()})
async def metrics(resources: ResourcesDep) -> Response:
    """Metrics as Prometheus text; without the database those of the queue keep their last values."""
    try:
        async with transaction(resources) as session:
            figures = await health.queue_figures(session)
    except DatabaseUnavailable:
        figures = None
    return Response(resources.metrics.render(figures), headers={"Content-Type": CONTENT_TYPE})
