"""Tickets that are no longer there: found by a sweep, kept as former versions, told as gone.

A sweep says which tickets opened in a span are still there. What stands of others becomes a former version
without a successor, and a row says since when. A ticket that is there again, by a page or by a later sweep,
stands again.
"""

from dataclasses import dataclass
from typing import Any

import pandas as pd
import sqlalchemy as sa

from collector.errors import Problem, Severity
from collector.instants import format_instant
from collector.records import FactKind
from collector.source import Sweep
from collector.store.database import Database
from collector.store.facts import Bringing
from collector.store.identify import storable
from collector.store.kept_pages import forget_fingerprints
from collector.store.schema import FACT_TABLES, GONE_TICKET, INTAKE, TICKET_KEYS, TICKET_KINDS, WORD
from collector.store.staging import selected, staged

FEW_GONE = 3
"""So many are believed to be gone whatever their share: of a quiet month's ten tickets one is a tenth."""

_TICKET = FACT_TABLES[FactKind.TICKET]


@dataclass(frozen=True)
class Swept:
    """What a sweep changed: facts `removed`, facts of tickets there again `returned`, what it did not do."""

    removed: int = 0
    returned: int = 0
    warnings: tuple[Problem, ...] = ()


def save_sweep(
    connection: sa.Connection, source_name: str, sweep: Sweep, bringing: Bringing, fingerprint: str
) -> Swept:
    """Remove the facts of tickets that `sweep` misses, and let those stand again that it finds.

    A ticket of which something was brought since the sweep began stays. Where more is missing than the sweep
    may miss nothing is removed, and a warning says so; an answer without any ticket is never taken for the
    removal of a few.
    """
    keys = pd.DataFrame({"ticket": storable(pd.Series(sorted(sweep.tickets), dtype="str"))})
    with (
        staged(connection, "present", keys) as stage,
        selected(connection, "there", _there(stage, bringing)) as there,
        selected(connection, "known", _known(sweep, bringing)) as known,
        selected(connection, "missing", _missing(connection, there, known, sweep, bringing)) as missing,
    ):
        returned = _let_return(connection, source_name, there, sweep, bringing, fingerprint)
        of, gone = _count(connection, known), _count(connection, missing)
        if gone == 0:
            return Swept(0, returned)
        if not is_believed(sweep, gone, of):
            return Swept(0, returned, (_not_believed(source_name, sweep, gone, of),))
        return Swept(_remove(connection, missing, bringing, fingerprint), returned)


def is_believed(sweep: Sweep, gone: int, of: int) -> bool:
    """Return whether `gone` of `of` tickets may have been deleted, rather than hidden from us."""
    is_few = gone <= FEW_GONE and len(sweep.tickets) > 0
    return is_few or gone * 100 <= sweep.most_gone_percent * of


def end_gone(connection: sa.Connection, bringing: Bringing) -> None:
    """Note which gone tickets of the source stand again by what the intake brought."""
    again = sa.exists().where(
        _TICKET.c.ticket_id == GONE_TICKET.c.ticket_id,
        _TICKET.c.replaced_by.is_(None),
        _TICKET.c.source == bringing.source,
    )
    connection.execute(
        sa.update(GONE_TICKET).where(_is_gone(bringing), again).values(replaced_by=bringing.number)
    )


def read_tombstones(database: Database, horizon: int) -> pd.DataFrame:
    """Return the tickets that were gone at `horizon`, by source and ticket.

    Columns `source`, `system`, `ticket` (text), `ticket_id`, `opened_at`, `gone_at` (instants: when we found
    it gone), and `intake`, the number of the intake that did.
    """
    source, system = WORD.alias("source_word"), WORD.alias("system_word")
    query = (
        sa.select(
            source.c.text.label("source"),
            system.c.text.label("system"),
            TICKET_KEYS.c.ticket,
            GONE_TICKET.c.ticket_id,
            GONE_TICKET.c.opened_at,
            INTAKE.c.committed_at.label("gone_at"),
            GONE_TICKET.c.intake,
        )
        .join_from(GONE_TICKET, source, source.c.id == GONE_TICKET.c.source)
        .join(TICKET_KEYS, TICKET_KEYS.c.id == GONE_TICKET.c.ticket_id)
        .join(system, system.c.id == TICKET_KEYS.c.source)
        .join(INTAKE, INTAKE.c.number == GONE_TICKET.c.intake)
        .where(
            GONE_TICKET.c.intake <= horizon,
            sa.or_(GONE_TICKET.c.replaced_by.is_(None), GONE_TICKET.c.replaced_by > horizon),
        )
        .order_by(source.c.text, TICKET_KEYS.c.ticket, GONE_TICKET.c.id)
    )
    with database.reading() as connection:
        result = connection.execute(query)
        names = list(result.keys())
        frame = pd.DataFrame.from_records([tuple(row) for row in result], columns=names)
    texts = {"source", "system", "ticket"}
    return frame.astype({name: "str" if name in texts else "int64" for name in names})


def _is_gone(bringing: Bringing) -> "sa.ColumnElement[bool]":
    return sa.and_(GONE_TICKET.c.source == bringing.source, GONE_TICKET.c.replaced_by.is_(None))


def _there(stage: sa.Table, bringing: Bringing) -> "sa.Select[Any]":
    same = sa.and_(TICKET_KEYS.c.ticket == stage.c.ticket, TICKET_KEYS.c.source == bringing.system)
    return sa.select(TICKET_KEYS.c.id).distinct().join_from(stage, TICKET_KEYS, same)


