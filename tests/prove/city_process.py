"""One step of a city's whole term: `python -m tests.prove.city_process FOLDER write|collect|month|term`.

The contract is the example's; the tickets are generated. Writes the step's figures as JSON.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import sqlalchemy as sa

from collector.records import FactKind
from collector.store.runs import RunOutcome
from collector.store.schema import FACT_TABLES
from evaluator.core.outcomes import View
from evaluator.core.periods import Period, month, months_before
from evaluator.results.published import PeriodResults
from supplierwatch.collecting import collect_sources, opened_store
from supplierwatch.demonstration import DELIVERIES, LAST_MONTH, MONTHS, delivered_at, prepare
from supplierwatch.evaluating import evaluate_watch
from supplierwatch.watch import Watch, load_watch

TICKETS, CHANGES_OF_A_TICKET, FILES = 1_000_000, 5, 5
STATUSES = ("Ny", "Tilldelad", "Väntar på användare", "Pågår", "Löst")
PRIORITIES = ("1 - Kritisk", "2 - Hög", "3 - Medel", "4 - Låg")
SERVICES = ("Servicedesk", "Arbetsplats", "Drift", "Skolmiljö")
BY_PRIORITY = ("K04", "K05", "K06", "K07")
"""The example's indicators of the time to resolve incidents of P1 to P4."""

DOUBLED = ("2024-10-27", "2025-10-26", "2026-10-25")
"""The days on which Stockholm's clocks go back: 0:00 to 2:00 in UTC is 2:00 to 3:00, twice."""

A_DAY = 86_400
LONGEST = 3 * A_DAY
SEED = 20_261_122


def write(folder: Path) -> dict[str, Any]:
    """Write the log in the layout of the example's mapping, a million rows a file."""
    watch = prepare(folder)
    deliveries = folder / DELIVERIES
    deliveries.mkdir(exist_ok=True)
    units = np.array([unit.id for unit in watch.versions.latest.contract.units])
    first, last = _term(watch)[0], _term(watch)[-1]
    chance = np.random.default_rng(SEED)
    opened = np.sort(chance.integers(first.starts_at + A_DAY, last.ends_at - LONGEST - A_DAY, TICKETS))
    for number, part in enumerate(np.array_split(np.arange(TICKETS), FILES)):
        rows = _rows(part, opened[part], units, chance)
        options = pyarrow.csv.WriteOptions(delimiter=";")
        with pa.output_stream(str(deliveries / f"tickets-{number}.csv.gz"), compression="gzip") as stream:
            pyarrow.csv.write_csv(pa.Table.from_pandas(rows, preserve_index=False), stream, options)
    size = sum(path.stat().st_size for path in deliveries.iterdir())
    return {
        "tickets": TICKETS,
        "changes": TICKETS * CHANGES_OF_A_TICKET,
        "megabytes_compressed": size // 1_000_000,
        "incidents_of_p1_to_p4": TICKETS,
    }


def _rows(
    number: np.ndarray, opened: np.ndarray, units: np.ndarray, chance: np.random.Generator
) -> pd.DataFrame:
    parts = np.sort(chance.integers(1, LONGEST, (number.size, CHANGES_OF_A_TICKET)), axis=1)
    parts[:, 0] = 0
    ticket = np.repeat(number, CHANGES_OF_A_TICKET)
    place = np.tile(np.arange(CHANGES_OF_A_TICKET), number.size)
    local = pd.to_datetime(
        _outside_doubled_hours((opened[:, np.newaxis] + parts).ravel()), unit="s", utc=True
    )
    return pd.DataFrame(
        {
            "Ärendenummer": "INC" + pd.Series(ticket).astype("str").str.zfill(8),
            "Tidpunkt": local.tz_convert("Europe/Stockholm").strftime("%Y-%m-%d %H:%M:%S"),
            "Ordning": place,
            "Status": pd.Series(STATUSES).take(place).to_numpy(),
            "Ärendetyp": "Incident",
            "Tjänst": pd.Series(SERVICES).take(ticket % 4).to_numpy(),
            "Enhet": units[ticket % units.size],
            "Prioritet": pd.Series(PRIORITIES).take(ticket // 4 % 4).to_numpy(),
            "Grupp": "Första linjen",
            "Rotorsaksanalys": "",
            "Svar": "",
        }
    )


def _outside_doubled_hours(instants: np.ndarray) -> np.ndarray:
    """Move what happens in the hour that comes twice to its end: a log without offsets cannot order it."""
    for day in DOUBLED:
        starts_at = int(pd.Timestamp(day, tz="UTC").timestamp())
        inside = (instants >= starts_at) & (instants < starts_at + 7_200)
        instants = np.where(inside, starts_at + 7_200, instants)
    return instants


def collect(folder: Path) -> dict[str, Any]:
    """Collect all files of tickets."""
    watch = load_watch(folder)
    instant = delivered_at(_term(watch)[-1], watch.zone)
    begins = time.perf_counter()
    with opened_store(watch, {}) as database:
        [run] = collect_sources(watch, database, lambda: instant, {}, ["tickets"])
        seconds = time.perf_counter() - begins
        if run.outcome is not RunOutcome.COMPLETE:
            sys.exit(run.problem)
        with database.reading() as connection:
            count = sa.select(sa.func.count()).select_from(FACT_TABLES[FactKind.TICKET])
            tickets = connection.execute(count).scalar_one()
    return {
        "rows": run.rows,
        "rejects": run.rejects,
        "tickets": tickets,
        "seconds": seconds,
        "rows_a_second": int(run.rows / seconds),
    }


def evaluate_last(folder: Path) -> dict[str, Any]:
    """Evaluate the last month."""
    return _evaluate(folder, lambda term: term[-1:])


def evaluate_term(folder: Path) -> dict[str, Any]:
    """Evaluate all months, each with those before it as its history."""
    return _evaluate(folder, lambda term: term)


def _evaluate(folder: Path, chosen: Callable[[tuple[Period, ...]], tuple[Period, ...]]) -> dict[str, Any]:
    watch = load_watch(folder)
    periods = chosen(_term(watch))
    instant = delivered_at(_term(watch)[-1], watch.zone)
    begins = time.perf_counter()
    cases = outcomes = 0
    with opened_store(watch, {}) as database:
        for period in periods:
            results = evaluate_watch(watch, database, period, None, instant)
            cases, outcomes = cases + _cases(results), outcomes + len(results.outcomes)
    seconds = time.perf_counter() - begins
    return {
        "months": len(periods),
        "cases": cases,
        "outcomes": outcomes,
        "seconds": seconds,
        "seconds_a_month": seconds / len(periods),
    }


def _cases(results: PeriodResults) -> int:
    """How many tickets the indicators by priority judged, each in the whole of its service."""
    return sum(
        one.figure.expected
        for one in results.outcomes
        if one.indicator in BY_PRIORITY
        and one.view is View.AS_MEASURED
        and one.scope.is_whole
        and one.figure is not None
    )


def _term(watch: Watch) -> tuple[Period, ...]:
    return tuple(months_before(month(LAST_MONTH, watch.zone), MONTHS, watch.zone))


STEPS = {"write": write, "collect": collect, "month": evaluate_last, "term": evaluate_term}


def main() -> None:
    figures = STEPS[sys.argv[2]](Path(sys.argv[1]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(json.dumps({**figures, "peak_megabytes": peak}))


if __name__ == "__main__":
    main()
