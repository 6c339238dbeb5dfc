"""Long work: what was asked for, the files that wait, what was made."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text()
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    _make_jobs()
    op.create_table(
        "job_files",
        sa.Column("job", TEXT, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("content", sa.LargeBinary()),
        sa.Column("delivery", BIG),
        sa.Column("outcome", TEXT),
        sa.PrimaryKeyConstraint("job", "position", name="pk_job_files"),
        sa.ForeignKeyConstraint(["job"], ["jobs.id"], name="fk_job_files_job"),
        sa.ForeignKeyConstraint(["delivery"], ["deliveries.sequence"], name="fk_job_files_delivery"),
    )
    op.create_table(
        "job_results",
        sa.Column("job", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("digest", TEXT),
        sa.Column("content", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("job", "name", name="pk_job_results"),
        sa.ForeignKeyConstraint(["job"], ["jobs.id"], name="fk_job_results_job"),
        sa.ForeignKeyConstraint(["digest"], ["files.digest"], name="fk_job_results_digest"),
    )


def _make_jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("who", TEXT, nullable=False),
        sa.Column("unit", TEXT),
        sa.Column("payload", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("done", BIG, nullable=False),
        sa.Column("total", BIG, nullable=False),
        sa.Column("attempts", BIG, nullable=False),
        sa.Column("worker", TEXT),
        sa.Column("seen", MOMENT),
        sa.Column("created", MOMENT, nullable=False),
        sa.Column("started", MOMENT),
        sa.Column("finished", MOMENT),
        sa.Column("failure", TEXT),
        sa.Column("result", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
    )
    op.create_index("ix_jobs_who", "jobs", ["who"])
    op.create_index("ix_jobs_state_created", "jobs", ["state", "created"])
