"""Limits of maintenance: the hours in which it may lie, and the most there may be of it in a month.

The service is up around the clock but in its maintenance, in which it is down; maintenance is left out.
"""

from datetime import date
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from evaluator.contract.availability import AvailabilityRules
from evaluator.contract.hours import ServiceHoursTerms
from evaluator.core.availability.availability import measure_availability
from evaluator.core.availability.maintenance import MaintenanceHours
from evaluator.core.availability.scenario import Window
from evaluator.core.availability.timeline import build_timeline
from evaluator.core.calendar.hours import ServiceHours, compile_hours
from evaluator.core.outcomes import Figure
from tests.evaluator.core.monitored_days import (
    DOWN,
    UP,
    always,
    hour,
    observed,
    rules,
    spans,
    states,
    subjects,
    together,
)

STOCKHOLM = ZoneInfo("Europe/Stockholm")
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def hours(opens: str, closes: str) -> ServiceHours:
    """The same hours every day, in UTC."""
    terms = {
        "label": {"sv": "tid", "en": "hours"},
        "holidays": None,
        "openings": [{"days": DAYS, "opens": opens, "closes": closes}],
    }
    return compile_hours(
        ServiceHoursTerms.model_validate(terms), None, ZoneInfo("UTC"), date(2026, 11, 1), date(2027, 1, 1)
    )


def around_the_clock() -> ServiceHours:
    return compile_hours(None, None, ZoneInfo("UTC"), date(2026, 11, 1), date(2027, 1, 1))


def down_in(*pairs: tuple[float, float]) -> pd.DataFrame:
    changes = [change for begin, end in pairs for change in ((begin, DOWN), (end, UP))]
    return states((0, UP), *changes)


def figures(
    windows: list[tuple[float, float]],
    terms: AvailabilityRules,
    *,
    counted: ServiceHours | None = None,
    allowed: ServiceHours | None = None,
    zone: ZoneInfo = STOCKHOLM,
    until: float = 24,
    units: tuple[str, ...] = (),
    maintenance: pd.DataFrame | None = None,
) -> list[Figure]:
    hours_of = counted or around_the_clock()
    line = build_timeline(
        subjects(*units),
        down_in(*windows),
        observed((0, None)),
        spans(*windows) if maintenance is None else maintenance,
        terms,
        None,
        hour(until),
        MaintenanceHours(zone, hours_of, allowed),
    )
    return list(measure_availability(line, spans(), hours_of, Window(hour(0), hour(until))).figures)


def limited(**changes: Any) -> AvailabilityRules:
    return rules(planned_maintenance="exclude", **changes)


def test_maintenance_up_to_the_monthly_maximum_is_left_out_and_the_rest_counts_as_down() -> None:
    # 2 + 3 hours, 4 allowed: the last hour of the second is an outage. 24 - 4 counted, 1 lost.
    (found,) = figures([(2, 4), (10, 13)], limited(maintenance_monthly_maximum="4 h"))
    assert found.value == Fraction(19, 20)


def test_the_maximum_itself_is_still_maintenance() -> None:
    (found,) = figures([(2, 4), (10, 12)], limited(maintenance_monthly_maximum="4 h"))
    assert (found.value, found.denominator) == (Fraction(1), 20 * 3600)


def test_after_the_maximum_is_used_up_no_window_is_maintenance() -> None:
    (found,) = figures([(2, 4), (10, 12), (20, 21)], limited(maintenance_monthly_maximum="2 h"))
    assert found.value == Fraction(19, 22)


def test_a_maximum_beyond_the_compiled_hours_is_never_used_up() -> None:
    # A window to the very end of what is compiled, and a maximum of years: no end needs to be looked for.
    beyond = spans((2, 24 * 60))
    (found,) = figures([(2, 4)], limited(maintenance_monthly_maximum="90000 h"), maintenance=beyond)
    assert (found.value, found.denominator) == (Fraction(1), 2 * 3600)


def test_windows_that_overlap_or_touch_use_the_maximum_once() -> None:
    # 02-04, 03-05 and 05-06 are four hours together.
    maintenance = spans((2, 4), (3, 5), (5, 6))
    (found,) = figures([(2, 6)], limited(maintenance_monthly_maximum="4 h"), maintenance=maintenance)
    assert (found.value, found.denominator) == (Fraction(1), 20 * 3600)


def test_a_maximum_of_nothing_leaves_no_maintenance() -> None:
    (found,) = figures([(2, 4)], limited(maintenance_monthly_maximum="0 s"))
    assert found.value == Fraction(22, 24)


