"""The page of an indicator: its history against the target, each service, segments, and what was missed."""

from collections.abc import Iterator

from dashboards.pages.addresses import Addresses
from dashboards.pages.blocks import Block, Cell, Column, Grid, History, Page, Paragraph, Section, section
from dashboards.pages.charts import draw_history
from dashboards.pages.evidence_rows import outage_grid, ticket_grid
from dashboards.pages.overview import tell_standing, verdict_grid
from dashboards.report.charts import Moment
from dashboards.report.context import Context, value_of
from dashboards.report.history import MONTHS_SHOWN, describe_history, index_history, period_names
from dashboards.report.outlook import describe_occasion, describe_outlook, describe_projection
from dashboards.report.segments import PartRow, part_rows
from dashboards.report.values import describe_target, format_value
from dashboards.report.verdicts import badge, value_text
from dashboards.wording.terms import verdict_word
from dashboards.wording.words import marked
from evaluator.contract.indicators import AnyIndicator
from evaluator.core.confidence.prospects import Basis
from evaluator.core.outcomes import Outcome, Scope

UNITS_SHOWN = 10


def build_indicator(context: Context, indicator: AnyIndicator, addresses: Addresses) -> Page:
    """Return the page of `indicator`; the results of `context` hold its outcomes and worst evidence."""
    words = context.wording
    label = indicator.label.in_language(words.language)
    wholes = [one for one in context.whole_outcomes() if one.indicator == indicator.id]
    return Page(
        title=f"{indicator.id} {label}",
        subtitle=words.month(context.results.period.name),
        lead=(
            *tell_standing(context, addresses),
            Paragraph(_terms(context, indicator), "lead"),
        ),
        sections=(
            *section("verdict", words.text("Verdict"), _verdict(context, indicator, wholes, addresses)),
            *section("history", words.text("24 months"), _histories(context, indicator, wholes)),
            *section("outlook", words.text("Where it is heading"), _outlook(context, indicator, wholes)),
            *section("segments", words.text("Segments and units"), _parts(context, wholes, addresses)),
            *_evidence(context, addresses),
        ),
    )


def _terms(context: Context, indicator: AnyIndicator) -> str:
    words = context.wording
    target = words.text("Target: {target}.", target=describe_target(indicator, context.contract, words))
    if not indicator.clause:
        return target
    return f"{target} " + words.text("Clause: {clause}.", clause=indicator.clause)


def _verdict(
    context: Context, indicator: AnyIndicator, wholes: list[Outcome], addresses: Addresses
) -> Iterator[Block]:
    if wholes:
        yield verdict_grid(context, addresses, wholes, shows_basis=True)
        return
    yield Paragraph(
        context.wording.text(
            "{indicator} is not judged this month: its period does not end with it.", indicator=indicator.id
        )
    )


def _histories(context: Context, indicator: AnyIndicator, wholes: list[Outcome]) -> Iterator[Block]:
    index = index_history(context)
    known = sorted({scope for name, scope in index if name == indicator.id and scope.is_whole})
    scopes = [one.scope for one in wholes] or known
    found = {scope: index[indicator.id, scope] for scope in scopes if (indicator.id, scope) in index}
    for scope, outcomes in found.items():
        yield _history(context, indicator, scope, outcomes)
    if found:
        yield _months(context, indicator, found)


def _history(
    context: Context, indicator: AnyIndicator, scope: Scope, outcomes: dict[str, Outcome]
) -> History:
    words = context.wording
    names = period_names(context.results.period.name, indicator.period)
    moments = [_moment(context, indicator, name, outcomes.get(name)) for name in names]
    target = next(end for end in (indicator.target.lowest, indicator.target.highest) if end is not None)
    title = words.text(
        "{indicator}, {service}: the last {months} months",
        indicator=indicator.id,
        service=context.service(scope.service),
        months=MONTHS_SHOWN,
    )
    described = describe_history(context, indicator, [one for one, _ in moments])
    return History(
        draw_history(moments, target, title, described, lambda value: format_value(indicator, value, words))
    )


