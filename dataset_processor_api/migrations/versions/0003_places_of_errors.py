"""Code and place of errors

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("datasets", sa.Column("error_code", sa.Text(), nullable=True))
    for table in ("datasets", "jobs"):
        op.add_column(table, sa.Column("error_row", sa.BigInteger(), nullable=True))
        op.add_column(table, sa.Column("error_byte_offset", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    for table in ("jobs", "datasets"):
        op.drop_column(table, "error_byte_offset")
        op.drop_column(table, "error_row")
    op.drop_column("datasets", "error_code")
