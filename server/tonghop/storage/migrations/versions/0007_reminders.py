"""Which units were reminded of an overdue report, on which day."""

import sqlalchemy as sa
from alembic import op

from tonghop.storage.migrations.guard import only_add

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text()


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "reminders",
        sa.Column("sequence", BIG, nullable=False),
        sa.Column("campaign", TEXT, nullable=False),
        sa.Column("period", TEXT, nullable=False),
        sa.Column("unit", TEXT, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("went", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_reminders"),
    )
    op.create_index("ix_reminders_campaign_day", "reminders", ["campaign", "day"])
    only_add("reminders")
