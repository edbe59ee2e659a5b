"""What the file part of an upload says of itself."""

from email.message import Message

from fastapi import UploadFile

from dataset_processor.core.errors import InvalidRequest, UnsupportedUploadType
from dataset_processor.db.models import ContentType

_UTF8_NAMES = frozenset({"utf-8", "utf8"})


def content_type_of(file: UploadFile) -> ContentType:
    """The media type, compared without case, its parameters ignored except a charset, which must be UTF-8."""
    header = Message()
    header["Content-Type"] = file.content_type or ""
    charset = header.get_param("charset", "utf-8")
    try:
        content_type = ContentType((file.content_type or "").split(";")[0].strip().lower())
    except ValueError:
        raise UnsupportedUploadType from None
    if not isinstance(charset, str) or charset.strip().lower() not in _UTF8_NAMES:
        raise UnsupportedUploadType
    return content_type


def filename_of(file: UploadFile) -> str:
    """The client's file name as sent; it is reduced to a safe one before use."""
    if not file.filename:
        raise InvalidRequest("The file part needs a filename.")
    if "\x00" in file.filename:
        raise InvalidRequest("The filename must not contain a NUL character.")
    return file.filename
