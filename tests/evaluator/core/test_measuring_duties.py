"""Duties done in time: after events of tickets, and after the end of each month, quarter or year."""

from fractions import Fraction
from typing import Any

import pytest

from evaluator.core.outcomes import Figure, View
from tests.evaluator import small_contract as small
from tests.evaluator.core.small_facts import (
    CLOSED,
    T1,
    T2,
    WHOLE,
    facts,
    figure,
    interval,
    measure,
    measurement,
    measurements,
    ticket,
)

# --- After an event of a ticket


def closed_on(day: str, *more: Any) -> Any:
    return ticket("2026-10-01 08:00", (f"{day} 12:00", CLOSED), *more, priority="P1")


def test_a_duty_not_done_when_it_is_due_is_a_miss_of_that_period() -> None:
    # Closed Friday 2 October: 5 working days are over when Friday 9 October ends.
    late = closed_on("2026-10-02", ("2026-10-12 09:00", "root_cause", "told"))
    done = closed_on("2026-10-02", ("2026-10-09 16:00", "root_cause", "told"))
    never = closed_on("2026-10-02")
    found = figure(small.duty(), facts(late, done, never))
    assert interval(found) == (2, 2, 2)
    assert (found.sample_size, found.misses) == (3, 2)


def test_a_duty_is_of_the_period_in_which_it_falls_due() -> None:
    # Closed Thursday 29 October: due when Thursday 5 November ends.
    november = facts(closed_on("2026-10-29"), ticket("2026-11-02 08:00"))
    assert figure(small.duty(), november).expected == 0
    assert figure(small.duty(), november, period="2026-11").value == 1


def test_a_duty_that_is_not_due_yet_is_unknown() -> None:
    found = figure(small.duty(), facts(closed_on("2026-10-02"), known_at="2026-10-08 00:00"))
    assert interval(found) == (0, None, 1)
    assert (found.known, found.expected) == (0, 1)


def test_a_period_without_duties_has_no_figure_to_judge() -> None:
    found = figure(small.duty(), facts(ticket("2026-10-01 08:00")))
    assert interval(found) == (None, None, None)
    assert found.expected == 0


def test_the_share_done_in_time_is_another_way_to_judge_duties() -> None:
    terms = small.duty(result="share_in_time", target={"from": "90 %"})
    done = closed_on("2026-10-02", ("2026-10-09 16:00", "root_cause", "told"))
    assert figure(terms, facts(done, closed_on("2026-10-02"))).value == Fraction(1, 2)


# --- After the end of each interval


def delivered(begin: str, end: str, **more: Any) -> dict[str, Any]:
    """The report on what ended at `begin` was delivered at `end`."""
    return measurement(1, 1, f"{begin} 00:00", end, measure="report_delivered", **more)


def reports(*rows: dict[str, Any], terms: dict[str, Any] | None = None, **how: Any) -> Figure:
    frames = {"measurements": measurements(*rows)} if rows else {}
    known_at = how.pop("known_at", "2026-12-01 00:00")
    return figure(terms or small.periodic_duty(), facts(known_at=known_at, **frames), **how)


def test_a_report_on_september_is_due_on_the_fifth_working_day_of_october() -> None:
    # Thursday 1 October is the first, Wednesday 7 October the fifth.
    assert reports(delivered("2026-10-01", "2026-10-07 23:59")).value == 1
    assert reports(delivered("2026-10-01", "2026-10-08 00:01")).value == 0


def test_a_report_that_never_came_is_a_miss() -> None:
    found = reports()
    assert interval(found) == (0, 0, 0)
    assert (found.sample_size, found.misses) == (1, 1)


def test_a_report_that_is_not_due_yet_is_unknown() -> None:
    found = reports(known_at="2026-10-07 12:00")
    assert interval(found) == (0, None, 1)


def test_a_delivery_dated_after_what_is_known_was_not_made_yet() -> None:
    found = reports(delivered("2026-10-01", "2026-10-06 12:00"), known_at="2026-10-05 12:00")
    assert found.known == 0


def test_a_late_report_is_not_taken_for_that_on_the_next_month() -> None:
    # That on September came on 3 November, that on October on 5 November: due Friday 6 November.
    late = delivered("2026-10-01", "2026-11-03 10:00")
    in_time = delivered("2026-11-01", "2026-11-05 10:00")
    assert reports(late).value == 0
    assert reports(late, in_time, period="2026-11").value == 1
    assert reports(late, period="2026-11").value == 0


