"""Runs the steps inside a transaction that the caller began; see `supplierwatch.migrate`."""

from alembic import context

from collector.store.schema import FACTS
from evaluator.results.schema import RESULTS

TARGETS = [FACTS, RESULTS]

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=TARGETS,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
