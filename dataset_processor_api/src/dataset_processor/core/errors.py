"""Expected errors: each has an HTTP status and a stable code, and a sentence its reader understands."""

from http import HTTPStatus


class AppError(Exception):
    """Base of all expected errors; `detail` is shown to the caller."""

    status = HTTPStatus.INTERNAL_SERVER_ERROR
    code = "internal_error"
    detail = "Internal server error."

    def __init__(self, detail: str | None = None) -> None:
        self.detail = detail or type(self).detail
        super().__init__(self.detail)


class DatasetNotFound(AppError):
    status = HTTPStatus.NOT_FOUND
    code = "dataset_not_found"
    detail = "Dataset not found."


class DatasetBusy(AppError):
    status = HTTPStatus.CONFLICT
    code = "dataset_busy"
    detail = "The dataset has a job that has not ended; delete it when that job has."


class JobNotFound(AppError):
    status = HTTPStatus.NOT_FOUND
    code = "job_not_found"
    detail = "Job not found."


class ReportNotReady(AppError):
    status = HTTPStatus.NOT_FOUND
    code = "report_not_ready"
    detail = "The report of this dataset is not ready."


class UnsupportedUploadType(AppError):
    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    code = "unsupported_upload_type"
    detail = "Only text/csv and application/json in UTF-8 are accepted."


class UploadTooLarge(AppError):
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    code = "upload_too_large"
    detail = "The upload is too large."


class InvalidRequest(AppError):
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "invalid_request"
    detail = "The request is malformed."


class StorageUnavailable(AppError):
    status = HTTPStatus.SERVICE_UNAVAILABLE
    code = "storage_unavailable"
    detail = "The object storage cannot be reached; try again later."


class UploadNotKept(AppError):
    status = HTTPStatus.SERVICE_UNAVAILABLE
    code = "upload_not_kept"
    detail = "The upload could not be kept while it arrived; try again later."


class ReportUnreadable(AppError):
    status = HTTPStatus.SERVICE_UNAVAILABLE
    code = "report_unreadable"
    detail = "The report exists but cannot be read; try again later."


class SourceUnreadable(AppError):
    status = HTTPStatus.SERVICE_UNAVAILABLE
    code = "source_unreadable"
    detail = "The file of this dataset cannot be read; try again later."


class DatabaseUnavailable(AppError):
    status = HTTPStatus.SERVICE_UNAVAILABLE
    code = "database_unavailable"
    detail = "The database cannot be reached; try again later."
