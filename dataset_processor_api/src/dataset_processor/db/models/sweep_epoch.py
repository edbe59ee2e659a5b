"""How often orphans have been swept: a database that knows of fewer sweeps than its buckets was restored."""

from sqlalchemy import BigInteger, CheckConstraint, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from dataset_processor.db.base import Base


class SweepEpoch(Base):
    """One row, once there was a sweep."""

    __tablename__ = "sweep_epochs"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False, server_default=text("1"))
    epoch: Mapped[int] = mapped_column(BigInteger)
