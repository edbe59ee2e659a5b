"""The compiled engine beside the plain reference, on files as they come and as they never should.

Some hundred files a format are tried. `pytest tests/processing/test_engine.py --hypothesis-profile=thorough` tries
10,000, others every time; `--hypothesis-profile=thorough-fixed` tries the same 10,000 every time, and
`--hypothesis-profile=thorough --hypothesis-seed=7` those of a seed.
"""

from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.processing.comparison import assert_same, assert_same_within, exact_outcome_of
from tests.processing.files import LIMITS, RESOURCES, csv_files, json_files

from dataset_processor.processing import numbers_of_columns, selection
from dataset_processor.processing.engine import DatasetFormat, EngineResources, Limits

EXAMPLES = settings(max_examples=max(400, settings().max_examples))
CSV, JSON = DatasetFormat.CSV, DatasetFormat.JSON
FILES = st.tuples(csv_files(), st.just(CSV)) | st.tuples(json_files(), st.just(JSON))


# --- Any file ----------------------------------------------------------------------------------------------


@EXAMPLES
@given(data=csv_files(), resources=RESOURCES)
def test_the_report_of_a_csv_is_that_of_the_reference(data: bytes, resources: EngineResources) -> None:
    assert_same(data, CSV, resources)


@EXAMPLES
@given(data=json_files(), resources=RESOURCES)
def test_the_report_of_a_json_file_is_that_of_the_reference(data: bytes, resources: EngineResources) -> None:
    assert_same(data, JSON, resources)


@EXAMPLES
@given(data=csv_files(), limits=LIMITS, resources=RESOURCES)
def test_limits_of_a_csv_are_those_of_the_reference(data: bytes, limits: Limits, resources: EngineResources) -> None:
    assert_same_within(data, CSV, limits, resources)


@EXAMPLES
@given(data=json_files(), limits=LIMITS, resources=RESOURCES)
def test_limits_of_a_json_file_are_those_of_the_reference(
    data: bytes, limits: Limits, resources: EngineResources
) -> None:
    assert_same_within(data, JSON, limits, resources)


@EXAMPLES
@given(data=st.binary(max_size=40), fmt=st.sampled_from(DatasetFormat), resources=RESOURCES)
def test_any_bytes_are_what_the_reference_takes_them_for(
    data: bytes, fmt: DatasetFormat, resources: EngineResources
) -> None:
    assert_same(data, fmt, resources)


@EXAMPLES
@given(
    file=FILES,
    limits=st.none() | LIMITS,
    one=RESOURCES,
    other=RESOURCES,
)
def test_document_and_failure_do_not_depend_on_blocks_threads_and_memory(
    file: tuple[bytes, DatasetFormat], limits: Limits | None, one: EngineResources, other: EngineResources
) -> None:
    found, again = exact_outcome_of(*file, limits, one), exact_outcome_of(*file, limits, other)
    if limits is None or isinstance(found, bytes) or isinstance(again, bytes) or found["code"] == again["code"]:
        assert found == again
    else:
        assert found["row"] == again["row"]


@EXAMPLES
@given(file=FILES, few=st.sampled_from([0, 1, 5, 30]), resources=RESOURCES)
def test_large_columns_are_reported_as_small_ones_are(
    file: tuple[bytes, DatasetFormat], few: int, resources: EngineResources
) -> None:
    with (
        mock.patch.object(numbers_of_columns, "FEW_VALUES", few),
        mock.patch.object(selection, "FEW_VALUES", max(few, 1)),
    ):
        found = exact_outcome_of(*file, resources=resources)
    again = exact_outcome_of(*file, resources=resources)
    assert found == again or not isinstance(found, bytes)


def test_a_large_column_between_small_ones_is_reported_as_small_ones_are() -> None:
    lines = [f"{row if row % 40 == 0 else ''},{row * row},{-row if row % 50 == 0 else ''}" for row in range(2000)]
    file = "\n".join(["few,many,few again", *lines]).encode(), DatasetFormat.CSV
    with mock.patch.object(numbers_of_columns, "FEW_VALUES", 100):
        found = exact_outcome_of(*file)
    assert found == exact_outcome_of(*file)
