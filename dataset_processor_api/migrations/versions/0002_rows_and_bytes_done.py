"""Rows and bytes done of a job

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("jobs", sa.Column("rows_done", sa.BigInteger(), nullable=True))
    op.add_column("jobs", sa.Column("bytes_done", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("jobs", "bytes_done")
    op.drop_column("jobs", "rows_done")
