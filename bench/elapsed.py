"""Business time of a million tickets: `ServiceHours.elapsed` against the memory limit and peers."""

from datetime import date, datetime, time

import numpy as np
import pandas as pd

from bench.agreement import require_equal
from bench.goals import Report, at_least, at_most
from bench.inputs import DESK, ZONE, Spans, desk_hours, holidays, spans
from bench.peers import DuckTables, bizdurr_of, business_duration_of, installed, interpolated
from bench.scale import Scale
from bench.tables import contest
from bench.timing import Contender, interleave
from evaluator.contract.combined_hours import Combination
from tests.evaluator.core.reference_hours import Door, walk

TICKETS, TICKETS_OF_BIZDURR, TICKETS_OF_BUSINESS_DURATION = 1_000_000, 10_000, 3_000
ORACLE_TICKETS = 200
OURS, LIMIT, INTERP, DUCKDB = (
    "**ServiceHours.elapsed**",
    "memory limit",
    "np.interp twice",
    "DuckDB ASOF join twice",
)
BIZDURR, BUSINESS_DURATION = "bizdurr", "business-duration"
_ORACLE_LONGEST = 30 * 86_400


def run(scale: Scale) -> Report:
    """Return the report of this benchmark."""
    span = spans(scale.of(TICKETS))
    remarks = [f"Equal to a walk along the wall clock on {_check_against_oracle(span)} tickets."]
    contenders = _array_ways(span)
    for found in (_duckdb(span), _bizdurr(span, scale), _business_duration(span, scale)):
        if isinstance(found, Contender):
            contenders.append(found)
        else:
            remarks.append(found)
    remarks.append(_clock_change())
    timed = interleave(contenders, scale.rounds)
    goals = [
        at_least("business time: times DuckDB's ASOF join", 6, timed, DUCKDB, OURS),
        at_least("business time: times np.interp", 8, timed, INTERP, OURS),
        at_least("business time: times bizdurr", 700, timed, BIZDURR, OURS),
        at_least("business time: times business-duration", 1_300, timed, BUSINESS_DURATION, OURS),
        at_most("business time: times the memory limit", 30, timed, OURS, LIMIT),
    ]
    return Report("\n\n".join(["### Business time", contest(timed), " ".join(remarks)]), goals)


def _check_against_oracle(span: Spans) -> int:
    short = np.flatnonzero(span.resolved - span.opened < _ORACLE_LONGEST)[:ORACLE_TICKETS]
    fast = desk_hours().elapsed(span.opened[short], span.resolved[short])
    door = Door(DESK, holidays(), ZONE)
    pairs = zip(span.opened[short].tolist(), span.resolved[short].tolist(), strict=True)
    slow = [walk([door], Combination.UNION, start, end).signed_elapsed(start, end) for start, end in pairs]
    require_equal("ServiceHours.elapsed and the oracle", fast, np.array(slow))
    return short.size


def _array_ways(span: Spans) -> list[Contender]:
    hours, size = desk_hours(), span.opened.size
    before = interpolated(hours)
    ours = hours.elapsed(span.opened, span.resolved)
    require_equal("np.interp", before(span.resolved) - before(span.opened), ours)
    return [
        Contender(OURS, lambda: hours.elapsed(span.opened, span.resolved), size),
        Contender(LIMIT, lambda: span.resolved - span.opened, size, "out = b - a"),
        Contender(INTERP, lambda: before(span.resolved) - before(span.opened), size),
    ]


def _duckdb(span: Spans) -> Contender | str:
    duckdb = installed("duckdb")
    if duckdb is None:
        return "DuckDB is not installed: skipped."
    tables = DuckTables(duckdb, desk_hours())
    size = span.opened.size
    tables.load("tickets", pd.DataFrame({"ticket": np.arange(size), "a": span.opened, "b": span.resolved}))
    require_equal("DuckDB", tables.elapsed(), desk_hours().elapsed(span.opened, span.resolved))
    return Contender(DUCKDB, tables.total_elapsed, size, "2 threads, answers only summed")


def _bizdurr(span: Spans, scale: Scale) -> Contender | str:
    module = installed("bizdurr")
    if module is None:
        return "bizdurr is not installed: skipped."
    few = _first(span, scale.of(TICKETS_OF_BIZDURR))
    work = bizdurr_of(module, few)
    return Contender(BIZDURR, work, few.opened.size, _differences(few, work()))


def _business_duration(span: Spans, scale: Scale) -> Contender | str:
    module = installed("business_duration")
    if module is None:
        return "business-duration is not installed: skipped."
    few = _first(span, scale.of(TICKETS_OF_BUSINESS_DURATION))
    work = business_duration_of(module, few)
    return Contender(BUSINESS_DURATION, work, few.opened.size, _differences(few, work()))


def _clock_change() -> str:
    """What peers make of the night in which clocks go forward, for a service open from 00 to 06."""
    night = date(2026, 3, 29)
    wall = [int(datetime.combine(night, time(hour), ZONE).timestamp()) for hour in (0, 6)]
    span = Spans(np.array(wall[:1]), np.array(wall[1:]))
    ways = {"bizdurr": bizdurr_of, "business_duration": business_duration_of}
    found = [
        f"{name} {work(module, span, (0, 6))()[0] / 3600:g} h"
        for name, work in ways.items()
        if (module := installed(name)) is not None
    ]
    return f"Open 00-06 in the night of {night}, really {(wall[1] - wall[0]) / 3600:g} h: {', '.join(found)}."


def _first(span: Spans, count: int) -> Spans:
    return Spans(span.opened[:count], span.resolved[:count])


def _differences(span: Spans, answers: list[float]) -> str:
    """Peers may be wrong: how many of their answers differ is part of the table."""
    ours = desk_hours().elapsed(span.opened, span.resolved)
    wrong = int(np.count_nonzero(np.rint(np.array(answers, dtype=np.float64)) != ours))
    return "all answers equal ours" if wrong == 0 else f"{wrong} of {len(answers):,} answers differ"
