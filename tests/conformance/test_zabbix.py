"""Zabbix: a schedule, excluded downtimes, the SLI and the error budget."""

import math
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from collector.instants import to_datetime
from collector.records import ServiceState
from evaluator.contract.bands import Range
from evaluator.core.calendar.hours import ServiceHours
from evaluator.core.confidence.budget import budget_of
from evaluator.core.outcomes import Figure
from tests.conformance.availability import Change, instant, measure, percent, preset, seen, states
from tests.conformance.calendars import hours_of
from tests.conformance.harness import cases, wrong_in

FILE = "zabbix_sla_derived"
STATES = {"ok": ServiceState.UP, "problem": ServiceState.DOWN}
WHOLE_WEEK = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}


@pytest.mark.parametrize("case", cases(FILE))
def test_a_service_of_zabbix_has_the_figures_of_its_report(case: Any) -> None:
    assert wrong_in(FILE, case, answer, near) == {}


def answer(given: dict[str, Any]) -> dict[str, Any]:
    terms, service = given["sla"], given["service"]
    window = (instant(terms["period_from"]), instant(terms["period_to"]))
    # The second in which Zabbix asks is over for it; for us an interval ends before its end.
    known_at = min(instant(given["evaluated_at"]) + 1, window[1])
    changes = history(service)
    hours = schedule(terms, window)
    found = measure(
        states(changes),
        seen(changes),
        preset("zabbix_downtime_excluded"),
        window,
        windows=[(instant(begin), instant(end)) for begin, end in terms.get("excluded_downtimes", [])],
        hours=hours,
        life_from=instant(service["created_at"]),
        known_at=known_at,
    )
    amounts = found.amounts[0]
    return {
        "uptime_seconds": amounts.available,
        "downtime_seconds": amounts.denominator - amounts.available,
        "sli_percent": percent(found),
        "error_budget_seconds": left_to_lose(
            found.figures[0], Fraction(str(terms["slo"])), int(hours.elapsed(known_at, window[1]))
        ),
    }


def left_to_lose(figure: Figure, slo: Fraction, to_come: int) -> int | None:
    """What is left of the budget as Zabbix writes it: no more than is to come, in whole seconds.

    It is time that may be lost if nothing is won any more. That time lengthens the whole, of which the target
    share must be up: so our remainder of what was counted so far is divided by the target.
    """
    budget = budget_of(figure, Range.model_validate({"from": f"{slo.numerator / slo.denominator} %"}))
    return None if budget is None else min(to_come, math.floor(budget.remaining / (slo / 100)))


def history(service: dict[str, Any]) -> list[Change]:
    first = (instant(service["created_at"]), STATES[service["start_status"]])
    return [first, *((instant(one["time"]), STATES[one["status"]]) for one in service["changes"])]


def schedule(terms: dict[str, Any], window: tuple[int, int]) -> ServiceHours:
    calendar = {"tz": terms["tz"], "weekly": terms.get("weekly", WHOLE_WEEK)}
    year = to_datetime(window[0]).year
    return hours_of(calendar, date(year, 1, 1), date(year + 1, 1, 1))


def near(ours: Any, theirs: Any) -> bool:
    """Zabbix writes -1 where nothing was counted, and percentages in binary floating point."""
    if ours is None:
        return theirs is None or theirs == -1
    return theirs is not None and abs(ours - Fraction(theirs)) < Fraction(1, 10**9)
