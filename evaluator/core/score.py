"""The scorecard: areas on fixed scales, widened to an interval where facts are missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from evaluator.contract.scorecard import AreaMeasure, LinearScale, ScoreArea, ScorecardTerms
from evaluator.core.outcomes import Outcome, Scope, Verdict, View
from evaluator.core.periods import month_name_before

_HUNDRED = Fraction(100)


@dataclass(frozen=True)
class AreaScore:
    """The score of one area, 0 to 100; from 0 to 100 where no facts are there.

    `value` is None where no facts are there; `cases` counts the outcomes behind it.
    """

    area: str
    weight: int
    value: Fraction | None
    low: Fraction
    high: Fraction
    cases: int


@dataclass(frozen=True)
class Score:
    """The total score as an interval, its band at either end, and whether the floor held it down."""

    areas: tuple[AreaScore, ...]
    low: Fraction
    high: Fraction
    band_low: str
    band_high: str
    held_down_by: tuple[str, ...]


def calculate_score(terms: ScorecardTerms, outcomes: Iterable[Outcome], last_month: str) -> Score:
    """Return the score over the `terms.months` months up to and including `last_month` (`2026-10`).

    Only outcomes after agreed exclusions with a verdict of met or missed count. What has no facts is not
    left out of the mean but widens it: a measure without facts may be anything from 0 to 100. The band at
    either end of the total is held down where an area's score at that end is below the floor.
    """
    months = {month_name_before(last_month, back) for back in range(terms.months)}
    judged = [outcome for outcome in outcomes if outcome.period in months and _counts(outcome)]
    areas = tuple(_score_area(area, judged) for area in terms.areas)
    low = sum((area.weight * area.low for area in areas), Fraction(0)) / 100
    high = sum((area.weight * area.high for area in areas), Fraction(0)) / 100
    floor = terms.floor.area_below
    return Score(
        areas=areas,
        low=low,
        high=high,
        band_low=_band(low, terms, held_down=any(area.low < floor for area in areas)),
        band_high=_band(high, terms, held_down=any(area.high < floor for area in areas)),
        held_down_by=tuple(area.area for area in areas if area.value is not None and area.value < floor),
    )


@dataclass(frozen=True)
class _MeasureScore:
    value: Fraction
    low: Fraction
    high: Fraction
    cases: int


def _counts(outcome: Outcome) -> bool:
    return (
        outcome.view == View.AFTER_EXCLUSIONS
        and outcome.verdict in (Verdict.MET, Verdict.MISSED)
        and not outcome.scope.unit
    )


def _score_area(area: ScoreArea, judged: list[Outcome]) -> AreaScore:
    scores = [score for measure in area.measures if (score := _score_measure(measure, judged)) is not None]
    if not scores:
        return AreaScore(area.id, area.weight, None, Fraction(0), _HUNDRED, 0)
    unknown = len(area.measures) - len(scores)
    return AreaScore(
        area=area.id,
        weight=area.weight,
        value=_mean([score.value for score in scores]),
        low=_mean([score.low for score in scores] + [Fraction(0)] * unknown),
        high=_mean([score.high for score in scores] + [_HUNDRED] * unknown),
        cases=sum(score.cases for score in scores),
    )


def _score_measure(measure: AreaMeasure, judged: list[Outcome]) -> _MeasureScore | None:
    of_measure = [outcome for outcome in judged if outcome.indicator in measure.indicators]
    wanted = measure.segment if measure.segment is not None else ""
    whole = _scores(measure, [outcome for outcome in of_measure if outcome.scope.segment == wanted])
    if not whole:
        return None
    value = _mean(whole)
    if not measure.lowest_segment_counts_half:
        return _MeasureScore(value, value, value, len(whole))
    lowest = _lowest_segment(measure, of_measure)
    if lowest is None:
        return _MeasureScore(value, value / 2, (value + _HUNDRED) / 2, len(whole))
    half = (value + lowest) / 2
    return _MeasureScore(half, half, half, len(whole))


def _lowest_segment(measure: AreaMeasure, of_measure: list[Outcome]) -> Fraction | None:
    segments = sorted({outcome.scope.segment for outcome in of_measure} - {""})
    means = [
        _mean(scores)
        for segment in segments
        if (scores := _scores(measure, [found for found in of_measure if found.scope.segment == segment]))
    ]
    return min(means, default=None)


def _scores(measure: AreaMeasure, outcomes: list[Outcome]) -> list[Fraction]:
    if measure.scale is None:
        return [_clamp(_HUNDRED - 25 * outcome.points) for outcome in outcomes]
    # A figure on a scale is where things stand: the latest of each, not a mean over time.
    latest: dict[tuple[str, Scope], Outcome] = {}
    for outcome in sorted(outcomes, key=lambda found: found.period):
        latest[outcome.indicator, outcome.scope] = outcome
    figures = [outcome.figure for outcome in latest.values()]
    values = [figure.value for figure in figures if figure is not None]
    return [_on_scale(value, measure.scale) for value in values if value is not None]


def _on_scale(value: Fraction, scale: LinearScale) -> Fraction:
    return _clamp(_HUNDRED * (value - scale.zero_at) / (scale.hundred_at - scale.zero_at))


def _clamp(score: Fraction) -> Fraction:
    return min(max(score, Fraction(0)), _HUNDRED)


def _mean(scores: list[Fraction]) -> Fraction:
    return sum(scores, Fraction(0)) / len(scores)


def _band(total: Fraction, terms: ScorecardTerms, *, held_down: bool) -> str:
    reached = [band for band in terms.bands if band.at_least <= total]
    if held_down:
        highest = next(band.at_least for band in terms.bands if band.id == terms.floor.not_above)
        reached = [band for band in reached if band.at_least <= highest]
    return max(reached, key=lambda band: band.at_least).id
