"""Datasets over HTTP: upload, list, read, process, report, source, delete."""

from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, File, Form, Query, Request, Response, UploadFile
from pydantic import AfterValidator

from dataset_processor.api.dependencies import ResourcesDep, SessionDep, transaction
from dataset_processor.api.downloads import Download
from dataset_processor.api.schemas.datasets import DatasetList, DatasetPublic, DatasetUploadPublic
from dataset_processor.api.schemas.errors import answers
from dataset_processor.api.schemas.fields import MAX_NAME_LENGTH, CursorParam, Limit, Moment, Text, storable
from dataset_processor.api.schemas.jobs import JobEnqueuePublic
from dataset_processor.api.schemas.reports import ReportPublic
from dataset_processor.api.upload_form import content_type_of, filename_of
from dataset_processor.db.models import ContentType, DatasetStatus
from dataset_processor.db.queries.datasets import DatasetFilter
from dataset_processor.services import datasets, deletions, jobs, reports, sources

router = APIRouter(prefix="/datasets", tags=["datasets"])


def _stripped_name(value: str) -> str:
    name = value.strip()
    if not name:
        raise ValueError("must not be blank")
    if len(name) > MAX_NAME_LENGTH:
        raise ValueError(f"must have at most {MAX_NAME_LENGTH} characters")
    return storable(name)


Name = Annotated[str, AfterValidator(_stripped_name), Form()]


@router.post("", status_code=HTTPStatus.CREATED, responses=answers(413, 415, 422, 503))
async def upload_dataset(
    name: Name, file: Annotated[UploadFile, File()], session: SessionDep, resources: ResourcesDep
) -> DatasetUploadPublic:
    """Store a CSV or JSON file. The same bytes again give the dataset that is there already, unchanged."""
    new = datasets.Upload(name=name, filename=filename_of(file), content_type=content_type_of(file), body=file.file)
    dataset, existed = await datasets.upload(session, resources.store, resources.settings, new)
    return DatasetUploadPublic.of(dataset, already_existed=existed)


def dataset_filter(
    status: DatasetStatus | None = None,
    uploaded_before: Moment | None = None,
    uploaded_after: Moment | None = None,
    name_contains: Annotated[Text | None, Query(max_length=MAX_NAME_LENGTH)] = None,
) -> DatasetFilter:
    """Times without an offset are UTC; names compare without case, `%` and `_` are literal."""
    return DatasetFilter(status, uploaded_before, uploaded_after, name_contains)


@router.get("", responses=answers(422, 503))
async def list_datasets(
    session: SessionDep,
    which: Annotated[DatasetFilter, Depends(dataset_filter)],
    limit: Limit = 50,
    cursor: CursorParam = None,
) -> DatasetList:
    """Datasets, newest first."""
    return DatasetList.of(await datasets.list_page(session, which, cursor=cursor, limit=limit))


@router.get("/{dataset_id}", responses=answers(404, 422, 503))
async def read_dataset(dataset_id: UUID, session: SessionDep) -> DatasetPublic:
    """One dataset."""
    return DatasetPublic.of(await datasets.find(session, dataset_id))


@router.delete("/{dataset_id}", status_code=HTTPStatus.NO_CONTENT, responses=answers(404, 409, 422, 503))
async def delete_dataset(dataset_id: UUID, resources: ResourcesDep) -> None:
    """Delete the dataset with its jobs, its report and its file, unless a job of it is queued, started or retrying."""
    async with transaction(resources) as session:
        left = await deletions.delete_rows(session, dataset_id)
    await deletions.remove_objects(resources.store, left)


@router.post("/{dataset_id}/process", status_code=HTTPStatus.ACCEPTED, responses=answers(404, 422, 503))
async def request_processing(dataset_id: UUID, request: Request, session: SessionDep) -> JobEnqueuePublic:
    """Queue the dataset for processing; poll the returned job for progress. Asking again gives the same job."""
    return JobEnqueuePublic.of(await jobs.request_processing(session, dataset_id, request.state.request_id))


@router.get("/{dataset_id}/report", response_model=ReportPublic, responses=answers(404, 422, 503))
async def read_report(dataset_id: UUID, resources: ResourcesDep) -> Response:
    """The report, as it was stored."""
    async with transaction(resources) as session:
        report = await reports.locate(session, dataset_id)
        session.expunge(report)
    return Response(await reports.read(resources.store, report), media_type="application/json")


_FILE = {"schema": {"type": "string", "format": "binary"}}
_SOURCE: dict[int | str, dict[str, Any]] = {
    200: {"content": dict.fromkeys(ContentType, _FILE), "description": "The file, as it was uploaded."}
}


@router.get("/{dataset_id}/source", response_class=Response, responses={**_SOURCE, **answers(404, 422, 503)})
async def download_source(dataset_id: UUID, resources: ResourcesDep) -> Download:
    """The original file, byte for byte, under its own name."""
    async with transaction(resources) as session:
        dataset = await sources.locate(session, dataset_id)
        session.expunge(dataset)
    source = await sources.open_source(resources.store, dataset)
    return Download(source, dataset.original_filename, dataset.content_type)
