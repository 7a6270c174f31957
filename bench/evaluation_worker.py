"""One evaluation in a process of its own, so that its peak memory is its own; prints what it took as JSON."""

import argparse
import json
import time
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import holidays
import pandas as pd

from bench.terms import FIRST_MONTH, LAST_MONTH, small_contract
from collector.records import COLUMNS, FactKind
from collector.store.bulk import bulk_address, bulk_driver
from collector.store.database import Database, open_database
from collector.store.read import read_horizon, read_lasting, read_service_states, read_tickets
from collector.store.schema import FACT_TABLES, stored_name
from evaluator.contract.contract import Contract
from evaluator.contract.indicator_terms import PeriodLength
from evaluator.core.calendar.contract_calendars import compile_calendars
from evaluator.core.evaluation import PeriodEvaluation, evaluate_month
from evaluator.core.facts import Facts, LeftOut
from evaluator.core.outcomes import View
from evaluator.core.periods import Period, month
from evaluator.results.provenance import Provenance
from evaluator.results.store import save_results

KNOWN_AT = 400 * 86_400
VIEWS = {View.AS_MEASURED: LeftOut(), View.AFTER_EXCLUSIONS: LeftOut()}

Found = TypeVar("Found")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("address")
    parser.add_argument("way", choices=["bare", "product", "rows", "month"])
    parser.add_argument("--publish", action="store_true")
    arguments = parser.parse_args()
    with open_database(arguments.address, bulk_driver=arguments.way != "rows") as database:
        took = _read_bare(database) if arguments.way == "bare" else _evaluate(database, arguments)
    print(json.dumps({**took, "peak_megabytes": peak_megabytes()}))


def peak_megabytes() -> float:
    """The most memory this process held; `getrusage` would give that of its parent where that is more."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return int(kilobytes) / 1024


def _read_bare(database: Database) -> dict[str, object]:
    """Let the ADBC driver fetch the same columns of the same rows, without conditions or anything after."""
    driver = bulk_driver(database)
    if driver is None:
        raise SystemExit("the ADBC driver is not installed")
    options = {"adbc.sqlite.query.batch_rows": "65536"} if database.dialect == "sqlite" else {}
    rows, seconds = 0, 0.0
    for kind in (FactKind.TICKET, FactKind.TICKET_CHANGE):
        names = ", ".join(["source", *(stored_name(column) for column in COLUMNS[kind])])
        start = time.perf_counter()
        with (
            closing(driver.connect(bulk_address(database))) as connection,
            closing(connection.cursor(adbc_stmt_kwargs=options)) as cursor,
        ):
            cursor.execute(f"SELECT {names} FROM {FACT_TABLES[kind].name}")  # noqa: S608 - own names
            rows += cursor.fetch_arrow_table().num_rows
        seconds += time.perf_counter() - start
    return {"read": seconds, "rows": rows}


def _evaluate(database: Database, arguments: argparse.Namespace) -> dict[str, object]:
    is_month = arguments.way == "month"
    contract = small_contract(period="month" if is_month else "whole_term")
    holidays.country_holidays("SE")  # imports every country, once for a process
    period = month(FIRST_MONTH if is_month else LAST_MONTH, contract.contract.zone)
    window = (period.starts_at, period.ends_at) if is_month else None
    horizon = read_horizon(database)
    (tickets, changes), read = _timed(lambda: read_tickets(database, horizon, window))
    facts = _facts(database, tickets, changes, horizon)
    evaluation, compute = _timed(lambda: _compute(contract, facts, period))
    took: dict[str, object] = {"read": read, "compute": compute, "rows": len(tickets) + len(changes)}
    if arguments.publish:
        took["publish"] = _timed(
            lambda: save_results(database, _provenance(horizon, period.name), evaluation)
        )[1]
    return {**took, "answer": _answer(evaluation), "cases": len(evaluation.tickets)}


def _timed(work: Callable[[], Found]) -> tuple[Found, float]:
    start = time.perf_counter()
    found = work()
    return found, time.perf_counter() - start


def _facts(database: Database, tickets: pd.DataFrame, changes: pd.DataFrame, horizon: int) -> Facts:
    return Facts(
        tickets=tickets,
        changes=changes,
        states=read_service_states(database, horizon),
        observed=read_lasting(database, FactKind.OBSERVED, horizon),
        maintenance=read_lasting(database, FactKind.MAINTENANCE, horizon),
        measurements=read_lasting(database, FactKind.MEASUREMENT, horizon),
        statements=read_lasting(database, FactKind.STATEMENT, horizon),
        known_at=KNOWN_AT,
    )


def _compute(contract: Contract, facts: Facts, period: Period) -> PeriodEvaluation:
    length: PeriodLength = contract.indicators[0].period
    calendars = compile_calendars(contract, int(facts.tickets["opened_at"].min()), KNOWN_AT)
    return evaluate_month(contract, {length: facts}, calendars, VIEWS, (), period)


def _answer(evaluation: PeriodEvaluation) -> str:
    """A hash of every figure, so that ways can be held against each other."""
    lines = sorted(
        f"{one.indicator} {one.scope} {one.view} {one.figure.numerator}/{one.figure.denominator}"
        for one in evaluation.outcomes
        if one.figure is not None
    )
    return sha256("\n".join(lines).encode()).hexdigest()


def _provenance(horizon: int, period: str) -> Provenance:
    return Provenance(
        period=period,
        contract_version="bench",
        exclusions_version="none",
        horizon=horizon,
        known_at=KNOWN_AT,
        program_version="bench",
        evaluated_at=KNOWN_AT,
        currency="SEK",
        earlier=(),
        is_as_of=False,
        calendars=(),
        health=(),
        exclusions=(),
    )


if __name__ == "__main__":
    main()
