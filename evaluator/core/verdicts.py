"""Verdicts: what the contract says of a figure. The value is compared as it is, never rounded."""

from fractions import Fraction

from evaluator.contract.indicator_terms import BelowMinimum, EmptyPeriod, IndicatorTerms, MinimumSample
from evaluator.core.outcomes import Figure, Judgement, Verdict

_MET = Judgement(Verdict.MET, 0)
_NOT_ASSESSABLE = Judgement(Verdict.NOT_ASSESSABLE, 0)
_NOT_MEASURED = Judgement(Verdict.NOT_MEASURED, 0)


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
