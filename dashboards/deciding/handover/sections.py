"""The sections of a handover, and the document of their own."""

from collections.abc import Iterator

from dashboards.deciding.handover.curve import build_curve
from dashboards.deciding.handover.first_months import build_first_months
from dashboards.deciding.handover.parts import NOTHING, handover_file, handover_query
from dashboards.deciding.handover.split import build_split
from dashboards.deciding.handover.words import (
    gate_word,
    milestone_word,
    phase_word,
)
from dashboards.document.model import (
    Block,
    Cell,
    Column,
    Document,
    Edition,
    Manner,
    Paragraph,
    Section,
    Table,
    runs,
)
from dashboards.document.traces import figure
from dashboards.wording.words import Wording, marked
from evaluator.contract.contract import Contract
from evaluator.core.deciding.handover.findings import HandoverFindings
from evaluator.core.deciding.handover.gates import GateStanding
from evaluator.core.deciding.handover.milestones import MilestoneStanding
from evaluator.core.deciding.handover.transfer import TransferStanding

_MOST_SHOWN = 40


def build_handover_document(findings: HandoverFindings, contract: Contract, words: Wording) -> Document:
    """Return the handover as a document of its own."""
    card = contract.contract
    return Document(
        language=words.language,
        kind="handover",
        title=words.text("Handover"),
        subtitle=card.title.in_language(words.language),
        letterhead=(
            (words.text("Registry number"), card.reference),
            (words.text("First day of the new supplier"), words.day(findings.switch)),
            (words.text("As of"), words.day(findings.today)),
        ),
        sections=build_handover_sections(findings, words),
        edition=Edition.CONFIDENTIAL,
        created=findings.today.isoformat(),
    )


def build_handover_sections(findings: HandoverFindings, words: Wording) -> tuple[Section, ...]:
    """Return gates, milestones, transfer, tickets at the switch and first months, those that there are."""
    headings = (
        ("handover-gates", marked("Gates"), _gates(findings, words)),
        ("handover-milestones", marked("Milestones"), _milestones(findings, words)),
        ("handover-transfer", marked("Units moved"), _transfer(findings, words)),
        ("handover-split", marked("Tickets open at the switch"), build_split(findings, words)),
        (
            "handover-first-months",
            marked("The first months of the new supplier"),
            build_first_months(findings, words),
        ),
    )
    found = ((name, heading, tuple(blocks)) for name, heading, blocks in headings)
    return tuple(Section(name, words.text(heading), blocks) for name, heading, blocks in found if blocks)


def _gates(findings: HandoverFindings, words: Wording) -> Iterator[Block]:
    if not findings.gates:
        return
    complete = sum(one.is_complete for one in findings.gates)
    yield Paragraph(
        runs(
            words.text("Of the gates have all that they wait for: "),
            figure(
                words.text("{n} of {all}", n=words.number(complete), all=words.number(len(findings.gates))),
                handover_query(findings),
            ),
            ".",
        ),
        Manner.MEASURED,
    )
    headings = (
        (marked("Gate"), 3),
        (marked("Phase"), 3),
        (marked("Due"), 2),
        (marked("State"), 2),
        (marked("Missing"), 4),
    )
    yield Table(
        "handover-gates",
        words.text("Gates, and what they wait for"),
        tuple(Column(words.text(one), share=share) for one, share in headings),
        tuple(_gate_row(findings, one, words) for one in findings.gates),
    )


def _gate_row(findings: HandoverFindings, standing: GateStanding, words: Wording) -> tuple[Cell, ...]:
    gate = standing.gate
    evidence = [one.what.in_language(words.language) for one in standing.missing_evidence]
    labels = {one.milestone.id: one.milestone.label for one in findings.milestones}
    milestones = [labels[name].in_language(words.language) for name in standing.missing_milestones]
    return (
        Cell(runs(gate.label.in_language(words.language))),
        Cell(runs(phase_word(gate.phase, words))),
        Cell(runs(words.day(gate.due)), gate.due.isoformat()),
        Cell(runs(gate_word(standing.state, words))),
        Cell(runs("; ".join([*evidence, *milestones]) or NOTHING)),
    )


