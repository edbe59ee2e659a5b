"""Schema revisions go up, down and up again, and leave the tables the models describe."""

from sqlalchemy import Engine, inspect

from dataset_processor.db import migrate


def test_revisions_go_down_and_up_again_and_match_the_models(engine: Engine) -> None:
    migrate.check_drift(engine)
    migrate.downgrade(engine, "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]
    migrate.upgrade(engine)
    migrate.check_drift(engine)