def test_each_month_of_the_contracts_zone_has_its_own_maximum() -> None:
    # 10 November is hour 0; December begins in Stockholm at 23:00 UTC, hour 21 * 24 - 1 = 503.
    # 502-505 is maintenance: 1 hour of November and 2 of December, of which 1 is left out.
    (found,) = figures([(502, 505)], limited(maintenance_monthly_maximum="1 h"), until=600)
    assert found.value == Fraction(600 - 2 - 1, 600 - 2)
    # By UTC it would be 2 hours of November and 1 of December.
    (by_utc,) = figures(
        [(502, 505)], limited(maintenance_monthly_maximum="1 h"), until=600, zone=ZoneInfo("UTC")
    )
    assert by_utc.value == Fraction(597, 598)
    assert figures([(502, 504)], limited(maintenance_monthly_maximum="1 h"), until=600)[0].value == 1
    (utc,) = figures(
        [(502, 504)], limited(maintenance_monthly_maximum="1 h"), until=600, zone=ZoneInfo("UTC")
    )
    assert utc.value == Fraction(598, 599)


def test_the_maximum_is_counted_in_the_service_hours_that_a_percentage_is_of() -> None:
    # Open 08-16. 06-10 uses 2 of 3 hours, so that 12-13 of 12-14 is left: 8 - 3 counted, 1 lost.
    (found,) = figures(
        [(6, 10), (12, 14)], limited(maintenance_monthly_maximum="3 h"), counted=hours("08:00", "16:00")
    )
    assert found.value == Fraction(4, 5)


def test_the_maximum_is_counted_by_the_clock_where_a_percentage_is_of_all_time() -> None:
    # 06-10 is 4 of 5 hours by the clock, 12-13 the fifth: 24 - 5 counted, 1 lost.
    (found,) = figures(
        [(6, 10), (12, 14)],
        limited(maintenance_monthly_maximum="5 h", denominator="wall_clock"),
        counted=hours("08:00", "16:00"),
    )
    assert found.value == Fraction(18, 19)


def test_each_unit_has_a_maximum_of_its_own() -> None:
    # Both have 02-04; the north also 10-12, of which nothing is allowed any more.
    maintenance = together(spans((2, 4)), spans((10, 12), unit="north"))
    north, south = figures(
        [(2, 4), (10, 12)],
        limited(maintenance_monthly_maximum="2 h"),
        units=("north", "south"),
        maintenance=maintenance,
    )
    assert (north.value, south.value) == (Fraction(20, 22), Fraction(20, 22))
    north, south = figures(
        [(2, 4)],
        limited(maintenance_monthly_maximum="2 h"),
        units=("north", "south"),
        maintenance=together(spans((2, 3)), spans((3, 4), unit="north")),
    )
    assert (north.value, south.value) == (Fraction(1), Fraction(22, 23))


def test_maintenance_outside_the_hours_it_may_lie_in_is_none() -> None:
    # Allowed 22-06: of 05-08 one hour is maintenance. 24 - 1 counted, 2 lost.
    (found,) = figures([(5, 8)], limited(maintenance_allowed_in="nights"), allowed=hours("22:00", "06:00"))
    assert found.value == Fraction(21, 23)


def test_what_lies_outside_the_allowed_hours_does_not_use_the_maximum() -> None:
    # 05-08 uses one hour of the night, 22-23 another: both are within the 2 hours.
    (found,) = figures(
        [(5, 8), (22, 23)],
        limited(maintenance_allowed_in="nights", maintenance_monthly_maximum="2 h"),
        allowed=hours("22:00", "06:00"),
    )
    assert found.value == Fraction(20, 22)


def test_maintenance_beyond_the_compiled_hours_is_not_counted() -> None:
    # Compiled to 1 January: a window announced for next year says nothing of today.
    maintenance = together(spans((2, 4)), spans((24 * 400, 24 * 401)))
    (found,) = figures([(2, 4)], limited(maintenance_monthly_maximum="2 h"), maintenance=maintenance)
    assert found.value == 1


def test_without_windows_a_limit_changes_nothing() -> None:
    terms = limited(maintenance_monthly_maximum="1 h", maintenance_allowed_in="always")
    (found,) = figures([], terms, allowed=always())
    assert found.value == 1


def test_a_limit_without_hours_to_count_it_in_is_refused() -> None:
    with pytest.raises(ValueError, match="no hours are given"):
        build_timeline(
            subjects(),
            down_in((2, 4)),
            observed((0, None)),
            spans((2, 4)),
            limited(maintenance_monthly_maximum="1 h"),
            None,
            hour(24),
        )


def test_a_window_cancelled_before_it_began_excuses_nothing() -> None:
    maintenance = spans((2, 2), (10, 11))
    (found,) = figures([(2, 4)], limited(), maintenance=maintenance)
    assert found.value == Fraction(21, 23)
