"""Code and place of errors; epochs of the sweep of orphans

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
    op.create_table(
        "sweep_epochs",
        sa.Column("id", sa.SmallInteger(), server_default=sa.text("1"), autoincrement=False, nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_sweep_epochs_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sweep_epochs")),
    )


def downgrade() -> None:
    op.drop_table("sweep_epochs")
    for table in ("jobs", "datasets"):
        op.drop_column(table, "error_byte_offset")
        op.drop_column(table, "error_row")
    op.drop_column("datasets", "error_code")
