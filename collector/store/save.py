"""Saving one page: facts, rejects, cursor and counters in one transaction, or nothing at all."""

from dataclasses import replace

import sqlalchemy as sa

from collector.records import FactKind
from collector.source import Normalised, Page
from collector.store.database import Database
from collector.store.delivery import delivery_start, save_removals
from collector.store.facts import Bringing, save_facts
from collector.store.gone import end_gone, save_sweep
from collector.store.identify import save_word
from collector.store.intakes import Clock, SavedPage, next_number, save_intake, saved_page
from collector.store.kept_pages import is_kept, keep_page
from collector.store.planning import join_by_index
from collector.store.quarantine import read_new_rejects, save_rejects
from collector.store.received import save_received
from collector.store.runs import save_run_counters, save_run_warnings
from collector.store.schema import SOURCE_CURSOR


def save_page(
    database: Database,
    source_name: str,
    normalised: Normalised,
    page: Page,
    run_id: int,
    committed_at: int | Clock,
    *,
    system: str | None = None,
    fingerprint: str = "",
) -> SavedPage:
    """Save a page of the source `source_name`, whose tickets `system` identifies (default: the source).

    One that came over the network is kept, with the `fingerprint` of the mapping it was normalised under.
    All of it is one transaction under one lock held to commit, so that intake numbers have no gap and
    commit in their order. A clock for `committed_at` is read under that lock: of two writers at once the one
    that waited commits later. Raises SupplierwatchError where `committed_at` lies before the last intake's.
    """
    with database.writing() as connection:
        instant = committed_at if isinstance(committed_at, int) else committed_at()
        number = next_number(connection, instant)
        join_by_index(connection)
        source = save_word(connection, source_name)
        tickets = save_word(connection, source_name if system is None else system)
        since = delivery_start(connection, source_name, number)
        bringing = Bringing(number, source, tickets, normalised.replaces_whole_tickets, page.full_delivery)
        rejects = read_new_rejects(connection, source_name, page.origin, normalised.rejects)
        saved = replace(
            _save_facts(connection, source_name, normalised, page, bringing, since, fingerprint),
            rejects=len(rejects),
        )
        if is_kept(page, normalised):
            keep_page(connection, source_name, page, fingerprint, number if saved.is_change else None)
        save_run_counters(connection, run_id, len(page.rows), len(normalised.rejects), page.reached_at)
        save_run_warnings(connection, run_id, (*normalised.warnings, *saved.warnings))
        if page.delivery is not None:
            save_received(connection, source_name, page, page.delivery, len(normalised.rejects), instant)
        if not saved.is_change and not _moves(connection, source_name, page):
            return replace(saved, number=None)
        save_intake(connection, source_name, page, run_id, instant, saved)
        save_rejects(connection, source_name, page.origin, rejects, number)
        _save_cursor(connection, source_name, page, number, since)
        return saved


def _save_facts(
    connection: sa.Connection,
    source_name: str,
    normalised: Normalised,
    page: Page,
    bringing: Bringing,
    since: int,
    fingerprint: str,
) -> SavedPage:
    facts = [save_facts(connection, kind, frame, bringing) for kind, frame in normalised.facts.items()]
    if FactKind.TICKET in normalised.facts:
        end_gone(connection, bringing)
    kinds = list(normalised.facts)
    removed = (
        save_removals(connection, bringing.source, kinds, since, bringing.number) if page.complete else 0
    )
    saved = saved_page(facts, bringing.number, removed)
    if normalised.sweep is None:
        return saved
    swept = save_sweep(connection, source_name, normalised.sweep, bringing, fingerprint)
    return replace(
        saved,
        new=saved.new + swept.returned,
        removed=saved.removed + swept.removed,
        warnings=swept.warnings,
    )


def read_cursor(database: Database, source_name: str) -> str | None:
    """Return where the source `source_name` goes on, None where it never began."""
    query = sa.select(SOURCE_CURSOR.c.cursor).where(SOURCE_CURSOR.c.source == source_name)
    with database.reading() as connection:
        return connection.execute(query).scalar_one_or_none()


def _moves(connection: sa.Connection, source_name: str, page: Page) -> bool:
    query = sa.select(SOURCE_CURSOR.c.cursor).where(SOURCE_CURSOR.c.source == source_name)
    return connection.execute(query).scalar_one_or_none() != page.cursor


def _save_cursor(connection: sa.Connection, source_name: str, page: Page, number: int, since: int) -> None:
    values = {
        "cursor": page.cursor,
        "intake": number,
        "delivery_from": number + 1 if page.complete else since,
    }
    moved = sa.update(SOURCE_CURSOR).where(SOURCE_CURSOR.c.source == source_name).values(**values)
    if connection.execute(moved).rowcount == 0:
        connection.execute(sa.insert(SOURCE_CURSOR).values(source=source_name, **values))
