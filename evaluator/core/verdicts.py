"""Verdicts: what the contract says of a figure. The value is compared as it is, never rounded."""

from fractions import Fraction

from evaluator.contract.indicator_terms import (
    BelowMinimum,
    EmptyPeriod,
    IndicatorTerms,
    MinimumSample,
    PeriodLength,
)
from evaluator.contract.indicators import AnyIndicator, Imported, ShareOfUnits, SurveyIndex
from evaluator.core.outcomes import Figure, Judgement, Scope, Verdict

_MET = Judgement(Verdict.MET, 0)
_NOT_ASSESSABLE = Judgement(Verdict.NOT_ASSESSABLE, 0)
_NOT_MEASURED = Judgement(Verdict.NOT_MEASURED, 0)


def judge_scope(figure: Figure | None, indicator: AnyIndicator, scope: Scope, *, is_over: bool) -> Judgement:
    """Return the verdict on the figure of one scope.

    As `judge`, and before it: a period that is not over, and a survey that fewer answered than must have,
    are *not assessable*. One unit of a share of units is held against the level a unit is to reach.
    """
    if figure is not None and not is_over and indicator.period is not PeriodLength.WHOLE_TERM:
        # What is still to come of the period nobody knows.
        return _NOT_ASSESSABLE
    if isinstance(indicator, ShareOfUnits) and scope.unit:
        return _judge_unit(figure, indicator)
    if isinstance(indicator, Imported | SurveyIndex) and figure is not None:
        floor = indicator.response
        if floor is not None and (figure.response is None or figure.response < floor.at_least):
            return _NOT_ASSESSABLE
    return judge(figure, indicator)


def _judge_unit(figure: Figure | None, indicator: ShareOfUnits) -> Judgement:
    """The verdict on one unit; it gives no points."""
    if figure is None:
        return _NOT_MEASURED
    value, completeness = figure.value, figure.completeness
    if value is None or (completeness is not None and completeness < indicator.completeness_floor):
        return _NOT_ASSESSABLE
    return Judgement(Verdict.MET if indicator.unit_target.holds(value) else Verdict.MISSED, 0)


def judge(figure: Figure | None, indicator: IndicatorTerms) -> Judgement:
    """Return the verdict on `figure` and its points before any repeat rule.

    In this order: no figure is *not measured*; facts less complete than the contract's floor, or none
    at all where some were to be known, are *not assessable*; a period without cases and a sample below
    the minimum follow the contract's own rules; what is left is held against target and bands.

    Raises ValueError where a small sample is to be judged by its misses and the figure counts none, or
    where no band holds a value that misses its target.
    """
    if figure is None:
        return _NOT_MEASURED
    completeness = figure.completeness
    if completeness is not None and completeness < indicator.completeness_floor:
        return _NOT_ASSESSABLE
    value = figure.value
    if value is None:
        return _judge_empty(figure, indicator)
    sample = indicator.minimum_sample
    if sample is not None and figure.sample_size < sample.size:
        return _judge_small(figure, sample, indicator)
    return judge_value(value, indicator)


def judge_value(value: Fraction, indicator: IndicatorTerms) -> Judgement:
    """Return the verdict on an exact value: met on target, else missed with the points of its band.

    An indicator without bands misses with 0 points. Raises ValueError where bands leave the value out.
    """
    if indicator.target.holds(value):
        return _MET
    if not indicator.bands:
        return Judgement(Verdict.MISSED, 0)
    for band in indicator.bands:
        if band.holds(value):
            return Judgement(Verdict.MISSED, band.points)
    raise ValueError(
        f"{indicator.id}: neither the target nor any band holds {value} (about {float(value):g}); "
        "let the outermost band be open"
    )


def _judge_empty(figure: Figure, indicator: IndicatorTerms) -> Judgement:
    # An empty period has nothing to know; cases of which nothing is known are another thing.
    if figure.expected == 0 and indicator.empty_period is EmptyPeriod.MET:
        return _MET
    return _NOT_ASSESSABLE


def _judge_small(figure: Figure, sample: MinimumSample, indicator: IndicatorTerms) -> Judgement:
    if sample.below is BelowMinimum.NOT_ASSESSABLE:
        return _NOT_ASSESSABLE
    if figure.misses is None:
        raise ValueError(
            f"{indicator.id}: minimum_sample.below is count_misses, but this kind of indicator has no single "
            "misses; write below: not_assessable"
        )
    points = sample.points_by_misses[min(figure.misses, len(sample.points_by_misses) - 1)]
    return _MET if points == 0 else Judgement(Verdict.MISSED, points)