def _moment(
    context: Context, indicator: AnyIndicator, name: str, outcome: Outcome | None
) -> tuple[Moment, str]:
    words = context.wording
    if outcome is None:
        return Moment(name, None, None), words.text("not evaluated")
    shown = f"{value_text(indicator, outcome, words)}, {verdict_word(outcome.verdict, words)}"
    return Moment(name, value_of(outcome), outcome.verdict), f"{words.month(name)}: {shown}"


def _months(context: Context, indicator: AnyIndicator, found: dict[Scope, dict[str, Outcome]]) -> Grid:
    words = context.wording
    names = sorted({name for outcomes in found.values() for name in outcomes}, reverse=True)
    return Grid(
        words.text("{indicator}: each month, after agreed exclusions", indicator=indicator.id),
        (
            Column(words.text("Month")),
            *(Column(context.service(scope.service), is_number=True) for scope in found),
        ),
        tuple(
            (
                Cell(words.month(name)),
                *(_value(context, indicator, outcomes.get(name)) for outcomes in found.values()),
            )
            for name in names
        ),
    )


def _value(context: Context, indicator: AnyIndicator, outcome: Outcome | None) -> Cell:
    words = context.wording
    if outcome is None:
        return Cell(words.text("not evaluated"))
    shown = badge(outcome.verdict, words)
    return Cell(f"{value_text(indicator, outcome, words)} {shown.symbol} {shown.word}")


def _outlook(context: Context, indicator: AnyIndicator, wholes: list[Outcome]) -> Iterator[Block]:
    words = context.wording
    for outcome in wholes:
        lines = describe_outlook(indicator, outcome, words)
        if lines:
            yield Paragraph(f"{context.service(outcome.scope.service)}: {'; '.join(lines)}.")
    rows = tuple(
        (
            Cell(context.service(one.service)),
            Cell(describe_occasion(context, one)),
            Cell(words.day(one.on_day)),
            Cell(describe_projection(indicator, one.projection, words)),
        )
        for one in context.results.forecasts
        if one.indicator == indicator.id and one.projection.basis is not Basis.CANNOT_BE_TOLD
    )
    if rows:
        headings = (marked("Service"), marked("What is decided then"), marked("On"), marked("Forecast"))
        yield Grid(words.text("Forecasts"), tuple(Column(words.text(one)) for one in headings), rows)


def _parts(context: Context, wholes: list[Outcome], addresses: Addresses) -> Iterator[Block]:
    words = context.wording
    for whole in wholes:
        service = context.service(whole.scope.service)
        segments = part_rows(context, whole, units=False)
        units = part_rows(context, whole, units=True, at_most=UNITS_SHOWN)
        if segments:
            yield part_grid(
                context,
                words.text("{service}: segments, the worst first", service=service),
                segments,
                addresses,
            )
        told = tuple(one for one in units if one.verdict is not None)
        if told:
            title = words.text("{service}: units, the worst first", service=service)
            yield part_grid(context, title, told, addresses)
    if any(one.scope.unit for one in context.results.outcomes):
        indicator = context.results.outcomes[0].indicator
        yield Paragraph(words.text("Every unit"), address=addresses.to("units", indicator=indicator))


def part_grid(
    context: Context, caption: str, rows: tuple[PartRow, ...], addresses: Addresses, note: str = ""
) -> Grid:
    """Return segments or units of one indicator, as they are ordered; of too few cases only that they are."""
    words = context.wording
    return Grid(
        caption,
        (
            Column(words.text("Which")),
            Column(words.text("As measured"), is_number=True),
            Column(words.text("After agreed exclusions"), is_number=True),
            Column(words.text("Cases"), is_number=True),
            Column(words.text("Against the target")),
        ),
        tuple(
            (
                Cell(row.label, addresses.unit(row.unit) if row.unit else ""),
                Cell(row.measured),
                Cell(row.after, addresses.evidence(row.explain) if row.verdict is not None else ""),
                Cell(row.cases),
                Cell(badge=row.verdict),
            )
            for row in rows
        ),
        note,
    )


def _evidence(context: Context, addresses: Addresses) -> tuple[Section, ...]:
    words, results = context.wording, context.results
    blocks: list[Block] = []
    if results.tickets:
        blocks.append(ticket_grid(context, results.tickets, addresses))
    if results.outages:
        blocks.append(outage_grid(context, results.outages, addresses))
    return section("missed", words.text("What it rests on, the worst first"), blocks)
