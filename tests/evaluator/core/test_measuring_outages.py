"""Outages and limits on them end to end in the core: real terms of Swedish contracts, worked by hand."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest

from evaluator.contract.indicator_terms import PeriodLength
from evaluator.contract.indicators import OutageLimits
from evaluator.core.calendar.contract_calendars import compile_calendars
from evaluator.core.evaluation import evaluate_month, periods_of
from evaluator.core.facts import ExcludedTime, Facts
from evaluator.core.outcomes import Figure, Outcome, Scope, Verdict, View
from evaluator.core.verdicts import judge
from tests.evaluator import small_contract as small
from tests.evaluator.core.calendars_for_tests import instant
from tests.evaluator.core.small_facts import (
    DOWN,
    T2,
    UP,
    facts,
    figure,
    interval,
    measure,
    observed,
    october,
    states,
    views,
)

HOUR = 3600
FIRST_OF_JANUARY = "2026-01-01 00:00"
GULD_HOURS = {
    "label": small.LABEL,
    "holidays": None,
    "openings": [
        {"days": small.WEEKDAYS, "opens": "08:00", "closes": "22:00"},
        {"days": ["sat", "sun"], "opens": "09:00", "closes": "19:00"},
    ],
}
GULD: dict[str, Any] = {
    "service_hours": small.CONTENT["service_hours"] | {"guld": GULD_HOURS},
    "services": [small.CONTENT["services"][0], small.CONTENT["services"][1] | {"hours": "guld"}],
}
"""Göteborg Intraservice, class Guld (field.md 1.3): weekdays 08-22, weekends 09-19."""
GULD_LIMITS = small.outage_limits()
"""At most 1 outage and 4 h a month, at most 6 outages in 12 months (field.md 1.3)."""
INKOP_LIMITS = small.outage_limits(
    period="quarter",
    limits=[
        {"measure": "longest", "at_most": "8 h", "over": "quarter"},
        {"measure": "count", "at_most": 4, "over": "quarter"},
        {"measure": "total", "at_most": "16 h", "over": "quarter"},
    ],
)
"""Statens inköpscentral (field.md 1.3): the longest, the number and the hours lost in a quarter."""


def outages(*begun: tuple[str, int]) -> Facts:
    """Looked at all year and up, but for so many hours from each instant."""
    rows = []
    for begin, hours in begun:
        day, hour = begin.split(" ")
        rows += [(begin, DOWN), (f"{day} {int(hour[:2]) + hours:02}:00", UP)]
    return facts(states=states((FIRST_OF_JANUARY, UP), *rows), observed=observed((FIRST_OF_JANUARY, None)))


def one_hour_in(*months: int) -> list[tuple[str, int]]:
    """An hour on a Tuesday or Wednesday in each month."""
    tuesdays = {1: 13, 2: 10, 3: 10, 4: 14, 5: 12, 6: 9, 7: 14, 8: 11, 9: 8, 10: 13}
    return [(f"2026-{month:02}-{tuesdays[month]:02} 10:00", 1) for month in months]


def guld(begun: Sequence[tuple[str, int]], **more: Any) -> Figure:
    return figure(GULD_LIMITS, outages(*begun), **GULD, **more)


def verdict(found: Figure) -> Verdict:
    return judge(found, OutageLimits.model_validate(GULD_LIMITS)).verdict


def test_a_month_without_outages_uses_nothing_of_any_limit() -> None:
    # The first of equal limits is named.
    found = guld([])
    assert interval(found) == (0, 0, 0)
    assert (found.binding, verdict(found)) == ("count month", Verdict.MET)


def test_the_limit_of_which_most_is_used_binds() -> None:
    # One outage of 5 h: 1 of 1, 5 h of 4 h, 1 of 6.
    found = guld([("2026-10-13 10:00", 5)])
    assert interval(found) == (Fraction(5, 4), Fraction(5, 4), Fraction(5, 4))
    assert (found.binding, verdict(found)) == ("total month", Verdict.MISSED)


def test_limits_that_are_just_kept_are_met() -> None:
    # The sixth of the year, of 4 h: 1 of 1, 4 h of 4 h, 6 of 6.
    found = guld([*one_hour_in(1, 2, 3, 4, 5), ("2026-10-13 10:00", 4)])
    assert (found.value, found.binding, verdict(found)) == (Fraction(1), "count month", Verdict.MET)


def test_twelve_months_in_a_row_bind_where_each_month_kept_its_own() -> None:
    # One short outage in each of seven months: 7 of 6.
    found = guld(one_hour_in(1, 2, 3, 4, 5, 6, 10))
    assert (found.value, found.binding, verdict(found)) == (
        Fraction(7, 6),
        "count rolling_12_months",
        Verdict.MISSED,
    )


def test_only_the_hours_of_the_class_count() -> None:
    # Saturday the 10th 17-21: of the 4 h two are open. 2 h of 4 h; but it is one outage of one.
    assert guld([("2026-10-10 17:00", 4)]).binding == "count month"
    count = figure(small.outages(measure="total", month_of=None), outages(("2026-10-10 17:00", 4)), **GULD)
    assert count.value == 2 * HOUR


def test_what_was_not_seen_keeps_the_highest_use_unknown() -> None:
    # Nobody looked on Tuesday the 20th; the rest of the year is known.
    seen = facts(
        states=states((FIRST_OF_JANUARY, UP)),
        observed=observed((FIRST_OF_JANUARY, "2026-10-20 00:00"), ("2026-10-21 00:00", None)),
    )
    found = figure(GULD_LIMITS, seen, **GULD)
    assert interval(found) == (0, 0, None)
    # October has 22 weekdays of 14 h and 9 weekend days of 10 h: 398 h, 14 of them unknown.
    assert found.completeness == Fraction(384, 398)


def test_the_evidence_holds_the_outages_of_the_longest_limit() -> None:
    found = measure(GULD_LIMITS, outages(*one_hour_in(1, 5, 10)), **GULD).outages
    assert found["counted"].to_list() == [HOUR, HOUR, HOUR]
    assert found["starts_at"].min() == instant("2026-01-13 10:00")


@pytest.mark.parametrize(
    ("begun", "value", "binding"),
    [
        ([("2026-04-14 08:00", 4)], Fraction(1, 2), "longest quarter"),
        (
            [("2026-04-14 08:00", 4), ("2026-05-12 08:00", 2), ("2026-06-09 08:00", 2)],
            Fraction(3, 4),
            "count quarter",
        ),
        (
            [("2026-04-14 08:00", 8), ("2026-05-12 08:00", 8), ("2026-06-09 08:00", 8)],
            Fraction(3, 2),
            "total quarter",
        ),
        ([("2026-03-31 08:00", 8), ("2026-07-01 08:00", 8)], 0, "longest quarter"),
    ],
)
def test_three_limits_over_a_quarter(begun: Any, value: Fraction, binding: str) -> None:
    found = figure(INKOP_LIMITS, outages(*begun), period="2026-06")
    assert (found.value, found.binding) == (value, binding)


def test_a_quarter_counts_as_far_as_it_has_come() -> None:
    limits = [{"measure": "count", "at_most": 2, "over": "quarter"}]
    terms = small.outage_limits(limits=limits)
    found = outages(*one_hour_in(3, 4, 5, 6))
    used = [figure(terms, found, period=f"2026-0{month}").value for month in (4, 5, 6)]
    assert used == [Fraction(1, 2), 1, Fraction(3, 2)]


def test_limits_over_months_without_hours_are_none() -> None:
    closed = small.hours("07:00", "17:00", closed=[{"first": "2026-10-01", "last": "2026-10-31"}])
    hours = {"desk": small.hours("07:00", "18:00"), "office": closed}
    year = figure(GULD_LIMITS, outages(*one_hour_in(5)), service_hours=hours)
    assert (year.value, year.binding) == (Fraction(1, 6), "count rolling_12_months")
    month = [{"measure": "count", "at_most": 1, "over": "month"}]
    none = figure(small.outage_limits(limits=month), outages(*one_hour_in(5)), service_hours=hours)
    assert (none.value, none.expected, none.binding) == (None, 0, "")


# One measure -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("measure_", "value"), [("count", 2), ("longest", 3 * HOUR), ("total", 5 * HOUR)])
def test_outages_are_measured_in_the_hours_of_the_service(measure_: str, value: int) -> None:
    # 14-20 on the 13th is open 14-17, 10-12 on the 14th all of it.
    terms = small.outages(measure=measure_, month_of=None if measure_ == "total" else "starts")
    found = figure(terms, outages(("2026-10-13 14:00", 6), ("2026-10-14 10:00", 2)))
    assert interval(found) == (value, value, value)


def test_an_excluded_outage_is_not_counted_after_exclusions() -> None:
    begin, end = instant("2026-10-13 10:00"), instant("2026-10-13 11:00")
    left_out = views([ExcludedTime("X1", "T2", "", begin, end, frozenset())])
    found = measure(small.outages(), outages(*one_hour_in(10)), left_out=left_out)
    values = {view: one.value for (_, view), one in found.figures.items() if one is not None}
    assert values == {View.AS_MEASURED: 1, View.AFTER_EXCLUSIONS: 0}
    assert found.outages["left_out_by"].to_list() == ["X1"]


def test_a_service_nobody_looked_at_has_no_number_of_outages() -> None:
    assert set(measure(small.outages(), facts()).figures.values()) == {None}


# A whole month ---------------------------------------------------------------------------------------------


def evaluated(terms: dict[str, Any], found: Facts, period: str) -> list[Outcome]:
    contract = small.contract(terms, **GULD)
    month = october(period)
    calendars = compile_calendars(contract, instant(FIRST_OF_JANUARY), instant("2026-12-31 00:00"))
    lengths = dict.fromkeys(periods_of(contract, month), found)
    evaluation = evaluate_month(contract, lengths, calendars, views(), [], month)
    return [one for one in evaluation.outcomes if one.view is View.AFTER_EXCLUSIONS]


def test_limits_are_judged_each_month_on_the_facts_of_twelve() -> None:
    contract = small.contract(GULD_LIMITS)
    periods = periods_of(contract, october())
    assert set(periods) == {PeriodLength.MONTH, PeriodLength.ROLLING_12_MONTHS}
    (found,) = evaluated(GULD_LIMITS, outages(*one_hour_in(1, 2, 3, 4, 5, 6, 10)), "2026-10")
    assert (found.verdict, found.scope, found.confidence) == (Verdict.MISSED, T2, None)
    assert found.figure is not None
    assert found.figure.binding == "count rolling_12_months"


def test_limits_over_a_quarter_are_judged_when_it_ends() -> None:
    assert evaluated(INKOP_LIMITS, outages(), "2026-05") == []
    assert periods_of(small.contract(INKOP_LIMITS), october("2026-05")) == {}
    (found,) = evaluated(INKOP_LIMITS, outages(), "2026-06")
    assert found.verdict is Verdict.MET


def test_availability_over_twelve_months_stands_beside_that_of_the_month() -> None:
    # T2 weekdays 07-17 from January on: 20 + 20 + 22 days in the quarter; 5 h lost in February.
    found = outages(("2026-02-10 10:00", 5))
    month = figure(small.availability(), found, period="2026-03")
    year = figure(small.availability(period="rolling_12_months"), found, period="2026-03")
    assert (month.value, month.expected) == (Fraction(1), 220 * HOUR)
    assert (year.value, year.expected) == (Fraction(615, 620), 620 * HOUR)


def test_scopes_of_outages_are_services() -> None:
    found = measure(small.outages(services=["T1", "T2"]), outages()).figures
    assert {scope for scope, _ in found} == {Scope("T1"), Scope("T2")}
