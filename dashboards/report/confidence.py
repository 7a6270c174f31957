"""How sure a sample makes us, in words, and how often chance alone misses a target in so small a one."""

from fractions import Fraction

from dashboards.report.values import format_value
from dashboards.wording import Wording
from dashboards.wording.rounding import digits_needed
from dashboards.wording.words import marked
from evaluator.contract.indicators import AnyIndicator, Mean, Percentile, PercentileInterval
from evaluator.core.confidence.prospects import FEWEST_FOR_A_MEAN, chance_of_miss, smallest_sample
from evaluator.core.outcomes import Outcome, Verdict

_CONFIDENCE = {
    False: marked("with 95% confidence {low} to {high}"),
    True: marked("with 95% confidence {low} to {high} (bootstrap)"),
}


def describe_confidence(indicator: AnyIndicator, outcome: Outcome, words: Wording) -> str:
    """Return how sure the sample makes us, and whether that settles the verdict."""
    if outcome.confidence is None:
        return _unsure(indicator, outcome, words)
    low, high = (Fraction(end) for end in outcome.confidence)
    ends = [
        words.percent(end, 1) if indicator.is_share else format_value(indicator, end, words)
        for end in (low, high)
    ]
    settles = indicator.target.holds(low) == indicator.target.holds(high)
    return words.text(_CONFIDENCE[_is_resampled(indicator)], low=ends[0], high=ends[1]) + (
        "" if settles else words.text("; the sample alone does not settle it")
    )


def describe_chance(indicator: AnyIndicator, outcome: Outcome, words: Wording) -> str:
    """Return how often chance alone misses the target in a sample this small; empty where it is larger.

    Only of a share of cases, which has a confidence interval, and where the share itself decided.
    """
    figure, smallest = outcome.figure, indicator.minimum_sample
    if figure is None or outcome.confidence is None or not indicator.is_share:
        return ""
    is_judged = outcome.verdict in {Verdict.MET, Verdict.MISSED}
    if not is_judged or (smallest is not None and figure.sample_size < smallest.size):
        return ""
    chance = chance_of_miss(indicator.target, figure.sample_size)
    if chance is None:
        return ""
    return words.plural(
        "a supplier whose true level is {level}, halfway between the target and {best}, would still miss the"
        " target by chance in {share} of all samples of {n} case",
        "a supplier whose true level is {level}, halfway between the target and {best}, would still miss the"
        " target by chance in {share} of all samples of {n} cases",
        figure.sample_size,
        level=words.percent(chance.level, digits_needed(chance.level * 100)),
        best=words.percent(chance.best, 0),
        share=words.percent(Fraction(chance.probability), 0),
    )


def _is_resampled(indicator: AnyIndicator) -> bool:
    """Whether the confidence interval is made by the bootstrap."""
    if isinstance(indicator, Percentile):
        return indicator.interval is PercentileInterval.BOOTSTRAP
    return isinstance(indicator, Mean)


def _unsure(indicator: AnyIndicator, outcome: Outcome, words: Wording) -> str:
    """Why a mean or percentile has no confidence interval."""
    if not isinstance(indicator, Mean | Percentile) or outcome.figure is None:
        return ""
    smallest = FEWEST_FOR_A_MEAN if isinstance(indicator, Mean) else smallest_sample(indicator.percentile)
    if smallest is None:
        return ""
    if outcome.figure.sample_size < smallest:
        return words.text("fewer than {number} cases: how sure it is cannot be told", number=smallest)
    alike = words.text("too many cases are alike: how sure it is cannot be told")
    return alike if isinstance(indicator, Mean) else ""
