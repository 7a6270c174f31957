"""The report of one unit or segment: its own figures beside the whole, so that no average hides it."""

from difflib import get_close_matches

from collector.errors import NothingFound
from collector.instants import format_instant
from dashboards.document.model import Block, Document, Edition, Manner, Section, Trace
from dashboards.document.traces import figure, result_trace
from dashboards.figure_keys import explain_command, figure_keys, outage_key
from dashboards.report.segments import part_row
from dashboards.report.verdicts import value_text
from dashboards.reports.frame import make_document
from dashboards.reports.segments import (
    hidden_of,
    hidden_words,
    is_unit_hidden,
    part_cells,
    part_headings,
    segment_parts,
    shown_parts,
    units_beside,
)
from dashboards.reports.telling import (
    Row,
    Telling,
    columns,
    figure_cell,
    noted_cell,
    numbers,
    plain,
    row_note,
    table_of,
    text_cell,
    value_cell,
)
from evaluator.core.outcomes import Outcome, Verdict, View
from evaluator.results.published import OutageEvidence


def build_unit_report(telling: Telling, unit: str, edition: Edition) -> Document:
    """Return the report of the unit or segment called `unit`; raises NothingFound where there is none."""
    words = telling.words
    label = _label(telling, unit)
    title = words.text("Report for {unit}", unit=label)
    own = [one for one in telling.context.whole_outcomes() if own_outcome(telling, one, unit) is not None]
    sections: list[Section | None] = [_own_section(telling, unit, label, own), _months_section(telling, unit)]
    if unit in telling.context.segment_labels:
        sections.append(_units_section(telling, unit, own))
    sections.append(_outages_section(telling, unit))
    return make_document(telling, title, sections, edition)


def own_outcome(telling: Telling, whole: Outcome, unit: str) -> Outcome | None:
    """Return what `whole` is for a unit or segment, None where it has none; a small group is hidden later."""
    is_segment = unit in telling.context.segment_labels
    return next(
        (
            one
            for one in telling.results.outcomes
            if one.view is View.AFTER_EXCLUSIONS
            and (one.indicator, one.scope.service) == (whole.indicator, whole.scope.service)
            and (one.scope.unit == unit or (is_segment and one.scope.segment == unit and not one.scope.unit))
        ),
        None,
    )


def _label(telling: Telling, unit: str) -> str:
    labels = {**telling.context.unit_labels, **telling.context.segment_labels}
    if unit in labels:
        return labels[unit]
    if not labels:
        raise NothingFound(f"the contract has no unit or segment {unit!r}: it names none at all")
    close = get_close_matches(unit, labels, n=3, cutoff=0.4) or sorted(labels)[:12]
    raise NothingFound(
        f"the contract has no unit or segment {unit!r}; there are, among others, {', '.join(close)}. Name one"
        " by its id in the contract file"
    )


def _own_section(telling: Telling, unit: str, label: str, wholes: list[Outcome]) -> Section:
    words = telling.words
    rows = [_own_row(telling, whole, unit) for whole in wholes]
    met = sum(_verdict(telling, whole, unit) is Verdict.MET for whole in wholes)
    judged = met + sum(_verdict(telling, whole, unit) is Verdict.MISSED for whole in wholes)
    told = words.text(
        "For {unit} {met} of {judged} service levels that could be judged were at their target.",
        unit=label,
        met=words.number(met),
        judged=words.number(judged),
    )
    heading = words.text("Own figures beside the whole")
    headings = (
        *columns((words.text("Indicator"), 3), (words.text("Target"), 2)),
        *numbers(words.text("Own value"), words.text("The whole"), words.text("Cases")),
        *columns((words.text("Against the target"), 2)),
    )
    blocks: tuple[Block, ...] = (
        plain(figure(told, telling.month_trace()), manner=Manner.MEASURED),
        plain(words.text("The contract judges the whole; the own value is set against the same target.")),
        plain(hidden_words(telling)),
        table_of("own", heading, headings, rows, row_note(words)),
    )
    return Section("own", heading, blocks)


def _verdict(telling: Telling, whole: Outcome, unit: str) -> Verdict | None:
    own = own_outcome(telling, whole, unit)
    return None if own is None or _is_hidden(telling, whole, own) else own.verdict


def _is_hidden(telling: Telling, whole: Outcome, own: Outcome) -> bool:
    """Whether the group is small, or could be worked out from another report of the same kind."""
    context = telling.context
    segments = segment_parts(context, whole)
    hidden = dict(zip((one.scope.segment for one in segments), hidden_of(context, segments), strict=True))
    if not own.scope.unit:
        return hidden[own.scope.segment]
    around = next((one for one in segments if one.scope.segment == own.scope.segment), None)
    return hidden.get(own.scope.segment, False) or is_unit_hidden(context, own, around)


