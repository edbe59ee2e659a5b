"""The web client's types are made from a copy of the API's description, which must be the description of today."""

import json
from pathlib import Path

from click.testing import CliRunner

from dataset_processor.__main__ import main

COPY = Path(__file__).parents[3] / "dataset_processor_web" / "openapi.json"


def test_the_copy_in_the_web_client_is_what_the_api_says() -> None:
    printed = CliRunner().invoke(main, ["openapi"])
    assert printed.exit_code == 0, printed.output
    assert json.loads(COPY.read_text()) == json.loads(printed.stdout), "run `make openapi`"
