"""What programs were answered, so that what is sent twice under one key is done once."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text()


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "kept_answers",
        sa.Column("account", BIG, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("fingerprint", TEXT, nullable=False),
        sa.Column("status", BIG, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account", "key", name="pk_kept_answers"),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name="fk_kept_answers_account"),
    )
    op.create_index("ix_kept_answers_at", "kept_answers", ["at"])
