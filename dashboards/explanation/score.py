"""The scorecard explained: areas by weight to the total, and outcomes to the score of an area."""

from collections.abc import Iterator
from fractions import Fraction

from dashboards.explanation.parts import Explained, Heading, Part, Sentence, make_table
from dashboards.explanation.pictures import Bar, Bars
from dashboards.explanation.provenance import tell_provenance
from dashboards.explanation.telling import FigureFacts, command_line, place_of
from dashboards.figure_keys import FigureKind, FigureSubject
from dashboards.report.scorecard import build_score
from dashboards.report.values import format_value
from dashboards.report.verdicts import value_text
from dashboards.wording.terms import verdict_word
from dashboards.wording.words import marked
from evaluator.contract.scorecard import AreaMeasure, ScoreArea, ScorecardTerms
from evaluator.core.outcomes import Outcome
from evaluator.core.score import AreaScore, PartScore, Score, counted_outcomes, score_measure, score_outcome

_AREAS = (
    marked("Area"),
    marked("Score"),
    marked("Lies between"),
    marked("Weight"),
    marked("Of the total"),
    marked("Outcomes behind it"),
    marked("Explained by"),
)
_OUTCOMES = (
    marked("Indicator"),
    marked("Service"),
    marked("Period"),
    marked("Value"),
    marked("Verdict"),
    marked("Points"),
    marked("Score"),
)


def explain_score(facts: FigureFacts, subject: FigureSubject) -> Explained:
    """Return the reckoning of the total score, or of one area."""
    words, score, terms = facts.words, facts.context.results.score, facts.context.contract.scorecard
    month = words.month(facts.context.results.period.name)
    title = words.text("Score, {month}", month=month)
    if score is None or terms is None:
        return Explained(title, (Sentence(words.text("The contract makes no score of this month.")),))
    if not subject.name:
        return Explained(title, tuple(_total(facts, score, terms)))
    area = next(one for one in terms.areas if one.id == subject.name)
    found = next(one for one in score.areas if one.area == subject.name)
    label = area.label.in_language(words.language)
    title = words.text("Score of {area}, {month}", area=label, month=month)
    return Explained(title, tuple(_area(facts, found, area, terms)))


def _total(facts: FigureFacts, score: Score, terms: ScorecardTerms) -> Iterator[Part]:
    words, section = facts.words, build_score(facts.context)
    labels = {area.id: area.label.in_language(words.language) for area in terms.areas}
    if section is not None:
        yield Sentence(words.text("{total} of 100: {band}", total=section.total, band=section.band))
    yield _picture(facts, [(labels.get(one.area, one.area), one.low, one.high) for one in score.areas])
    yield Heading(words.text("How it was reckoned"))
    rows = [_area_row(facts, one, labels) for one in score.areas]
    yield make_table(words, words.text("Areas of the scorecard"), _AREAS, rows, right=_AREAS[1:6])
    yield Sentence(
        words.text(
            "Each area counts with its weight; the lowest ends add up to {low}, the highest to {high}.",
            low=words.number(score.low, 2),
            high=words.number(score.high, 2),
        )
    )
    if section is not None:
        yield Sentence(" ".join(section.sentences))
    yield from tell_provenance(facts)


def _area_row(facts: FigureFacts, area: AreaScore, labels: dict[str, str]) -> tuple[str, ...]:
    words = facts.words
    ends = [words.number(area.weight * end / 100, 2) for end in (area.low, area.high)]
    return (
        labels.get(area.area, area.area),
        words.text("no facts") if area.value is None else words.number(area.value, 2),
        _interval(facts, area.low, area.high),
        words.percent(Fraction(area.weight, 100), 0),
        ends[0] if ends[0] == ends[1] else words.text("{low} to {high}", low=ends[0], high=ends[1]),
        words.number(area.cases),
        facts.keys.of(FigureKind.SCORE, area.area),
    )


def _area(facts: FigureFacts, found: AreaScore, area: ScoreArea, terms: ScorecardTerms) -> Iterator[Part]:
    words = facts.words
    yield Sentence(_area_score(facts, found))
    if not area.measures:
        yield Sentence(words.text("Nothing measures it, so that it may lie anywhere from 0 to 100."))
    results = facts.context.results
    counted = counted_outcomes(terms, results.history, results.period.name)
    parts = [(measure, _score(facts, measure, counted)) for measure in area.measures]
    yield _picture(facts, [(_measure_label(measure), part.low, part.high) for measure, part in parts])
    for measure, part in parts:
        yield from _measure(facts, measure, part, counted)
    if parts:
        yield Sentence(words.text("The area is the mean of its measures."))
    yield command_line(facts, facts.keys.of(FigureKind.SCORE))
    yield from tell_provenance(facts)


