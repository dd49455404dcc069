"""Run by Alembic: applies the scripts over the connection that ``store/schema.py`` opened, in its transaction."""

from alembic import context

from interviewer.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
