"""The sample dataset through the REST API of a running stack, as a user would send it."""

import subprocess
import sys
from collections.abc import Mapping

from local_stack.errors import LocalStackError
from local_stack.services.application import COMMAND, PROJECT

SAMPLE = PROJECT / "samples" / "orders.csv"


def process_sample(api_url: str, environment: Mapping[str, str]) -> None:
    """Upload it, watch it being processed, print its summary; an error when any of this fails."""
    sys.stdout.flush()
    command = [*COMMAND, "upload", str(SAMPLE), "--watch", "--api-url", api_url]
    done = subprocess.run(command, check=False, cwd=PROJECT, env=dict(environment))
    if done.returncode != 0:
        raise LocalStackError(f"the sample was not processed (exit code {done.returncode})")
