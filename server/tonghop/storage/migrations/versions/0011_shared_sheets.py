"""Shared spreadsheets: which there are, with whom they are shared, and the reading of them."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text()
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    _make_shared_sheets()
    _make_tabs_and_grants()
    _make_pulls()
    op.create_table(
        "drive_state",
        sa.Column("id", BIG, nullable=False),
        sa.Column("page", TEXT),
        sa.Column("last_full", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_drive_state"),
    )
    op.create_table(
        "live_sheets",
        sa.Column("campaign", TEXT, nullable=False),
        sa.Column("period", TEXT, nullable=False),
        sa.Column("spreadsheet", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("pushed", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("campaign", "period", name="pk_live_sheets"),
        sa.UniqueConstraint("spreadsheet", name="uq_live_sheets_spreadsheet"),
    )


def _make_shared_sheets() -> None:
    op.create_table(
        "shared_sheets",
        sa.Column("id", BIG, nullable=False),
        sa.Column("campaign", TEXT, nullable=False),
        sa.Column("period", TEXT, nullable=False),
        sa.Column("unit", TEXT, nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("spreadsheet", TEXT),
        sa.Column("made", MOMENT),
        sa.Column("seen", TEXT),
        sa.Column("marked", TEXT),
        sa.Column("read", MOMENT),
        sa.Column("written", MOMENT),
        sa.Column("problem", TEXT),
        sa.PrimaryKeyConstraint("id", name="pk_shared_sheets"),
        sa.UniqueConstraint("campaign", "period", "unit", name="uq_shared_sheets_campaign_period_unit"),
        sa.UniqueConstraint("spreadsheet", name="uq_shared_sheets_spreadsheet"),
    )


def _make_tabs_and_grants() -> None:
    op.create_table(
        "shared_tabs",
        sa.Column("sheet", BIG, nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("form", TEXT),
        sa.PrimaryKeyConstraint("sheet", "number", name="pk_shared_tabs"),
        sa.ForeignKeyConstraint(["sheet"], ["shared_sheets.id"], name="fk_shared_tabs_sheet"),
    )
    op.create_table(
        "sheet_grants",
        sa.Column("sheet", BIG, nullable=False),
        sa.Column("permission", TEXT, nullable=False),
        sa.Column("email", TEXT, nullable=False),
        sa.Column("account", BIG),
        sa.Column("since", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("sheet", "permission", name="pk_sheet_grants"),
        sa.ForeignKeyConstraint(["sheet"], ["shared_sheets.id"], name="fk_sheet_grants_sheet"),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name="fk_sheet_grants_account"),
    )


def _make_pulls() -> None:
    op.create_table(
        "pulls",
        sa.Column("sheet", BIG, nullable=False),
        sa.Column("stage", TEXT, nullable=False),
        sa.Column("due", MOMENT, nullable=False),
        sa.Column("again", MOMENT),
        sa.Column("content", sa.LargeBinary()),
        sa.Column("delivery", BIG),
        sa.Column("attempts", BIG, nullable=False),
        sa.Column("round", BIG, nullable=False),
        sa.Column("worker", TEXT),
        sa.Column("seen", MOMENT),
        sa.Column("token", TEXT),
        sa.PrimaryKeyConstraint("sheet", name="pk_pulls"),
        sa.ForeignKeyConstraint(["sheet"], ["shared_sheets.id"], name="fk_pulls_sheet"),
        sa.ForeignKeyConstraint(["delivery"], ["deliveries.sequence"], name="fk_pulls_delivery"),
    )
    op.create_index("ix_pulls_due", "pulls", ["due"])
