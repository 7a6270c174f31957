"""What stands beside a verdict: trend, budget, forecasts to the dates of the contract."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from evaluator.core.calendar.contract_calendars import compile_calendars
from evaluator.core.confidence.outlook import Outlook
from evaluator.core.confidence.prospects import Basis, Direction, Forecast, Occasion, Projection, Trend
from evaluator.core.evaluation import periods_of
from evaluator.core.outcomes import Budget, Figure, Outcome, Scope, Verdict, View
from evaluator.core.periods import month_name_before
from tests.evaluator import small_contract as small
from tests.evaluator.core.calendars_for_tests import instant
from tests.evaluator.core.indicators_for_tests import share
from tests.evaluator.core.small_facts import T1, T2, october

TERM = small.CONTENT["term"]
NOTICE = {
    "id": "o1",
    "label": small.LABEL,
    "prolongs_to": "2029-12-31",
    "notice_by": "2027-03-31",
    "state": "open",
}
OVER = "2026-12-01 00:00"


def outlook(
    terms: dict[str, Any], *earlier: Outcome, known_at: str = OVER, period: str = "2026-10", **changes: Any
) -> Outlook:
    contract = small.contract(terms, **changes)
    month = october(period)
    calendars = compile_calendars(contract, instant("2026-01-01 00:00"), instant("2026-12-31 00:00"))
    return Outlook(contract, calendars, periods_of(contract, month), month, instant(known_at), earlier)


def outcome(
    figure: Figure | None,
    period: str = "2026-10",
    *,
    scope: Scope = T1,
    view: View = View.AFTER_EXCLUSIONS,
    verdict: Verdict = Verdict.MET,
) -> Outcome:
    return Outcome("K", period, scope, view, figure, verdict, 0, False, 0, None)  # noqa: FBT003 - not repeated


def months(*percentages: int, step: int = 1, last: str = "2026-10", **more: Any) -> list[Outcome]:
    """Outcomes of consecutive periods of so many percent, the last one first."""
    names = [month_name_before(last, back * step) for back in range(len(percentages))]
    return [
        outcome(share(one, 100), name, **more) for one, name in zip(percentages[::-1], names, strict=True)
    ]


def trend_of(*percentages: int, terms: dict[str, Any] | None = None, **more: Any) -> Trend | None:
    last, *earlier = months(*percentages, **more)
    return outlook(terms or small.time_within_target(), *earlier).beside(last).trend


# --- Trend


def test_six_months_that_fall_are_a_trend_for_the_worse() -> None:
    # One percent a month; 2 of 720 orders go as far.
    assert trend_of(95, 94, 93, 92, 91, 90) == Trend(Direction.WORSENED, Fraction(-1, 100), 2 / 720, 6)


def test_where_less_is_better_the_same_months_are_for_the_better() -> None:
    found = trend_of(9, 8, 7, 6, 5, 4, terms=small.imported(target={"to": "5 %"}))
    assert found is not None
    assert found.direction is Direction.IMPROVED


def test_where_the_target_has_two_ends_nobody_can_say_what_is_better() -> None:
    found = trend_of(9, 8, 7, 6, 5, 4, terms=small.imported(target={"from": "5 %", "to": "9 %"}))
    assert found == Trend(Direction.UNKNOWN, Fraction(-1, 100), 2 / 720, 6)


def test_too_few_months_have_no_trend() -> None:
    assert trend_of(95, 94, 93) == Trend(Direction.UNKNOWN, None, None, 3)


def test_months_that_were_not_judged_do_not_count() -> None:
    last, *earlier = months(95, 94, 93, 92, 91, 90, 89)
    unjudged = [outcome(share(1, 100), earlier[0].period, verdict=Verdict.NOT_ASSESSABLE), *earlier[1:]]
    found = outlook(small.time_within_target(), *unjudged).beside(last).trend
    assert found is not None
    assert (found.periods, found.slope) == (6, Fraction(-1, 100))
    running = outcome(share(1, 100), verdict=Verdict.NOT_ASSESSABLE)
    assert outlook(small.time_within_target(), *earlier).beside(running).trend == found


def test_quarters_follow_each_other_by_three_months() -> None:
    last, *earlier = months(95, 94, 93, 92, 91, 90, step=3, last="2026-09")
    found = outlook(small.imported(period="quarter"), *earlier, period="2026-09").beside(last).trend
    assert found is not None
    assert (found.periods, found.slope) == (6, Fraction(-1, 100))


def test_segments_have_trends_of_their_own() -> None:
    found = trend_of(95, 94, 93, 92, 91, 90, scope=Scope("T1", "schools"))
    assert found is not None
    assert found.periods == 6


@pytest.mark.parametrize("more", [{"scope": Scope("T1", "schools", "north")}, {"view": View.AS_MEASURED}])
def test_units_and_other_views_have_no_trend(more: dict[str, Any]) -> None:
    assert trend_of(95, 94, 93, 92, 91, 90, **more) is None


@pytest.mark.parametrize("period", ["whole_term", "rolling_12_months"])
def test_periods_that_hold_the_same_months_again_have_no_trend_and_no_forecast(period: str) -> None:
    last, *earlier = months(95, 94, 93, 92, 91, 90)
    found = outlook(small.imported(period=period), *earlier)
    assert found.beside(last).trend is None
    assert list(found.forecasts([last])) == []


# --- Budget


def budget_of(figure: Figure | None, terms: dict[str, Any], scope: Scope = T1, **more: Any) -> Budget | None:
    return outlook(terms, **more).beside(outcome(figure, scope=scope)).budget


def test_of_two_hundred_cases_twenty_may_miss_a_target_of_ninety_percent() -> None:
    assert budget_of(share(188, 200), small.time_within_target()) == Budget(Fraction(20), Fraction(12))


def test_of_a_highest_number_what_was_counted_is_used() -> None:
    terms = small.count(target={"to": 5})
    assert budget_of(Figure(2, 1, 2, 2, 2, 2, None, None), terms) == Budget(Fraction(5), Fraction(2))


def test_a_number_that_is_to_be_high_has_no_room_to_miss() -> None:
    assert budget_of(Figure(2, 1, 2, 2, 2, 2, None, None), small.count(target={"from": 5})) is None


def test_values_that_no_sum_of_misses_makes_have_no_budget() -> None:
    assert budget_of(Figure(7200, 2, 2, None, 2, 2, None, None), small.mean()) is None
    assert budget_of(None, small.time_within_target()) is None
    assert budget_of(share(0, 0), small.time_within_target()) is None


def test_a_running_month_has_the_budget_of_all_its_hours() -> None:
    # T2's office: 22 working days of 10 h in October, 7 of them up to the 10th (1, 2, 5-9): 70 of 220 h.
    # 99 % of 220 h leave 2.2 h; 1 h of them is used.
    terms = small.availability(target={"from": "99 %"})
    hour = 3600
    figure = share(69 * hour, 70 * hour, misses=None)
    found = budget_of(figure, terms, T2, known_at="2026-10-10 00:00")
    assert found == Budget(Fraction(22, 10) * hour, Fraction(hour))


def test_a_running_month_by_wall_clock_has_all_its_time() -> None:
    # 9 of 31 days, less the hour that October's change of the clock adds: 31 * 24 + 1 = 745 h.
    rules = {"plain": small.availability_rules(denominator="wall_clock")}
    figure = share(215, 216, misses=None)
    terms = small.availability(target={"from": "99 %"})
    found = budget_of(figure, terms, T2, known_at="2026-10-10 00:00", availability_rules=rules)
    assert found == Budget(Fraction(745, 100), Fraction(1))


def test_a_service_that_ends_in_the_running_month_has_its_own_hours() -> None:
    # Delivered from 5 to 13 October: 7 working days (5-9, 12, 13) of which 5 have passed: 50 of 70 h.
    service = small.CONTENT["services"][1] | {"first_day": "2026-10-05", "last_day": "2026-10-13"}
    figure = share(49, 50, misses=None)
    terms = small.availability(target={"from": "99 %"})
    found = budget_of(figure, terms, T2, known_at="2026-10-10 00:00", services=[service])
    assert found == Budget(Fraction(7, 10), Fraction(1))


def test_a_month_before_its_first_open_hour_has_the_budget_of_what_was_counted() -> None:
    figure = share(1, 1, misses=None)
    found = budget_of(figure, small.availability(), T2, known_at="2026-10-01 05:00")
    assert found == Budget(Fraction(1, 10), Fraction(0))


# --- Forecasts


def forecasts(found: Outlook, *outcomes: Outcome) -> list[Forecast]:
    return list(found.forecasts(outcomes))


def test_a_trend_is_carried_to_the_notice_of_an_open_option_and_to_the_last_day() -> None:
    # 85, 86, ... 90 %: in March 2027, five months on, 95 %. The term ends 14 months on.
    last, *earlier = months(85, 86, 87, 88, 89, 90)
    term = TERM | {"options": [NOTICE]}
    notice, end = forecasts(outlook(small.time_within_target(), *earlier, term=term), last)
    assert notice == Forecast(
        "K",
        "T1",
        Occasion.NOTICE,
        "o1",
        date(2027, 3, 31),
        Projection(Basis.TREND, 6, Fraction(95, 100), Fraction(95, 100), Fraction(95, 100)),
    )
    assert (end.occasion, end.on_day, end.option) == (Occasion.LAST_DAY, date(2027, 12, 31), "")
    # A line is drawn no further ahead than the six months behind it.
    assert end.projection == Projection(Basis.RANGE, 6, None, Fraction(85, 100), Fraction(90, 100))


def test_three_months_tell_nothing_of_what_comes() -> None:
    last, *earlier = months(88, 89, 90)
    (found,) = forecasts(outlook(small.time_within_target(), *earlier), last)
    assert found.projection == Projection(Basis.CANNOT_BE_TOLD, 3, None, None, None)


def test_dates_that_are_past_and_options_that_are_not_open_have_no_forecast() -> None:
    term = {
        "first_day": "2026-01-01",
        "last_day": "2026-10-15",
        "options": [
            NOTICE | {"notice_by": "2026-10-31"},
            NOTICE | {"id": "o2", "notice_by": None},
            NOTICE | {"id": "o3", "state": "not_used"},
        ],
    }
    assert forecasts(outlook(small.time_within_target(), term=term), *months(90)) == []


def test_quarters_ahead_are_counted_in_quarters() -> None:
    # Six quarters behind, the last of September; December 2027 ends the fifth after it.
    last, *earlier = months(85, 86, 87, 88, 89, 90, step=3, last="2026-09")
    (found,) = forecasts(outlook(small.imported(period="quarter"), *earlier, period="2026-09"), last)
    assert found.projection.value == Fraction(95, 100)


@pytest.mark.parametrize(
    ("terms", "figures", "value"),
    [
        # Marks fall by 15 a month: in November -5 would be below the scale.
        (small.survey_index(), [85, 70, 55, 40, 25, 10], 0),
        (small.mean(), [600, 500, 400, 300, 200, 100], 0),
        # What others counted may go below nothing.
        (small.imported(unit="number", target={"to": 5}), [5, 4, 3, 2, 1, 0], -1),
    ],
)
def test_values_stay_where_their_kind_can_be(terms: dict[str, Any], figures: list[int], value: int) -> None:
    names = [month_name_before("2026-10", back) for back in range(5, -1, -1)]
    *earlier, last = [
        outcome(Figure(one, 1, 9, None, 9, 9, None, None), name)
        for one, name in zip(figures, names, strict=True)
    ]
    term = TERM | {"last_day": "2026-11-30"}
    (found,) = forecasts(outlook(terms, *earlier, term=term), last)
    assert found.projection.value == value


def test_only_what_the_contract_judges_has_a_forecast() -> None:
    parts = [*months(90, scope=Scope("T1", "schools")), *months(90, view=View.AS_MEASURED)]
    assert forecasts(outlook(small.time_within_target()), *parts) == []


RUNNING = {"known_at": "2026-10-10 00:00", "term": {"first_day": "2026-01-01", "last_day": "2026-10-15"}}


def test_a_running_availability_lies_between_all_and_nothing_of_the_time_to_come() -> None:
    # 69 of 70 h, 150 to come: from 69/220 to 219/220.
    figure = share(69, 70, misses=None)
    (found,) = forecasts(outlook(small.availability(), **RUNNING), outcome(figure, scope=T2))
    assert (found.occasion, found.on_day) == (Occasion.PERIOD_END, date(2026, 10, 31))
    assert found.projection == Projection(Basis.RANGE, 1, None, Fraction(69, 220), Fraction(219, 220))


def test_a_number_of_misses_can_only_grow() -> None:
    figure = Figure(2, 1, 2, 2, 2, 2, None, None)
    (found,) = forecasts(outlook(small.count(), **RUNNING), outcome(figure))
    assert found.projection == Projection(Basis.RANGE, 1, None, Fraction(2), None)


def test_how_many_cases_are_to_come_nobody_can_tell() -> None:
    (found,) = forecasts(outlook(small.time_within_target(), **RUNNING), outcome(share(9, 10)))
    assert found.projection == Projection(Basis.CANNOT_BE_TOLD, 1, None, None, None)


def test_a_running_period_without_a_value_has_no_forecast() -> None:
    found = outlook(small.time_within_target(), **RUNNING)
    assert forecasts(found, outcome(None), outcome(share(0, 0))) == []