def test_a_report_on_another_month_is_not_taken_for_one_that_falls_due_in_the_period() -> None:
    # 40 working days: that on August falls due on Monday 26 October, that on September in November.
    terms = small.periodic_duty(within={"working_days": 40})
    on_september = delivered("2026-10-01", "2026-10-10 10:00")
    assert reports(on_september, terms=terms).value == 0
    assert reports(on_september, terms=terms, known_at="2026-10-15 00:00").known == 0
    assert reports(on_september, terms=terms, period="2026-11").value == 1


def test_a_limit_in_open_hours_is_due_at_an_instant() -> None:
    # The office opens on Thursday 1 October at 07: 4 h are over at 11.
    terms = small.periodic_duty(within={"time": "4 h"})
    assert reports(delivered("2026-10-01", "2026-10-01 11:00"), terms=terms).value == 1
    assert reports(delivered("2026-10-01", "2026-10-01 11:01"), terms=terms).value == 0


def test_a_limit_used_up_at_a_close_is_due_when_the_contract_says() -> None:
    # 10 h from Thursday 1 October at 07 are used up when the office closes at 17; it opens on Friday at 07.
    evening = delivered("2026-10-01", "2026-10-01 19:00")
    for used_up, value in (("close", 0), ("next_opening", 1)):
        terms = small.periodic_duty(within={"time": "10 h"}, used_up_at_close=used_up)
        assert reports(evening, terms=terms).value == value


def test_what_is_done_at_midnight_after_the_last_working_day_is_late() -> None:
    # The fifth working day after September is Wednesday 7 October.
    assert reports(delivered("2026-10-01", "2026-10-07 23:59")).value == 1
    assert reports(delivered("2026-10-01", "2026-10-08 00:00")).value == 0


@pytest.mark.parametrize("within", [{"working_days": 100}, {"time": "500 h"}])
def test_a_report_due_beyond_the_calendar_is_not_due_in_any_period(within: dict[str, Any]) -> None:
    # An office that opens on Mondays alone, for 4 h: 100 weeks, or 125, end in 2028; compiled is 2027.
    mondays = [{"days": ["mon"], "opens": "08:00", "closes": "12:00"}]
    hours = small.CONTENT["service_hours"]
    found = reports(
        terms=small.periodic_duty(within=within),
        service_hours=hours | {"office": hours["office"] | {"openings": mondays}},
    )
    assert found.expected == 0


def test_what_was_delivered_of_another_service_or_by_another_source_is_no_report() -> None:
    rows = [
        delivered("2026-10-01", "2026-10-02 10:00", service="T2"),
        delivered("2026-10-01", "2026-10-02 10:00", source="mail"),
        measurement(1, 1, "2026-10-01 00:00", "2026-10-02 10:00"),
        delivered("2024-01-01", "2024-01-02 10:00"),
    ]
    assert reports(*rows).value == 0


def test_services_together_owe_a_report_each() -> None:
    terms = small.periodic_duty(services=["T1", "T2"], measured="together", result="missed", target={"to": 0})
    found = reports(delivered("2026-10-01", "2026-10-02 10:00"), terms=terms, scope=WHOLE)
    assert (found.value, found.expected) == (1, 2)


@pytest.mark.parametrize(
    ("after_each", "period", "due"),
    # Of the third quarter in October; of the year in January; of a half year in July.
    [
        ("quarter", "2026-10", 1),
        ("quarter", "2026-11", 0),
        ("half_year", "2026-07", 1),
        ("year", "2026-10", 0),
    ],
)
def test_intervals_follow_the_calendar(after_each: str, period: str, due: int) -> None:
    found = reports(terms=small.periodic_duty(after_each=after_each), period=period)
    assert found.expected == due


def test_nothing_is_owed_for_months_before_the_service_or_after_it() -> None:
    # T1 runs from 10 September to 20 October: a report each on September and October.
    service = {"id": "T1", "label": small.LABEL, "hours": "desk", "monthly_fee": 1}
    services = [service | {"first_day": "2026-09-10", "last_day": "2026-10-20"}]
    owed = [reports(period=f"2026-{month:02}", services=services).expected for month in (9, 10, 11, 12)]
    assert owed == [0, 1, 1, 0]


def test_no_exclusion_reaches_into_a_duty_that_comes_back() -> None:
    found = measure(small.periodic_duty(), facts())
    assert found.figures[T1, View.AS_MEASURED] == found.figures[T1, View.AFTER_EXCLUSIONS]
    assert (T2, View.AS_MEASURED) not in found.figures
