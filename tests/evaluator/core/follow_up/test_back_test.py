"""Sums of two wordings: what is credited, what is given back, and outcomes that one of them lacks."""

from fractions import Fraction

import pandas as pd

from evaluator.core.follow_up.back_test import Sums, compare_month, join_months
from evaluator.core.follow_up.judged_month import JudgedMonth, remembered
from evaluator.core.money.lines import CreditLine, LineKind
from evaluator.core.outcomes import Outcome, Scope, Verdict, View

VIEW = View.AFTER_EXCLUSIONS


def outcome(verdict: Verdict, points: int = 0, scope: Scope | None = None, view: View = VIEW) -> Outcome:
    return Outcome(
        indicator="K",
        period="2026-10",
        scope=Scope("T1") if scope is None else scope,
        view=view,
        figure=None,
        verdict=verdict,
        points=points,
        repeated=False,
        points_after_repeat=points,
        confidence=None,
    )


def line(kind: LineKind, amount: int, indicator: str = "K") -> CreditLine:
    share = Fraction(amount)
    return CreditLine("T1", VIEW.value, kind, indicator, "T1", "2026-10", 0, share, share)


def judged(*outcomes: Outcome, lines: tuple[CreditLine, ...] = ()) -> JudgedMonth:
    return JudgedMonth(outcomes, (), lines, (), pd.DataFrame())


def test_what_is_given_back_stands_beside_what_is_credited() -> None:
    # 700 credited and 200 given back of K; the 50 of another indicator are not its own.
    lines = (line(LineKind.POINTS, 700), line(LineKind.BONUS, -200), line(LineKind.POINTS, 50, "other"))
    month = compare_month("2026-10", judged(), judged())
    assert month.indicators == ()
    both = compare_month(
        "2026-10", judged(outcome(Verdict.MET)), judged(outcome(Verdict.MISSED, 3), lines=lines)
    )
    [found] = both.indicators
    assert found.today == Sums()
    assert found.draft == Sums(below_target=1, points=3, amount=Fraction(700), given_back=Fraction(200))


def test_without_credits_the_points_of_a_month_are_those_of_its_outcomes() -> None:
    month = compare_month(
        "2026-10", judged(outcome(Verdict.NOT_MEASURED)), judged(outcome(Verdict.MISSED, 3))
    )
    [found] = join_months([month], []).months
    assert (found.today.not_judged, found.draft.points) == (1, 3)


def test_a_view_that_one_wording_lacks_is_not_compared() -> None:
    measured = outcome(Verdict.MET, view=View.AS_MEASURED)
    found = compare_month("2026-10", judged(outcome(Verdict.MET), measured), judged(outcome(Verdict.MET)))
    assert [pair.view for pair in found.pairs] == [VIEW]


def test_months_without_any_case_have_no_tickets_that_flipped() -> None:
    found = join_months([compare_month("2026-10", judged(), judged())], ["2026-09"])
    assert found.flips.empty
    assert found.months_without_facts == ("2026-09",)
    assert found.views == ()


def test_later_months_rest_on_the_whole_and_on_segments_after_exclusions() -> None:
    whole = outcome(Verdict.MET)
    segment = outcome(Verdict.MET, scope=Scope("T1", "schools"))
    measured = outcome(Verdict.MET, scope=Scope("T1", "schools"), view=View.AS_MEASURED)
    unit = outcome(Verdict.MET, scope=Scope("T1", "schools", "S1"))
    assert remembered([whole, segment, measured, unit]) == [whole, segment]
