"""Icinga DB: its history of hard states and downtimes, measured under the preset that has its rules."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest

from collector.records import ServiceState
from tests.conformance.availability import Change, instant, measure, percent, preset, seen, states
from tests.conformance.harness import cases, wrong_in

FILE = "icinga_db_sla"


@pytest.mark.parametrize("case", cases(FILE))
def test_a_history_of_icinga_db_has_the_availability_it_has_there(case: Any) -> None:
    assert wrong_in(FILE, case, answer, rounded) == {}


def answer(given: dict[str, Any]) -> dict[str, Any]:
    window = (instant(given["start"]), instant(given["end"]))
    changes = history(given)
    downtimes = [
        (instant(event["start"]), instant(event["end"]))
        for event in given["events"]
        if event["type"] == "downtime"
    ]
    try:
        found = measure(states(changes), seen(changes), preset("icinga_db"), window, windows=downtimes)
    except ValueError:
        return {"error": "end must be after start"}
    return {"sla_percent": percent(found)}


def history(given: dict[str, Any]) -> list[Change]:
    """The states as facts: each change also says what the state was before it, as far back as the last one.

    A change from *unknown* says so of all the time since the change before. Without any change the current
    state is all there is.
    """
    changes = sorted(
        (event for event in given["events"] if event["type"] == "state_change"),
        key=lambda event: instant(event["time"]),
    )
    problems = given["problem_states"]
    found: dict[int, ServiceState] = {}
    if changes:
        found[0] = state_of(changes[0]["previous_state"], problems)
    for place, change in enumerate(changes):
        is_unknown = any(after["previous_state"] == "unknown" for after in changes[place + 1 : place + 2])
        state = "unknown" if is_unknown else change["state"]
        found[instant(change["time"])] = state_of(state, problems)
    current = [event["state"] for event in given["events"] if event["type"] == "current_state"]
    if not changes and current:
        found[0] = state_of(current[0], problems)
    return sorted(found.items())


def state_of(state: int | str, problems: list[int]) -> ServiceState:
    if state == "unknown":
        return ServiceState.UNKNOWN
    if state == 0:
        return ServiceState.UP
    return ServiceState.DOWN if state in problems else ServiceState.DEGRADED


def rounded(ours: Any, theirs: Any) -> bool:
    """Icinga rounds to four decimals, half up; ours is exact and is rounded here only."""
    if isinstance(ours, Fraction) and isinstance(theirs, int | float):
        exact = Decimal(ours.numerator) / Decimal(ours.denominator)
        return exact.quantize(Decimal("0.0001"), ROUND_HALF_UP) == Decimal(str(theirs))
    return bool(ours == theirs)