def _score(facts: FigureFacts, measure: AreaMeasure, counted: list[Outcome]) -> PartScore:
    weights = {one.id: one.weight for one in facts.context.contract.indicators}
    return score_measure(measure, weights, counted)


def _measure(
    facts: FigureFacts, measure: AreaMeasure, part: PartScore, counted: list[Outcome]
) -> Iterator[Part]:
    words = facts.words
    yield Heading(_measure_label(measure))
    yield Sentence(_rule(facts, measure))
    rows = [
        _outcome_row(facts, one, score)
        for one in counted
        if one.indicator in measure.indicators
        and _is_of(one, measure)
        and (score := score_outcome(measure, one)) is not None
    ]
    yield make_table(words, words.text("Outcomes"), _OUTCOMES, rows, right=(_OUTCOMES[3], *_OUTCOMES[5:]))
    yield Sentence(_measure_score(facts, part))


def _area_score(facts: FigureFacts, area: AreaScore) -> str:
    words = facts.words
    low, high = words.number(area.low, 2), words.number(area.high, 2)
    if area.value is None:
        return words.text("No facts; it lies between {low} and {high} of 100.", low=low, high=high)
    value = words.number(area.value, 2)
    if area.low == area.high:
        return words.text("{value} of 100.", value=value)
    return words.text("{value} of 100; lies between {low} and {high}.", value=value, low=low, high=high)


def _measure_score(facts: FigureFacts, part: PartScore) -> str:
    words = facts.words
    low, high = words.number(part.low, 2), words.number(part.high, 2)
    if part.value is None:
        return words.text(
            "Nothing is known of the measure; it lies between {low} and {high}.", low=low, high=high
        )
    value = words.number(part.value, 2)
    if part.low == part.high:
        return words.text("The measure scores {value}.", value=value)
    return words.text(
        "The measure scores {value}; it lies between {low} and {high}.", value=value, low=low, high=high
    )


def _is_of(outcome: Outcome, measure: AreaMeasure) -> bool:
    """Whether an outcome is of the part that a measure names, or one whose lowest may count."""
    if measure.segment is not None:
        return outcome.scope.segment == measure.segment or outcome.figure is None
    return outcome.scope.is_whole or measure.lowest_segment_counts_half


def _rule(facts: FigureFacts, measure: AreaMeasure) -> str:
    words = facts.words
    if measure.scale is None:
        rule = words.text(
            "An outcome scores 100 less 25 for each point before doubling. A month is the mean of its"
            " services, the measure the mean of all months by the weight of the indicators."
        )
    else:
        rule = words.text(
            "The latest value of each service lies on a straight line from {zero} (0) to {hundred} (100); the"
            " measure is the mean by the weight of the indicators.",
            zero=_end(facts, measure, measure.scale.zero_at),
            hundred=_end(facts, measure, measure.scale.hundred_at),
        )
    if not measure.lowest_segment_counts_half:
        return rule
    return " ".join([rule, words.text("The lowest segment counts half.")])


def _end(facts: FigureFacts, measure: AreaMeasure, end: Fraction) -> str:
    indicator = facts.context.indicators.get(measure.indicators[0])
    return facts.words.number(end, 2) if indicator is None else format_value(indicator, end, facts.words)


def _outcome_row(facts: FigureFacts, outcome: Outcome, part: PartScore) -> tuple[str, ...]:
    words, indicator = facts.words, facts.context.indicators.get(outcome.indicator)
    is_hidden = facts.context.is_too_few(outcome)
    value = "" if indicator is None else value_text(indicator, outcome, words)
    return (
        outcome.indicator,
        place_of(facts, outcome.scope),
        words.month(outcome.period),
        words.text("too few") if is_hidden else value,
        "" if is_hidden else verdict_word(outcome.verdict, words),
        "" if is_hidden else words.number(outcome.points),
        words.text("0 to 100") if part.value is None else "" if is_hidden else words.number(part.value, 2),
    )


def _measure_label(measure: AreaMeasure) -> str:
    return ", ".join(measure.indicators)


def _interval(facts: FigureFacts, low: Fraction, high: Fraction) -> str:
    words = facts.words
    ends = words.number(low, 2), words.number(high, 2)
    return ends[0] if low == high else words.text("{low} to {high}", low=ends[0], high=ends[1])


def _picture(facts: FigureFacts, parts: list[tuple[str, Fraction, Fraction]]) -> Bars:
    words = facts.words
    bars = tuple(
        Bar(label, low / 100, high / 100, _interval(facts, low, high), is_notable=low != high)
        for label, low, high in parts
    )
    return Bars(
        words.text("On a scale of 0 to 100"),
        words.text("A bar reaches from the lowest to the highest that the facts allow."),
        bars,
    )
