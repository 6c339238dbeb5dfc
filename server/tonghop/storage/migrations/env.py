"""Runs migrations over the connection that ``schema.upgrade`` hands in, inside its transaction."""

from alembic import context

from tonghop.storage.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
