from pathlib import Path

import pytest

from local_stack.supervisor import Supervisor


class LaunchedError(Exception):
    """Ends the watch."""


def test_what_is_launched_gets_the_settings_of_the_latest_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stop of a service is lifted before the supervisor is told so, and it may look in between."""
    supervisor = Supervisor(tmp_path)
    dispatcher = supervisor.stack.services["dispatcher"]
    given: list[dict[str, str]] = []

    def launch() -> None:
        given.append(supervisor.stack.given)
        raise LaunchedError

    monkeypatch.setattr(dispatcher, "launch", launch)
    monkeypatch.setattr(dispatcher, "first_restart_seconds", 0)
    for name in supervisor.stack.services.keys() - {dispatcher.name}:
        supervisor.records.want_down(name)
    supervisor.records.write_environment({"MAX_ROWS": "1000"})
    with pytest.raises(LaunchedError):
        supervisor.watch()
    assert given == [{"MAX_ROWS": "1000"}]
