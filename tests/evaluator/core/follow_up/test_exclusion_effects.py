"""Two evaluations of one month side by side: what one exclusion changes."""

from dataclasses import replace
from decimal import Decimal

import pandas as pd

from evaluator.core.evaluation import PeriodEvaluation
from evaluator.core.follow_up.exclusion_effects import effect_between
from evaluator.core.outcomes import Figure, Outcome, Scope, Verdict, View

NOTHING = pd.DataFrame()
FIGURE = Figure(3, 4, 4, 1, 4, 4, None, None)
MISSED = Outcome(
    indicator="K05",
    period="2026-10",
    scope=Scope("T1"),
    view=View.AFTER_EXCLUSIONS,
    figure=FIGURE,
    verdict=Verdict.MISSED,
    points=2,
    repeated=False,
    points_after_repeat=2,
    confidence=None,
)


def evaluation(*outcomes: Outcome) -> PeriodEvaluation:
    return PeriodEvaluation(outcomes, (), None, (), NOTHING, NOTHING)


def test_only_the_whole_after_exclusions_is_compared() -> None:
    measured = replace(MISSED, view=View.AS_MEASURED)
    of_unit = replace(MISSED, scope=Scope("T1", unit="S1"))
    effect = effect_between("U-1", evaluation(measured, of_unit), evaluation(), is_in_force=True)
    assert effect.figures == ()


def test_a_figure_that_is_no_longer_measured_has_no_numbers_and_is_no_zero() -> None:
    gone = replace(MISSED, figure=None, verdict=Verdict.NOT_MEASURED, points=0, points_after_repeat=0)
    effect = effect_between("U-1", evaluation(MISSED), evaluation(gone), is_in_force=False)
    [changed] = effect.figures
    assert (changed.before.numerator, changed.before.cases, changed.after.numerator) == (3, 4, None)
    assert (changed.after.verdict, effect.points) == ("not_measured", -2)
    assert changed.before.figure == replace(FIGURE, low=None, high=None)
    assert changed.after.figure is None


def test_without_credits_in_the_contract_no_amount_is_told() -> None:
    effect = effect_between("U-1", evaluation(MISSED), evaluation(MISSED), is_in_force=True)
    assert (effect.credit_before, effect.credit_after, effect.credit) == (None, None, None)
    assert replace(effect, credit_before=Decimal(1)).credit is None
    assert replace(effect, credit_before=Decimal(1), credit_after=Decimal(3)).credit == 2
