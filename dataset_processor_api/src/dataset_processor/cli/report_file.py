"""`dataset-processor report`: the report of a local file, with the same engine as the worker."""

import sys
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from dataset_processor.cli.summary import render_summary
from dataset_processor.core.clock import utc_now
from dataset_processor.core.settings import Settings
from dataset_processor.processing.engine import DatasetFormat, EngineResources, Limits, build_report
from dataset_processor.processing.errors import InvalidDataset
from dataset_processor.processing.progress import Progress as EngineProgress
from dataset_processor.processing.report import Report, to_json_bytes
from dataset_processor.processing.warm_up import is_compiled, warm_up

OK, INVALID_DATA, WRONG_USE = 0, 1, 2


def print_report(path: Path, *, as_json: bool, format_name: str | None) -> int:
    """Returns the command's exit code."""
    err = Console(stderr=True)
    suffix = format_name or path.suffix.lower().removeprefix(".")
    if suffix not in {"csv", "json"}:
        err.print(f"{escape(str(path))}: say --format csv or --format json.")
        return WRONG_USE
    if not is_compiled():
        err.print("Preparing the engine for this machine; this happens once and takes about half a minute.")
        warm_up()
    try:
        report = _build(path, DatasetFormat(suffix), err)
    except InvalidDataset as error:
        err.print(f"[red]invalid data:[/] {escape(error.message)}")
        return INVALID_DATA
    except OSError as error:
        err.print(f"[red]error:[/] {escape(str(error))}")
        return WRONG_USE
    document = report.document(None, utc_now())
    if as_json:
        sys.stdout.buffer.write(to_json_bytes(document) + b"\n")
    else:
        render_summary(document, Console())
    return OK


def _build(path: Path, file_format: DatasetFormat, console: Console) -> Report:
    settings = Settings()
    piped = str(path) == "-"
    total = None if piped else path.stat().st_size
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("reading", total=100)

        def on_progress(progress: EngineProgress) -> None:
            bar.update(task, completed=progress.percent, description=f"{progress.rows:,} rows")

        with sys.stdin.buffer if piped else path.open("rb", buffering=0) as stream:
            return build_report(
                stream,
                file_format,
                limits=Limits(**settings.processing_limits()),
                resources=EngineResources(**settings.processing_resources()),
                total_bytes=total,
                on_progress=on_progress,
            )
