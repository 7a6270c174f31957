"""Segments and units in documents: the worst first, small groups hidden so that none can be worked out."""

from collections.abc import Sequence

from dashboards.document.model import Block, Column, Section, Table
from dashboards.report.context import Context, value_of
from dashboards.report.segments import PartRow, part_row
from dashboards.report.values import higher_is_better
from dashboards.report.verdicts import value_text
from dashboards.reports.suppression import hidden_parts
from dashboards.reports.telling import (
    Row,
    Telling,
    columns,
    figure_cell,
    noted_cell,
    numbers,
    plain,
    table_of,
    text_cell,
    value_cell,
)
from evaluator.contract.indicators import MonitoringIndicator
from evaluator.core.outcomes import Outcome, Scope, Verdict, View


def segments_section(telling: Telling) -> Section | None:
    """Return the worst segment of each indicator, and every segment of those that missed or have one below.

    Of an indicator made of cases the segments are parts of the whole that stands beside them, so more than
    the small ones are hidden where one could be worked out.
    """
    words = telling.words
    groups = [(whole, segment_parts(telling.context, whole)) for whole in telling.context.whole_outcomes()]
    told = [(whole, parts) for whole, parts in groups if parts]
    if not told:
        return None
    tables = [
        _parts_table(telling, whole, parts, f"segments-{number}")
        for number, (whole, parts) in enumerate(told, start=1)
        if _is_telling(whole, parts)
    ]
    blocks: list[Block] = [
        plain(
            words.text(
                "The worst stands first. The contract judges the whole; a segment's own value is set"
                " against the"
                " same target, so that none is hidden in an average."
            )
        ),
        plain(hidden_words(telling)),
        _worst_table(telling, told),
        *tables,
    ]
    return Section("segments", words.text("Segments"), tuple(blocks))


def hidden_words(telling: Telling) -> str:
    """Return why some cells are not printed."""
    return telling.words.text(
        '"Too few" stands where fewer than {number} cases are behind a figure, and where one such figure'
        " could be worked out from the others.",
        number=telling.words.number(telling.context.contract.reporting.smallest_group),
    )


def segment_parts(context: Context, whole: Outcome) -> list[Outcome]:
    """Return the segments of what `whole` is about, after agreed exclusions."""
    return [
        one
        for one in context.results.outcomes
        if one.view is View.AFTER_EXCLUSIONS
        and (one.indicator, one.scope.service) == (whole.indicator, whole.scope.service)
        and one.scope.segment
        and not one.scope.unit
    ]


def hidden_of(context: Context, parts: Sequence[Outcome]) -> list[bool]:
    """Return of each of the parts of a whole whether it is hidden."""
    if not parts or isinstance(context.indicators[parts[0].indicator], MonitoringIndicator):
        return [False] * len(parts)
    counts = [_cases(one) for one in parts]
    hidden = hidden_parts(counts, context.contract.reporting.smallest_group)
    return [place in hidden or context.is_too_few(one) for place, one in enumerate(parts)]


def units_beside(context: Context, part: Outcome) -> list[Outcome]:
    """Return the units of the segment that `part` is of or is in, for the same indicator and service."""
    return [
        one
        for one in context.results.outcomes
        if one.view is View.AFTER_EXCLUSIONS
        and (one.indicator, one.scope.service) == (part.indicator, part.scope.service)
        and one.scope.segment == part.scope.segment
        and one.scope.unit
    ]


def is_unit_hidden(context: Context, own: Outcome, segment: Outcome | None) -> bool:
    """Return whether a unit is small, or a small one follows from it, the other units and their segment.

    Each unit has a report, so all of them can lie side by side. Cases of the segment in no unit that is named
    count as one more part. Without a segment the units make up the whole.
    """
    if context.is_too_few(own):
        return True
    if isinstance(context.indicators[own.indicator], MonitoringIndicator):
        return False
    units = units_beside(context, own)
    counts = [_cases(one) for one in units]
    other = 0 if segment is None else _cases(segment) - sum(counts)
    smallest = context.contract.reporting.smallest_group
    return units.index(own) in hidden_parts([*counts, other] if other > 0 else counts, smallest)


def _cases(outcome: Outcome) -> int:
    return 0 if outcome.figure is None else outcome.figure.sample_size


def hidden_segments(context: Context) -> frozenset[tuple[str, Scope]]:
    """Return the segments, by indicator, whose figures of the month are not printed beside the whole."""
    found = set()
    for whole in context.whole_outcomes():
        parts = segment_parts(context, whole)
        pairs = zip(parts, hidden_of(context, parts), strict=True)
        found |= {(one.indicator, one.scope) for one, is_hidden in pairs if is_hidden}
    return frozenset(found)


