"""What results say on a criterion: of an indicator over months, or of an area of the scorecard."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from evaluator.contract.scorecard import ScorecardTerms
from evaluator.core.confidence.statistics import wilson
from evaluator.core.deciding.alternatives.values import Estimate
from evaluator.core.outcomes import Figure, Outcome, Scope, Verdict, View
from evaluator.core.periods import month_name_before
from evaluator.core.score import calculate_score
from evaluator.decisions.measured_by import ByIndicator, Taken

_MILLION = 10**6


@dataclass(frozen=True)
class Variant:
    """How results are read: with which exclusions, and without which segment (empty: with all)."""

    view: View = View.AFTER_EXCLUSIONS
    without_segment: str = ""


AS_USUAL = Variant()


@dataclass(frozen=True)
class Measured:
    """A value as it was measured, with the ends that unknown facts leave and those that the sample leaves.

    `low` and `high` bound the value over everything that unknown facts could be; `confidence` is Wilson's
    95 % interval where the value is a share of cases, else None. `cases` and `months` are behind the value,
    `unknown_months` had something to know that nobody can say.
    """

    value: Fraction
    low: Fraction
    high: Fraction
    confidence: tuple[Fraction, Fraction] | None
    cases: int
    months: int
    unknown_months: int = 0

    @property
    def estimate(self) -> Estimate:
        """The value, and the ends that unknown facts and the sample leave together."""
        lows, highs = [self.low, self.value], [self.high, self.value]
        if self.confidence is not None:
            lows.append(self.confidence[0])
            highs.append(self.confidence[1])
        return Estimate(min(lows), self.value, max(highs))


def measure_indicator(
    by: ByIndicator, outcomes: Iterable[Outcome], last_month: str, variant: Variant = AS_USUAL
) -> Measured | None:
    """Return what the months up to and including `last_month` say; None where they say nothing.

    Pooled: the sum of numerators over the sum of denominators, so that a month counts by its cases. Share of
    months met: months on target (of every service asked about) over months judged; one that could not be
    judged, though there was something to know, widens the interval and nothing else. Without a segment it is
    made of the other segments' cases, where they are counted on their own.
    """
    found = _chosen(by, outcomes, last_month, variant)
    return _pooled(found) if by.take is Taken.POOLED else _months_met(found)


def seen_in(view: View, outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Return the outcomes as `view` has them, and after agreed exclusions where that view was not published.

    A month in which no request waits has no view of what if it were accepted, and segments are published
    after exclusions only.
    """
    found: dict[tuple[str, str, Scope], Outcome] = {}
    for one in outcomes:
        key = one.indicator, one.period, one.scope
        if one.view is view or (one.view is View.AFTER_EXCLUSIONS and key not in found):
            found[key] = one
    return list(found.values())


def can_leave_out(by: ByIndicator, variant: Variant) -> bool:
    """Return whether a criterion changes without the segment of `variant`: it is of all, and pooled."""
    return bool(variant.without_segment) and by.segment is None and by.take is Taken.POOLED


@dataclass(frozen=True)
class ScoreTerms:
    """What a scorecard is calculated with: its terms, the indicators' weights, open rights to terminate."""

    terms: ScorecardTerms
    weights: Mapping[str, int]
    open_triggers: Sequence[str] = ()


def measure_area(
    area: str, score: ScoreTerms, outcomes: Iterable[Outcome], last_month: str, variant: Variant = AS_USUAL
) -> Measured | None:
    """Return the score of an area, 0 to 100, in the view of `variant`; None where nothing is known of it."""
    viewed = [replace(one, view=View.AFTER_EXCLUSIONS) for one in seen_in(variant.view, outcomes)]
    found = calculate_score(score.terms, score.weights, viewed, last_month, score.open_triggers)
    [part] = [one for one in found.areas if one.area == area]
    if part.value is None:
        return None
    return Measured(part.value, part.low, part.high, None, part.cases, score.terms.months)


