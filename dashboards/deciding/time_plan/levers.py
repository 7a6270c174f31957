"""How the latest safe start moves when one thing is certain."""

from collections.abc import Mapping

from dashboards.deciding.time_plan.parts import EN_DASH, day_cell, deadline_words, simulated, text_cell
from dashboards.document.model import Cell, Column, Section, Table
from dashboards.document.traces import figure
from dashboards.wording.words import Wording, marked
from evaluator.core.deciding.time_plan.findings import Lever, LeverKind, TimeFindings

_NAMES: Mapping[LeverKind, str] = {
    LeverKind.NEVER_APPEALED: marked("Appeal: none, or for certain"),
    LeverKind.NEVER_CANCELLED: marked("Cancellation: none, or for certain"),
    LeverKind.STAGE_SHORT: marked("{stage}: shortest, or longest time"),
}


def build_levers_section(findings: TimeFindings, words: Wording) -> Section:
    """Return the latest safe start for the next day within reach, with one thing set at a time."""
    columns = (
        Column(words.text("What is certain"), share=4),
        Column(words.text("Start, at best"), share=2),
        Column(words.text("Days"), is_number=True),
        Column(words.text("Start, at worst"), share=2),
        Column(words.text("Days"), is_number=True),
    )
    planned, others = findings.levers[0], findings.levers[1:]
    rows = tuple(
        _row(best, worst, planned, findings, words)
        for best, worst in zip(others[::2], others[1::2], strict=True)
    )
    caption = words.text(
        "What moves the latest safe start for {day} ({deadline})",
        day=words.day(findings.levers_of.day),
        deadline=deadline_words(findings.levers_of, words),
    )
    as_planned = EN_DASH if planned.safe_start is None else words.day(planned.safe_start)
    note = words.text(
        "One thing is certain at a time, all else as in the time plan, which gives {day}. Days: how much "
        "later the work may begin; with a minus, how much earlier it must.",
        day=as_planned,
    )
    return Section(
        "time-plan-levers",
        words.text("What moves the start"),
        (Table("time-levers", caption, columns, rows, note),),
    )


def _row(
    best: Lever, worst: Lever, planned: Lever, findings: TimeFindings, words: Wording
) -> tuple[Cell, ...]:
    stage = "" if best.stage is None else best.stage.in_language(words.language)
    cells = [text_cell(words.text(_NAMES[best.kind], stage=stage))]
    for lever in (best, worst):
        cells += [
            day_cell(lever.safe_start, simulated(findings), words),
            _moved(lever, planned, findings, words),
        ]
    return tuple(cells)


def _moved(lever: Lever, planned: Lever, findings: TimeFindings, words: Wording) -> Cell:
    if lever.safe_start is None or planned.safe_start is None:
        return text_cell(EN_DASH)
    moved = (lever.safe_start - planned.safe_start).days
    sign = "+" if moved > 0 else ""
    return Cell((figure(f"{sign}{words.number(moved)}", simulated(findings)),), moved)
