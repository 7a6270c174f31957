"""What results say on a criterion: of an indicator over months, or of an area of the scorecard."""

from fractions import Fraction

from evaluator.contract.scorecard import ScorecardTerms
from evaluator.core.deciding.alternatives.measured import (
    Measured,
    ScoreTerms,
    Variant,
    can_leave_out,
    measure_area,
    measure_indicator,
    seen_in,
)
from evaluator.core.outcomes import Figure, Outcome, Scope, Verdict, View
from evaluator.decisions.measured_by import ByIndicator, Taken

LAST = "2026-10"
WHOLE = Scope("T1")
POOLED = ByIndicator(kind="indicator", indicator="K05", months=2, take=Taken.POOLED)
MONTHS_MET = ByIndicator(kind="indicator", indicator="K05", months=4, take=Taken.SHARE_OF_MONTHS_MET)


def shares(good: int, of: int, unknown: int = 0) -> Figure:
    """A share of cases of which some more are unknown."""
    everything = of + unknown
    low = Fraction(good, everything) if everything else None
    high = Fraction(good + unknown, everything) if everything else None
    return Figure(good, of, of, of - good, of, everything, low, high)


def outcome(
    period: str,
    figure: Figure | None,
    verdict: Verdict = Verdict.MET,
    scope: Scope = WHOLE,
    view: View = View.AFTER_EXCLUSIONS,
    points: int = 0,
) -> Outcome:
    return Outcome(
        "K05",
        period,
        scope,
        view,
        figure,
        verdict,
        points,
        repeated=False,
        points_after_repeat=points,
        confidence=None,
    )


def test_months_together_count_by_their_cases() -> None:
    # 90 of 100 and 10 of 20 are 100 of 120, not the mean of 90 % and 50 %.
    found = measure_indicator(
        POOLED, [outcome("2026-09", shares(90, 100)), outcome("2026-10", shares(10, 20))], LAST
    )
    assert found is not None
    assert found.value == Fraction(100, 120)
    assert (found.cases, found.months) == (120, 2)


def test_services_are_taken_together_unless_one_is_named() -> None:
    outcomes = [
        outcome("2026-10", shares(9, 10)),
        outcome("2026-10", shares(5, 10), scope=Scope("T2")),
    ]
    together = measure_indicator(POOLED, outcomes, LAST)
    of_one = measure_indicator(POOLED.model_copy(update={"service": "T2"}), outcomes, LAST)
    assert together is not None
    assert of_one is not None
    assert together.value == Fraction(14, 20)
    assert of_one.value == Fraction(1, 2)


def test_only_the_months_asked_for_count_and_no_units() -> None:
    outcomes = [
        outcome("2026-08", shares(0, 10)),
        outcome("2026-10", shares(0, 10), scope=Scope("T1", "schools", "school 1")),
        outcome("2026-10", shares(9, 10)),
    ]
    found = measure_indicator(POOLED, outcomes, LAST)
    assert found is not None
    assert found.value == Fraction(9, 10)


def test_unknown_facts_give_an_interval_weighed_by_all_that_was_to_be_known() -> None:
    # 90 of 100 with 20 unknown: 90/120 to 110/120. And 10 of 10. Together 100/130 to 120/130.
    found = measure_indicator(
        POOLED, [outcome("2026-09", shares(90, 100, 20)), outcome("2026-10", shares(10, 10))], LAST
    )
    assert found is not None
    assert (found.low, found.high) == (Fraction(100, 130), Fraction(120, 130))


def test_the_sample_leaves_wilsons_interval() -> None:
    # Field 0.6: 18 of 20 are 90 %, and the 95 % interval is 69.9 to 97.2 %.
    found = measure_indicator(POOLED, [outcome("2026-10", shares(18, 20))], LAST)
    assert found is not None
    assert found.confidence is not None
    low, high = found.confidence
    assert (round(float(low), 3), round(float(high), 3)) == (0.699, 0.972)
    assert (found.estimate.low, found.estimate.likely, found.estimate.high) == (low, Fraction(9, 10), high)


def test_time_is_no_share_of_cases_and_has_no_such_interval() -> None:
    seconds = Figure(990, 1000, 3, None, 1000, 1000, Fraction(99, 100), Fraction(99, 100))
    found = measure_indicator(POOLED, [outcome("2026-10", seconds)], LAST)
    assert found is not None
    assert found.confidence is None
    assert found.estimate.is_certain


def test_a_figure_without_ends_leaves_the_value_as_it_is() -> None:
    bare = Figure(9, 10, 10, 1, 10, 10, None, None)
    found = measure_indicator(POOLED, [outcome("2026-10", bare)], LAST)
    assert found is not None
    assert (found.low, found.high) == (found.value, found.value)


def test_without_any_case_results_say_nothing() -> None:
    assert measure_indicator(POOLED, [], LAST) is None
    assert measure_indicator(POOLED, [outcome("2026-10", None, Verdict.NOT_MEASURED)], LAST) is None


def test_a_month_that_nobody_observed_is_counted_as_unknown() -> None:
    outcomes = [outcome("2026-09", None, Verdict.NOT_MEASURED), outcome("2026-10", shares(9, 10))]
    found = measure_indicator(POOLED, outcomes, LAST)
    assert found is not None
    assert (found.months, found.unknown_months) == (1, 1)


