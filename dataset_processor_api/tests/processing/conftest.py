"""Property tests judge results, not the speed of the machine they run on."""

import pytest
from hypothesis import HealthCheck, settings

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("any-machine", PATIENT)
settings.register_profile("thorough", PATIENT, max_examples=10_000)
settings.register_profile("thorough-fixed", PATIENT, max_examples=10_000, derandomize=True)


def pytest_configure(config: pytest.Config) -> None:
    """Use the profile that was asked for, else the plain one."""
    settings.load_profile(config.getoption("--hypothesis-profile") or "any-machine")
