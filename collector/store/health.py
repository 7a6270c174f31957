"""How the sources are: their last run and intake, what they brought, and what could not be understood."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pandas as pd
import sqlalchemy as sa

from collector.records import FactKind, TicketState
from collector.store.database import Database
from collector.store.runs import RunOutcome
from collector.store.schema import FACT_TABLES, GONE_TICKET, INTAKE, QUARANTINE, RUN, WORD

_CHANGE = FACT_TABLES[FactKind.TICKET_CHANGE]


@dataclass(frozen=True)
class SourceHealth:
    """One source: its last run, and what its intakes up to the horizon brought.

    `last_success_at` is when the last run that went well ended (None: none did), `reached_at` up to when the
    source is known (None: it never said), `gone` counts tickets that were found deleted.
    `last_intake_at` is None where nothing was brought; `rows` are rows of the source, `rejects` rows in
    quarantine, `removed` facts missing from full deliveries; `unmapped` counts the status changes that stand
    per word without a mapping.
    """

    source: str
    run: int
    outcome: RunOutcome
    started_at: int
    finished_at: int | None
    problem: str
    last_intake_at: int | None = None
    rows: int = 0
    rejects: int = 0
    removed: int = 0
    unmapped: Mapping[str, int] = field(default_factory=dict)
    last_success_at: int | None = None
    reached_at: int | None = None
    gone: int = 0


def read_source_health(database: Database, horizon: int, as_of: int | None = None) -> list[SourceHealth]:
    """Return the health of every source that ran, in order of name.

    Runs have no intake number, so the last run is the last that began by the instant `as_of` (None: of all),
    and stood as it did then.
    """
    with database.reading() as connection:
        runs = connection.execute(_last_runs(as_of)).all()
        brought = {row.source: row for row in connection.execute(_brought(horizon))}
        unmapped = _read_unmapped(connection, horizon)
        ended = {row.source: row for row in connection.execute(_last_ended(as_of))}
        gone = {row.source: int(row.gone) for row in connection.execute(gone_by_source(horizon))}
    found = [_health(run, brought.get(run.source), unmapped.get(run.source, {}), as_of) for run in runs]
    return [_with_ends(one, ended.get(one.source), gone.get(one.source, 0)) for one in found]


def gone_by_source(horizon: int | None = None) -> "sa.Select[tuple[str, int]]":
    """Select how many tickets of each source are gone (at `horizon`); no row for none."""
    is_gone: sa.ColumnElement[bool] = GONE_TICKET.c.replaced_by.is_(None)
    if horizon is not None:
        later = sa.or_(is_gone, GONE_TICKET.c.replaced_by > horizon)
        is_gone = sa.and_(GONE_TICKET.c.intake <= horizon, later)
    return (
        sa.select(WORD.c.text.label("source"), sa.func.count().label("gone"))
        .join_from(GONE_TICKET, WORD, WORD.c.id == GONE_TICKET.c.source)
        .where(is_gone)
        .group_by(WORD.c.text)
    )


def read_quarantine(database: Database, horizon: int, limit: int) -> pd.DataFrame:
    """Return the last `limit` rows that stood in quarantine at `horizon`, newest intake first, by line.

    Columns `intake`, `source`, `origin`, `line`, `reason`, `fields` (allow-listed fields as JSON text).
    """
    names = ("intake", "source", "origin", "line", "reason", "fields")
    query = (
        sa.select(*(QUARANTINE.c[name] for name in names))
        .where(
            QUARANTINE.c.intake <= horizon,
            sa.or_(QUARANTINE.c.replaced_by.is_(None), QUARANTINE.c.replaced_by > horizon),
        )
        .order_by(QUARANTINE.c.intake.desc(), QUARANTINE.c.line, QUARANTINE.c.id)
        .limit(limit)
    )
    with database.reading() as connection:
        rows = connection.execute(query).all()
    frame = pd.DataFrame.from_records([tuple(row) for row in rows], columns=list(names))
    return frame.astype({name: "int64" if name in {"intake", "line"} else "str" for name in names})


def _last_runs(as_of: int | None) -> "sa.Select[tuple[int]]":
    last = sa.select(sa.func.max(RUN.c.id)).group_by(RUN.c.source)
    if as_of is not None:
        last = last.where(RUN.c.started_at <= as_of)
    return sa.select(RUN).where(RUN.c.id.in_(last)).order_by(RUN.c.source)


def _last_ended(as_of: int | None) -> "sa.Select[tuple[str, int, int]]":
    """Select when the last run that went well ended, and the furthest a run that ended had reached."""
    good = sa.case((RUN.c.outcome == RunOutcome.COMPLETE.value, RUN.c.finished_at))
    query = sa.select(
        RUN.c.source,
        sa.func.max(good).label("last_success_at"),
        sa.func.max(RUN.c.reached_at).label("reached_at"),
    )
    if as_of is not None:
        query = query.where(RUN.c.finished_at <= as_of)
    return query.group_by(RUN.c.source)


def _with_ends(health: SourceHealth, ended: "sa.Row[tuple[str, int, int]] | None", gone: int) -> SourceHealth:
    if ended is None:
        return replace(health, gone=gone)
    return replace(health, last_success_at=ended.last_success_at, reached_at=ended.reached_at, gone=gone)


def _brought(horizon: int) -> "sa.Select[tuple[str, int, int, int, int]]":
    columns = {
        "rows": INTAKE.c.rows,
        "rejects": INTAKE.c.rejects - INTAKE.c.resolved,
        "removed": INTAKE.c.removed,
    }
    sums = [sa.cast(sa.func.sum(column), sa.BigInteger).label(name) for name, column in columns.items()]
    return (
        sa.select(INTAKE.c.source, sa.func.max(INTAKE.c.committed_at).label("last_intake_at"), *sums)
        .where(INTAKE.c.number <= horizon)
        .group_by(INTAKE.c.source)
    )


def _read_unmapped(connection: sa.Connection, horizon: int) -> dict[str, dict[str, int]]:
    source, value = WORD.alias("source_word"), WORD.alias("value_word")
    # Written out, not bound: only so does the index of unmapped changes serve.
    is_unmapped = _CHANGE.c.state == sa.literal_column(str(int(TicketState.UNMAPPED)))
    query = (
        sa.select(source.c.text, value.c.text, sa.func.count())
        .select_from(_CHANGE)
        .join(source, source.c.id == _CHANGE.c.source)
        .join(value, value.c.id == _CHANGE.c.value)
        .where(is_unmapped, _CHANGE.c.intake <= horizon)
        .where(sa.or_(_CHANGE.c.replaced_by.is_(None), _CHANGE.c.replaced_by > horizon))
        .group_by(source.c.text, value.c.text)
        .order_by(source.c.text, value.c.text)
    )
    counts: dict[str, dict[str, int]] = {}
    for source_name, status, count in connection.execute(query):
        counts.setdefault(source_name, {})[status] = count
    return counts


def _health(
    run: "sa.Row[tuple[int]]",
    brought: "sa.Row[tuple[str, int, int, int, int]] | None",
    unmapped: dict[str, int],
    as_of: int | None,
) -> SourceHealth:
    health = SourceHealth(
        run.source,
        run.id,
        RunOutcome(run.outcome),
        run.started_at,
        run.finished_at,
        run.problem,
        unmapped=unmapped,
    )
    if as_of is not None and run.finished_at is not None and run.finished_at > as_of:
        health = replace(health, outcome=RunOutcome.RUNNING, finished_at=None, problem="")
    if brought is None:
        return health
    return replace(
        health,
        last_intake_at=brought.last_intake_at,
        rows=brought.rows,
        rejects=brought.rejects,
        removed=brought.removed,
    )
