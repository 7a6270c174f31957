"""What another reading of the results changes: exclusions, unknown facts, a segment left out."""

from fractions import Fraction

from dashboards.deciding.alternatives.apart import apart
from dashboards.deciding.alternatives.findings import AlternativesFindings
from dashboards.deciding.alternatives.naming import computed_trace, label_of, points_cell
from dashboards.document.model import Cell, Column, Manner, Paragraph, Section, Table, runs
from dashboards.wording import Wording
from evaluator.core.deciding.alternatives.values import Total
from evaluator.core.deciding.alternatives.variants import Reading, ReadOtherwise


def build_readings(findings: AlternativesFindings, words: Wording) -> Section:
    """Return the sums and places of every reading beside the usual one."""
    heading = words.text("Other readings of the results")
    lead = Paragraph(runs(_lead(findings, words)), Manner.LEAD)
    told, sections = apart(findings, "alternatives-readings-sums", words, (_table(findings, words),))
    return Section("alternatives-readings", heading, (lead, *told), sections)


def _lead(findings: AlternativesFindings, words: Wording) -> str:
    moved = [_reading(findings, one, words) for one in findings.variants if one.moved]
    if not moved:
        return words.text("No other reading of the results changes the order of the alternatives.")
    return words.text(
        "The order of the alternatives is another with this reading of the results: {readings}.",
        readings="; ".join(moved),
    )


def _reading(findings: AlternativesFindings, one: ReadOtherwise, words: Wording) -> str:
    if one.reading is Reading.WITHOUT_SEGMENT:
        segments = findings.source.results.contract.segments
        label = next(part.label.in_language(words.language) for part in segments if part.id == one.segment)
        return words.text("without the segment {segment}", segment=label)
    return {
        Reading.AS_MEASURED: words.text("as measured, without exclusions"),
        Reading.IF_PENDING_ACCEPTED: words.text("if all pending exclusions are accepted"),
        Reading.UNKNOWN_AGAINST: words.text("all unknown facts against the supplier"),
        Reading.UNKNOWN_FOR: words.text("all unknown facts for the supplier"),
    }[one.reading]


def _table(findings: AlternativesFindings, words: Wording) -> Table:
    usual = _row(words.text("after agreed exclusions (as above)"), findings.totals, findings, words)
    rows = [(*usual, Cell(runs("\u2013")))]
    for one in findings.variants:
        moved = words.text("changed") if one.moved else words.text("same")
        row = _row(_reading(findings, one, words), one.totals, findings, words)
        rows.append((*row, Cell(runs(moved))))
    return Table(
        "alternatives-readings-table",
        words.text("Sum of each alternative by the reading of the results"),
        (
            Column(words.text("Reading"), share=3),
            *(
                Column(label_of(findings, name, words), is_number=True)
                for name in findings.model.alternatives
            ),
            Column(words.text("Order")),
        ),
        tuple(rows),
        note=words.text(
            "Only what is measured changes. Where a reading was not published, as for segments and for "
            "months in which no exclusion waits, what holds after exclusions is taken."
        ),
    )


def _row(
    name: str, totals: tuple[Total, ...], findings: AlternativesFindings, words: Wording
) -> tuple[Cell, ...]:
    trace = computed_trace(findings)
    sums: list[Fraction | None] = [one.total for one in totals]
    return (Cell(runs(name)), *(points_cell(one, trace, words) for one in sums))
