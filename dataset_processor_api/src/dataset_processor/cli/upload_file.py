"""`dataset-processor upload`: upload, process, follow with a progress bar, show the summary."""

from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from dataset_processor.cli.client import CONTENT_TYPES, ApiClient, ApiError
from dataset_processor.cli.summary import render_summary

OK, JOB_FAILED, REFUSED = 0, 1, 2


def upload_and_process(path: Path, *, name: str, api_url: str, watch: bool) -> int:
    """Returns the command's exit code."""
    out, err = Console(), Console(stderr=True)
    content_type = CONTENT_TYPES.get(path.suffix.lower())
    if content_type is None:
        err.print(f"{escape(str(path))}: only .csv and .json files are taken.")
        return REFUSED
    try:
        with ApiClient(api_url) as client:
            dataset = client.upload(path, name, content_type)
            job = client.process(dataset["id"])
            known = " (these bytes were there already)" if dataset.get("already_existed") else ""
            out.print(f"dataset {dataset['id']}{known}\njob     {job['job_id']}", highlight=False)
            if not watch:
                return OK
            final = _follow(client, job["job_id"], err)
            if final["state"] != "success":
                err.print(f"[red]failed:[/] {escape(str(final['error']))}")
                return JOB_FAILED
            render_summary(client.report(dataset["id"]), out)
    except ApiError as error:
        err.print(f"[red]error:[/] {escape(str(error))}")
        return REFUSED
    return OK


def _follow(client: ApiClient, job_id: str, console: Console) -> dict[str, object]:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    job: dict[str, object] = {}
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("queued", total=100)
        for job in client.follow(job_id):
            bar.update(task, completed=float(str(job["progress"])), description=str(job["state"]))
    return job