def _known(sweep: Sweep, bringing: Bringing) -> "sa.Select[Any]":
    """Select the tickets of the source that stand and opened in the span."""
    return sa.select(_TICKET.c.ticket_id, _TICKET.c.opened_at).where(
        _TICKET.c.opened_at >= sweep.opened_from,
        _TICKET.c.opened_at < sweep.opened_to,
        _TICKET.c.replaced_by.is_(None),
        _TICKET.c.source == bringing.source,
    )


def _missing(
    connection: sa.Connection, there: sa.Table, known: sa.Table, sweep: Sweep, bringing: Bringing
) -> "sa.Select[Any]":
    """Select of `known` those not `there`, less those of which something came since the sweep began."""
    missing = sa.select(known.c.ticket_id, known.c.opened_at).where(
        ~sa.exists().where(there.c.id == known.c.ticket_id)
    )
    if sweep.begun_at is None:
        return missing
    before = sa.select(sa.func.coalesce(sa.func.max(INTAKE.c.number), 0)).where(
        INTAKE.c.committed_at < sweep.begun_at
    )
    last = int(connection.execute(before).scalar_one())
    for kind in sorted(TICKET_KINDS):
        fact = FACT_TABLES[kind]
        missing = missing.where(
            ~sa.exists().where(
                fact.c.ticket_id == known.c.ticket_id,
                fact.c.source == bringing.source,
                fact.c.replaced_by.is_(None),
                fact.c.intake > last,
            )
        )
    return missing


def _count(connection: sa.Connection, table: sa.Table) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def _remove(connection: sa.Connection, missing: sa.Table, bringing: Bringing, fingerprint: str) -> int:
    rows = sa.select(
        sa.literal(bringing.source),
        missing.c.ticket_id,
        missing.c.opened_at,
        sa.literal(bringing.number),
        sa.literal(fingerprint),
    )
    names = ["source", "ticket_id", "opened_at", "intake", "fingerprint"]
    connection.execute(sa.insert(GONE_TICKET).from_select(names, rows))
    return sum(_remove_facts(connection, kind, missing, bringing) for kind in sorted(TICKET_KINDS))


def _remove_facts(connection: sa.Connection, kind: FactKind, missing: sa.Table, bringing: Bringing) -> int:
    fact = FACT_TABLES[kind]
    stands = sa.and_(
        fact.c.ticket_id.in_(sa.select(missing.c.ticket_id)),
        fact.c.source == bringing.source,
        fact.c.replaced_by.is_(None),
    )
    return connection.execute(sa.update(fact).where(stands).values(replaced_by=bringing.number)).rowcount


def _let_return(
    connection: sa.Connection,
    source_name: str,
    there: sa.Table,
    sweep: Sweep,
    bringing: Bringing,
    fingerprint: str,
) -> int:
    """Let gone tickets that are `there` again stand as they did; return how many of their facts do."""
    back = sa.select(GONE_TICKET.c.ticket_id, GONE_TICKET.c.intake, GONE_TICKET.c.fingerprint).where(
        _is_gone(bringing),
        GONE_TICKET.c.opened_at >= sweep.opened_from,
        GONE_TICKET.c.opened_at < sweep.opened_to,
        GONE_TICKET.c.ticket_id.in_(sa.select(there.c.id)),
    )
    with selected(connection, "back", back) as returning:
        returned = sum(_let_stand(connection, kind, returning, bringing) for kind in sorted(TICKET_KINDS))
        otherwise = sa.select(returning.c.ticket_id).where(returning.c.fingerprint != fingerprint).limit(1)
        if connection.execute(otherwise).one_or_none() is not None:
            # What they were is read under a former mapping.
            forget_fingerprints(connection, source_name)
        ended = sa.and_(_is_gone(bringing), GONE_TICKET.c.ticket_id.in_(sa.select(returning.c.ticket_id)))
        connection.execute(sa.update(GONE_TICKET).where(ended).values(replaced_by=bringing.number))
    return returned


def _let_stand(connection: sa.Connection, kind: FactKind, returning: sa.Table, bringing: Bringing) -> int:
    """Insert anew the facts of `kind` that ended when their tickets were found gone."""
    fact = FACT_TABLES[kind]
    columns = [column for column in fact.c if column.name not in {"id", "intake", "replaced_by"}]
    ended = sa.and_(fact.c.ticket_id == returning.c.ticket_id, fact.c.replaced_by == returning.c.intake)
    rows = (
        sa.select(*columns, sa.literal(bringing.number))
        .join_from(returning, fact, ended)
        .where(fact.c.source == bringing.source, ~_is_stated(fact))
    )
    insert = sa.insert(fact).from_select([*(column.name for column in columns), "intake"], rows)
    return connection.execute(insert.execution_options(preserve_rowcount=True)).rowcount


def _is_stated(fact: sa.Table) -> "sa.ColumnElement[bool]":
    """Whether another source of the ticket system says this of the ticket meanwhile."""
    stands = fact.alias("stands")
    names = ("ticket_id",) if fact is _TICKET else ("ticket_id", "at", "sequence", "field")
    same = [stands.c[name] == fact.c[name] for name in names]
    return sa.exists().where(stands.c.replaced_by.is_(None), *same).correlate(fact)


def _not_believed(source_name: str, sweep: Sweep, gone: int, of: int) -> Problem:
    return Problem(
        f"{gone} of {of} tickets of source {source_name!r} that opened from "
        f"{format_instant(sweep.opened_from)} to before {format_instant(sweep.opened_to)} are missing from "
        "what the system lists; nothing was removed",
        allowed=f"{sweep.most_gone_percent} percent, or {FEW_GONE} where it lists others",
        remedy="See whether the account still may read all tickets. Where they were deleted indeed, raise "
        "sweep.most_gone_percent of the source until the next sweep",
        severity=Severity.WARNING,
    )
