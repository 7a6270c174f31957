"""What chance leaves open: how often each alternative comes first, and in which share of all weights."""

from fractions import Fraction

from dashboards.deciding.alternatives.apart import apart
from dashboards.deciding.alternatives.findings import AlternativesFindings
from dashboards.deciding.alternatives.naming import (
    computed_trace,
    drawn_trace,
    label_of,
    share_cell,
    share_run,
    stated_trace,
)
from dashboards.deciding.alternatives.pictures import places_picture
from dashboards.document.model import Block, Cell, Column, Manner, Paragraph, Run, Runs, Section, Table, runs
from dashboards.document.traces import figure
from dashboards.wording import Wording
from evaluator.contract.bands import Range
from evaluator.core.deciding.alternatives.acceptability import Acceptability
from evaluator.core.deciding.alternatives.weight_space import SpaceMethod
from evaluator.decisions.alternatives import Distribution


def build_chance(findings: AlternativesFindings, words: Wording) -> Section:
    """Return whether the data tell the alternatives apart, the places of each, and the weight space."""
    heading = words.text("What the data can tell apart")
    if not findings.acceptability:
        text = words.text("No alternative has a value on every criterion, so none can be summed up.")
        return Section("alternatives-chance", heading, (Paragraph(runs(text)),))
    told, sections = apart(findings, "alternatives-chance-sums", words, (_sums_table(findings, words),))
    blocks: list[Block] = [
        Paragraph(separation_sentence(findings, words), Manner.LEAD),
        *_not_drawn(findings, words),
        *_otherwise(findings, words),
        Paragraph(_rule(findings, words)),
        _places_table(findings, words),
        places_picture(findings, words),
        *told,
        _space_table(findings, words),
    ]
    return Section("alternatives-chance", heading, tuple(blocks), sections)


def separation_sentence(findings: AlternativesFindings, words: Wording) -> Runs:
    """Return whether one alternative comes first often enough; that none does is an answer."""
    found, trace = findings.separation, drawn_trace(findings)
    if found.closest is None:
        return runs(words.text("No alternative has a value on every criterion, so none can be summed up."))
    name = label_of(findings, found.closest, words)
    lead = (
        words.text("The data cannot tell the alternatives apart:")
        if found.first is None
        else words.text("The data tell the alternatives apart:")
    )
    text = words.text("{alternative} is most often first, in", alternative=name)
    share = words.percent(found.share, 0, Range.model_validate({"from": found.needed}))
    return runs(f"{lead} {text} ", figure(share, trace), " " + words.text("of the draws") + ".")


def _not_drawn(findings: AlternativesFindings, words: Wording) -> list[Block]:
    """Which alternatives are in no draw, so that nothing tells how they stand to the others."""
    names = [name for name in findings.model.alternatives if findings.model.missing(name)]
    if not names:
        return []
    told = words.listing(label_of(findings, name, words) for name in names)
    text = words.text("In no draw, since values are not stated: {alternatives}.", alternatives=told)
    return [Paragraph(runs(text), Manner.NOTE)]


def _otherwise(findings: AlternativesFindings, words: Wording) -> list[Block]:
    """That the most likely values and the draws put different alternatives first, where they do."""
    first, closest = findings.first, findings.separation.closest
    if first is None or closest is None or first == closest:
        return []
    text = words.text(
        "{first} has the highest sum when every value is the most likely one; {closest} is more often first "
        "when values vary between their lowest and highest.",
        first=label_of(findings, first, words),
        closest=label_of(findings, closest, words),
    )
    return [Paragraph(runs(text))]


def _rule(findings: AlternativesFindings, words: Wording) -> Runs:
    terms = findings.terms.simulation
    how = {
        Distribution.TRIANGULAR: words.text("a triangular distribution"),
        Distribution.PERT: words.text("a PERT distribution"),
    }[terms.distribution]
    return runs(
        words.text("Rule: the data tell the alternatives apart when one of them is first in at least") + " ",
        share_run(terms.told_apart_from, stated_trace(findings, "simulation.told_apart_from"), words),
        " " + words.text("of") + " ",
        figure(words.number(terms.draws), stated_trace(findings, "simulation.draws")),
        " "
        + words.text(
            "draws. Judged values are drawn from {how} between their lowest and highest, measured ones "
            "between the ends that unknown facts and the sample leave. What was measured is of the past; how "
            "it goes on is not drawn.",
            how=how,
        ),
    )


def _places_table(findings: AlternativesFindings, words: Wording) -> Table:
    number = len(findings.acceptability)
    return Table(
        "alternatives-places",
        words.text("Share of the draws in which each alternative comes in each place"),
        (
            Column(words.text("Alternative"), share=3),
            *(Column(words.text("Place {n}", n=place), is_number=True) for place in range(1, number + 1)),
            Column(words.text("Below a floor"), is_number=True),
        ),
        tuple(_places_row(findings, one, words) for one in findings.acceptability),
        note=words.text("Alternatives that are worth the same in a draw share the better place."),
    )


def _places_row(findings: AlternativesFindings, one: Acceptability, words: Wording) -> tuple[Cell, ...]:
    trace, draws = drawn_trace(findings), findings.terms.simulation.draws
    return (
        Cell(runs(label_of(findings, one.alternative, words))),
        *(share_cell(count / draws, trace, words) for count in one.places),
        share_cell(one.beyond_floor, trace, words),
    )


def _sums_table(findings: AlternativesFindings, words: Wording) -> Table:
    return Table(
        "alternatives-drawn-sums",
        words.text("Sum of points in the draws"),
        (
            Column(words.text("Alternative"), share=3),
            Column(words.text("Sum, 90% of the draws"), is_number=True, share=2),
        ),
        tuple(
            (
                Cell(runs(label_of(findings, one.alternative, words))),
                Cell((_points(one.low, findings, words), Run("\u2013"), _points(one.high, findings, words))),
            )
            for one in findings.acceptability
        ),
    )


def _points(points: float, findings: AlternativesFindings, words: Wording) -> Run:
    return figure(words.number(Fraction(points), 1), drawn_trace(findings))


def _space_table(findings: AlternativesFindings, words: Wording) -> Table:
    is_exact = findings.space.method is SpaceMethod.EXACT
    trace = computed_trace(findings) if is_exact else drawn_trace(findings)
    note = (
        words.text("Reckoned exactly.")
        if is_exact
        else words.text("By weights drawn evenly from all that sum to 100; values as most likely.")
    )
    return Table(
        "alternatives-weight-space",
        words.text("Share of all possible weights with which each alternative has the highest value"),
        (
            Column(words.text("Alternative"), share=3),
            Column(words.text("Share of the weights"), is_number=True),
        ),
        tuple(
            (Cell(runs(label_of(findings, name, words))), share_cell(share, trace, words))
            for name, share in findings.space.shares
        ),
        note=note,
    )
