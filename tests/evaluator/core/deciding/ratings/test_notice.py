"""Ratings of a contract performance notice, proposed by cut-offs that are printed beside them."""

from fractions import Fraction

import pytest

from evaluator.core.deciding.ratings.notice import CutOffs, propose_rating
from evaluator.core.outcomes import Outcome, Scope, Verdict, View
from evaluator.decisions.publishing import NoticeRating


def judged(points: int, service: str = "T1", *, month: int = 1, **changes: object) -> Outcome:
    verdict = Verdict.MET if points == 0 else Verdict.MISSED
    made: dict[str, object] = {
        "indicator": "K05",
        "period": f"2026-{month:02}",
        "scope": Scope(service),
        "view": View.AFTER_EXCLUSIONS,
        "figure": None,
        "verdict": verdict,
        "points": points,
        "repeated": False,
        "points_after_repeat": points,
        "confidence": None,
    }
    return Outcome(**(made | changes))  # type: ignore[arg-type]  # fields by name


def months(*points: int, service: str = "T1") -> list[Outcome]:
    return [judged(one, service, month=number) for number, one in enumerate(points, start=1)]


@pytest.mark.parametrize(
    ("points", "rating"),
    [
        ((0, 0, 0, 0), NoticeRating.GOOD),
        ((0, 0, 0, 1), NoticeRating.APPROACHING_TARGET),  # a quarter of a point a month
        ((1, 1, 1, 1), NoticeRating.APPROACHING_TARGET),  # exactly 1
        ((1, 1, 1, 2), NoticeRating.REQUIRES_IMPROVEMENT),  # 5/4
        ((2, 2, 2, 2), NoticeRating.REQUIRES_IMPROVEMENT),  # exactly 2
        ((2, 2, 2, 3), NoticeRating.INADEQUATE),  # 9/4
        ((4, 4, 4, 4), NoticeRating.INADEQUATE),
    ],
)
def test_the_rating_follows_from_mean_points_for_a_judged_period(
    points: tuple[int, ...], rating: NoticeRating
) -> None:
    found = propose_rating("K05", months(*points))

    assert found.rating is rating
    assert found.mean_points == Fraction(sum(points), 4)


def test_a_miss_that_gives_no_points_is_not_good() -> None:
    outcomes = [judged(0, month=1), judged(0, month=2, verdict=Verdict.MISSED)]

    assert propose_rating("K05", outcomes).rating is NoticeRating.APPROACHING_TARGET


def test_the_service_with_most_points_gives_the_rating_so_that_no_mean_hides_it() -> None:
    found = propose_rating("K05", [*months(0, 0, service="T1"), *months(3, 3, service="T4")])

    assert (found.service, found.rating) == ("T4", NoticeRating.INADEQUATE)
    assert (found.periods, found.judged, found.missed) == (2, 2, 2)


def test_too_few_judged_periods_are_rated_other() -> None:
    unknown = [judged(0, month=month, verdict=Verdict.NOT_ASSESSABLE) for month in (3, 4, 5)]

    found = propose_rating("K05", [*months(0, 0), *unknown])

    assert found.rating is NoticeRating.OTHER  # 2 of 5 is less than half
    assert (found.periods, found.judged) == (5, 2)


def test_a_service_that_could_not_be_judged_does_not_hide_one_that_could() -> None:
    unknown = [judged(0, "T2", month=1, verdict=Verdict.NOT_MEASURED)]

    assert propose_rating("K05", [*months(0, 1), *unknown]).rating is NoticeRating.APPROACHING_TARGET


def test_nothing_judged_at_all_is_other_without_points() -> None:
    unknown = [judged(0, verdict=Verdict.NOT_MEASURED)]

    assert propose_rating("K05", unknown).mean_points is None
    assert propose_rating("K05", unknown).rating is NoticeRating.OTHER


def test_an_indicator_without_results_is_other() -> None:
    assert propose_rating("K99", months(0)).rating is NoticeRating.OTHER


def test_segments_and_units_are_left_out() -> None:
    part = judged(4, scope=Scope("T1", "schools"))

    assert propose_rating("K05", [*months(0, 0), part]).rating is NoticeRating.GOOD


def test_cut_offs_can_be_set_otherwise() -> None:
    strict = CutOffs(approaching_to=Fraction(1, 10), improvement_to=Fraction(1, 2))

    assert propose_rating("K05", months(0, 0, 1), strict).rating is NoticeRating.REQUIRES_IMPROVEMENT