def _own_row(telling: Telling, whole: Outcome, unit: str) -> Row:
    words, context = telling.words, telling.context
    indicator = context.indicators[whole.indicator]
    row = next(
        one
        for outcome, one in zip(context.whole_outcomes(), telling.report.verdicts, strict=True)
        if outcome is whole
    )
    name = text_cell(f"{row.indicator} {row.label}", row.service)
    at_all = figure_cell(
        value_text(indicator, whole, words), telling.outcome_trace(whole.indicator, whole.scope)
    )
    own = own_outcome(telling, whole, unit)
    part = None if own is None else part_row(context, indicator, own)
    if own is None or part is None or part.verdict is None or _is_hidden(telling, whole, own):
        few = words.text("too few")
        return name, text_cell(row.target), text_cell(few), at_all, text_cell(few), text_cell("")
    size = None if own.figure is None else own.figure.sample_size
    trace = telling.outcome_trace(own.indicator, own.scope)
    return (
        name,
        text_cell(row.target),
        value_cell(part.after, trace, own),
        at_all,
        text_cell("") if size is None else noted_cell(words.number(size), size),
        text_cell(f"{part.verdict.symbol} {part.verdict.word}", part.remark),
    )


def _months_section(telling: Telling, unit: str) -> Section | None:
    """How many service levels met their target in each of the months at hand."""
    words, is_segment = telling.words, unit in telling.context.segment_labels
    rows: list[Row] = []
    for results in (*telling.sources.earlier, telling.results):
        smallest = results.contract.reporting.smallest_group
        own = [
            one
            for one in results.outcomes
            if one.view is View.AFTER_EXCLUSIONS
            and (one.scope.unit == unit or (is_segment and one.scope.segment == unit and not one.scope.unit))
            and one.figure is not None
            and one.figure.sample_size >= smallest
        ]
        met = sum(one.verdict is Verdict.MET for one in own)
        missed = sum(one.verdict is Verdict.MISSED for one in own)
        if not own:
            continue
        trace = result_trace(results, figure_keys(results).of_outcome(own[0].indicator, own[0].scope))
        rows.append(
            (
                text_cell(results.period.name),
                figure_cell(words.number(met), trace, met),
                noted_cell(words.number(missed), missed),
            )
        )
    if len(rows) < 2:
        return None
    heading = words.text("Month by month")
    headings = (*columns(words.text("Month")), *numbers(words.text("At target"), words.text("Below target")))
    remark = words.text("Only figures with enough cases behind them are counted.")
    return Section("months", heading, (table_of("months", heading, headings, rows, remark),))


def _units_section(telling: Telling, segment: str, wholes: list[Outcome]) -> Section | None:
    """The units of a segment for what it missed; confidential, as units of few people can be known."""
    words, context = telling.words, telling.context
    tables: list[Block] = []
    for whole in wholes:
        own = own_outcome(telling, whole, segment)
        if own is None or own.verdict is not Verdict.MISSED or _is_hidden(telling, whole, own):
            continue
        shown = shown_parts(context, units_beside(context, own))
        if all(is_hidden for _, is_hidden in shown):
            continue
        label = context.indicators[whole.indicator].label.in_language(words.language)
        title = f"{whole.indicator} {label}, {context.service(whole.scope.service)}"
        rows = [part_cells(telling, one, is_hidden=is_hidden) for one, is_hidden in shown]
        headings = part_headings(telling, words.text("Unit"))
        tables.append(table_of(f"units-{len(tables) + 1}", title, headings, rows))
    if not tables:
        return None
    heading = words.text("Units where the segment is below target")
    return Section("units", heading, tuple(tables), is_confidential=True)


def _outages_section(telling: Telling, unit: str) -> Section | None:
    words, context = telling.words, telling.context
    found = [one for one in telling.results.outages if unit in (one.unit, one.segment) and one.counted > 0]
    if not found:
        return None
    distinct = {(one.service, one.unit, one.starts_at): one for one in found}
    rows = [
        (
            text_cell(context.service(one.service), context.unit_labels.get(one.unit, one.unit)),
            figure_cell(context.instant(one.starts_at, none=""), _outage_trace(telling, one)),
            text_cell(context.instant(one.ends_at, none=words.text("goes on"))),
            noted_cell(words.duration(one.counted), one.counted),
        )
        for one in sorted(distinct.values(), key=lambda one: (-one.counted, one.starts_at))[:10]
    ]
    headings = (
        *columns((words.text("Service"), 3), (words.text("Started"), 2), (words.text("Ended"), 2)),
        *numbers(words.text("Counted")),
    )
    caption = words.text("Outages, the longest counted first")
    return Section("outages", words.text("Outages"), (table_of("outages", caption, headings, rows),))


def _outage_trace(telling: Telling, outage: OutageEvidence) -> Trace:
    at = format_instant(outage.starts_at)
    return telling.command_trace(explain_command(outage_key(outage.service, outage.unit, at)))
