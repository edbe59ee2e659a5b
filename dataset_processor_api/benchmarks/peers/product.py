"""Dataset Processor by its command line, in its own environment."""

import json
import os
import sys
import tempfile

import dataset_processor.cli.report_file  # noqa: F401 the command imports it when called; here before the clock starts
from benchmarks.totals import Totals, totals_of
from dataset_processor.__main__ import main


def report(path: str, _form: str, _memory_bytes: int) -> Totals:
    """`dataset-processor report FILE --json`, with the report in a file instead of on the terminal."""
    with tempfile.TemporaryFile() as output:
        sys.stdout.flush()
        terminal = os.dup(1)
        os.dup2(output.fileno(), 1)
        try:
            main(["report", path, "--json"], standalone_mode=False)
        except SystemExit as end:
            if end.code:
                raise
        finally:
            sys.stdout.flush()
            os.dup2(terminal, 1)
            os.close(terminal)
        output.seek(0)
        return totals_of(json.load(output))
