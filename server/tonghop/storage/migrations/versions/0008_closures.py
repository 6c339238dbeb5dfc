"""When campaigns were closed and reopened, and the triggers that keep it as it was written."""

import sqlalchemy as sa
from alembic import op

from tonghop.storage.migrations.guard import only_add

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text()


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "closures",
        sa.Column("sequence", BIG, nullable=False),
        sa.Column("campaign", TEXT, nullable=False),
        sa.Column("last_day", sa.Date()),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("who", TEXT, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_closures"),
    )
    op.create_index("ix_closures_campaign", "closures", ["campaign"])
    only_add("closures")
