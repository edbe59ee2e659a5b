"""The built page, served by nginx as the production image does, the API below /api/."""

import shutil
from collections.abc import Callable
from pathlib import Path
from string import Template

import urllib3

from local_stack import packages, web_client
from local_stack.child import Program
from local_stack.configuration import inherited_environment, port_in
from local_stack.errors import LocalStackError
from local_stack.ports import LOOPBACK
from local_stack.services.base import Service

PACKAGE = "nginx"
TEMPLATE = web_client.WEB_PROJECT / "docker" / "nginx.conf.template"
MIME_TYPES = ("/etc/nginx/mime.types", "/usr/local/etc/nginx/mime.types", "/opt/homebrew/etc/nginx/mime.types")


def find_server() -> str | None:
    """The nginx on PATH or where Debian puts it, which is not on everybody's PATH."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


class WebService(Service):
    """One nginx process over the built page; an API that is away is an answer of its own."""

    name = "web"
    port_variable = "WEB_PORT"
    first_restart_seconds = 0.5

    def ensure_installed(self, say: Callable[[str], None]) -> None:
        """Find nginx, or install Debian's package as root; build the page if it is not built."""
        if find_server() is None and packages.can_install():
            packages.install(PACKAGE, say)
        server = find_server()
        if server is None:
            raise LocalStackError(
                f"nginx was not found: install it (Debian, Ubuntu: `apt-get install {PACKAGE}`), or run the set-up"
                " as root, which does that"
            )
        web_client.build(say)
        say(f"web: {server}")

    def program(self) -> Program:
        """The server, configured in its folder; the recorded process is the one that serves."""
        server = find_server()
        if server is None:
            raise LocalStackError("nginx is not installed")
        home = self.folder / self.name
        home.mkdir(parents=True, exist_ok=True)
        configuration = home / "nginx.conf"
        configuration.write_text(Template(TEMPLATE.read_text()).safe_substitute(self._names(home)))
        command = [server, "-p", str(home), "-c", str(configuration), "-g", "daemon off; master_process off;"]
        return Program(command, inherited_environment(), home, stop_signal=self.stop_signal)

    def is_ready(self) -> bool:
        """Whether it serves the page."""
        try:
            return urllib3.request("GET", self.url, timeout=2, retries=False).status == 200
        except urllib3.exceptions.HTTPError:
            return False

    @property
    def url(self) -> str:
        """Where a browser finds the page."""
        return f"http://{LOOPBACK}:{self.port}"

    def environment(self) -> dict[str, str]:
        """For people and tools."""
        return {"WEB_PORT": str(self.port), "WEB_URL": self.url}

    def _names(self, home: Path) -> dict[str, str]:
        api_port = self.book.settle("API_PORT", port_in(self.given, "API_PORT"))
        return {
            "WEB_TEMP": str(home),
            "WEB_ROOT": str(web_client.DIST),
            "WEB_LISTEN": f"{LOOPBACK}:{self.port}",
            "WEB_API": f"{LOOPBACK}:{api_port}",
            "WEB_RESOLVER": LOOPBACK,
            "WEB_MIME_TYPES": _find_mime_types(),
        }


def _find_mime_types() -> str:
    for place in MIME_TYPES:
        if Path(place).exists():
            return place
    raise LocalStackError(f"nginx came without its mime.types; looked at {', '.join(MIME_TYPES)}")
