"""Unit lists as they were changed since a campaign's version was kept, and issues of consolidations."""

import sqlalchemy as sa
from alembic import op

from tonghop.storage.migrations.guard import only_add

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text()
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make what this version adds."""
    _make_unit_lists()
    _make_issues()
    for table in ("unit_lists", "listed_units", "issues"):
        only_add(table)


def _make_unit_lists() -> None:
    op.create_table(
        "unit_lists",
        sa.Column("id", BIG, nullable=False),
        sa.Column("campaign_id", BIG, nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("saved", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_unit_lists"),
        sa.UniqueConstraint("campaign_id", "number", name="uq_unit_lists_campaign_id_number"),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_unit_lists_campaign_id"),
    )
    op.create_table(
        "listed_units",
        sa.Column("list_id", BIG, nullable=False),
        sa.Column("position", BIG, nullable=False, autoincrement=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("parent", TEXT),
        sa.Column("level", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_to", sa.Date()),
        sa.Column("successors", TEXT, nullable=False),
        sa.Column("made", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("list_id", "position", name="pk_listed_units"),
        sa.ForeignKeyConstraint(["list_id"], ["unit_lists.id"], name="fk_listed_units_list_id"),
    )


def _make_issues() -> None:
    op.create_table(
        "issues",
        sa.Column("sequence", BIG, nullable=False),
        sa.Column("campaign", TEXT, nullable=False),
        sa.Column("period", TEXT, nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("include", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("figures", TEXT, nullable=False),
        sa.Column("who", TEXT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_issues"),
        sa.UniqueConstraint("campaign", "period", "number", name="uq_issues_campaign_period_number"),
    )
