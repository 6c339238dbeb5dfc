"""The first tables, and the triggers that keep rows as they were written."""

import sqlalchemy as sa
from alembic import op

from tonghop.storage.migrations.guard import only_add

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text()
INSTANT = sa.DateTime(timezone=True)
WORD = sa.String(16)


def upgrade() -> None:
    """Make everything."""
    _make_campaigns()
    _make_deliveries()
    _make_submissions()
    _make_events()
    _make_grants()
    _make_audit()
    for table in ("campaigns", "units", "files", "deliveries", "submissions", "revisions", "totals", "taken"):
        only_add(table)
    for table in ("events", "exemptions", "extensions", "audit"):
        only_add(table)


def _make_campaigns() -> None:
    op.create_table(
        "campaigns",
        sa.Column("id", BIG, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.Column("definition", TEXT, nullable=False),
        sa.Column("saved", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_campaigns"),
        sa.UniqueConstraint("code", "version", name="uq_campaigns_code_version"),
    )
    op.create_table(
        "units",
        sa.Column("campaign_id", BIG, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("parent", TEXT),
        sa.Column("level", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_to", sa.Date()),
        sa.Column("successors", TEXT, nullable=False),
        sa.Column("made", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("campaign_id", "code", name="pk_units"),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_units_campaign_id"),
    )


def _make_deliveries() -> None:
    op.create_table(
        "files",
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_files"),
    )
    op.create_table(
        "deliveries",
        sa.Column("sequence", BIG, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("sender", TEXT, nullable=False),
        sa.Column("received", INSTANT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("refusal", TEXT),
        sa.PrimaryKeyConstraint("sequence", name="pk_deliveries"),
        sa.ForeignKeyConstraint(["digest"], ["files.digest"], name="fk_deliveries_digest"),
    )
    op.create_index("ix_deliveries_digest", "deliveries", ["digest"])


def _make_submissions() -> None:
    op.create_table(
        "submissions",
        sa.Column("id", BIG, nullable=False),
        sa.Column("campaign", TEXT, nullable=False),
        sa.Column("period", TEXT, nullable=False),
        sa.Column("unit", TEXT, nullable=False),
        sa.Column("coverage", WORD, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_submissions"),
        sa.UniqueConstraint(
            "campaign", "period", "unit", "coverage", name="uq_submissions_campaign_period_unit_coverage"
        ),
    )
    op.create_table(
        "revisions",
        sa.Column("submission_id", BIG, nullable=False),
        sa.Column("number", BIG, nullable=False, autoincrement=False),
        sa.Column("delivery", BIG, nullable=False),
        sa.Column("campaign_id", BIG, nullable=False),
        sa.Column("fingerprint", TEXT, nullable=False),
        sa.Column("verdict", WORD, nullable=False),
        sa.Column("answers", TEXT, nullable=False),
        sa.Column("findings", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("submission_id", "number", name="pk_revisions"),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name="fk_revisions_submission_id"),
        sa.ForeignKeyConstraint(["delivery"], ["deliveries.sequence"], name="fk_revisions_delivery"),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_revisions_campaign_id"),
    )
    op.create_index("ix_revisions_delivery", "revisions", ["delivery"])
    op.create_table(
        "totals",
        sa.Column("submission_id", BIG, nullable=False),
        sa.Column("revision", BIG, nullable=False),
        sa.Column("form", TEXT, nullable=False),
        sa.Column("row", TEXT, nullable=False),
        sa.Column("field", TEXT, nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("submission_id", "revision", "form", "row", "field", name="pk_totals"),
        _of_a_revision("totals"),
        sqlite_with_rowid=False,
    )


def _make_events() -> None:
    op.create_table(
        "taken",
        sa.Column("delivery", BIG, nullable=False),
        sa.Column("submission_id", BIG, nullable=False),
        sa.Column("revision", BIG, nullable=False),
        sa.PrimaryKeyConstraint("delivery", "submission_id", name="pk_taken"),
        sa.ForeignKeyConstraint(["delivery"], ["deliveries.sequence"], name="fk_taken_delivery"),
        _of_a_revision("taken"),
    )
    op.create_table(
        "events",
        sa.Column("sequence", BIG, nullable=False),
        sa.Column("submission_id", BIG, nullable=False),
        sa.Column("revision", BIG, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("accepted_levels", BIG, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("who", TEXT, nullable=False),
        sa.Column("reason", TEXT),
        sa.PrimaryKeyConstraint("sequence", name="pk_events"),
        _of_a_revision("events"),
    )
    op.create_index("ix_events_submission_id_sequence", "events", ["submission_id", "sequence"])


def _make_grants() -> None:
    for table, own in (("exemptions", ()), ("extensions", (sa.Column("due", sa.Date(), nullable=False),))):
        op.create_table(
            table,
            sa.Column("sequence", BIG, nullable=False),
            sa.Column("campaign", TEXT, nullable=False),
            sa.Column("unit", TEXT, nullable=False),
            sa.Column("period", TEXT, nullable=False),
            *own,
            sa.Column("reason", TEXT, nullable=False),
            sa.Column("who", TEXT, nullable=False),
            sa.Column("at", INSTANT, nullable=False),
            sa.PrimaryKeyConstraint("sequence", name=f"pk_{table}"),
        )
        op.create_index(f"ix_{table}_campaign", table, ["campaign"])


def _make_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("sequence", BIG, nullable=False, autoincrement=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("who", TEXT, nullable=False),
        sa.Column("action", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("details", TEXT, nullable=False),
        sa.Column("hash", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_audit"),
    )


def _of_a_revision(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["submission_id", "revision"],
        ["revisions.submission_id", "revisions.number"],
        name=f"fk_{table}_submission_id_revision",
    )
