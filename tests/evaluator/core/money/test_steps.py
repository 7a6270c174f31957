"""Started steps of late cases, by columns."""

from typing import Any

import pandas as pd

from evaluator.core.facts import ExcludedTickets, LeftOut
from evaluator.core.measuring.indicator import Measured
from evaluator.core.money.steps import started_steps
from evaluator.core.outcomes import Scope, View
from tests.evaluator import small_contract as small

HOURLY = {"scheme": "per_started", "base": "fault", "share": "100 %", "over": "cases", "each": "60 min"}
HOUR = 3600
KEY = ("K", Scope("T1"), View.AS_MEASURED)


def measured(rows: list[tuple[str, int]], scheme: dict[str, Any] = HOURLY, **terms: Any) -> Measured:
    """Cases of services with the seconds they used of 4 hours."""
    contract = small.contract(small.time_within_target(credit=scheme, consequence="credit", **terms))
    frame = pd.DataFrame(
        {
            "ticket_id": list(range(len(rows))),
            "service": [service for service, _ in rows],
            "used": [used for _, used in rows],
            "limit": pd.array([4 * HOUR] * len(rows), dtype="Int64"),
            "missed": [used > 4 * HOUR for _, used in rows],
        }
    )
    return Measured(contract.indicators[0], {}, is_over=True, tickets=frame)


def steps(*found: Measured) -> dict[Any, int]:
    return started_steps(found, {View.AS_MEASURED: LeftOut()})


def test_each_started_hour_of_each_fault_counts_and_one_on_its_limit_does_not() -> None:
    # On the limit 0, a second over 1, an hour over 1, 61 minutes over 2: 4.
    rows = [("T1", 4 * HOUR), ("T1", 4 * HOUR + 1), ("T1", 5 * HOUR), ("T1", 5 * HOUR + 60)]
    assert steps(measured(rows)) == {KEY: 4}


def test_services_have_steps_of_their_own_or_all_together() -> None:
    rows = [("T1", 5 * HOUR), ("T2", 6 * HOUR)]
    assert steps(measured(rows)) == {KEY: 1, ("K", Scope("T2"), View.AS_MEASURED): 2}
    assert steps(measured(rows, measured="together")) == {("K", Scope(), View.AS_MEASURED): 3}


def test_what_is_left_out_counts_no_step() -> None:
    left_out = LeftOut((ExcludedTickets("E1", frozenset({0}), frozenset()),))
    one = measured([("T1", 5 * HOUR), ("T1", 6 * HOUR)])
    assert started_steps([one], {View.AS_MEASURED: left_out}) == {KEY: 2}


def test_other_schemes_and_indicators_without_cases_have_no_steps() -> None:
    by_value = {**HOURLY, "over": "value"}
    assert steps(measured([("T1", 9 * HOUR)], by_value), measured([])) == {}
