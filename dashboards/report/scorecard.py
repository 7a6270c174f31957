"""The scorecard: areas on fixed scales, the total as an interval, the floor."""

from dataclasses import dataclass
from fractions import Fraction

from dashboards.figure_keys import FigureKind, explain_command
from dashboards.report.context import Context, anchor
from dashboards.report.score_words import score_interval, score_number
from evaluator.contract.scorecard import ScorecardTerms
from evaluator.core.score import AreaScore, Score

THINNEST = 2
"""Width of the mark on the scale where the interval is a single value."""


@dataclass(frozen=True)
class AreaRow:
    """One area; `start` and `width` place its interval on a scale of 0 to 100."""

    anchor: str
    label: str
    weight: str
    value: str
    interval: str
    cases: str
    start: str
    width: str
    explain: str


@dataclass(frozen=True)
class ScoreSection:
    """The total and its areas; `sentences` say how the bands and the floor work here."""

    total: str
    band: str
    rows: tuple[AreaRow, ...]
    sentences: tuple[str, ...]
    explain: str


def build_score(context: Context) -> ScoreSection | None:
    """Return the scorecard, or None where the contract makes none or none was calculated."""
    score, terms = context.results.score, context.contract.scorecard
    if score is None or terms is None:
        return None
    labels = {area.id: area.label.in_language(context.wording.language) for area in terms.areas}
    return ScoreSection(
        total=score_interval(score.low, score.high, terms, context.wording),
        band=_band(context, score, terms),
        rows=tuple(_row(context, area, labels, terms) for area in score.areas),
        sentences=_sentences(context, score, terms, labels),
        explain=explain_command(context.keys.of(FigureKind.SCORE)),
    )


def floor_sentences(context: Context) -> tuple[str, ...]:
    """Return why the band is lower than the total alone would give; empty where nothing holds it down."""
    score, terms = context.results.score, context.contract.scorecard
    if score is None or terms is None:
        return ()
    labels = {area.id: area.label.in_language(context.wording.language) for area in terms.areas}
    return tuple(_floor(context, score, terms, labels))


def _row(context: Context, area: AreaScore, labels: dict[str, str], terms: ScorecardTerms) -> AreaRow:
    words = context.wording
    return AreaRow(
        anchor=anchor("area", area.area),
        label=labels.get(area.area, area.area),
        weight=words.percent(Fraction(area.weight, 100), 0),
        value=words.text("no facts") if area.value is None else score_number(area.value, terms, words),
        interval=score_interval(area.low, area.high, terms, words),
        cases=words.number(area.cases),
        start=str(min(int(area.low), 100 - THINNEST)),
        width=str(max(int(area.high) - int(area.low), THINNEST)),
        explain=explain_command(context.keys.of(FigureKind.SCORE, area.area)),
    )


def _band(context: Context, score: Score, terms: ScorecardTerms) -> str:
    labels = {band.id: band.label.in_language(context.wording.language) for band in terms.bands}
    low, high = labels.get(score.band_low, score.band_low), labels.get(score.band_high, score.band_high)
    return low if low == high else context.wording.text("{low} to {high}", low=low, high=high)


def _sentences(
    context: Context, score: Score, terms: ScorecardTerms, labels: dict[str, str]
) -> tuple[str, ...]:
    words = context.wording
    bands = ", ".join(
        words.text(
            "{band} from {points}",
            band=band.label.in_language(words.language),
            points=words.number(band.at_least, 0),
        )
        for band in sorted(terms.bands, key=lambda band: -band.at_least)
    )
    found = [
        words.plural("It looks back {n} month.", "It looks back {n} months.", terms.months),
        words.text("Bands: {bands}.", bands=bands),
    ]
    unknown = [labels.get(area.area, area.area) for area in score.areas if area.value is None]
    if unknown:
        found.append(
            words.text(
                "No facts measure {areas}; the weight stays and widens the total to an interval.",
                areas=words.listing(unknown),
            )
        )
    return (*found, *_floor(context, score, terms, labels))


def _floor(context: Context, score: Score, terms: ScorecardTerms, labels: dict[str, str]) -> list[str]:
    words = context.wording
    bands = {band.id: band.label.in_language(words.language) for band in terms.bands}
    if not score.held_down_by:
        return _open_triggers(context, score, terms, bands)
    return [
        *_open_triggers(context, score, terms, bands),
        words.text(
            "Held down by {areas}: an area below {limit} keeps the whole from being better than {band}.",
            areas=words.listing(labels.get(name, name) for name in score.held_down_by),
            limit=words.number(terms.floor.area_below, 0),
            band=bands.get(terms.floor.not_above, terms.floor.not_above),
        ),
    ]


def _open_triggers(context: Context, score: Score, terms: ScorecardTerms, bands: dict[str, str]) -> list[str]:
    if not score.held_by_triggers or terms.open_trigger_holds_at is None:
        return []
    words = context.wording
    labels = {one.id: one.label.in_language(words.language) for one in context.contract.triggers}
    return [
        words.text(
            "Held down by an open critical threshold ({thresholds}): while one is open the whole is not"
            " better than {band}.",
            thresholds=words.listing(labels.get(name, name) for name in score.held_by_triggers),
            band=bands.get(terms.open_trigger_holds_at, terms.open_trigger_holds_at),
        )
    ]
