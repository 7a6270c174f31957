"""Deviations: all misses, and when the supplier was told of each."""

from datetime import date
from typing import Any

from evaluator.core.follow_up.deviations import (
    DeviationsFollowed,
    DeviationsOfMonth,
    DeviationState,
    follow_deviations,
)
from evaluator.core.outcomes import Outcome, Scope, View
from evaluator.decisions.notices import Notice
from tests.evaluator.core.follow_up.judged_months import months, outcome

TODAY = date(2026, 5, 20)
ENDS = {f"2026-{number:02}": date(2026, number + 1, 1) for number in range(1, 5)}


def notice(period: str, **values: Any) -> Notice:
    return Notice.model_validate(
        {
            "id": "N-1",
            "indicator": "K05",
            "service": "T1",
            "period": period,
            "told_on": "2026-05-06",
            "how": "möte",
            "by_role": "avtalscontroller",
            "reference": "protokoll 5",
            **values,
        }
    )


def followed(notices: list[Notice], outcomes: list[Outcome]) -> DeviationsFollowed:
    return follow_deviations(notices, outcomes, ENDS, TODAY)


def test_every_miss_is_a_deviation_newest_first() -> None:
    found = followed([], months("-+-?"))
    assert [(one.period, one.indicator, one.service) for one in found.deviations] == [
        ("2026-03", "K05", "T1"),
        ("2026-01", "K05", "T1"),
    ]


def test_an_untold_one_is_as_old_as_the_days_since_its_month_ended() -> None:
    [one] = followed([], months("++-")).deviations
    # From 1 April to 20 May: 30 + 19 days.
    assert (one.state, one.untold_days) == (DeviationState.UNTOLD, 49)


def test_one_that_was_told_names_its_notices_in_order_and_has_no_age() -> None:
    again = notice("2026-03", id="N-2", told_on="2026-05-12")
    [one] = followed([again, notice("2026-03")], months("++-")).deviations
    assert (one.state, one.untold_days) == (DeviationState.TOLD, None)
    assert [told.id for told in one.notices] == ["N-1", "N-2"]


def test_a_notice_of_another_service_tells_nothing_of_this_one() -> None:
    found = followed([notice("2026-03", service=None)], months("++-"))
    assert {(one.service, one.state) for one in found.deviations} == {
        ("T1", DeviationState.UNTOLD),
        ("", DeviationState.WITHDRAWN),
    }


def test_a_miss_that_was_told_and_is_none_any_more_is_withdrawn() -> None:
    [one] = followed([notice("2026-03")], months("+++")).deviations
    assert (one.state, one.points, one.untold_days) == (DeviationState.WITHDRAWN, 0, None)


def test_a_miss_that_was_sealed_and_restated_away_is_withdrawn_though_nobody_was_told() -> None:
    found = follow_deviations([], months("+++"), ENDS, TODAY, restated=months("+-?"))
    assert [(one.period, one.state) for one in found.deviations] == [("2026-02", DeviationState.WITHDRAWN)]


def test_a_miss_that_a_restatement_left_a_miss_is_shown_once() -> None:
    found = follow_deviations([], months("-"), ENDS, TODAY, restated=months("-"))
    assert [one.state for one in found.deviations] == [DeviationState.UNTOLD]


def test_a_notice_of_a_month_without_results_is_shown_as_not_judged() -> None:
    [one] = followed([notice("2026-05")], months("+++")).deviations
    assert (one.state, one.outcome, one.points) == (DeviationState.NOT_JUDGED, None, 0)


def test_only_whole_scopes_after_exclusions_are_deviations() -> None:
    others = [
        outcome("2026-03", "-", scope=Scope("T1", segment="schools")),
        outcome("2026-03", "-", view=View.AS_MEASURED),
    ]
    assert followed([], others).deviations == ()


def test_small_ones_of_a_month_are_shown_together() -> None:
    outcomes = [
        outcome("2026-03", "-", indicator="K01", points=1),
        outcome("2026-03", "-", indicator="K02", points=0),
        outcome("2026-03", "-", indicator="K03", points=4),
    ]
    found = followed([notice("2026-03", indicator="K03"), notice("2026-03", indicator="K09")], outcomes)
    # K09 was withdrawn and counts no more; two of at most one point, two untold, 1 + 0 + 4 points.
    assert found.months == (DeviationsOfMonth("2026-03", count=3, small=2, untold=2, points=5),)
