"""The needs of each segment, by the importance that the group which finds each most important gives it."""

from collections.abc import Mapping
from fractions import Fraction

from dashboards.deciding.needs.cells import number_cell, text_cell
from dashboards.deciding.needs.findings import NeedsFindings
from dashboards.deciding.needs.words import voices_key
from dashboards.document.model import Cell, Column, Run, Table, runs
from dashboards.document.traces import figure
from dashboards.wording import Wording
from evaluator.core.deciding.needs.ratings import strongest


def build_segments(findings: NeedsFindings, words: Wording) -> Table:
    """Return each segment of the contract with its needs, the most important first, and those for all."""
    names = [*(segment.id for segment in findings.contract.segments), ""]
    rows = tuple(
        (
            text_cell(findings.segment(name, words) if name else words.text("Without a segment")),
            number_cell(len(found), findings.trace("needs"), words),
            _needs_cell(found, findings, words),
        )
        for name in names
        for found in [_needs_of(name, findings)]
    )
    columns = (
        Column(words.text("Segment"), share=2),
        Column(words.text("Needs"), is_number=True),
        Column(words.text("The most important first"), share=6),
    )
    note = words.text("The figure is the highest importance that any group of the segment gives.")
    return Table("needs-segments", words.text("Needs by segment"), columns, rows, note)


def _needs_of(segment: str, findings: NeedsFindings) -> Mapping[str, Fraction | None]:
    """Return the needs that groups of a segment voiced, with the highest importance that may be shown."""
    found: dict[str, Fraction | None] = {}
    for one in findings.assessment.needs:
        own = [rating for rating in one.ratings if rating.segment == segment]
        if own:
            found[one.need.id] = strongest(own)
    return dict(sorted(found.items(), key=lambda item: -(item[1] or 0)))


def _needs_cell(found: Mapping[str, Fraction | None], findings: NeedsFindings, words: Wording) -> Cell:
    parts: list[str | Run] = []
    for name, importance in found.items():
        parts += ["; "] if parts else []
        if importance is None:
            parts.append(f"{name} (" + words.text("not shown") + ")")
            continue
        trace = findings.trace(voices_key(name))
        parts += [f"{name} ", figure(words.number(importance, 1), trace)]
    return Cell(runs(*parts))