def _chosen(by: ByIndicator, outcomes: Iterable[Outcome], last_month: str, variant: Variant) -> list[Outcome]:
    months = {month_name_before(last_month, back) for back in range(by.months)}
    by_segment = can_leave_out(by, variant)
    return [
        one
        for one in seen_in(variant.view, outcomes)
        if one.indicator == by.indicator
        and one.period in months
        and not one.scope.unit
        and by.service in {None, one.scope.service}
        and _is_of_segment(one.scope.segment, by, variant, by_segment=by_segment)
    ]


def _is_of_segment(segment: str, by: ByIndicator, variant: Variant, *, by_segment: bool) -> bool:
    if by_segment:
        return segment not in {"", variant.without_segment}
    return segment == (by.segment or "")


def _pooled(outcomes: Sequence[Outcome]) -> Measured | None:
    figures = [one.figure for one in outcomes if one.figure is not None and one.figure.denominator > 0]
    numerator = sum(figure.numerator for figure in figures)
    denominator = sum(figure.denominator for figure in figures)
    if denominator == 0:
        return None
    value = Fraction(numerator, denominator)
    low, high = _ends(figures, value)
    return Measured(
        value,
        low,
        high,
        _wilson(figures, numerator, denominator),
        cases=sum(figure.sample_size for figure in figures),
        months=len({one.period for one in outcomes if one.figure is not None}),
        unknown_months=len({one.period for one in outcomes if one.figure is None}),
    )


def _ends(figures: Sequence[Figure], value: Fraction) -> tuple[Fraction, Fraction]:
    """The mean of the ends, each weighed by all that was to be known, which its ends are shares of."""
    bounded = [
        (max(one.expected, one.denominator), one.low, one.high)
        for one in figures
        if one.low is not None and one.high is not None
    ]
    weight = sum(size for size, _, _ in bounded)
    if weight == 0:
        return value, value
    low = sum((size * low for size, low, _ in bounded), Fraction(0)) / weight
    high = sum((size * high for size, _, high in bounded), Fraction(0)) / weight
    return min(low, value), max(high, value)


def _wilson(figures: Sequence[Figure], numerator: int, denominator: int) -> tuple[Fraction, Fraction] | None:
    """Wilson's interval where every figure is a share of its cases."""
    if not all(
        one.denominator == one.sample_size and 0 <= one.numerator <= one.denominator for one in figures
    ):
        return None
    found = wilson(numerator, denominator)
    return None if found is None else (_rounded(found[0]), _rounded(found[1]))


def _rounded(share: float) -> Fraction:
    return Fraction(round(share * _MILLION), _MILLION)


def _months_met(outcomes: Sequence[Outcome]) -> Measured | None:
    by_month: dict[str, list[Outcome]] = {}
    for one in outcomes:
        by_month.setdefault(one.period, []).append(one)
    judged = [_is_met(found) for found in by_month.values()]
    met, missed = judged.count(True), judged.count(False)
    unknown = sum(1 for found in by_month.values() if _is_unknown(found))
    if met + missed == 0:
        return None
    everything = met + missed + unknown
    found = wilson(met, met + missed)
    return Measured(
        Fraction(met, met + missed),
        Fraction(met, everything),
        Fraction(met + unknown, everything),
        None if found is None else (_rounded(found[0]), _rounded(found[1])),
        cases=met + missed,
        months=met + missed,
        unknown_months=unknown,
    )


def _is_met(outcomes: Sequence[Outcome]) -> bool | None:
    """Whether a month met its target on every service; None where nobody can say."""
    verdicts = {one.verdict for one in outcomes}
    if Verdict.MISSED in verdicts:
        return False
    return None if _is_unknown(outcomes) or Verdict.MET not in verdicts else True


def _is_unknown(outcomes: Sequence[Outcome]) -> bool:
    """Whether a month without a miss has something that nobody can say."""
    is_missed = any(one.verdict is Verdict.MISSED for one in outcomes)
    return not is_missed and any(
        one.verdict in {Verdict.NOT_ASSESSABLE, Verdict.NOT_MEASURED}
        and (one.figure is None or one.figure.expected > 0)
        for one in outcomes
    )