def shown_parts(context: Context, parts: Sequence[Outcome]) -> list[tuple[Outcome, bool]]:
    """Return the parts with whether each is hidden: the worst first, the hidden last by name."""
    pairs = list(zip(parts, hidden_of(context, parts), strict=True))

    def place(pair: tuple[Outcome, bool]) -> tuple[bool, bool, float, str]:
        outcome, is_hidden = pair
        value = None if outcome.figure is None else outcome.figure.value
        sign = 1 if higher_is_better(context.indicators[outcome.indicator]) else -1
        rank = 0.0 if value is None or is_hidden else float(sign * value)
        return is_hidden, value is None, rank, outcome.scope.unit or outcome.scope.segment

    return sorted(pairs, key=place)


def _is_telling(whole: Outcome, parts: Sequence[Outcome]) -> bool:
    return whole.verdict is Verdict.MISSED or any(one.verdict is Verdict.MISSED for one in parts)


def _title(telling: Telling, whole: Outcome) -> str:
    label = telling.context.indicators[whole.indicator].label.in_language(telling.words.language)
    return f"{whole.indicator} {label}, {telling.context.service(whole.scope.service)}"


def _worst_table(telling: Telling, told: list[tuple[Outcome, list[Outcome]]]) -> Table:
    words = telling.words
    headings = (
        *columns((words.text("Indicator"), 3), (words.text("Worst segment"), 2)),
        *numbers(words.text("Its value"), words.text("The whole")),
        *columns((words.text("Against the target"), 2)),
    )
    ordered = sorted(told, key=lambda pair: (pair[0].verdict is not Verdict.MISSED, not _is_telling(*pair)))
    rows = [_worst_row(telling, whole, parts) for whole, parts in ordered]
    return table_of("worst-segments", words.text("The worst segment of each indicator"), headings, rows)


def _worst_row(telling: Telling, whole: Outcome, parts: list[Outcome]) -> Row:
    words, context = telling.words, telling.context
    indicator = context.indicators[whole.indicator]
    worst = next((one for one, is_hidden in shown_parts(context, parts) if not is_hidden), None)
    at_all = figure_cell(
        value_text(indicator, whole, words), telling.outcome_trace(whole.indicator, whole.scope)
    )
    if worst is None:
        few = words.text("too few")
        return text_cell(_title(telling, whole)), text_cell(few), text_cell(""), at_all, text_cell("")
    row = part_row(context, indicator, worst)
    trace = telling.outcome_trace(worst.indicator, worst.scope)
    against = "" if row.verdict is None else f"{row.verdict.symbol} {row.verdict.word}"
    return (
        text_cell(_title(telling, whole)),
        text_cell(row.label),
        value_cell(row.after, trace, worst),
        at_all,
        text_cell(against),
    )


def _parts_table(telling: Telling, whole: Outcome, parts: list[Outcome], name: str) -> Table:
    words, context = telling.words, telling.context
    rows = [part_cells(telling, one, is_hidden=hidden) for one, hidden in shown_parts(context, parts)]
    return table_of(name, _title(telling, whole), part_headings(telling, words.text("Segment")), rows)


def part_headings(telling: Telling, first: str) -> tuple[Column, ...]:
    """Return the headings of a table of segments or units."""
    words = telling.words
    return (
        *columns((first, 3)),
        *numbers(words.text("As measured"), words.text("After agreed exclusions"), words.text("Cases")),
        *columns((words.text("Against the target"), 3)),
    )


def part_cells(telling: Telling, outcome: Outcome, *, is_hidden: bool) -> Row:
    """Return a segment or unit as the row of a table; of a hidden one only its name."""
    words, context = telling.words, telling.context
    row = part_row(context, context.indicators[outcome.indicator], outcome)
    if is_hidden or row.verdict is None:
        few = words.text("too few")
        return (text_cell(row.label), text_cell(few), text_cell(few), text_cell(few), text_cell(""))
    return _shown_cells(telling, outcome, row)


def _shown_cells(telling: Telling, outcome: Outcome, row: PartRow) -> Row:
    trace = telling.outcome_trace(outcome.indicator, outcome.scope)
    measured = telling.context.outcome(outcome.indicator, outcome.scope, View.AS_MEASURED)
    verdict = "" if row.verdict is None else f"{row.verdict.symbol} {row.verdict.word}"
    size = None if outcome.figure is None else outcome.figure.sample_size
    return (
        text_cell(row.label),
        noted_cell(row.measured, value_of(measured)),
        value_cell(row.after, trace, outcome),
        text_cell("") if size is None else noted_cell(telling.words.number(size), size),
        text_cell(verdict, row.remark),
    )
