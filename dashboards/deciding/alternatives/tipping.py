"""Which weights would change the first place: exact tipping weights, the other weights in proportion."""

from fractions import Fraction

from dashboards.deciding.alternatives.apart import apart
from dashboards.deciding.alternatives.findings import AlternativesFindings
from dashboards.deciding.alternatives.naming import (
    computed_trace,
    criterion_label,
    label_of,
    share_cell,
    share_run,
    stated_trace,
)
from dashboards.document.model import (
    Block,
    Cell,
    Column,
    Manner,
    Paragraph,
    Points,
    Run,
    Runs,
    Section,
    Table,
    runs,
)
from dashboards.document.traces import figure
from dashboards.wording import Wording
from evaluator.core.deciding.alternatives.tipping import Hold, Tip, tipping_of


def build_tipping(findings: AlternativesFindings, words: Wording) -> Section:
    """Return between which weights the first place stays, in sentences and as a table of all pairs."""
    heading = words.text("What would change the order")
    first = findings.first
    if first is None:
        text = words.text("No alternative has the highest value alone, so no weight holds it there.")
        return Section("alternatives-tipping", heading, (Paragraph(runs(text)),))
    changes = tuple(
        _sentence(findings, hold, tip, words)
        for hold in findings.holds
        for tip in (hold.below, hold.above)
        if tip is not None
    )
    told, sections = apart(
        findings,
        "alternatives-tipping-sums",
        words,
        (
            Paragraph(_lead(findings, first, words), Manner.LEAD),
            *([Points(changes)] if changes else []),
            _table(findings, first, words),
        ),
    )
    return Section("alternatives-tipping", heading, (*_stable(findings, words), *told), sections)


def _lead(findings: AlternativesFindings, first: str, words: Wording) -> Runs:
    name = label_of(findings, first, words)
    if any(hold.below is not None or hold.above is not None for hold in findings.holds):
        text = words.text("With these weights {first} has the highest value. That changes if", first=name)
        return runs(text + ":")
    return runs(words.text("{first} has the highest value, whatever any one criterion weighs.", first=name))


def _sentence(findings: AlternativesFindings, hold: Hold, tip: Tip, words: Wording) -> Runs:
    criterion = criterion_label(findings, hold.criterion, words)
    is_more = tip.weight > hold.weight
    lead = (
        words.text("{criterion} weighs more than", criterion=criterion)
        if is_more
        else words.text("{criterion} weighs less than", criterion=criterion)
    )
    now = stated_trace(findings, f"criteria[{hold.criterion}].weight")
    return runs(
        lead + " ",
        _weight(tip.weight, findings, words),
        " (" + words.text("now") + " ",
        share_run(hold.weight, now, words),
        "): " + words.text("then {other} has it", other=label_of(findings, tip.alternative, words)) + ".",
    )


def _weight(weight: Fraction, findings: AlternativesFindings, words: Wording) -> Run:
    return figure(words.percent(weight, 1), computed_trace(findings))


def _stable(findings: AlternativesFindings, words: Wording) -> list[Block]:
    points = findings.terms.simulation.weight_variation
    moved = [
        criterion_label(findings, hold.criterion, words)
        for hold in findings.holds
        if not hold.holds_within(Fraction(points, 100))
    ]
    trace = stated_trace(findings, "simulation.weight_variation")
    lead = words.text("Each weight tried up and down by") + " "
    end = (
        words.text("the first place changes for {criteria}.", criteria=words.listing(moved))
        if moved
        else words.text("the first place stays.")
    )
    return [
        Paragraph(
            runs(lead, figure(words.number(points), trace), " " + words.text("points of weight") + ": " + end)
        )
    ]


def _table(findings: AlternativesFindings, first: str, words: Wording) -> Table:
    others = [name for name in findings.model.complete if name != first]
    trace = computed_trace(findings)
    rows = []
    for hold in findings.holds:
        tips = [tipping_of(findings.model, first, other, hold.criterion) for other in others]
        rows.append(
            (
                Cell(runs(criterion_label(findings, hold.criterion, words))),
                share_cell(hold.weight, trace, words),
                *(_tip_cell(tip, findings, words) for tip in tips),
            )
        )
    return Table(
        "alternatives-tipping-weights",
        words.text(
            "Weight at which {first} and another alternative are worth the same",
            first=label_of(findings, first, words),
        ),
        (
            Column(words.text("Criterion"), share=2),
            Column(words.text("Weight now"), is_number=True),
            *(Column(label_of(findings, other, words), is_number=True) for other in others),
        ),
        tuple(rows),
        note=words.text("A dash: no weight of this criterion alone changes their order."),
    )


def _tip_cell(tip: Fraction | None, findings: AlternativesFindings, words: Wording) -> Cell:
    if tip is None:
        return Cell(runs("\u2013"))
    return Cell((_weight(tip, findings, words),), round(float(tip), 4))
