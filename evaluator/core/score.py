"""The scorecard: areas on fixed scales, widened to an interval where facts are missing (domain.md 8.6)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from evaluator.contract.scorecard import AreaMeasure, LinearScale, ScoreArea, ScorecardTerms
from evaluator.core.outcomes import Outcome, Verdict, View
from evaluator.core.periods import month_name_before

_HUNDRED = Fraction(100)


@dataclass(frozen=True)
class AreaScore:
    """The score of one area, 0 to 100: the mean of what is known, and between which ends it lies.

    `low` and `high` take what is unknown for 0 and for 100. Where nothing is known `value` is None and
    the area lies between 0 and 100. `cases` counts the outcomes behind `value`.
    """

    area: str
    weight: int
    value: Fraction | None
    low: Fraction
    high: Fraction
    cases: int


@dataclass(frozen=True)
class Score:
    """The total score as an interval, its band at either end, and what held it down.

    `held_down_by` names areas below the floor, `held_by_triggers` open rights to terminate.
    """

    areas: tuple[AreaScore, ...]
    low: Fraction
    high: Fraction
    band_low: str
    band_high: str
    held_down_by: tuple[str, ...]
    held_by_triggers: tuple[str, ...] = ()


def calculate_score(
    terms: ScorecardTerms,
    weights: Mapping[str, int],
    outcomes: Iterable[Outcome],
    last_month: str,
    open_triggers: Sequence[str] = (),
) -> Score:
    """Return the score over the `terms.months` months up to and including `last_month` (`2026-10`).

    `weights` are those of the indicators; every one that a measure names is there, else KeyError.

    Outcomes after agreed exclusions count, of the whole or of the segment that a measure names:

    - By points: the outcome of a service is 100 less 25 for each point before doubling, never below 0. A
      month of an indicator is the mean of its services, the measure the mean of such indicator-months by
      the indicators' weights.
    - By a scale: an indicator is the mean of its services, each with its latest value on the scale; the
      measure is the mean of the indicators by their weights.
    - `lowest_segment_counts_half` makes it the mean of that and of the lowest segment.
    - An area is the mean of its measures, the total the sum of the areas by their weights.

    An outcome without a verdict, though there was something to know (nobody observed the period, or there
    were cases), is unknown: the mean is made of what is known, `low` takes the unknown for 0 and `high`
    for 100. On a scale the service keeps its last known value, but lies between 0 and 100. Unknown too are
    a measure without any known outcome, the half of the lowest segment where there are no segments, and an
    area without measures. Left out are months without an outcome of the indicator, periods without cases
    that the contract does not take for met, and indicators of weight 0.

    The band at either end of the total is held down where an area's score at that end is below the floor, and
    at both ends by `open_triggers` (thresholds with an open right to terminate), where the terms say so.
    Source: domain.md 8.6.
    """
    counted = counted_outcomes(terms, outcomes, last_month)
    areas = tuple(_score_area(area, weights, counted) for area in terms.areas)
    low = sum((area.weight * area.low for area in areas), Fraction(0)) / 100
    high = sum((area.weight * area.high for area in areas), Fraction(0)) / 100
    floor = terms.floor
    holding = tuple(open_triggers) if terms.open_trigger_holds_at is not None else ()
    by_triggers = terms.open_trigger_holds_at if holding else None
    low_floor = floor.not_above if any(area.low < floor.area_below for area in areas) else None
    high_floor = floor.not_above if any(area.high < floor.area_below for area in areas) else None
    return Score(
        areas=areas,
        low=low,
        high=high,
        band_low=_band(low, terms, (low_floor, by_triggers)),
        band_high=_band(high, terms, (high_floor, by_triggers)),
        held_down_by=tuple(
            area.area for area in areas if area.value is not None and area.value < floor.area_below
        ),
        held_by_triggers=holding,
    )


@dataclass(frozen=True)
class PartScore:
    """A score as far as it is known; `value` is None where nothing is, and then it lies anywhere.

    `cases` counts the outcomes behind `value`.
    """

    value: Fraction | None
    low: Fraction
    high: Fraction
    cases: int


_UNKNOWN = PartScore(None, Fraction(0), _HUNDRED, 0)


def counted_outcomes(terms: ScorecardTerms, outcomes: Iterable[Outcome], last_month: str) -> list[Outcome]:
    """Return the outcomes of the months that a score looks back on, of the whole and of segments."""
    months = {month_name_before(last_month, back) for back in range(terms.months)}
    return [outcome for outcome in outcomes if outcome.period in months and _counts(outcome)]


def score_outcome(measure: AreaMeasure, outcome: Outcome) -> PartScore | None:
    """Return what one outcome is worth in a measure; None where it is left out."""
    if not _is_judged(outcome):
        return _UNKNOWN if _had_something_to_know(outcome) else None
    if measure.scale is None:
        return _by_points(outcome)
    value = _value(outcome)
    return None if value is None else _on_scale(value, measure.scale)


def _counts(outcome: Outcome) -> bool:
    return outcome.view == View.AFTER_EXCLUSIONS and not outcome.scope.unit


def _score_area(area: ScoreArea, weights: Mapping[str, int], counted: list[Outcome]) -> AreaScore:
    score = _mean([(1, score_measure(measure, weights, counted)) for measure in area.measures])
    return AreaScore(area.id, area.weight, score.value, score.low, score.high, score.cases)


def score_measure(measure: AreaMeasure, weights: Mapping[str, int], counted: list[Outcome]) -> PartScore:
    """Return the score of one measure of an area, from the outcomes that count (`counted_outcomes`)."""
    weighed = {name: weights[name] for name in measure.indicators if weights[name] > 0}
    outcomes = [outcome for outcome in counted if outcome.indicator in weighed]
    whole = _score_segment(measure, weighed, _of_segment(outcomes, measure.segment))
    if whole.value is None or not measure.lowest_segment_counts_half:
        return whole
    return replace(_mean([(1, whole), (1, _lowest_segment(measure, weighed, outcomes))]), cases=whole.cases)


def _lowest_segment(measure: AreaMeasure, weighed: Mapping[str, int], outcomes: list[Outcome]) -> PartScore:
    """The lowest of the segments; unknown where there is none."""
    segments = sorted({outcome.scope.segment for outcome in outcomes} - {""})
    parts = [_score_segment(measure, weighed, _of_segment(outcomes, segment)) for segment in segments]
    values = [part.value for part in parts if part.value is not None]
    if not values:
        return _UNKNOWN
    return PartScore(
        min(values), min(part.low for part in parts), min(part.high for part in parts), len(values)
    )


def _of_segment(outcomes: list[Outcome], segment: str | None) -> list[Outcome]:
    """The outcomes of a segment (None: of the whole); where nobody observed the whole, nobody observed it."""
    wanted = segment if segment is not None else ""
    return [
        outcome
        for outcome in outcomes
        if outcome.scope.segment == wanted or (not outcome.scope.segment and outcome.figure is None)
    ]


def _score_segment(measure: AreaMeasure, weighed: Mapping[str, int], outcomes: list[Outcome]) -> PartScore:
    by_indicator = _by_month(outcomes) if measure.scale is None else _latest(outcomes, measure.scale)
    return _mean(
        [(weighed[name], _mean([(1, part) for part in services])) for name, services in by_indicator]
    )


def _by_month(outcomes: list[Outcome]) -> list[tuple[str, list[PartScore]]]:
    """For each indicator-month, by points: the indicator and what its services scored."""
    months: dict[tuple[str, str], list[PartScore]] = defaultdict(list)
    for outcome in outcomes:
        if _is_judged(outcome):
            months[outcome.indicator, outcome.period].append(_by_points(outcome))
        elif _had_something_to_know(outcome):
            months[outcome.indicator, outcome.period].append(_UNKNOWN)
    return [(indicator, services) for (indicator, _), services in months.items()]


def _latest(outcomes: list[Outcome], scale: LinearScale) -> list[tuple[str, list[PartScore]]]:
    """For each indicator, where its services stand on the scale: the latest of each, no mean over time."""
    latest: dict[tuple[str, str], PartScore] = {}
    for outcome in sorted(outcomes, key=lambda found: found.period):
        key = outcome.indicator, outcome.scope.service
        value = _value(outcome)
        if value is not None:
            latest[key] = _on_scale(value, scale)
        elif not _is_judged(outcome) and _had_something_to_know(outcome):
            # Where it stands now nobody knows; the point value is still the last that was known.
            latest[key] = replace(latest.get(key, _UNKNOWN), low=Fraction(0), high=_HUNDRED)
    indicators: dict[str, list[PartScore]] = defaultdict(list)
    for (indicator, _), part in latest.items():
        indicators[indicator].append(part)
    return list(indicators.items())


def _is_judged(outcome: Outcome) -> bool:
    return outcome.verdict in (Verdict.MET, Verdict.MISSED)


def _had_something_to_know(outcome: Outcome) -> bool:
    return outcome.figure is None or outcome.figure.expected > 0


def _value(outcome: Outcome) -> Fraction | None:
    """The value that was judged, if any."""
    return outcome.figure.value if _is_judged(outcome) and outcome.figure is not None else None


def _by_points(outcome: Outcome) -> PartScore:
    return _known(_HUNDRED - 25 * outcome.points)


def _on_scale(value: Fraction, scale: LinearScale) -> PartScore:
    return _known(_HUNDRED * (value - scale.zero_at) / (scale.hundred_at - scale.zero_at))


def _known(score: Fraction) -> PartScore:
    clamped = min(max(score, Fraction(0)), _HUNDRED)
    return PartScore(clamped, clamped, clamped, 1)


def _mean(parts: Sequence[tuple[int, PartScore]]) -> PartScore:
    """The mean by weight: the value of the parts that are known, the ends of all parts."""
    if not parts:
        return _UNKNOWN
    known = [(weight, part.value) for weight, part in parts if part.value is not None]
    return PartScore(
        value=_weighted(known) if known else None,
        low=_weighted([(weight, part.low) for weight, part in parts]),
        high=_weighted([(weight, part.high) for weight, part in parts]),
        cases=sum(part.cases for _, part in parts),
    )


def _weighted(scores: Sequence[tuple[int, Fraction]]) -> Fraction:
    total = sum(weight for weight, _ in scores)
    return sum((weight * score for weight, score in scores), Fraction(0)) / total


def _band(total: Fraction, terms: ScorecardTerms, not_above: Iterable[str | None]) -> str:
    """The band that the total reaches, none above any of those named."""
    starts = {band.id: band.at_least for band in terms.bands}
    highest = min([starts[name] for name in not_above if name is not None], default=_HUNDRED)
    reached = [band for band in terms.bands if band.at_least <= min(total, highest)]
    return max(reached, key=lambda band: band.at_least).id
