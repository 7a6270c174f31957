"""Runs the steps inside a transaction that the caller began; see `supplierwatch.migrate`."""

from alembic import context

from collector.store.schema import FACTS
from evaluator.results.schema import RESULTS
from supplierwatch.archiving.tables import ARCHIVING
from supplierwatch.audiences.tables import AUDIENCES
from supplierwatch.notifying.tables import NOTIFYING
from supplierwatch.serving.tables import SERVICE

TARGETS = [FACTS, RESULTS, AUDIENCES, NOTIFYING, SERVICE, ARCHIVING]

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=TARGETS,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
