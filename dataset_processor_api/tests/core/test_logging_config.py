"""Logging as every process has it: one JSON object a line, ours and the libraries'."""

import io
import json
import logging
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import structlog
from tests.core.captured_logs import captured_logs

from dataset_processor.observability.logging import configure_logging, get_logger


def test_an_event_is_a_line_with_its_fields() -> None:
    with captured_logs("worker") as logs:
        get_logger("dataset_processor.somewhere").info("job.finished", job_id="j1", row_count=3)

    (line,) = logs.events
    logged_at = datetime.fromisoformat(line.pop("timestamp"))
    assert timedelta(0) <= datetime.now(UTC) - logged_at < timedelta(minutes=1)
    assert line == {
        "event": "job.finished",
        "job_id": "j1",
        "row_count": 3,
        "level": "info",
        "logger": "dataset_processor.somewhere",
        "process": "worker",
    }


def test_what_is_bound_to_the_context_is_in_every_line() -> None:
    with captured_logs() as logs, structlog.contextvars.bound_contextvars(request_id="r1"):
        get_logger("a").info("one.thing")
        logging.getLogger("a.library").warning("another thing")
    with captured_logs() as later:
        get_logger("a").info("one.thing")

    assert [line["request_id"] for line in logs.events] == ["r1", "r1"]
    assert "request_id" not in later.events[0]


def test_a_librarys_line_has_the_same_shape() -> None:
    with captured_logs() as logs:
        logging.getLogger("a.library").warning("%s of %d", "three", 7, extra={"job_id": "j1"})

    (line,) = logs.events
    assert (line["event"], line["level"], line["logger"]) == ("three of 7", "warning", "a.library")
    assert (line["process"], line["job_id"]) == ("api", "j1")


@pytest.mark.parametrize("logger", ["ours", "a library's"])
def test_an_exception_stays_within_its_line(logger: str) -> None:
    with captured_logs() as logs:
        try:
            int("two\nlines")
        except ValueError:
            if logger == "ours":
                get_logger("a").exception("it.failed")
            else:
                logging.getLogger("a").exception("it.failed")

    (line,) = logs.events
    assert (line["event"], line["level"]) == ("it.failed", "error")
    assert line["exception"].startswith("Traceback")
    assert line["exception"].endswith("ValueError: invalid literal for int() with base 10: 'two\\nlines'")
    assert "exc_info" not in line


def test_values_json_does_not_know_are_written_as_text() -> None:
    with captured_logs() as logs:
        get_logger("a").info("it.happened", id=UUID(int=7), at=datetime(2026, 1, 1, tzinfo=UTC), error=OSError("no"))

    (line,) = logs.events
    assert line["id"] == str(UUID(int=7))
    assert line["at"] == "2026-01-01 00:00:00+00:00"
    assert "no" in line["error"]


def test_line_ends_and_quotes_in_values_do_not_break_the_line() -> None:
    with captured_logs() as logs:
        get_logger("a").info("it.happened", text='"}\n{"event": "forged"}\r\u2028')

    assert len(logs.text.splitlines()) >= 1
    assert logs.text.count("\n") == 1
    assert json.loads(logs.text)["text"] == '"}\n{"event": "forged"}\r\u2028'


@pytest.mark.parametrize(
    ("level", "seen"),
    [
        ("DEBUG", ["debug", "info", "warning", "error"]),
        ("INFO", ["info", "warning", "error"]),
        ("WARNING", ["warning", "error"]),
        ("ERROR", ["error"]),
    ],
)
def test_lines_below_the_level_are_left_out(level: str, seen: list[str]) -> None:
    with captured_logs(level=level) as logs:
        for logger in (get_logger("a"), logging.getLogger("a.library")):
            for method in ("debug", "info", "warning", "error"):
                getattr(logger, method)("it.happened")

    assert [line["level"] for line in logs.events] == seen * 2


def test_libraries_that_log_every_request_are_quiet() -> None:
    with captured_logs(level="DEBUG") as logs:
        for name in ("httpx", "httpcore", "urllib3", "uvicorn.access"):
            logging.getLogger(name).info("a request")
            logging.getLogger(name).warning("a warning")

    assert [line["event"] for line in logs.events] == ["a warning"] * 4


def test_what_a_server_says_for_terminals_is_left_out() -> None:
    with captured_logs() as logs:
        logging.getLogger("uvicorn.error").info("Started", extra={"color_message": "\x1b[36mStarted"})

    assert "color_message" not in logs.events[0]


def test_configuring_twice_does_not_double_the_lines() -> None:
    with captured_logs():
        stream = io.StringIO()
        configure_logging("api", stream=io.StringIO())
        configure_logging("dispatcher", stream=stream)
        get_logger("a").info("it.happened")

    (line,) = stream.getvalue().splitlines()
    assert json.loads(line)["process"] == "dispatcher"


def test_logs_go_to_standard_error_unless_told(capsys: pytest.CaptureFixture[str]) -> None:
    with captured_logs():
        configure_logging("api")
        get_logger("a").info("it.happened")

    captured = capsys.readouterr()
    assert captured.out == ""
    assert json.loads(captured.err)["event"] == "it.happened"
