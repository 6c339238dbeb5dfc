"""What was allocated to units, and the triggers that keep it as it was written."""

import sqlalchemy as sa
from alembic import op

from tonghop.storage.migrations.guard import only_add

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text()


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "allocations",
        sa.Column("sequence", BIG, nullable=False),
        sa.Column("campaign", TEXT, nullable=False),
        sa.Column("document", TEXT, nullable=False),
        sa.Column("who", TEXT, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_allocations"),
    )
    op.create_index("ix_allocations_campaign", "allocations", ["campaign"])
    op.create_table(
        "allocated",
        sa.Column("allocation", BIG, nullable=False),
        sa.Column("unit", TEXT, nullable=False),
        sa.Column("form", TEXT, nullable=False),
        sa.Column("row", TEXT, nullable=False),
        sa.Column("field", TEXT, nullable=False),
        sa.Column("copies", BIG, nullable=False),
        sa.PrimaryKeyConstraint("allocation", "unit", "form", "row", "field", name="pk_allocated"),
        sa.ForeignKeyConstraint(["allocation"], ["allocations.sequence"], name="fk_allocated_allocation"),
        sqlite_with_rowid=False,
    )
    for table in ("allocations", "allocated"):
        only_add(table)
