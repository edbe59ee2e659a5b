"""Ports on loopback: chosen, remembered in the stack's folder, checked before anything starts."""

import json
import random
import socket
from collections.abc import Iterable, Mapping
from pathlib import Path

from local_stack.errors import LocalStackError

LOOPBACK = "127.0.0.1"
# Below the range from which the kernel takes the ports of outgoing connections, so that a server that is down
# for a moment finds its port free when it comes back.
LOWEST, HIGHEST = 20_000, 32_000
ATTEMPTS = 200


def is_free(port: int) -> bool:
    """Whether a server could listen there now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
            probe.listen(1)
        except OSError:
            return False
        return True


def is_answering(port: int) -> bool:
    """Whether somebody accepts connections there."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=1):
            return True
    except OSError:
        return False


def pick_free(avoid: Iterable[int] = ()) -> int:
    """Some free port; two stacks that pick at the same time hardly ever get the same one."""
    taken = set(avoid)
    chooser = random.SystemRandom()
    for _ in range(ATTEMPTS):
        port = chooser.randrange(LOWEST, HIGHEST)
        if port not in taken and is_free(port):
            return port
    raise LocalStackError(f"no free port found between {LOWEST} and {HIGHEST}")


class PortBook:
    """The ports of one stack by the names of their variables, kept in `ports.json` and read afresh each time."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "ports.json"

    def settle(self, variable: str, wanted: int) -> int:
        """The wanted port, or for 0 the recorded one, else a free one; recorded from now on."""
        ports = self.read()
        port = wanted or ports.get(variable) or pick_free(ports.values())
        if ports.get(variable) != port:
            self._write({**ports, variable: port})
        return port

    def read(self) -> dict[str, int]:
        """All that is recorded."""
        try:
            ports: dict[str, int] = json.loads(self._file.read_text())
        except (OSError, ValueError):
            return {}
        return ports

    def forget(self, variable: str) -> None:
        """Choose anew next time."""
        ports = self.read()
        if ports.pop(variable, None) is not None:
            self._write(ports)

    def _write(self, ports: Mapping[str, int]) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_text(json.dumps(ports, indent=2) + "\n")


def check_free(ports: Mapping[str, int]) -> None:
    """All of them can be had and no two are the same, or an error that names the first that cannot."""
    seen: dict[int, str] = {}
    for variable, port in ports.items():
        if port in seen:
            raise LocalStackError(f"{variable} and {seen[port]} both say port {port}; give each its own")
        seen[port] = variable
        if not is_free(port):
            raise LocalStackError(
                f"port {port} is taken by another program; choose another one with {variable}=PORT"
                f" ({variable}=0 picks a free one)"
            )
