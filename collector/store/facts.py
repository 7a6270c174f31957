"""Facts of one kind against those that stand: new, changed and unchanged ones as sets of rows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from collector.records import FactKind, as_facts
from collector.store.identify import save_texts_of
from collector.store.schema import CONFIRMED, FACT_TABLES, RESTATING, key_names, value_names
from collector.store.staging import selected, staged

_INSERTS: dict[str, Callable[[sa.Table], postgresql.Insert | sqlite.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
"""Each database's own INSERT, which may pass over rows that are there."""


@dataclass(frozen=True)
class Bringing:
    """Which intake brings facts: its number, the words of its source and ticket system, and what it claims.

    `whole_tickets`: what it says of a ticket is all its source says of it; `full_delivery`: it is part of a
    delivery that holds everything there is. `restates`: it reads pages again that were kept, the last one
    first, and this is the first intake that does: what was restated since is not overruled by an older page.
    """

    number: int
    source: int
    system: int
    whole_tickets: bool = False
    full_delivery: bool = False
    restates: int | None = None


@dataclass(frozen=True)
class SavedFacts:
    """Counts of the facts of one kind in one page; `withdrawn` stood before and are no longer said."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    repeated: int = 0
    withdrawn: int = 0


def save_facts(
    connection: sa.Connection, kind: FactKind, frame: pd.DataFrame, bringing: Bringing
) -> SavedFacts:
    """Save the facts of `kind` that an intake brings.

    Raises ValueError where `frame` is not a frame of `kind`.
    """
    if frame.empty:
        return SavedFacts()
    facts = save_texts_of(connection, kind, as_facts(kind, frame), bringing.system)
    facts.insert(0, "source", bringing.source)
    single = one_row_per_key(kind, facts)
    single.insert(0, "position", range(len(single)))
    with (
        staged(connection, kind, single) as stage,
        selected(connection, kind, _standing(kind, stage, bringing)) as standing,
    ):
        changed = _replace(connection, kind, standing, bringing.number)
        inserted = _insert(connection, kind, stage, standing, bringing.number)
        withdrawn = _withdraw(connection, kind, stage, standing, bringing)
        if bringing.full_delivery or bringing.restates is not None:
            _confirm(connection, kind, bringing.source, standing)
    return SavedFacts(
        new=inserted - changed,
        changed=changed,
        unchanged=len(single) - inserted,
        repeated=len(facts) - len(single),
        withdrawn=withdrawn,
    )


def one_row_per_key(kind: FactKind, facts: pd.DataFrame) -> pd.DataFrame:
    """Return `facts` with one row per key: the last, of a ticket the last of those that opened earliest."""
    if kind is FactKind.TICKET:
        # Falling openings first: the earliest comes last, and the last of equals stays last.
        facts = facts.sort_values("opened_at", ascending=False, kind="stable")
    return facts[~facts.duplicated(key_names(kind), keep="last")].sort_index()


def _standing(kind: FactKind, stage: sa.Table, bringing: Bringing) -> "sa.Select[Any]":
    """Select per staged row the standing fact of its key, its source, and 1 where the row replaces it."""
    fact = FACT_TABLES[kind]
    differs = sa.or_(*(fact.c[name].is_distinct_from(stage.c[name]) for name in value_names(kind)))
    replaces = sa.and_(differs, _may_replace(kind, stage, bringing))
    same_key = [fact.c[name] == stage.c[name] for name in key_names(kind)]
    return sa.select(
        stage.c.position,
        fact.c.id.label("fact"),
        fact.c.source,
        sa.cast(replaces, sa.Integer).label("replaces"),
    ).join_from(stage, fact, sa.and_(fact.c.replaced_by.is_(None), *same_key))


def _may_replace(kind: FactKind, stage: sa.Table, bringing: Bringing) -> "sa.ColumnElement[bool]":
    """Whether a staged row that differs from the standing fact of its key takes its place."""
    fact = FACT_TABLES[kind]
    is_own = fact.c.source == stage.c.source
    if bringing.restates is None:
        if kind is FactKind.OBSERVED and not bringing.full_delivery:
            return _sees_further(stage)
        if kind is not FactKind.TICKET:
            return sa.true()
        corrects = sa.and_(sa.literal(bringing.whole_tickets), is_own)
        return sa.or_(stage.c.opened_at <= fact.c.opened_at, corrects)
    is_former = sa.and_(is_own, ~is_restated(kind, bringing.source, bringing.restates))
    if kind is FactKind.OBSERVED:
        return sa.or_(is_former, _sees_further(stage))
    if kind is not FactKind.TICKET:
        return is_former
    # Of two openings the earlier stands, whichever page says it; what is to be judged anew counts for none.
    to_be_judged = sa.and_(
        is_former, sa.or_(sa.literal(bringing.whole_tickets), judged_anew(kind, bringing.source))
    )
    earlier = sa.or_(stage.c.opened_at < fact.c.opened_at, to_be_judged)
    return sa.or_(earlier, sa.and_(stage.c.opened_at == fact.c.opened_at, is_former))


def _sees_further(stage: sa.Table) -> "sa.ColumnElement[bool]":
    """Whether a staged interval reaches past the standing one that begins with it, or bounds one without end.

    What was observed once stays so: a source that is asked again for less of it, as where a back-fill meets
    what was new, knows no less than before.
    """
    standing = FACT_TABLES[FactKind.OBSERVED].c.to_at
    return sa.or_(standing.is_(None), stage.c.to_at.is_(None), stage.c.to_at > standing)


def is_restated(kind: FactKind, source: int, since: int) -> "sa.ColumnElement[bool]":
    """Whether a fact was brought since the intake `since`, or confirmed by what is under way."""
    fact = FACT_TABLES[kind]
    confirmed = sa.exists().where(
        CONFIRMED.c.source == source, CONFIRMED.c.kind == kind.value, CONFIRMED.c.fact == fact.c.id
    )
    return sa.or_(fact.c.intake >= since, confirmed.correlate(fact))


def judged_anew(kind: FactKind, source: int) -> "sa.ColumnElement[bool]":
    """Whether a fact was brought by a page that is being normalised again."""
    intakes = sa.select(RESTATING.c.number).where(RESTATING.c.source == source, RESTATING.c.part == "intake")
    return FACT_TABLES[kind].c.intake.in_(intakes)


def _replace(connection: sa.Connection, kind: FactKind, standing: sa.Table, number: int) -> int:
    fact = FACT_TABLES[kind]
    former = sa.select(standing.c.fact).where(standing.c.replaces == 1)
    update = sa.update(fact).where(fact.c.id.in_(former)).values(replaced_by=number)
    return connection.execute(update).rowcount


def _insert(
    connection: sa.Connection, kind: FactKind, stage: sa.Table, standing: sa.Table, number: int
) -> int:
    stays = (
        sa.exists().where(standing.c.position == stage.c.position, standing.c.replaces == 0).correlate(stage)
    )
    columns = [column for column in stage.c if column.name != "position"]
    rows = sa.select(*columns, sa.literal(number)).where(~stays).order_by(stage.c.position)
    insert = sa.insert(FACT_TABLES[kind]).from_select([*(column.name for column in columns), "intake"], rows)
    return connection.execute(insert.execution_options(preserve_rowcount=True)).rowcount


def _withdraw(
    connection: sa.Connection, kind: FactKind, stage: sa.Table, standing: sa.Table, bringing: Bringing
) -> int:
    """End the changes that the same source said of a ticket before and does not say now.

    What the page says now either carries this intake's number or is in `standing`.
    """
    if kind is not FactKind.TICKET_CHANGE or not bringing.whole_tickets:
        return 0
    fact = FACT_TABLES[kind]
    stated_anew = sa.select(stage.c.ticket_id).distinct()
    # Both steps end in a table with a key: joined without one, PostgreSQL compares each row with each other
    # as long as it has no statistics of the facts.
    with (
        selected(connection, "stated_anew", stated_anew) as tickets,
        selected(connection, "no_longer", _no_longer(fact, tickets, standing, bringing)) as no_longer,
    ):
        ends = fact.c.id.in_(sa.select(no_longer.c.id))
        return connection.execute(sa.update(fact).where(ends).values(replaced_by=bringing.number)).rowcount


def _no_longer(
    fact: sa.Table, tickets: sa.Table, standing: sa.Table, bringing: Bringing
) -> "sa.CompoundSelect[Any]":
    """Select the facts said before of `tickets` by the same source, less those that the page says again."""
    before = (
        sa.select(fact.c.id)
        .join_from(tickets, fact, fact.c.ticket_id == tickets.c.ticket_id)
        .where(
            fact.c.source == bringing.source, fact.c.replaced_by.is_(None), fact.c.intake < bringing.number
        )
    )
    return sa.except_(before, sa.select(standing.c.fact))


def _confirm(connection: sa.Connection, kind: FactKind, source: int, standing: sa.Table) -> None:
    """Note which facts of the same source the page brought again, for the end of a full delivery."""
    again = sa.select(standing.c.source, sa.literal(kind.value), standing.c.fact).where(
        standing.c.source == source, standing.c.replaces == 0
    )
    insert = _INSERTS[connection.dialect.name](CONFIRMED).on_conflict_do_nothing()
    connection.execute(insert.from_select(["source", "kind", "fact"], again))