def test_a_segment_can_be_left_out_where_the_others_are_counted_on_their_own() -> None:
    outcomes = [
        outcome("2026-10", shares(14, 20)),
        outcome("2026-10", shares(9, 10), scope=Scope("T1", "schools")),
        outcome("2026-10", shares(5, 10), scope=Scope("T1", "districts")),
    ]
    found = measure_indicator(POOLED, outcomes, LAST, Variant(without_segment="schools"))
    assert found is not None
    assert found.value == Fraction(1, 2)


def test_a_criterion_of_one_segment_or_of_months_met_has_none_to_leave_out() -> None:
    without = Variant(without_segment="schools")
    assert can_leave_out(POOLED, without)
    assert not can_leave_out(POOLED, Variant())
    assert not can_leave_out(MONTHS_MET, without)
    assert not can_leave_out(POOLED.model_copy(update={"segment": "schools"}), without)


def test_a_segment_alone_is_measured_by_its_own_cases() -> None:
    outcomes = [
        outcome("2026-10", shares(14, 20)),
        outcome("2026-10", shares(9, 10), scope=Scope("T1", "schools")),
    ]
    found = measure_indicator(POOLED.model_copy(update={"segment": "schools"}), outcomes, LAST)
    assert found is not None
    assert found.value == Fraction(9, 10)


def test_a_month_is_met_when_every_service_met_its_target() -> None:
    # July met; August missed on T2; September met; October cannot be judged: 2 of 3, and 2 to 3 of 4.
    outcomes = [
        outcome("2026-07", shares(9, 10)),
        outcome("2026-07", shares(9, 10), scope=Scope("T2")),
        outcome("2026-08", shares(9, 10)),
        outcome("2026-08", shares(5, 10), Verdict.MISSED, Scope("T2")),
        outcome("2026-09", shares(9, 10)),
        outcome("2026-10", shares(9, 10), Verdict.NOT_ASSESSABLE),
    ]
    found = measure_indicator(MONTHS_MET, outcomes, LAST)
    assert found is not None
    assert found.value == Fraction(2, 3)
    assert (found.low, found.high) == (Fraction(2, 4), Fraction(3, 4))
    assert (found.months, found.unknown_months) == (3, 1)


def test_a_month_without_cases_is_neither_met_nor_unknown() -> None:
    empty = Figure(0, 0, 0, 0, 0, 0, None, None)
    outcomes = [outcome("2026-09", shares(9, 10)), outcome("2026-10", empty, Verdict.NOT_ASSESSABLE)]
    found = measure_indicator(MONTHS_MET, outcomes, LAST)
    assert found is not None
    assert found.value == 1
    assert (found.months, found.unknown_months) == (1, 0)
    assert measure_indicator(MONTHS_MET, outcomes[1:], LAST) is None


def test_a_view_that_was_not_published_is_the_one_after_exclusions() -> None:
    after = outcome("2026-10", shares(9, 10))
    measured = outcome("2026-10", shares(8, 10), view=View.AS_MEASURED)
    earlier = outcome("2026-09", shares(9, 10))
    for outcomes in ([after, measured, earlier], [measured, after, earlier]):
        assert set(seen_in(View.AS_MEASURED, outcomes)) == {measured, earlier}
    assert seen_in(View.AFTER_EXCLUSIONS, [measured, after]) == [after]


def score_terms() -> ScoreTerms:
    terms = ScorecardTerms.model_validate(
        {
            "months": 2,
            "areas": [
                {
                    "id": "levels",
                    "label": {"sv": "N", "en": "L"},
                    "weight": 60,
                    "measures": [{"indicators": ["K05"]}],
                },
                {"id": "empty", "label": {"sv": "T", "en": "E"}, "weight": 40, "measures": []},
            ],
            "bands": [{"id": "all", "label": {"sv": "A", "en": "A"}, "at_least": 0}],
            "floor": {"area_below": 40, "not_above": "all"},
        }
    )
    return ScoreTerms(terms, {"K05": 1})


def test_an_area_is_scored_as_on_the_scorecard() -> None:
    # September without a point is worth 100, October with two 50: the mean is 75.
    outcomes = [
        outcome("2026-09", shares(9, 10)),
        outcome("2026-10", shares(8, 10), Verdict.MISSED, points=2),
    ]
    found = measure_area("levels", score_terms(), outcomes, LAST)
    assert found == Measured(Fraction(75), Fraction(75), Fraction(75), None, 2, 2)
    assert found.estimate.is_certain


def test_an_area_in_another_view_takes_the_points_of_that_view() -> None:
    outcomes = [
        outcome("2026-10", shares(9, 10)),
        outcome("2026-10", shares(8, 10), Verdict.MISSED, view=View.AS_MEASURED, points=2),
    ]
    found = measure_area("levels", score_terms(), outcomes, LAST, Variant(View.AS_MEASURED))
    assert found is not None
    assert found.value == 50


def test_an_area_of_which_nothing_is_known_has_no_value() -> None:
    assert measure_area("empty", score_terms(), [outcome("2026-10", shares(9, 10))], LAST) is None
