"""The files that were given out with an issue."""

import sqlalchemy as sa
from alembic import op

from tonghop.storage.migrations.guard import only_add

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text()


def upgrade() -> None:
    """Make the table, and the triggers that keep it as it was written."""
    op.create_table(
        "issue_files",
        sa.Column("issue", BIG, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("issue", "kind", name="pk_issue_files"),
        sa.ForeignKeyConstraint(["issue"], ["issues.sequence"], name="fk_issue_files_issue"),
        sa.ForeignKeyConstraint(["digest"], ["files.digest"], name="fk_issue_files_digest"),
    )
    only_add("issue_files")
