"""The value of every alternative on every criterion: measured, calculated or judged, by whom and why."""

from fractions import Fraction

from dashboards.deciding.alternatives.findings import AlternativesFindings
from dashboards.deciding.alternatives.naming import (
    bare_text,
    computed_trace,
    end_text,
    is_hidden,
    label_of,
    measured_trace,
    stated_trace,
    value_text,
)
from dashboards.document.model import (
    Block,
    Cell,
    Column,
    Manner,
    Paragraph,
    Run,
    Runs,
    Section,
    Table,
    Trace,
    runs,
)
from dashboards.document.traces import figure
from dashboards.wording import Wording
from evaluator.core.deciding.alternatives.model import is_measured, stated_value
from evaluator.decisions.alternatives import Alternative, Criterion, StatedValue
from evaluator.decisions.measured_by import ByCost, ByIndicator, ByScoreArea


def build_values(findings: AlternativesFindings, words: Wording) -> Section:
    """Return a section for each criterion with what it is, its scale, and the value of each alternative."""
    lead = Paragraph(
        runs(
            words.text(
                "What was measured holds for the alternatives in which today's supplier goes on delivering. "
                "Of the others nothing is measured: their values are judged, with who judged them and why."
            )
        )
    )
    return Section(
        "alternatives-values",
        words.text("Criteria and values"),
        (lead,),
        tuple(_criterion(findings, one, words) for one in findings.terms.criteria),
    )


def _criterion(findings: AlternativesFindings, criterion: Criterion, words: Wording) -> Section:
    heading = words.text(
        "{criterion}, weight {weight}",
        criterion=criterion.label.in_language(words.language),
        weight=criterion.weight,
    )
    blocks: list[Block] = [Paragraph(runs(criterion.description.in_language(words.language) + "."))]
    if is_hidden(findings, criterion):
        blocks.append(Paragraph(runs(words.text("The amounts and the scale are in the confidential annex."))))
    else:
        blocks += [Paragraph(_scale(findings, criterion, words)), *_floor(findings, criterion, words)]
        blocks += [*_indicators(findings, criterion, words), _table(findings, criterion, words)]
    assumed = [one for one in criterion.values if one.is_assumed]
    if assumed:
        names = words.listing(label_of(findings, one.alternative, words) for one in assumed)
        text = words.text("Assumed, not looked into: {names}.", names=names)
        blocks.append(Paragraph(runs(text), Manner.ASSUMED))
    return Section(f"alternatives-criterion-{criterion.id}", heading, tuple(blocks))


def _indicators(findings: AlternativesFindings, criterion: Criterion, words: Wording) -> list[Block]:
    """The indicators that contribute to a measured value, by id and label."""
    contract, by = findings.source.results.contract, criterion.measured_by
    names: list[str] = []
    if isinstance(by, ByIndicator):
        names = [by.indicator]
    elif isinstance(by, ByScoreArea) and contract.scorecard is not None:
        areas = [area for area in contract.scorecard.areas if area.id == by.area]
        names = [name for area in areas for measure in area.measures for name in measure.indicators]
    labels = {one.id: one.label.in_language(words.language) for one in contract.indicators}
    if not names:
        return []
    told = words.listing(f"{name} {labels[name]}" for name in dict.fromkeys(names))
    return [Paragraph(runs(words.text("Contributing indicators: {indicators}.", indicators=told)))]


def _scale(findings: AlternativesFindings, criterion: Criterion, words: Wording) -> Runs:
    key = f"criteria[{criterion.id}].scale"
    why = criterion.scale.why.in_language(words.language)
    trace = stated_trace(findings, key)
    return runs(
        words.text("Fixed scale:") + " ",
        figure(end_text(findings, criterion, criterion.scale.zero_at, words), trace),
        " " + words.text("gives 0 points") + ", ",
        figure(end_text(findings, criterion, criterion.scale.hundred_at, words), trace),
        " " + words.text("gives 100") + f". {why}.",
    )


