"""What a bridging contract would have to cover, and when all is likely to be done."""

from dashboards.deciding.time_plan.finish_picture import draw_finish
from dashboards.deciding.time_plan.parts import (
    at_most,
    deadline_words,
    months_of,
    share,
    simulated,
    text_cell,
)
from dashboards.document.model import Cell, Column, Picture, Section, Table
from dashboards.document.traces import figure
from dashboards.wording.words import Wording
from evaluator.core.deciding.time_plan.findings import PathTime, TimeFindings
from evaluator.decisions.time_plan_parts import DAYS_A_MONTH


def build_bridge_section(findings: TimeFindings, words: Wording) -> Section:
    """Return how many months after each last day of the contract services must be bought all the same."""
    certainties = [one.certainty for one in findings.paths[0].lateness]
    columns = (
        Column(words.text("If the contract ends on"), share=3),
        Column(words.text("Bridge needed"), is_number=True, share=2),
        *(
            Column(
                words.text("Months, {certainty} sure", certainty=share(one, words)), is_number=True, share=2
            )
            for one in certainties
        ),
    )
    table = Table(
        "time-bridge",
        words.text(
            "What a bridge must cover when the work begins on {start}", start=words.day(findings.start)
        ),
        columns,
        tuple(_row(one, findings, words) for one in findings.paths),
        words.text(
            "Bridge needed: the share of futures in which the procurement is not done by then. Months are "
            "rounded up to a tenth."
        ),
    )
    return Section(
        "time-plan-bridge", words.text("What a bridge must cover"), (table, _picture(findings, words))
    )


def _row(path: PathTime, findings: TimeFindings, words: Wording) -> tuple[Cell, ...]:
    trace = simulated(findings)
    ends = f"{words.day(path.deadline.day)} ({deadline_words(path.deadline, words)})"
    months = tuple(
        Cell((figure(months_of(one.days, words), trace),), round(float(one.days / DAYS_A_MONTH), 2))
        for one in path.lateness
    )
    return (
        text_cell(ends),
        Cell((figure(at_most(1 - path.probability, words), trace),), float(1 - path.probability)),
        *months,
    )


def _picture(findings: TimeFindings, words: Wording) -> Picture:
    days = findings.done_days
    return Picture(
        draw_finish(findings, words),
        words.text("When the procurement is done, if it begins on {start}", start=words.day(findings.start)),
        words.text(
            "A rising line from {first} to {last}: the share of futures done by each day; half of them by "
            "{middle}. Upright lines mark the days on which the contract can end.",
            first=words.day(days[0]),
            middle=words.day(days[50]),
            last=words.day(days[100]),
        ),
    )
