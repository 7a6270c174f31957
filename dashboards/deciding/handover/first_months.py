"""The first months of the new supplier against the frozen figures of the old one."""

from collections.abc import Iterator
from fractions import Fraction

from dashboards.deciding.handover.parts import COMMAND, NOTHING
from dashboards.deciding.handover.words import difference_word, measure_word
from dashboards.document.model import Block, Cell, Column, Manner, Paragraph, Points, Table, runs
from dashboards.document.traces import figure, simulation_trace
from dashboards.wording.words import Wording, marked
from evaluator.core.deciding.handover.comparison import DRAWS, Compared, Measure
from evaluator.core.deciding.handover.findings import FirstMonths, HandoverFindings

_PER_CENT = 100


def build_first_months(findings: HandoverFindings, words: Wording) -> Iterator[Block]:
    """Yield the comparison; nothing where no baseline is named or no day is over."""
    first = findings.first_months
    if first is None:
        return
    yield Paragraph(
        runs(
            words.plural(
                "{n} day of the new supplier is held against days of the old one of the same weekday and "
                "season, working days or not.",
                "{n} days of the new supplier are held against days of the old one of the same weekday and "
                "season, working days or not.",
                first.days,
            ),
            " ",
            words.text(
                "Cases that still run are judged on neither side, so that the last days look better than "
                "they may become."
            ),
        )
    )
    headings = (
        (marked("Indicator"), 2, False),
        (marked("What is compared"), 3, False),
        (marked("New"), 2, True),
        (marked("Old, same days"), 2, True),
        (marked("Difference, 95 %"), 3, True),
        (marked("Finding"), 3, False),
    )
    yield Table(
        "handover-first-months",
        words.text("The first months against the frozen figures of the old supplier"),
        tuple(Column(words.text(one), is_number=number, share=share) for one, share, number in headings),
        tuple(_compared_row(first, one, words) for one in first.compared),
    )
    judged = sum(one.low is not None for one in first.compared)
    if judged > 0:
        yield Paragraph(
            runs(
                words.plural(
                    "{n} figure was compared; of twenty alike, one differs so much by chance alone.",
                    "{n} figures were compared; of twenty alike, one differs so much by chance alone.",
                    judged,
                )
            ),
            Manner.NOTE,
        )
    unmatched = max((one.unmatched for one in first.compared), default=0)
    if unmatched > 0:
        told = words.plural(
            "{n} day has no like among the frozen ones and is left out.",
            "{n} days have no like among the frozen ones and are left out.",
            unmatched,
        )
        yield Points((runs(told),))


def _compared_row(first: FirstMonths, one: Compared, words: Wording) -> tuple[Cell, ...]:
    drawn = simulation_trace(COMMAND, first.seed, first.baseline_hash, words.text("{n} draws", n=DRAWS))
    ends = (
        NOTHING
        if one.low is None or one.high is None
        else words.text("{low} to {high}", low=_end(one, one.low, words), high=_end(one, one.high, words))
    )
    return (
        Cell(runs(one.indicator)),
        Cell(runs(measure_word(one.measure, words))),
        Cell(runs(figure(_value(one, one.now, words), drawn))),
        Cell(runs(figure(_value(one, one.before, words), drawn))),
        Cell(runs(ends) if ends == NOTHING else runs(figure(ends, drawn))),
        Cell(runs(difference_word(one.difference, words))),
    )


def _value(one: Compared, value: Fraction | None, words: Wording) -> str:
    if value is None:
        return NOTHING
    if one.measure is Measure.MISSED:
        return words.percent(value, 1)
    return words.duration(round(value / 60) * 60) if one.measure is Measure.TIME else words.number(value, 1)


def _end(one: Compared, end: float, words: Wording) -> str:
    exact = Fraction(end)
    if one.measure is Measure.MISSED:
        return words.text("{n} points", n=words.number(exact * _PER_CENT, 1))
    return words.duration(round(exact / 60) * 60) if one.measure is Measure.TIME else words.number(exact, 1)
