"""Tickets that exclusions name and the store does not know: they leave nothing out."""

from collections.abc import Mapping

from collector.errors import Problem, Severity, SupplierwatchError
from collector.store.database import Database
from collector.store.read import find_ticket, read_horizon
from supplierwatch.exclusion_files import EXCLUSIONS_FILE
from supplierwatch.present_store import present_store
from supplierwatch.watch import Watch


def find_unknown_tickets(watch: Watch, environment: Mapping[str, str]) -> list[Problem]:
    """Return a warning for each exclusion with tickets that the store does not know.

    None are told before anything was collected, and where no store of this version can be read; a store is
    neither made nor changed for it.
    """
    if not watch.exclusions:
        return []
    try:
        with present_store(watch, environment) as database:
            return [] if database is None else _find(watch, database)
    except SupplierwatchError:
        # Why a store cannot be read is said by the commands that need it.
        return []


def _find(watch: Watch, database: Database) -> list[Problem]:
    if read_horizon(database) == 0:
        return []
    asked = [
        (one, [key for key in one.tickets if not find_ticket(database, key)]) for one in watch.exclusions
    ]
    return [
        Problem(
            f"the store knows no ticket {', '.join(unknown)}, so that it leaves nothing out",
            remedy="Check the key of the ticket, or collect from the source that has it",
            file=str(watch.folder / EXCLUSIONS_FILE),
            path=f"exclusions[{exclusion.id}].tickets",
            severity=Severity.WARNING,
        )
        for exclusion, unknown in asked
        if unknown
    ]