def _milestones(findings: HandoverFindings, words: Wording) -> Iterator[Block]:
    if not findings.milestones:
        return
    headings = (
        (marked("Milestone"), 4, False),
        (marked("Done"), 2, True),
        (marked("Planned by now"), 2, True),
        (marked("Target"), 2, True),
        (marked("Counted on"), 2, False),
        (marked("State"), 3, False),
    )
    yield Table(
        "handover-milestones",
        words.text("Milestones by what was counted"),
        tuple(Column(words.text(one), is_number=number, share=share) for one, share, number in headings),
        tuple(_milestone_row(findings, one, words) for one in findings.milestones),
        note=words.text("What nobody has counted is not known; it is not counted as nothing done."),
    )


def _milestone_row(
    findings: HandoverFindings, standing: MilestoneStanding, words: Wording
) -> tuple[Cell, ...]:
    milestone, last = standing.milestone, standing.last
    written = handover_file(findings, f"milestones.{milestone.id}")
    trace = written if milestone.measure is None else handover_query(findings)
    done = (
        Cell(runs(NOTHING))
        if last is None
        else Cell(
            runs(
                figure(
                    words.text("{n} of {all}", n=words.number(last.done), all=words.number(last.of)), trace
                )
            ),
            last.done,
        )
    )
    planned = standing.planned
    return (
        Cell(runs(milestone.label.in_language(words.language))),
        done,
        Cell(runs(NOTHING) if planned is None else runs(figure(words.number(planned), written))),
        Cell(runs(figure(words.percent(milestone.target, 0), written))),
        Cell(runs(NOTHING if last is None else words.day(last.day))),
        Cell(runs(milestone_word(standing.state, words))),
    )


def _transfer(findings: HandoverFindings, words: Wording) -> Iterator[Block]:
    transfer = findings.transfer
    if transfer is None:
        return
    trace = handover_query(findings)
    yield Paragraph(
        runs(
            words.text("Units that have moved: "),
            figure(
                words.text("{n} of {all}", n=words.number(transfer.moved), all=words.number(transfer.units)),
                trace,
            ),
            words.text("; planned by now: "),
            figure(words.number(transfer.planned), handover_file(findings, "transfer.waves")),
            ".",
        ),
        Manner.MEASURED,
    )
    yield build_curve(transfer, findings.today, words)
    if transfer.late:
        yield _late(findings, transfer, words)
    for names, message in (
        (transfer.unplanned, marked("Moved without being planned: {units}.")),
        (transfer.not_accepted, marked("Moved and not accepted yet: {units}.")),
    ):
        if names:
            yield Paragraph(runs(words.text(message, units=words.listing(names))), Manner.MEASURED)


def _late(findings: HandoverFindings, transfer: TransferStanding, words: Wording) -> Table:
    cost = transfer.cost_of_delay
    headings = (
        (marked("Unit"), False),
        (marked("Planned"), False),
        (marked("Days late"), True),
        (marked("Cost so far"), True),
    )
    trace = handover_file(findings, "transfer")
    shown = transfer.late[:_MOST_SHOWN]
    left = len(transfer.late) - len(shown)
    total = words.text("not stated") if cost is None else words.money(cost, findings.currency)
    note = words.text("Cost of the delay in all: {total}.", total=total)
    return Table(
        "handover-late",
        words.text("Units that are late"),
        tuple(Column(words.text(one), is_number=number) for one, number in headings),
        tuple(
            (
                Cell(runs(one.unit)),
                Cell(runs(words.day(one.planned_on)), one.planned_on.isoformat()),
                Cell(runs(figure(words.number(one.days_late), trace)), one.days_late),
                Cell(
                    runs(
                        words.text("not stated")
                        if one.cost is None
                        else words.money(one.cost, findings.currency)
                    )
                ),
            )
            for one in shown
        ),
        note=note if left == 0 else " ".join([note, words.plural("{n} more.", "{n} more.", left)]),
    )
