"""Part 15 of the annex: what the figures hang on - exclusions, weights, and single months or segments."""

from collections.abc import Iterator
from fractions import Fraction

from dashboards.deciding.basis.measured import subject
from dashboards.deciding.basis.telling import SLOTS, Telling, fill, numbers, table
from dashboards.document.model import Block, Run, Section
from dashboards.figure_keys import FigureKind
from dashboards.report.verdicts import badge, value_text
from dashboards.wording.words import marked
from evaluator.contract.scorecard import ScorecardTerms
from evaluator.core.deciding.basis.fulfilment import Flip, flips
from evaluator.core.deciding.basis.score_sensitivity import MovedWeight, WeightedArea, moved_weights

_FLIPS = (marked("As measured"), marked("After agreed exclusions"))


def sensitivity(telling: Telling) -> Section:
    """Return part 15, with what would change the order of the alternatives."""
    blocks = (*_exclusions(telling), *_weights(telling))
    heading = telling.words.text("Sensitivity")
    return Section("annex-sensitivity", heading, blocks, telling.sources.sensitivity)


def _exclusions(telling: Telling) -> Iterator[Block]:
    words, history = telling.words, telling.sources.results.history
    known = telling.context.indicators
    found = [one for one in flips(history) if one.after.indicator in known]
    yield telling.measured(
        fill(
            words.plural(
                "Agreed exclusions change {number} verdict of the months shown.",
                "Agreed exclusions change {number} verdicts of the months shown.",
                len(found),
                number=SLOTS[0],
            ),
            telling.of_report(words.number(len(found))),
        )
    )
    if found:
        yield table(
            "annex-flips",
            words.text("Verdicts that agreed exclusions change"),
            [words.text("Service level"), words.text("Period"), *(words.text(one) for one in _FLIPS)],
            (_flip(telling, one) for one in found),
        )


def _flip(telling: Telling, one: Flip) -> Iterator[str | Run]:
    words, indicator = telling.words, telling.context.indicators[one.after.indicator]
    yield subject(telling, one.after)
    yield telling.of_report(one.after.period)
    for outcome in (one.before, one.after):
        shown = badge(outcome.verdict, words)
        text = f"{value_text(indicator, outcome, words)} ({shown.word})"
        yield telling.of_outcome(outcome.indicator, outcome.scope, text, outcome.period)


def _weights(telling: Telling) -> Iterator[Block]:
    words, results = telling.words, telling.sources.results
    score, terms = results.score, results.contract.scorecard
    if score is None or terms is None:
        return
    areas = [WeightedArea(one.area, one.weight, one.low, one.high) for one in score.areas]
    moved = moved_weights(areas)
    if not moved:
        return
    yield table(
        "annex-weights",
        words.text("The score when one weight is moved by ten points"),
        [
            words.text("Area"),
            numbers(words.text("Weight")),
            numbers(words.text("Score")),
            words.text("Band without the floor"),
        ],
        (_moved(telling, one, terms) for one in moved),
        words.text("The other weights keep their proportions; the contract's weights are in the scorecard."),
    )


def _moved(telling: Telling, one: MovedWeight, terms: ScorecardTerms) -> Iterator[str | Run]:
    words = telling.words
    labels = {area.id: area.label.in_language(words.language) for area in terms.areas}
    low, high = words.number(one.low, 1), words.number(one.high, 1)
    total = low if one.low == one.high else words.text("{low} to {high}", low=low, high=high)
    yield labels.get(one.area, one.area)
    for text in (words.percent(one.weight / 100, 1), total, _band(telling, one, terms)):
        yield telling.of_kind(FigureKind.SCORE, one.area, text)


def _band(telling: Telling, one: MovedWeight, terms: ScorecardTerms) -> str:
    ordered = sorted(terms.bands, key=lambda band: -band.at_least)

    def label(value: Fraction) -> str:
        found = next((band for band in ordered if band.at_least <= value), ordered[-1])
        return found.label.in_language(telling.words.language)

    low, high = label(one.low), label(one.high)
    return low if low == high else telling.words.text("{low} to {high}", low=low, high=high)
