"""Exemptions and later last days that were withdrawn, and the triggers that keep it as it was written."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text()


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "withdrawals",
        sa.Column("sequence", BIG, nullable=False),
        sa.Column("campaign", TEXT, nullable=False),
        sa.Column("unit", TEXT, nullable=False),
        sa.Column("period", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("up_to", BIG, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("who", TEXT, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_withdrawals"),
    )
    op.create_index("ix_withdrawals_campaign", "withdrawals", ["campaign"])
    _only_add("withdrawals")


def _only_add(table: str) -> None:
    """Have the database itself refuse to change or remove a row."""
    refusal = f"rows of {table} are only ever added"
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_only_add() RETURNS trigger LANGUAGE plpgsql "
        f"AS $$ BEGIN RAISE EXCEPTION '{refusal}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_only_add BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_only_add()"
    )
