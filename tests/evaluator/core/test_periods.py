"""Periods in the contract's time zone: half-open, whole months, with days of 23 and 25 hours."""

from datetime import date

import pytest

from evaluator.contract.indicator_terms import PeriodLength
from evaluator.core.periods import (
    month,
    month_name_before,
    months_before,
    months_in,
    period_ending_with,
    quarter_so_far,
)
from tests.evaluator.core.calendars_for_tests import STOCKHOLM, instant

TERM_STARTS = date(2026, 1, 1)


def test_a_month_begins_and_ends_at_local_midnight() -> None:
    found = month("2026-12", STOCKHOLM)
    assert (found.starts_at, found.ends_at) == (instant("2026-12-01 00:00"), instant("2027-01-01 00:00"))
    assert (found.first_day, found.end_day) == (date(2026, 12, 1), date(2027, 1, 1))


@pytest.mark.parametrize(("name", "hours"), [("2026-03", 743), ("2026-10", 745), ("2026-11", 720)])
def test_a_month_with_a_change_of_clocks_is_an_hour_shorter_or_longer(name: str, hours: int) -> None:
    # domain.md 7: the clock goes forward on 2026-03-29 and back on 2026-10-25.
    found = month(name, STOCKHOLM)
    assert found.ends_at - found.starts_at == hours * 3600


@pytest.mark.parametrize("name", ["2026", "2026-13", "2026-00", "26-10", "2026-1", "october", ""])
def test_what_is_no_month_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is no month; write it as 2026-10"):
        month(name, STOCKHOLM)


@pytest.mark.parametrize(
    ("length", "last", "first_day"),
    [
        (PeriodLength.MONTH, "2026-05", date(2026, 5, 1)),
        (PeriodLength.QUARTER, "2026-06", date(2026, 4, 1)),
        (PeriodLength.HALF_YEAR, "2026-06", date(2026, 1, 1)),
        (PeriodLength.HALF_YEAR, "2026-12", date(2026, 7, 1)),
        (PeriodLength.WHOLE_TERM, "2026-05", TERM_STARTS),
        (PeriodLength.ROLLING_12_MONTHS, "2027-05", date(2026, 6, 1)),
        (PeriodLength.ROLLING_12_MONTHS, "2026-05", date(2026, 1, 1)),
    ],
)
def test_a_longer_period_is_named_by_its_last_month(length: PeriodLength, last: str, first_day: date) -> None:
    ending = month(last, STOCKHOLM)
    found = period_ending_with(ending, length, STOCKHOLM, TERM_STARTS)
    assert found is not None
    assert (found.name, found.first_day, found.ends_at) == (last, first_day, ending.ends_at)
    assert found.starts_at == instant(f"{first_day} 00:00")


@pytest.mark.parametrize(
    ("length", "last"),
    [(PeriodLength.QUARTER, "2026-05"), (PeriodLength.HALF_YEAR, "2026-09")],
)
def test_no_longer_period_ends_in_its_middle(length: PeriodLength, last: str) -> None:
    assert period_ending_with(month(last, STOCKHOLM), length, STOCKHOLM, TERM_STARTS) is None


def test_months_before_run_over_the_turn_of_the_year_oldest_first() -> None:
    found = months_before(month("2027-01", STOCKHOLM), 3, STOCKHOLM)
    assert [one.name for one in found] == ["2026-11", "2026-12", "2027-01"]
    assert [month_name_before("2027-01"), month_name_before("2027-01", 13)] == ["2026-12", "2025-12"]


@pytest.mark.parametrize(("starts", "first_day"), [(15, date(2026, 3, 1)), (1, date(2026, 3, 1))])
def test_twelve_months_begin_with_the_month_in_which_the_contract_did(starts: int, first_day: date) -> None:
    ending = month("2026-05", STOCKHOLM)
    found = period_ending_with(ending, PeriodLength.ROLLING_12_MONTHS, STOCKHOLM, date(2026, 3, starts))
    assert found is not None
    assert (found.first_day, months_in(found)) == (first_day, 3)


def test_twelve_months_before_the_contract_are_the_month_alone() -> None:
    ending = month("2026-02", STOCKHOLM)
    found = period_ending_with(ending, PeriodLength.ROLLING_12_MONTHS, STOCKHOLM, date(2026, 3, 1))
    assert found == ending


def test_a_quarter_is_counted_as_far_as_it_has_come() -> None:
    begins = [quarter_so_far(month(f"2026-{number:02}", STOCKHOLM), STOCKHOLM) for number in (4, 5, 6, 7)]
    assert [one.first_day.month for one in begins] == [4, 4, 4, 7]
    assert [months_in(one) for one in begins] == [1, 2, 3, 1]
