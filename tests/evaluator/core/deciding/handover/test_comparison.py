"""The new supplier's days against those of the old one: same season, same weekday, working days or not."""

from datetime import date, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from evaluator.core.deciding.handover.baseline import Baseline, DayFigures, figures_by_day
from evaluator.core.deciding.handover.comparison import (
    Compared,
    Difference,
    Measure,
    NewDays,
    compare_days,
    matching,
)
from tests.evaluator.core.calendars_for_tests import instant

STOCKHOLM = ZoneInfo("Europe/Stockholm")
MONDAY = date(2029, 1, 8)


def days_from(first: date, count: int) -> tuple[date, ...]:
    return tuple(first + timedelta(days=number) for number in range(count))


def working(days: tuple[date, ...]) -> tuple[bool, ...]:
    return tuple(day.weekday() < 5 for day in days)


def figures(judged: list[int], missed: list[int], used: list[int] | None = None) -> DayFigures:
    return DayFigures(tuple(judged), tuple(missed), None if used is None else tuple(used))


def baseline(days: tuple[date, ...], **indicators: DayFigures) -> Baseline:
    return Baseline("gemensam", {"2029-01": "a" * 64}, days, working(days), indicators)


def new(days: tuple[date, ...], **indicators: DayFigures) -> NewDays:
    return NewDays(days, working(days), indicators)


def one(found: tuple[Compared, ...], measure: Measure) -> Compared:
    [compared] = [one for one in found if one.measure is measure]
    return compared


def test_a_day_is_like_days_of_the_same_weekday_and_season() -> None:
    before, after = days_from(MONDAY, 28), (date(2030, 1, 14),)
    alike = matching(baseline(before), new(after), season=7)
    # Monday 14 January is day 14 of its year: the Mondays 8, 15 and (7 apart) no other up to 21.
    assert [before[place] for place in np.flatnonzero(alike[0])] == [
        date(2029, 1, 8),
        date(2029, 1, 15),
    ]


def test_the_season_goes_on_over_the_turn_of_the_year() -> None:
    alike = matching(baseline((date(2028, 12, 27),)), new((date(2030, 1, 2),)), season=7)
    # A Wednesday each: 27 December is day 362 of a leap year, 2 January day 2; 365 - 360 = 5 days apart.
    assert alike.tolist() == [[True]]


def test_a_holiday_is_not_held_against_a_working_day() -> None:
    days = (date(2029, 1, 1),)
    holiday = Baseline("gemensam", {}, days, (False,), {})
    assert matching(holiday, new((date(2030, 1, 7),)), season=21).tolist() == [[False]]


def test_the_share_missed_is_what_the_old_supplier_would_have_had_on_the_same_days() -> None:
    mondays = (MONDAY, MONDAY + timedelta(days=1))
    before = baseline(mondays, K05=figures([10, 20], [1, 8]))
    # Two new Mondays with 30 cases, one Tuesday with 10.
    after = new(days_from(date(2030, 1, 7), 2), K05=figures([30, 10], [6, 5]))
    found = one(compare_days(before, after, season=21, seed=1, fewest=20), Measure.MISSED)
    # Now 11 of 40; before 30 * 1/10 + 10 * 8/20 = 7 of 40.
    assert (found.now, found.before) == (Fraction(11, 40), Fraction(7, 40))


def test_cases_a_day_and_the_mean_time_are_compared_too() -> None:
    before = baseline((MONDAY,), K05=figures([20], [0], [20 * 3600]))
    after = new((date(2030, 1, 7),), K05=figures([30], [0], [30 * 7200]))
    found = compare_days(before, after, season=21, seed=1, fewest=20)
    assert (one(found, Measure.CASES).now, one(found, Measure.CASES).before) == (30, 20)
    assert (one(found, Measure.TIME).now, one(found, Measure.TIME).before) == (7200, 3600)


def test_limits_in_working_days_have_no_mean_time() -> None:
    before, after = baseline((MONDAY,), K13=figures([20], [0])), new((MONDAY,), K13=figures([20], [0]))
    found = compare_days(before, after, season=21, seed=1, fewest=20)
    assert [one.measure for one in found] == [Measure.CASES, Measure.MISSED]


def test_a_day_that_the_baseline_has_no_like_of_is_left_out_and_counted() -> None:
    before = baseline((MONDAY,), K05=figures([20], [2]))
    after = new(days_from(date(2030, 1, 7), 2), K05=figures([25, 99], [5, 99]))
    found = one(compare_days(before, after, season=21, seed=1, fewest=20), Measure.MISSED)
    assert (found.now, found.cases, found.unmatched) == (Fraction(5, 25), 25, 1)


