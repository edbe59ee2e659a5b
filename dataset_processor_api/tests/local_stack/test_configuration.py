import pytest

from local_stack.configuration import check_settings
from local_stack.errors import LocalStackError


@pytest.mark.parametrize(
    ("name", "value"), [("MAX_ROWS", "abc"), ("MAX_UPLOAD_BYTES", "-1"), ("LOG_LEVEL", "loud"), ("API_PORT", "abc")]
)
def test_a_setting_the_product_would_not_take_is_named_before_anything_starts(name: str, value: str) -> None:
    with pytest.raises(LocalStackError, match=name):
        check_settings({name: value})


def test_good_settings_pass() -> None:
    check_settings({"MAX_ROWS": "5", "API_PORT": "0", "POSTGRES_PASSWORD": "secret"})
