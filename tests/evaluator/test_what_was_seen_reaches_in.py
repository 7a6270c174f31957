"""A month of monitored services judged on what was read for it is as if all of history had been read."""

from typing import Any

import pytest

from collector.records import FactKind, ServiceState
from collector.store.database import Database
from collector.store.read import read_horizon, read_lasting, read_service_states
from evaluator.contract.contract import Contract
from evaluator.contract.indicator_terms import PeriodLength
from evaluator.core.calendar.contract_calendars import compile_calendars
from evaluator.core.evaluation import PeriodEvaluation, evaluate_month
from evaluator.core.facts import Facts, LeftOut
from evaluator.core.outcomes import View
from evaluator.core.periods import month
from evaluator.read_facts import read_facts_of
from tests.collector.store.pages import Facts as Rows
from tests.collector.store.pages import save
from tests.evaluator import small_contract as small
from tests.evaluator.october import COLLECTED, STOCKHOLM, instant

ALL_TIME = (instant("2026-01-01 00:00"), COLLECTED)
OCTOBER = month("2026-10", STOCKHOLM)
DOWN_AT_THE_BORDER = ("2026-09-30 23:58", "2026-10-01 00:04")


def seen(prober: str, *down: tuple[str, str], silent: tuple[str, str] | None = None) -> Rows:
    """What a prober saw of T2 since January: up but for `down`; it did not look while `silent`."""
    name = {"prober": prober, "service": "T2", "unit": None}
    states = [{**name, "at": ALL_TIME[0], "state": int(ServiceState.UP)}]
    for begin, end in down:
        states.append({**name, "at": instant(begin), "state": int(ServiceState.DOWN)})
        states.append({**name, "at": instant(end), "state": int(ServiceState.UP)})
    looked = [(ALL_TIME[0], None)]
    if silent is not None:
        looked = [(ALL_TIME[0], instant(silent[0])), (instant(silent[1]), None)]
    spans = [{**name, "from_at": begin, "to_at": end} for begin, end in looked]
    return {FactKind.SERVICE_STATE: states, FactKind.OBSERVED: spans}


TWO = [
    seen("p1", ("2026-09-30 23:00", "2026-09-30 23:59")),
    seen("p2", ("2026-09-30 23:58", "2026-10-02 00:04")),
]
CARRIED = {"treat_as": "carry_forward", "longest": "30 d", "then": "down"}
LONGEST = small.outages(measure="longest", month_of="touches", target={"to": "4 h"})
CASES: dict[str, tuple[dict[str, Any], dict[str, Any], list[Rows]]] = {
    "too short, begun before": (
        small.availability(),
        {"shortest_outage": "10 min"},
        [seen("p1", DOWN_AT_THE_BORDER)],
    ),
    "too short, and unknown is down": (
        small.availability(),
        {"shortest_outage": "10 min", "unknown": {"treat_as": "down"}},
        [seen("p1", DOWN_AT_THE_BORDER)],
    ),
    "long enough by two probers": (
        small.availability(),
        {"shortest_outage": "10 min"},
        [seen("p1", ("2026-09-30 23:50", "2026-09-30 23:59")), seen("p2", DOWN_AT_THE_BORDER)],
    ),
    "carried into the month": (
        small.availability(),
        {"unknown": CARRIED},
        [seen("p1", silent=("2026-09-20 00:00", "2026-10-25 00:00"))],
    ),
    "one outage of two sightings": (
        small.availability(),
        {"merging": {"within": "0 s", "starts": "earliest", "ends": "earliest"}},
        TWO,
    ),
    "the longest, of two sightings": (LONGEST, {}, TWO),
    "the longest, after a silence": (
        LONGEST,
        {"unknown": {"treat_as": "down"}},
        [
            seen(
                "p1",
                ("2026-09-10 00:00", "2026-10-05 00:00"),
                silent=("2026-09-28 01:00", "2026-09-28 02:00"),
            )
        ],
    ),
    "begun before, looked at in parts": (
        small.outages(month_of="starts"),
        {},
        [
            seen(
                "p1",
                ("2026-09-30 22:00", "2026-10-01 02:00"),
                silent=("2026-10-01 00:00", "2026-10-01 00:00"),
            )
        ],
    ),
}


def judged(contract: Contract, facts: Facts) -> PeriodEvaluation:
    calendars = compile_calendars(contract, ALL_TIME[0], COLLECTED)
    return evaluate_month(
        contract, {PeriodLength.MONTH: facts}, calendars, {View.AS_MEASURED: LeftOut()}, (), OCTOBER
    )


@pytest.mark.parametrize(("indicator", "rules", "told"), CASES.values(), ids=CASES)
def test_a_month_is_judged_as_if_all_that_was_ever_seen_had_been_read(
    sqlite_database: Database, indicator: dict[str, Any], rules: dict[str, Any], told: list[Rows]
) -> None:
    rows = {kind: [row for one in told for row in one[kind]] for kind in told[0]}
    save(sqlite_database, rows, at=COLLECTED)
    plain = small.availability_rules(denominator="wall_clock", **rules)
    contract = small.contract(indicator, availability_rules={"plain": plain})
    horizon = read_horizon(sqlite_database)
    read = read_facts_of(sqlite_database, [contract], {PeriodLength.MONTH: OCTOBER}, horizon, COLLECTED)
    ours = read[PeriodLength.MONTH]
    whole = Facts(
        **vars(ours)
        | {
            "states": read_service_states(sqlite_database, horizon, ALL_TIME),
            "observed": read_lasting(sqlite_database, FactKind.OBSERVED, horizon, ALL_TIME),
        }
    )
    assert judged(contract, ours).outcomes == judged(contract, whole).outcomes