def test_with_too_few_cases_nothing_is_said_of_a_difference() -> None:
    before, after = baseline((MONDAY,), K05=figures([50], [0])), new((MONDAY,), K05=figures([19], [19]))
    found = one(compare_days(before, after, season=21, seed=1, fewest=20), Measure.MISSED)
    assert (found.difference, found.low, found.now) == (Difference.TOO_FEW, None, 1)


def test_a_day_of_the_baseline_without_cases_says_nothing_of_their_share() -> None:
    before = baseline((MONDAY, MONDAY + timedelta(days=1)), K05=figures([0, 20], [0, 4]))
    after = new(days_from(date(2030, 1, 7), 2), K05=figures([10, 20], [1, 3]))
    found = one(compare_days(before, after, season=21, seed=1, fewest=0), Measure.MISSED)
    # Only of Tuesdays is a share known: 4 of 20.
    assert found.before == Fraction(1, 5)


def test_without_any_day_alike_nothing_is_known() -> None:
    before = baseline((MONDAY,), K05=figures([50], [0]))
    after = new((date(2030, 7, 1),), K05=figures([50], [1]))
    found = one(compare_days(before, after, season=21, seed=1, fewest=0), Measure.MISSED)
    assert (found.now, found.before, found.difference) == (None, None, Difference.TOO_FEW)


def test_a_baseline_without_days_is_no_error() -> None:
    empty = Baseline("gemensam", {}, (), (), {"K05": figures([], [])})
    after = new((MONDAY,), K05=figures([1], [1]))
    found = compare_days(empty, after, season=21, seed=1, fewest=0)
    assert {one.difference for one in found} == {Difference.TOO_FEW}


def test_a_clear_difference_is_told_and_one_that_chance_can_make_is_not() -> None:
    before = days_from(date(2029, 1, 1), 90)
    after = days_from(date(2030, 1, 7), 60)
    old = figures([20] * 90, [2, 1, 3] * 30, [20 * 3600] * 90)
    worse, same, better = (
        figures([20] * 60, missed) for missed in ([8, 9, 7] * 20, [2, 1, 3] * 20, [0, 1, 0] * 20)
    )
    found = compare_days(
        baseline(before, A=old, B=old, C=old),
        new(after, A=worse, B=same, C=better),
        season=30,
        seed=7,
        fewest=20,
    )
    told = {one.indicator: one.difference for one in found if one.measure is Measure.MISSED}
    assert told == {"A": Difference.HIGHER, "B": Difference.CANNOT_BE_TOLD, "C": Difference.LOWER}


@given(st.integers(0, 5), st.lists(st.integers(1, 9), min_size=14, max_size=14))
def test_the_old_supplier_held_against_its_own_days_differs_in_nothing(seed: int, judged: list[int]) -> None:
    days = days_from(MONDAY, 14)
    same = figures(judged, [one // 2 for one in judged])
    found = compare_days(baseline(days, K=same), new(days, K=same), season=0, seed=seed, fewest=0)
    assert all(one.now == one.before for one in found)


def test_the_same_seed_gives_the_same_ends() -> None:
    days = days_from(MONDAY, 14)
    before, after = baseline(days, K=figures([9] * 14, [3] * 14)), new(days, K=figures([8] * 14, [1, 3] * 7))
    ends = [compare_days(before, after, season=21, seed=seed, fewest=0) for seed in (3, 3)]
    assert ends[0] == ends[1]


def test_cases_are_counted_on_the_local_day_they_opened() -> None:
    cases = pd.DataFrame(
        {
            "indicator": ["K05", "K05", "K05", "K13"],
            "opened_at": [
                instant("2029-01-08 23:59"),
                instant("2029-01-09 00:01"),
                instant("2029-01-11 00:00"),
                instant("2029-01-08 12:00"),
            ],
            "used": [60, 90, 5, 2],
            "missed": [True, False, True, False],
            "unknown": [False, False, False, False],
            "in_working_days": [False, False, False, True],
        }
    )
    found = figures_by_day(cases, days_from(MONDAY, 2), STOCKHOLM)
    assert found == {"K05": figures([1, 1], [1, 0], [60, 90]), "K13": figures([1, 0], [0, 0])}


def test_a_case_nobody_can_judge_is_not_among_the_judged() -> None:
    cases = pd.DataFrame(
        {
            "indicator": ["K05", "K05"],
            "opened_at": [instant("2029-01-08 10:00")] * 2,
            "used": [60, 60],
            "missed": [False, False],
            "unknown": [True, False],
            "in_working_days": [False, False],
        }
    )
    assert figures_by_day(cases, (MONDAY,), STOCKHOLM)["K05"].judged == (1,)