def _floor(findings: AlternativesFindings, criterion: Criterion, words: Wording) -> list[Block]:
    if criterion.floor is None:
        return []
    trace = stated_trace(findings, f"criteria[{criterion.id}].floor")
    return [
        Paragraph(
            runs(
                words.text("Floor:") + " ",
                figure(end_text(findings, criterion, criterion.floor.at, words), trace),
                f". {criterion.floor.why.in_language(words.language)}.",
            )
        )
    ]


def _table(findings: AlternativesFindings, criterion: Criterion, words: Wording) -> Table:
    return Table(
        f"alternatives-values-{criterion.id}",
        words.text("Values on {criterion}", criterion=criterion.label.in_language(words.language)),
        (
            Column(words.text("Alternative"), share=2),
            Column(words.text("Value"), is_number=True),
            Column(words.text("Between"), is_number=True, share=2),
            Column(words.text("Points"), is_number=True),
            Column(words.text("From where"), share=4),
        ),
        tuple(_row(findings, criterion, one, words) for one in findings.terms.alternatives),
    )


def _row(
    findings: AlternativesFindings, criterion: Criterion, alternative: Alternative, words: Wording
) -> tuple[Cell, ...]:
    name = Cell(runs(alternative.label.in_language(words.language)))
    valued = findings.model.values.get((alternative.id, criterion.id))
    origin = Cell(runs(_origin(findings, criterion, alternative, words)))
    if valued is None:
        return name, Cell(runs(words.text("not stated"))), Cell(), Cell(), origin
    estimate, trace = valued.estimate, _trace(findings, criterion, alternative, words)

    def shown(value: Fraction) -> Run:
        return figure(value_text(findings, criterion, value, words), trace)

    points = findings.model.points(alternative.id)[criterion.id]
    return (
        name,
        Cell((shown(estimate.likely),)),
        Cell()
        if estimate.is_certain
        else Cell(
            (figure(bare_text(criterion, estimate.low, words), trace), Run("\u2013"), shown(estimate.high))
        ),
        Cell((figure(words.number(points, 1), computed_trace(findings)),)),
        origin,
    )


def _trace(
    findings: AlternativesFindings, criterion: Criterion, alternative: Alternative, words: Wording
) -> Trace:
    if is_measured(alternative, criterion):
        return measured_trace(findings, criterion, words)
    stated = stated_value(alternative.id, criterion)
    if stated is None:
        return computed_trace(findings)
    key = f"criteria[{criterion.id}].values[{stated.alternative}]"
    return stated_trace(findings, key, f"{stated.by}, {words.day(stated.when)}")


def _origin(
    findings: AlternativesFindings, criterion: Criterion, alternative: Alternative, words: Wording
) -> str:
    if isinstance(criterion.measured_by, ByCost):
        return words.text("Calculated")
    if is_measured(alternative, criterion):
        return _measured(findings, criterion, words)
    stated = stated_value(alternative.id, criterion)
    return words.text("not stated") if stated is None else _judged(findings, stated, words)


def _measured(findings: AlternativesFindings, criterion: Criterion, words: Wording) -> str:
    found = findings.measured.get(criterion.id)
    if found is None:
        return words.text("The results say nothing of it.")
    months = words.plural("Measured over {n} month", "Measured over {n} months", found.months)
    if found.unknown_months == 0:
        return months
    return months + ", " + words.plural("{n} month unknown", "{n} months unknown", found.unknown_months)


def _judged(findings: AlternativesFindings, stated: StatedValue, words: Wording) -> str:
    why = stated.why.in_language(words.language)
    if stated.same_as is not None:
        same = words.text("as {alternative}", alternative=label_of(findings, stated.same_as, words))
        why = f"{same}; {why}"
    return words.text("Judged by {who} on {day}: {why}", who=stated.by, day=words.day(stated.when), why=why)
