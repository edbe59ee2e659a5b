"""Somebody who uses the service over HTTP."""

from collections.abc import Callable
from typing import Any

import httpx

from local_stack.waiting import wait_until

FINAL = {"success", "failure"}
Document = dict[str, Any]


class Caller:
    """Raises for every answer that is not what the call promises."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, timeout=30)

    def upload(self, body: bytes, content_type: str = "text/csv", name: str = "orders") -> Document:
        answer = self.http.post(
            "/datasets", data={"name": name}, files={"file": (f"{name}.{content_type[-4:]}", body, content_type)}
        )
        return self._body(answer, 201)

    def process(self, dataset_id: str, **headers: str) -> Document:
        return self._body(self.http.post(f"/datasets/{dataset_id}/process", headers=headers), 202)

    def job(self, job_id: str) -> Document:
        return self._body(self.http.get(f"/jobs/{job_id}"), 200)

    def dataset(self, dataset_id: str) -> Document:
        return self._body(self.http.get(f"/datasets/{dataset_id}"), 200)

    def report(self, dataset_id: str) -> Document:
        return self._body(self.http.get(f"/datasets/{dataset_id}/report"), 200)

    def job_that(self, job_id: str, condition: Callable[[Document], bool], seconds: float) -> Document:
        """The job once the condition holds."""
        seen: Document = {}

        def holds() -> bool:
            seen.update(self.job(job_id))
            return condition(seen)

        assert wait_until(holds, seconds), f"after {seconds} s the job is {seen}"
        return seen

    def finished(self, job_id: str, seconds: float = 30) -> Document:
        """The job in its last state."""
        return self.job_that(job_id, lambda job: job["state"] in FINAL, seconds)

    def being_read(self, job_id: str, attempt: int = 1, seconds: float = 20) -> Document:
        """The job while this attempt reads its file."""
        return self.job_that(
            job_id,
            lambda job: job["state"] == "started" and job["attempt"] == attempt and job["progress"] > 5,
            seconds,
        )

    def run(self, body: bytes, content_type: str = "text/csv") -> tuple[Document, Document, Document]:
        """Upload, process, wait: the dataset, the job and the report."""
        dataset_id = self.upload(body, content_type)["id"]
        job = self.finished(self.process(dataset_id)["job_id"])
        assert job["state"] == "success", job["error"]
        return self.dataset(dataset_id), job, self.report(dataset_id)

    @staticmethod
    def _body(answer: httpx.Response, status: int) -> Document:
        assert answer.status_code == status, f"{answer.request.url}: {answer.status_code} {answer.text}"
        body: Document = answer.json()
        return body
