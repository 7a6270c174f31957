"""Service levels in documents: the answer, the verdict of each indicator, and where they are heading."""

from collections.abc import Iterator

from dashboards.document.model import Block, Cell, Manner, Points, Section, runs
from dashboards.document.traces import figure
from dashboards.figure_keys import FigureKind
from dashboards.report.context import value_of
from dashboards.report.verdicts import VerdictRow
from dashboards.reports.telling import (
    Row,
    Telling,
    columns,
    figure_cell,
    note,
    noted_cell,
    numbers,
    plain,
    row_note,
    sentences,
    table_of,
    text_cell,
    value_cell,
)
from evaluator.core.outcomes import Outcome, Verdict, View


def answer_section(telling: Telling) -> Section:
    """Return the answer in short sentences, as the monthly report has it, and what was missed."""
    words, answer = telling.words, telling.report.answer
    return Section("answer", words.text("The answer"), tuple(_answer(telling, answer.sentences)))


def _answer(telling: Telling, told: tuple[str, ...]) -> Iterator[Block]:
    words, context = telling.words, telling.context
    yield from sentences(told, telling.month_trace(), Manner.MEASURED)
    missed = sorted(
        (one for one in context.whole_outcomes() if one.verdict is Verdict.MISSED),
        key=lambda one: -one.points_after_repeat,
    )
    if missed:
        yield plain(words.text("Below target, by points"), ":")
        yield Points(
            tuple(
                runs(
                    f"{link.text}: ",
                    figure(link.points, telling.outcome_trace(one.indicator, one.scope)),
                )
                for one, link in zip(missed, telling.report.answer.misses, strict=True)
            ),
            is_numbered=True,
        )


def verdicts_section(telling: Telling, name: str = "levels") -> Section:
    """Return the verdict of every indicator and service."""
    words, report = telling.words, telling.report
    found: list[Block] = [
        plain(
            words.text(
                "The contract judges the value after agreed exclusions. Each value leads to its evidence."
            )
        ),
        table_of(
            name,
            words.text("Verdict of each indicator and service"),
            (
                *columns((words.text("Indicator"), 3), (words.text("Target"), 2)),
                *numbers(words.text("As measured"), words.text("After agreed exclusions")),
                *columns((words.text("Verdict"), 2), (words.text("Basis"), 3)),
                *numbers(words.text("Points")),
            ),
            [
                verdict_row(telling, outcome, row)
                for outcome, row in zip(telling.context.whole_outcomes(), report.verdicts, strict=True)
            ],
            row_note(words),
        ),
    ]
    if report.not_judged:
        found.append(note(f"{words.text('Not judged this month:')} {', '.join(report.not_judged)}."))
    return Section(name, words.text("Service levels"), tuple(found))


def verdict_row(telling: Telling, outcome: Outcome, row: VerdictRow) -> Row:
    """Return one indicator and service as the row of a table."""
    words = telling.words
    trace = telling.outcome_trace(outcome.indicator, outcome.scope)
    measured = telling.context.outcome(outcome.indicator, outcome.scope, View.AS_MEASURED)
    assumed = words.text("assumed") if row.target_is_assumed else ""
    removed = row.removed if row.difference not in ("", "±0") else ""
    basis = ", ".join(part for part in (*_counted(row), removed, row.pending, row.repeat) if part)
    return (
        text_cell(f"{row.indicator} {row.label}", row.service),
        text_cell(row.target, assumed),
        noted_cell(row.measured, value_of(measured)),
        value_cell(row.after, trace, outcome),
        text_cell(f"{row.verdict.symbol} {row.verdict.word}"),
        text_cell(basis),
        noted_cell(row.points, outcome.points_after_repeat),
    )


def _counted(row: VerdictRow) -> tuple[str, ...]:
    """What the value was counted from; how sure it is and where it is going stand among the data."""
    return row.basis[:1]


def outlook_section(telling: Telling) -> Section:
    """Return how sure each value is, how complete its facts are and where it is going, as data."""
    words = telling.words
    headings = columns(words.text("Indicator"), words.text("Service"), words.text("Basis"))
    rows = [
        (
            text_cell(f"{row.indicator} {row.label}"),
            text_cell(row.service),
            figure_cell("; ".join(row.basis), telling.outcome_trace(outcome.indicator, outcome.scope)),
        )
        for outcome, row in zip(telling.context.whole_outcomes(), telling.report.verdicts, strict=True)
    ]
    table = table_of("basis", words.text("How sure each value is, and where it is going"), headings, rows)
    return Section("basis", words.text("Basis"), (table,), is_data=True)


def forecasts_section(telling: Telling) -> Section | None:
    """Return the forecasts of the next day that decides something; None where nothing is forecast."""
    words, found = telling.words, telling.report.forecasts
    if found is None:
        return None
    blocks: list[Block] = [
        plain(
            words.text(
                "Forecasts by the periods so far, with the interval they leave; no verdict rests on them. A"
                " line is"
                " drawn only where the trend is clear, and no further ahead than there are periods behind it."
            )
        )
    ]
    if found.rows:
        headings = columns(
            (words.text("Indicator"), 3),
            (words.text("Target"), 2),
            (words.text("On"), 1),
            (words.text("Forecast"), 2),
            (words.text("Basis"), 2),
        )
        rows: list[tuple[Cell, ...]] = [
            (
                text_cell(f"{one.indicator} {one.label}", one.service),
                text_cell(one.target),
                text_cell(one.day, one.occasion),
                figure_cell(one.text, telling.month_trace()),
                text_cell(one.basis),
            )
            for one in found.rows
        ]
        caption = words.text("Forecasts to the next date that decides something")
        blocks.append(table_of("forecasts", caption, headings, rows))
    blocks += [note(text) for text in (found.others, found.untold) if text]
    return Section("forecasts", words.text("Where it is heading"), tuple(blocks))


def score_section(telling: Telling) -> Section | None:
    """Return the scorecard; None where the contract makes none."""
    words, score, found = telling.words, telling.results.score, telling.report.score
    if found is None or score is None:
        return None
    total = telling.trace(FigureKind.SCORE)
    rows = []
    for area, row in zip(score.areas, found.rows, strict=True):
        trace = telling.trace(FigureKind.SCORE, area.area)
        value = None if area.value is None else float(area.value)
        rows.append(
            (
                text_cell(row.label),
                text_cell(row.weight),
                figure_cell(row.value, trace, value),
                figure_cell(row.interval, trace),
                figure_cell(row.cases, trace, area.cases),
            )
        )
    headings = (
        *columns((words.text("Area"), 3)),
        *numbers(
            words.text("Weight"),
            words.text("Score"),
            words.text("Lies between"),
            words.text("Outcomes behind it"),
        ),
    )
    return Section(
        "score",
        words.text("Scorecard"),
        (
            plain(
                figure(f"{found.total} {words.text('of 100')}", total, is_strong=True),
                f": {found.band}. {' '.join(found.sentences)}",
                manner=Manner.MEASURED,
            ),
            table_of("score", words.text("Areas of the scorecard"), headings, rows),
        ),
    )
