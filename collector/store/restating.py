"""Saving kept pages again under another mapping, so that what stands is what a fresh fetch would give.

Pages go from the one seen last to the first. What a later page said is not overruled by an older one, so a
fact is never seen in an older state in between; a ticket that a page states whole is left out of all pages
before. Facts that the pages brought and that no page gives any longer become former versions, as everything
that is replaced. A table notes how far this is, in the transaction of each page: one that broke off goes on.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd
import sqlalchemy as sa

from collector.records import FactKind
from collector.source import Normalised, Page
from collector.store.database import Database
from collector.store.delivery import forget_confirmed
from collector.store.facts import Bringing, is_restated, judged_anew, save_facts
from collector.store.identify import save_ticket_keys, save_word
from collector.store.intakes import Clock, SavedPage, next_number, save_intake, saved_page
from collector.store.kept_pages import KeptPage, forget_fingerprints, intakes_of_kept, save_kept_as
from collector.store.planning import join_by_index
from collector.store.quarantine import read_new_rejects, resolve_rejects, save_rejects
from collector.store.runs import save_run_counters, save_run_warnings
from collector.store.schema import (
    FACT_TABLES,
    GONE_TICKET,
    INTAKE,
    KEPT_PAGE,
    RESTATING,
    TICKET_KEYS,
    TICKET_KINDS,
    WORD,
)
from collector.store.staging import staged

_AT_ONCE = 1000
"""Tickets named in one query: databases bound its length."""


@dataclass(frozen=True)
class Restating:
    """A source whose kept pages are normalised again, and the run that does it."""

    source: str
    system: str
    fingerprint: str
    run: int


def is_restating(database: Database, source_name: str, fingerprint: str) -> bool:
    """Return whether kept pages of a source were read under another mapping, or are half read again."""
    otherwise = sa.select(KEPT_PAGE.c.number).where(
        KEPT_PAGE.c.source == source_name, KEPT_PAGE.c.fingerprint != fingerprint
    )
    under_way = sa.select(RESTATING.c.number).join(WORD, WORD.c.id == RESTATING.c.source)
    with database.reading() as connection:
        queries = (otherwise, under_way.where(WORD.c.text == source_name))
        return any(connection.execute(query.limit(1)).one_or_none() is not None for query in queries)


def begin_restating(database: Database, restating: Restating, committed_at: Clock) -> None:
    """Begin to read the kept pages again, or go on where that broke off under the same mapping."""
    with database.writing() as connection:
        source = save_word(connection, restating.source)
        ours = RESTATING.c.source == source
        under_way = sa.select(RESTATING.c.number).where(
            ours, RESTATING.c.fingerprint == restating.fingerprint
        )
        if connection.execute(under_way.limit(1)).one_or_none() is not None:
            return
        # What broke off under a third mapping is to be judged anew as well.
        intakes = set(intakes_of_kept(connection, restating.source))
        judged = sa.select(RESTATING.c.number).where(ours, RESTATING.c.part == "intake")
        intakes |= set(connection.execute(judged).scalars())
        connection.execute(sa.delete(RESTATING).where(ours))
        forget_confirmed(connection, source)
        forget_fingerprints(connection, restating.source)
        first = next_number(connection, committed_at())
        parts = [("first", first), *(("intake", number) for number in sorted(intakes))]
        connection.execute(
            sa.insert(RESTATING),
            [
                {"source": source, "fingerprint": restating.fingerprint, "part": part, "number": number}
                for part, number in parts
            ],
        )


def read_stated(database: Database, restating: Restating, tickets: Sequence[str]) -> set[str]:
    """Return those of `tickets` that a page seen later stated already, or that are gone."""
    found: set[str] = set()
    with database.reading() as connection:
        source = _word_of(connection, restating.source)
        system = _word_of(connection, restating.system)
        for start in range(0, len(tickets), _AT_ONCE):
            keys = TICKET_KEYS.c.ticket.in_(tickets[start : start + _AT_ONCE])
            stated = sa.exists().where(
                RESTATING.c.source == source,
                RESTATING.c.part == "ticket",
                RESTATING.c.number == TICKET_KEYS.c.id,
            )
            gone = sa.exists().where(
                GONE_TICKET.c.source == source,
                GONE_TICKET.c.replaced_by.is_(None),
                GONE_TICKET.c.ticket_id == TICKET_KEYS.c.id,
            )
            query = sa.select(TICKET_KEYS.c.ticket).where(
                TICKET_KEYS.c.source == system, keys, sa.or_(stated, gone)
            )
            found.update(connection.execute(query).scalars())
    return found


def save_again(
    database: Database, restating: Restating, normalised: Normalised, kept: KeptPage, page: Page, now: Clock
) -> SavedPage:
    """Save what the kept page `page` gives now, and note that it was read under the present mapping.

    One transaction, as `save_page`. The cursor of the source stays.
    """
    with database.writing() as connection:
        instant = now()
        number = next_number(connection, instant)
        join_by_index(connection)
        bringing = _bringing(connection, restating, normalised, number)
        facts = [save_facts(connection, kind, frame, bringing) for kind, frame in normalised.facts.items()]
        removed = _withdraw_stated(connection, restating, normalised.tickets, bringing)
        whole = normalised.replaces_whole_tickets
        rejects = read_new_rejects(
            connection, restating.source, page.origin, normalised.rejects, kept.intakes if whole else None
        )
        resolved = resolve_rejects(
            connection, restating.source, page.origin, normalised.rejects, kept.intakes, number
        )
        saved = replace(saved_page(facts, number, removed), rejects=len(rejects), resolved=resolved)
        save_run_counters(connection, restating.run, 0, len(normalised.rejects))
        save_run_warnings(connection, restating.run, normalised.warnings)
        intakes = (*kept.intakes, number) if saved.is_change else kept.intakes
        save_kept_as(connection, kept.number, restating.fingerprint, intakes)
        if not saved.is_change:
            return replace(saved, number=None)
        save_intake(connection, restating.source, page, restating.run, instant, saved, is_new=False)
        save_rejects(connection, restating.source, page.origin, rejects, number)
        return saved


def leave_as_read(database: Database, restating: Restating, kept: KeptPage) -> None:
    """Note that a kept page cannot be read again: what it brought stays as it is."""
    with database.writing() as connection:
        source = _word_of(connection, restating.source)
        connection.execute(
            sa.delete(RESTATING).where(
                RESTATING.c.source == source,
                RESTATING.c.part == "intake",
                RESTATING.c.number.in_(kept.intakes),
            )
        )
        save_kept_as(connection, kept.number, restating.fingerprint, kept.intakes)


def end_restating(database: Database, restating: Restating, now: Clock) -> SavedPage:
    """Withdraw what the pages brought and no page gives any longer; forget what was under way."""
    with database.writing() as connection:
        instant = now()
        number = next_number(connection, instant)
        source = save_word(connection, restating.source)
        first = sa.select(RESTATING.c.number).where(RESTATING.c.source == source, RESTATING.c.part == "first")
        since = connection.execute(first).scalar_one()
        removed = sum(_withdraw_left(connection, kind, source, since, number) for kind in FactKind)
        connection.execute(sa.delete(RESTATING).where(RESTATING.c.source == source))
        forget_confirmed(connection, source)
        saved = saved_page([], number, removed)
        if removed == 0:
            return replace(saved, number=None)
        page = Page(f"{restating.source}: kept pages", pd.DataFrame(), "", "")
        save_intake(connection, restating.source, page, restating.run, instant, saved, is_new=False)
        return saved


def count_not_kept(database: Database, source_name: str) -> tuple[int, int | None]:
    """Return how many intakes of a source with rows are older than its kept pages, and when these begin."""
    with database.reading() as connection:
        kept = intakes_of_kept(connection, source_name)
        oldest = sa.select(sa.func.min(KEPT_PAGE.c.fetched_at)).where(KEPT_PAGE.c.source == source_name)
        older = sa.select(sa.func.count()).where(INTAKE.c.source == source_name, INTAKE.c.rows > 0)
        if kept:
            older = older.where(INTAKE.c.number < kept[0])
        return int(connection.execute(older).scalar_one()), connection.execute(oldest).scalar_one()


def _word_of(connection: sa.Connection, text: str) -> int | None:
    return connection.execute(sa.select(WORD.c.id).where(WORD.c.text == text)).scalar_one_or_none()


def _bringing(
    connection: sa.Connection, restating: Restating, normalised: Normalised, number: int
) -> Bringing:
    source = save_word(connection, restating.source)
    first = sa.select(RESTATING.c.number).where(RESTATING.c.source == source, RESTATING.c.part == "first")
    return Bringing(
        number,
        source,
        save_word(connection, restating.system),
        normalised.replaces_whole_tickets,
        restates=connection.execute(first).scalar_one(),
    )


def _withdraw_stated(
    connection: sa.Connection, restating: Restating, tickets: pd.Series | None, bringing: Bringing
) -> int:
    """End what the source said before of tickets that the page states whole, and note that it does."""
    if tickets is None:
        return 0
    keys = tickets[tickets != ""].drop_duplicates()
    ids = pd.DataFrame({"ticket_id": save_ticket_keys(connection, bringing.system, keys).to_numpy()})
    with staged(connection, "stated", ids.drop_duplicates()) as stage:
        removed = sum(_withdraw_of(connection, kind, stage, bringing) for kind in sorted(TICKET_KINDS))
        under_way = sa.select(
            sa.literal(bringing.source),
            sa.literal(restating.fingerprint),
            sa.literal("ticket"),
            stage.c.ticket_id,
        )
        connection.execute(
            sa.insert(RESTATING).from_select(["source", "fingerprint", "part", "number"], under_way)
        )
    # The list of tickets says it from now on.
    forget_confirmed(connection, bringing.source)
    return removed


def _withdraw_of(connection: sa.Connection, kind: FactKind, stage: sa.Table, bringing: Bringing) -> int:
    fact = FACT_TABLES[kind]
    assert bringing.restates is not None  # noqa: S101 - only what restates comes here
    former = sa.and_(
        fact.c.ticket_id.in_(sa.select(stage.c.ticket_id)),
        fact.c.source == bringing.source,
        fact.c.replaced_by.is_(None),
        ~is_restated(kind, bringing.source, bringing.restates),
    )
    return connection.execute(sa.update(fact).where(former).values(replaced_by=bringing.number)).rowcount


def _withdraw_left(connection: sa.Connection, kind: FactKind, source: int, since: int, number: int) -> int:
    fact = FACT_TABLES[kind]
    left = [
        fact.c.source == source,
        fact.c.replaced_by.is_(None),
        judged_anew(kind, source),
        ~is_restated(kind, source, since),
    ]
    if kind in TICKET_KINDS:
        stated = sa.select(RESTATING.c.number).where(
            RESTATING.c.source == source, RESTATING.c.part == "ticket"
        )
        left.append(fact.c.ticket_id.not_in(stated))
    return connection.execute(sa.update(fact).where(*left).values(replaced_by=number)).rowcount
