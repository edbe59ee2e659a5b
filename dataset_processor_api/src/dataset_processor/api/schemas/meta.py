"""What a caller may send, and to which version."""

from dataset_processor.api.schemas.fields import Body
from dataset_processor.core.settings import Settings
from dataset_processor.db.models import ContentType


class Limits(Body):
    """How large an upload may be, and what processing accepts of it."""

    max_upload_bytes: int
    max_rows: int
    max_fields: int
    max_field_bytes: int
    max_nesting_depth: int


class Meta(Body):
    """Version of the service, types of files it takes, and its limits."""

    version: str
    accepted_types: list[ContentType]
    limits: Limits

    @classmethod
    def of(cls, version: str, settings: Settings) -> "Meta":
        """The body for a service with these settings."""
        return cls(version=version, accepted_types=list(ContentType), limits=Limits.model_validate(settings))
