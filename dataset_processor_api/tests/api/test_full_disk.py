"""A disk that is full while an upload arrives is the service's fault, and said to be so."""

import errno

import httpx
import pytest
from starlette import formparsers
from tests.api.forms import upload
from tests.factories import unique_csv

pytestmark = pytest.mark.anyio


class FullDisk:
    """A temporary file that takes nothing."""

    _rolled = True

    def __init__(self, *_: object, **__: object) -> None:
        pass

    def write(self, _: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    def close(self) -> None:
        pass


async def test_an_upload_for_which_there_is_no_room_is_refused_for_now(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formparsers, "SpooledTemporaryFile", FullDisk)

    response = await upload(client, unique_csv())

    assert response.status_code == 503
    assert "could not be kept" in response.json()["detail"]
