"""Facts of one kind against those that stand: new, changed and unchanged ones as sets of rows."""

from dataclasses import dataclass

import pandas as pd
import sqlalchemy as sa

from collector.records import FactKind, as_facts
from collector.store.identify import save_texts_of
from collector.store.schema import CONFIRMED, FACT_TABLES, key_names, value_names
from collector.store.staging import staged

Condition = sa.ColumnElement[bool]


@dataclass(frozen=True)
class SavedFacts:
    """Counts of the facts of one kind in one page."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    repeated: int = 0


def save_facts(
    connection: sa.Connection, kind: FactKind, frame: pd.DataFrame, source: int, system: int, number: int
) -> SavedFacts:
    """Save the facts of `kind` that the intake `number` of the word `source` brings.

    Raises ValueError where `frame` is not a frame of `kind`.
    """
    if frame.empty:
        return SavedFacts()
    facts = save_texts_of(connection, kind, as_facts(kind, frame), system)
    facts.insert(0, "source", source)
    single = one_row_per_key(kind, facts)
    with staged(connection, kind, single) as stage:
        changed = _replace(connection, kind, stage, number)
        inserted = _insert(connection, kind, stage, number)
        unchanged = len(single) - inserted
        if unchanged > 0:
            _confirm(connection, kind, stage, number)
    return SavedFacts(inserted - changed, changed, unchanged, len(facts) - len(single))


def one_row_per_key(kind: FactKind, facts: pd.DataFrame) -> pd.DataFrame:
    """Return `facts` with one row per key: the last, of a ticket the last of those that opened earliest."""
    if kind is FactKind.TICKET:
        # Falling openings first: the earliest comes last, and the last of equals stays last.
        facts = facts.sort_values("opened_at", ascending=False, kind="stable")
    return facts[~facts.duplicated(key_names(kind), keep="last")].sort_index()


def _replace(connection: sa.Connection, kind: FactKind, stage: sa.Table, number: int) -> int:
    fact = FACT_TABLES[kind]
    differs = sa.or_(*(fact.c[name].is_distinct_from(stage.c[name]) for name in value_names(kind)))
    conditions = [_same_key(kind, stage), differs]
    if kind is FactKind.TICKET:
        conditions.append(stage.c.opened_at <= fact.c.opened_at)
    former = sa.select(fact.c.id).join_from(stage, fact, sa.and_(*conditions))
    update = sa.update(fact).where(fact.c.id.in_(former)).values(replaced_by=number)
    return connection.execute(update).rowcount


def _insert(connection: sa.Connection, kind: FactKind, stage: sa.Table, number: int) -> int:
    fact = FACT_TABLES[kind]
    stands = sa.exists().where(_same_key(kind, stage)).correlate(stage)
    rows = sa.select(*stage.c, sa.literal(number)).where(~stands)
    names = [*(column.name for column in stage.c), "intake"]
    insert = sa.insert(fact).from_select(names, rows).execution_options(preserve_rowcount=True)
    return connection.execute(insert).rowcount


def _confirm(connection: sa.Connection, kind: FactKind, stage: sa.Table, number: int) -> None:
    """Note which facts of the same source the page brought again, for the end of a full delivery."""
    fact = FACT_TABLES[kind]
    conditions = [_same_key(kind, stage), fact.c.intake < number, fact.c.source == stage.c.source]
    noted = sa.and_(
        CONFIRMED.c.source == fact.c.source, CONFIRMED.c.kind == kind.value, CONFIRMED.c.fact == fact.c.id
    )
    rows = sa.select(fact.c.source, sa.literal(kind.value), fact.c.id).join_from(
        stage, fact, sa.and_(*conditions)
    )
    unnoted = rows.where(~sa.exists().where(noted).correlate(fact))
    connection.execute(sa.insert(CONFIRMED).from_select(["source", "kind", "fact"], unnoted))


def _same_key(kind: FactKind, stage: sa.Table) -> Condition:
    fact = FACT_TABLES[kind]
    same = [fact.c[name] == stage.c[name] for name in key_names(kind)]
    return sa.and_(fact.c.replaced_by.is_(None), *same)
