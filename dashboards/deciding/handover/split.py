"""Tickets open at the switch, split by date."""

from collections.abc import Iterator
from dataclasses import astuple

from dashboards.deciding.handover.parts import handover_query
from dashboards.document.model import Block, Cell, Column, Manner, Paragraph, Table, runs
from dashboards.document.traces import figure
from dashboards.wording.words import Wording, marked
from evaluator.core.deciding.handover.findings import HandoverFindings, count_split


def build_split(findings: HandoverFindings, words: Wording) -> Iterator[Block]:
    """Yield how many tickets the switch found open, by indicator, and who missed them; nothing before it."""
    if findings.split is None:
        return
    trace = handover_query(findings)
    if not findings.split:
        yield Paragraph(
            runs(words.text("No ticket with a limit in time was open at the switch.")), Manner.MEASURED
        )
        return
    yield Paragraph(
        runs(
            words.text(
                "What a ticket used before the switch is the old supplier's, what it used after it the new "
                "one's. A limit that had run out by then was missed by the old supplier."
            )
        )
    )
    headings = (
        marked("Indicator"),
        marked("Tickets"),
        marked("Missed before the switch"),
        marked("Missed after the switch"),
        marked("Still open"),
    )
    yield Table(
        "handover-split",
        words.text("Tickets open at the switch, by indicator"),
        tuple(Column(words.text(one), is_number=place > 0) for place, one in enumerate(headings)),
        tuple(
            (
                Cell(runs(indicator)),
                *(Cell(runs(figure(words.number(count), trace)), count) for count in astuple(counts)),
            )
            for indicator, counts in count_split(findings.split).items()
        ),
    )
