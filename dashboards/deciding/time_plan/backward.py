"""The plan backward from the day by which all must be done, stage by stage, and the way that decides."""

from dashboards.deciding.time_plan.backward_picture import draw_backward
from dashboards.deciding.time_plan.parts import (
    EN_DASH,
    at_least,
    day_cell,
    deadline_words,
    inside,
    share_cell,
    simulated,
    text_cell,
    written,
)
from dashboards.document.model import Cell, Column, Paragraph, Picture, Run, Section, Table, runs
from dashboards.document.traces import figure
from dashboards.wording.words import Wording
from evaluator.core.deciding.time_plan.findings import PathTime, StageTime, TimeFindings

ALMOST_ALWAYS = 0.5


def build_backward_section(findings: TimeFindings, words: Wording) -> Section:
    """Return the base plan backward from the next day within reach, with what decides when all is done."""
    path = findings.next_path
    ends = words.day(path.deadline.day)
    columns = (
        Column(words.text("Stage"), share=4),
        Column(words.text("Begin by"), share=2),
        Column(words.text("Done by"), share=2),
        Column(words.text("Done, 1 in 10"), share=2),
        Column(words.text("Done, 9 in 10"), share=2),
        Column(words.text("Decides"), is_number=True, share=2),
    )
    table = Table(
        "time-backward",
        words.text(
            "Stages backward from {day} ({deadline})", day=ends, deadline=deadline_words(path.deadline, words)
        ),
        columns,
        tuple(_row(one, findings, words) for one in path.stages),
        words.text(
            "Begin by and done by: the base plan, with the planned time for an appeal. Done: the day by "
            "which the stage is done in one and in nine of ten futures that begin on {start}. Decides: the "
            "share of futures in which the stage was part of the longest chain of stages.",
            start=words.day(findings.start),
        ),
    )
    return Section(
        "time-plan-backward",
        words.text("Time plan backward"),
        (table, Paragraph(_critical(path, findings, words)), _picture(path, findings, words)),
    )


def _row(stage: StageTime, findings: TimeFindings, words: Wording) -> tuple[Cell, ...]:
    base, trace = written(findings, f"stages.{stage.id}"), simulated(findings)
    if stage.done_on is not None:
        done = words.text("done on {day}", day=words.day(stage.done_on))
        empty = tuple(text_cell(EN_DASH) for _ in range(4))
        return (text_cell(f"{_name(stage, words)}, {done}"), *empty, text_cell(EN_DASH))
    return (
        text_cell(_name(stage, words)),
        day_cell(stage.latest_first, base, words),
        day_cell(stage.latest_last, base, words),
        day_cell(stage.early, trace, words),
        day_cell(stage.late, trace, words),
        share_cell(stage.critical, trace, words),
    )


def _name(stage: StageTime, words: Wording) -> str:
    return stage.label.in_language(words.language)


def _critical(path: PathTime, findings: TimeFindings, words: Wording) -> tuple[Run, ...]:
    """The critical path: the stages that decide in most futures, and those that sometimes do."""
    trace = simulated(findings)
    often = [one for one in path.stages if one.critical > ALMOST_ALWAYS]
    seldom = [one for one in path.stages if 0 < one.critical <= ALMOST_ALWAYS]
    told: list[str | Run] = [
        words.text(
            "The critical path goes through {stages}.",
            stages=words.listing(inside(_name(one, words)) for one in often),
        )
    ]
    for one in seldom:
        told += [
            " ",
            words.text("{stage} decides in ", stage=_name(one, words)),
            figure(at_least(one.critical, words), trace),
            words.text(" of the futures."),
        ]
    return runs(*told)


def _picture(path: PathTime, findings: TimeFindings, words: Wording) -> Picture:
    ends = words.day(path.deadline.day)
    return Picture(
        draw_backward(path, findings, words),
        words.text("The base plan backward from {day}, and how far stages can spread", day=ends),
        words.text(
            "One bar for each stage, from the latest day to begin it to the latest day to end it. The thin "
            "line under a bar reaches from the day by which the stage is done in one of ten futures to that "
            "in nine of ten. An upright line marks today, another the deadline. The table has all days."
        ),
    )
