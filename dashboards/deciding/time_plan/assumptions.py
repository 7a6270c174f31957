"""What the time plan assumes: times of stages, what may happen, calendars, and where each comes from."""

from collections.abc import Iterator

from dashboards.deciding.time_plan.parts import EN_DASH, share, text_cell, written
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
from dashboards.wording.words import Wording
from evaluator.core.deciding.time_plan.build import appeal_probability
from evaluator.core.deciding.time_plan.findings import TimeFindings
from evaluator.decisions.time_plan_parts import DAYS_A_MONTH, DurationTerms, said
from evaluator.decisions.time_plan_stages import Sending, StageTerms


def build_assumptions_section(findings: TimeFindings, words: Wording) -> Section:
    """Return all that was assumed, with sources, and how the figures were made."""
    return Section(
        "time-plan-assumptions", words.text("What the time plan assumes"), tuple(_blocks(findings, words))
    )


def _blocks(findings: TimeFindings, words: Wording) -> Iterator[Block]:
    plan = findings.plan
    if plan.assumed is not None:
        yield Paragraph(runs(said(plan.assumed, words.language)), Manner.ASSUMED)
    yield _durations(findings, words)
    points = [*_happenings(findings, words), *_calendars(findings, words)]
    if points:
        yield Points(tuple(points))
    yield Paragraph(_method(findings, words), Manner.NOTE)


def _durations(findings: TimeFindings, words: Wording) -> Table:
    columns = (
        Column(words.text("Stage"), share=3),
        Column(words.text("At least"), is_number=True),
        Column(words.text("Likely"), is_number=True),
        Column(words.text("At most"), is_number=True),
        Column(words.text("Source"), share=5),
    )
    rows = tuple(_stage(one, findings, words) for one in findings.plan.stages)
    note = words.text("Months of 30.4 days; days where so stated.")
    return Table("time-stages", words.text("Time for each stage, months"), columns, rows, note)


def _stage(stage: StageTerms, findings: TimeFindings, words: Wording) -> tuple[Cell, ...]:
    name = stage.label.in_language(words.language)
    duration = findings.plan.durations.get(stage.id, stage.duration)
    if duration is None:
        days = words.text("10 days") if stage.standstill is Sending.ELECTRONIC else words.text("15 days")
        law = words.text("LOU chapter 20; the last day moves to the next ordinary weekday (law 1930:173)")
        return (text_cell(name), *(text_cell(days) for _ in range(3)), text_cell(law))
    trace = written(findings, f"stages.{stage.id}.duration")
    in_days = stage.only_during is not None
    return (
        text_cell(name),
        *(
            Cell((figure(_length(one, words, in_days=in_days), trace),))
            for one in (duration.low, duration.likely, duration.high)
        ),
        text_cell(said(duration.source, words.language)),
    )


def _length(days: int, words: Wording, *, in_days: bool) -> str:
    if in_days:
        return words.plural("{n} day", "{n} days", days)
    return words.number(days / DAYS_A_MONTH, 1)


def _happenings(findings: TimeFindings, words: Wording) -> Iterator[Runs]:
    plan = findings.plan
    if plan.appeal is None:
        yield runs(words.text("That the award is appealed is left out of account."))
    else:
        terms, trace = plan.appeal, written(findings, "appeal")
        yield runs(
            words.text("The award is appealed with the probability "),
            figure(share(appeal_probability(terms), words), trace),
            words.text("; the first court takes "),
            figure(_range(terms.first_instance, words), trace),
            words.text(" months and, in "),
            figure(share(terms.goes_on, words), trace),
            words.text(" of appeals, the next one "),
            figure(_range(terms.second_instance, words), trace),
            words.text(
                " months. Source: {source} ({year}).",
                source=said(terms.source, words.language),
                year=terms.year,
            ),
        )
    if plan.cancellation is None:
        yield runs(words.text("That the procurement is cancelled is left out of account."))
    else:
        cancelled, trace = plan.cancellation, written(findings, "cancellation")
        yield runs(
            words.text("The procurement is cancelled and begun again with the probability "),
            figure(share(cancelled.probability, words), trace),
            words.text("; that takes "),
            figure(_range(cancelled.delay, words), trace),
            words.text(
                " months. Source: {source} ({year}).",
                source=said(cancelled.source, words.language),
                year=cancelled.year,
            ),
        )


def _range(terms: DurationTerms, words: Wording) -> str:
    low, high = (words.number(one / DAYS_A_MONTH, 1) for one in (terms.low, terms.high))
    return f"{low}{EN_DASH}{high}"


def _calendars(findings: TimeFindings, words: Wording) -> Iterator[Runs]:
    for label, known in findings.known_until:
        name = label.in_language(words.language)
        if known is None:
            yield runs(words.text("{calendar}: what recurs is assumed for every year.", calendar=name))
        else:
            yield runs(
                words.text("{calendar}: known until ", calendar=name),
                figure(words.day(known), written(findings, "calendars")),
                words.text("; from then on what recurs is assumed."),
            )


def _method(findings: TimeFindings, words: Wording) -> tuple[Run, ...]:
    plan = findings.plan
    return runs(
        words.text(
            "Every stage takes a time drawn from a triangular distribution between its least and its most; "
            "{draws} futures were drawn with the seed {seed}. In {together} of them all stages are slow or "
            "fast alike, in the others each for itself. The same file gives the same figures.",
            draws=words.number(plan.draws),
            seed=str(plan.seed),
            together=share(plan.move_together, words),
        )
    )
