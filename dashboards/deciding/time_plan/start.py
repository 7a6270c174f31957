"""From when on it is too late: the latest safe start for every day on which the contract can end."""

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
from dashboards.document.model import Cell, Column, Manner, Paragraph, Run, Section, Table, runs
from dashboards.document.traces import figure
from dashboards.wording.words import Wording
from evaluator.core.deciding.time_plan.findings import PathTime, TimeFindings

DAYS_A_WEEK = 7


def build_start_section(findings: TimeFindings, words: Wording) -> Section:
    """Return the latest safe starts, and how likely the procurement is in time when it begins as planned."""
    rows = tuple(_row(one, findings, words) for one in findings.paths)
    columns = (
        Column(words.text("To be done by"), share=3),
        Column(words.text("Day"), share=2),
        Column(words.text("Latest start, base plan"), share=2),
        Column(words.text("Latest safe start"), share=2),
        Column(words.text("In time"), is_number=True),
        Column(words.text("Possible"), share=2),
    )
    note = words.text(
        "Latest safe start: done in time in {certainty} of {draws} simulated futures. In time: the share of "
        "futures in which it is, when the work begins on {start}. The base plan counts likely times and a "
        "planned appeal, but no delay.",
        certainty=share(findings.certainty, words),
        draws=words.number(findings.plan.draws),
        start=words.day(findings.start),
    )
    return Section(
        "time-plan-start",
        words.text("Latest safe start"),
        (
            *(_told(one, findings, words) for one in findings.paths),
            Table("time-safe-start", words.text("When a procurement must begin"), columns, rows, note),
            Paragraph(_precision(findings, words), Manner.NOTE),
        ),
    )


def _row(path: PathTime, findings: TimeFindings, words: Wording) -> tuple[Cell, ...]:
    trace = simulated(findings)
    return (
        text_cell(deadline_words(path.deadline, words)),
        day_cell(path.deadline.day, agreed(findings), words),
        day_cell(path.base_start, written(findings, "stages"), words),
        day_cell(path.safe_start, trace, words),
        share_cell(path.probability, trace, words),
        text_cell(feasibility_words(path.feasibility, words)),
    )


def _told(path: PathTime, findings: TimeFindings, words: Wording) -> Paragraph:
    return Paragraph(start_sentence(path, findings, words), Manner.LEAD)


def start_sentence(path: PathTime, findings: TimeFindings, words: Wording) -> tuple[Run, ...]:
    """Return what the latest safe start for one deadline is, and how far away."""
    trace, ends = simulated(findings), words.long_day(path.deadline.day)
    certainty = share(findings.certainty, words)
    if path.is_done:
        return runs(words.text("All stages of the time plan are done."))
    if path.safe_start is None:
        return runs(
            words.text(
                "No start in the years looked at gives a new procurement that is done by {deadline} with "
                "{certainty} certainty.",
                deadline=ends,
                certainty=certainty,
            )
        )
    day = figure(words.long_day(path.safe_start), trace, is_strong=True)
    weeks, _ = divmod((path.safe_start - findings.today).days, DAYS_A_WEEK)
    opening = words.text(
        "A new procurement that is to be done by {deadline} with {certainty} certainty must begin by ",
        deadline=ends,
        certainty=certainty,
    )
    if path.safe_start < findings.today:
        return runs(
            opening,
            day,
            words.text(". That day has passed: without a bridging contract, services may be left uncovered."),
        )
    left = figure(words.plural("{n} week", "{n} weeks", weeks), trace)
    return runs(
        opening,
        day,
        words.text(", which leaves "),
        left,
        words.text("; thereafter it is no longer possible, that surely, without a bridging contract."),
    )


def _precision(findings: TimeFindings, words: Wording) -> tuple[Run, ...]:
    path, trace = findings.next_path, simulated(findings)
    if path.safe_earliest is None or path.safe_latest is None:
        return runs(words.text("The simulation found no safe start whose precision could be told."))
    return runs(
        words.text(
            "For the number of futures drawn, the latest safe start for {deadline} lies between ",
            deadline=words.day(path.deadline.day),
        ),
        figure(words.day(path.safe_earliest), trace),
        words.text(" and "),
        figure(words.day(path.safe_latest), trace),
        words.text(" (95% confidence)."),
    )
