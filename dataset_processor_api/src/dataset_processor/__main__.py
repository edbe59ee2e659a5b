"""The command line: `dataset-processor COMMAND --help` explains each."""

import signal
import sys
import threading
from pathlib import Path
from typing import Any

import click
from pydantic import ValidationError

from dataset_processor import __version__
from dataset_processor.core.settings import Settings, describe_invalid


class SettingsAwareGroup(click.Group):
    """Says which setting is wrong instead of showing a trace."""

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command; an invalid setting is wrong use."""
        try:
            return super().invoke(ctx)
        except ValidationError as error:
            if error.title != Settings.__name__:
                raise
            raise click.UsageError(f"invalid setting: {describe_invalid(error)}") from None


@click.group(cls=SettingsAwareGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(__version__, prog_name="dataset-processor")
def main() -> None:
    """Upload a CSV or JSON dataset, have it processed in the background, fetch a report that can be trusted.

    Settings come from the environment (POSTGRES_HOST, S3_PORT, MAX_UPLOAD_BYTES, ...); .env.example lists all.
    """


@main.command()
def serve() -> None:
    """Run the HTTP API on API_HOST:API_PORT (127.0.0.1:8000)."""
    import uvicorn

    from dataset_processor.api.app import create_app
    from dataset_processor.observability.logging import configure_logging

    settings = Settings()
    configure_logging("api", settings.log_level)
    uvicorn.run(
        create_app(settings),
        host=settings.api_host,
        port=settings.api_port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=20,
    )


@main.command()
def worker() -> None:
    """Run a worker: WORKER_CONCURRENCY processes that take jobs from the queue.

    SIGTERM releases the jobs at hand, uncounted, for other workers to take up, and ends.
    """
    from dataset_processor.worker.celery_app import app

    app.worker_main(
        [
            "--quiet",
            "worker",
            "--pool=prefork",
            "--without-gossip",
            "--without-mingle",
            "--without-heartbeat",
            "-O",
            "fair",
        ]
    )


@main.command()
def dispatcher() -> None:
    """Run the dispatcher: hands queued messages to RabbitMQ and takes back jobs whose worker is gone.

    It also deletes objects that belong to no dataset, in a thread of their own.
    """
    from dataset_processor.db.session import sync_engine
    from dataset_processor.maintenance import orphans, stale_jobs
    from dataset_processor.observability.logging import configure_logging, get_logger
    from dataset_processor.outbox.dispatcher import Dispatcher
    from dataset_processor.outbox.publisher import RabbitPublisher
    from dataset_processor.storage.minio_store import API_TIMEOUTS, MinioStore

    settings = Settings()
    configure_logging("dispatcher", settings.log_level)
    engine = sync_engine(settings, "dispatcher")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    loop = Dispatcher(engine, RabbitPublisher(settings), settings, sweep=lambda: stale_jobs.run_once(engine, settings))
    if settings.orphan_sweep_interval_seconds:
        sweeper = (engine, MinioStore(settings, API_TIMEOUTS), settings, stop)
        threading.Thread(target=orphans.keep_sweeping, args=sweeper, daemon=True).start()
    get_logger(__name__).info("dispatcher.started")
    if settings.ready_file is not None:
        settings.ready_file.touch()
    loop.run(stop)
    get_logger(__name__).info("dispatcher.stopped")


@main.command()
@click.option("--revision", default="head", show_default=True, help="Where to go; `base` with --down removes all.")
@click.option("--down", is_flag=True, help="Go down to the revision instead of up.")
def migrate(revision: str, down: bool) -> None:
    """Bring the database's schema to a revision, and create the buckets."""
    from dataset_processor.db import migrate as schema
    from dataset_processor.db.session import sync_engine
    from dataset_processor.storage.minio_store import WORKER_TIMEOUTS, MinioStore

    settings = Settings()
    engine = sync_engine(settings, "migrate")
    if down:
        schema.downgrade(engine, revision)
        return
    schema.upgrade(engine, revision)
    MinioStore(settings, WORKER_TIMEOUTS).ensure_buckets()
    click.echo(f"The schema is at {revision}, the buckets exist.")


@main.command("sweep-orphans")
@click.option("--dry-run", is_flag=True, help="Delete nothing: log what would be deleted.")
def sweep_orphans(dry_run: bool) -> None:
    """Delete objects in the buckets that belong to no dataset, as the dispatcher does from time to time.

    Exit code 1 when it refused or failed: there were too many, or the database is older than the buckets.
    """
    from dataset_processor.db.session import sync_engine
    from dataset_processor.maintenance import orphans
    from dataset_processor.observability.logging import configure_logging
    from dataset_processor.storage.minio_store import API_TIMEOUTS, MinioStore

    settings = Settings()
    configure_logging("maintenance", settings.log_level)
    store = MinioStore(settings, API_TIMEOUTS)
    engine = sync_engine(settings, "maintenance")
    outcome = orphans.run_once(engine, store, settings, dry_run=dry_run)
    engine.dispose()
    counted = ", ".join(f"{count} {name}" for name, count in vars(outcome).items())
    click.echo(f"Objects that belong to no dataset: {counted}.")
    sys.exit(1 if outcome.failed else 0)


@main.command()
def openapi() -> None:
    """Print the description of the HTTP API for machines, as the API itself answers it at /openapi.json."""
    import json

    from dataset_processor.api.app import create_app

    click.echo(json.dumps(create_app(Settings()).openapi(), indent=2))


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON instead of a summary.")
@click.option(
    "--format", "format_name", type=click.Choice(["csv", "json"]), help="Of standard input or an unusual file name."
)
def report(file: Path, as_json: bool, format_name: str | None) -> None:
    """Report on FILE (`-` for standard input) here and now, without any service.

    Exit code 0 with a report, 1 when the data is invalid, 2 when the command is.
    """
    from dataset_processor.cli.report_file import print_report

    sys.exit(print_report(file, as_json=as_json, format_name=format_name))


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--name", help="Name of the dataset; the file's name unless given.")
@click.option("--api-url", envvar="API_URL", default="http://127.0.0.1:8000", show_default=True, show_envvar=True)
@click.option("--watch", is_flag=True, help="Follow the job and print the report's summary.")
def upload(file: Path, name: str | None, api_url: str, watch: bool) -> None:
    """Upload FILE and have it processed.

    Exit code 0 on success, 1 when the job failed, 2 when the command or the service refused.
    """
    from dataset_processor.cli.upload_file import upload_and_process

    sys.exit(upload_and_process(file, name=name or file.name, api_url=api_url, watch=watch))


if __name__ == "__main__":
    main()
