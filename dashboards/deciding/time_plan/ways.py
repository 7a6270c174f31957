"""Whether each alternative can be done by its own deadline."""

from dashboards.deciding.time_plan.parts import (
    agreed,
    day_cell,
    deadline_words,
    feasibility_words,
    share,
    share_cell,
    simulated,
    text_cell,
    written,
)
from dashboards.document.model import Cell, Column, Section, Table
from dashboards.document.traces import figure
from dashboards.wording.words import Wording
from evaluator.core.deciding.time_plan.findings import PathTime, TimeFindings


def build_ways_section(findings: TimeFindings, words: Wording) -> Section:
    """Return for each alternative its deadline, its latest safe start and how likely it is in time."""
    columns = (
        Column(words.text("Alternative"), share=3),
        Column(words.text("To be done by"), share=3),
        Column(words.text("Day"), share=2),
        Column(words.text("Latest safe start"), share=2),
        Column(words.text("In time"), is_number=True),
        Column(words.text("Possible"), share=2),
    )
    note = words.text(
        "Can be done in time: at least {certainty} of the futures; cannot: fewer than {limit}. It says "
        "nothing of what an alternative is worth.",
        certainty=share(findings.certainty, words),
        limit=share(findings.plan.impossible_below, words),
    )
    rows = tuple(_row(one, findings, words) for one in findings.alternatives)
    table = Table(
        "time-alternatives", words.text("The alternatives and their deadlines"), columns, rows, note
    )
    return Section("time-plan-alternatives", words.text("Time for each alternative"), (table,))


def _row(path: PathTime, findings: TimeFindings, words: Wording) -> tuple[Cell, ...]:
    trace = simulated(findings)
    label = path.id if path.label is None else path.label.in_language(words.language)
    deadline = Cell(
        (figure(deadline_words(path.deadline, words), written(findings, f"alternatives.{path.id}.by")),)
    )
    return (
        text_cell(label),
        deadline,
        day_cell(path.deadline.day, agreed(findings), words),
        day_cell(path.safe_start, trace, words),
        share_cell(path.probability, trace, words),
        text_cell(feasibility_words(path.feasibility, words)),
    )
