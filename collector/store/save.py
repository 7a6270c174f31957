"""Saving one page: facts, rejects, cursor and counters in one transaction, or nothing at all."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import sqlalchemy as sa

from collector.errors import SupplierwatchError
from collector.instants import format_instant
from collector.source import Normalised, Page
from collector.store.database import Database
from collector.store.delivery import delivery_start, save_removals
from collector.store.facts import Bringing, SavedFacts, save_facts
from collector.store.identify import save_word
from collector.store.planning import join_by_index
from collector.store.quarantine import read_new_rejects, save_rejects
from collector.store.runs import save_run_counters
from collector.store.schema import INTAKE, SOURCE_CURSOR

Clock = Callable[[], int]
"""Gives the present instant."""


@dataclass(frozen=True)
class SavedPage:
    """What a page brought: counts of facts, and its intake number.

    `number` is None for a page that brought nothing: no fact changed, no reject was new and the cursor
    stayed. `new` facts were unknown, `changed` ones replaced a former version, `unchanged` ones stand as
    they were (a ticket's later opening is among them: the earlier one stands), `repeated` rows had a key
    that a later row of the page has too, `removed` ones were missing from a full delivery or are no longer
    said of a ticket that the source states anew.
    """

    number: int | None
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    repeated: int = 0
    removed: int = 0
    rejects: int = 0


def save_page(
    database: Database,
    source_name: str,
    normalised: Normalised,
    page: Page,
    run_id: int,
    committed_at: int | Clock,
    *,
    system: str | None = None,
) -> SavedPage:
    """Save a page of the source `source_name`, whose tickets `system` identifies (default: the source).

    All of it is one transaction under one lock held to commit, so that intake numbers have no gap and
    commit in their order. A clock for `committed_at` is read under that lock: of two writers at once the one
    that waited commits later. Raises SupplierwatchError where `committed_at` lies before the last intake's.
    """
    with database.writing() as connection:
        instant = committed_at if isinstance(committed_at, int) else committed_at()
        number = _next_number(connection, instant)
        join_by_index(connection)
        source = save_word(connection, source_name)
        tickets = save_word(connection, source_name if system is None else system)
        since = delivery_start(connection, source_name, number)
        bringing = Bringing(number, source, tickets, normalised.replaces_whole_tickets, page.full_delivery)
        facts = [save_facts(connection, kind, frame, bringing) for kind, frame in normalised.facts.items()]
        removed = (
            save_removals(connection, source, list(normalised.facts), since, number) if page.complete else 0
        )
        rejects = read_new_rejects(connection, source_name, page.origin, normalised.rejects)
        saved = _sum(facts, number, removed, len(rejects))
        save_run_counters(connection, run_id, len(page.rows), len(normalised.rejects))
        if not _brings_anything(connection, source_name, page, saved):
            return replace(saved, number=None)
        _save_intake(connection, source_name, page, run_id, instant, saved)
        save_rejects(connection, source_name, page.origin, rejects, number)
        _save_cursor(connection, source_name, page, number, since)
        return saved


def read_cursor(database: Database, source_name: str) -> str | None:
    """Return where the source `source_name` goes on, None where it never began."""
    query = sa.select(SOURCE_CURSOR.c.cursor).where(SOURCE_CURSOR.c.source == source_name)
    with database.reading() as connection:
        return connection.execute(query).scalar_one_or_none()


def _next_number(connection: sa.Connection, committed_at: int) -> int:
    last = connection.execute(
        sa.select(INTAKE.c.number, INTAKE.c.committed_at).order_by(INTAKE.c.number.desc()).limit(1)
    ).one_or_none()
    if last is None:
        return 1
    if committed_at < last.committed_at:
        raise SupplierwatchError(
            f"an intake at {format_instant(committed_at)} would lie before intake {last.number} at "
            f"{format_instant(last.committed_at)}; intakes commit in the order of time. "
            "Check the clock of this machine"
        )
    return int(last.number) + 1


def _sum(facts: list[SavedFacts], number: int, removed: int, rejects: int) -> SavedPage:
    return SavedPage(
        number,
        new=sum(saved.new for saved in facts),
        changed=sum(saved.changed for saved in facts),
        unchanged=sum(saved.unchanged for saved in facts),
        repeated=sum(saved.repeated for saved in facts),
        removed=removed + sum(saved.withdrawn for saved in facts),
        rejects=rejects,
    )


def _brings_anything(connection: sa.Connection, source_name: str, page: Page, saved: SavedPage) -> bool:
    query = sa.select(SOURCE_CURSOR.c.cursor).where(SOURCE_CURSOR.c.source == source_name)
    moved = connection.execute(query).scalar_one_or_none() != page.cursor
    return moved or any((saved.new, saved.changed, saved.removed, saved.rejects))


def _save_intake(
    connection: sa.Connection, source_name: str, page: Page, run_id: int, committed_at: int, saved: SavedPage
) -> None:
    connection.execute(
        sa.insert(INTAKE).values(
            number=saved.number,
            source=source_name,
            origin=page.origin,
            content_hash=page.content_hash,
            committed_at=committed_at,
            run=run_id,
            rows=len(page.rows),
            rejects=saved.rejects,
            removed=saved.removed,
        )
    )


def _save_cursor(connection: sa.Connection, source_name: str, page: Page, number: int, since: int) -> None:
    values = {
        "cursor": page.cursor,
        "intake": number,
        "delivery_from": number + 1 if page.complete else since,
    }
    moved = sa.update(SOURCE_CURSOR).where(SOURCE_CURSOR.c.source == source_name).values(**values)
    if connection.execute(moved).rowcount == 0:
        connection.execute(sa.insert(SOURCE_CURSOR).values(source=source_name, **values))
