"""Open tickets and coming maintenance, for the operational meeting."""

from dashboards.document.model import Block, Manner, Section
from dashboards.document.traces import figure
from dashboards.figure_keys import explain_command
from dashboards.reports.telling import (
    Telling,
    columns,
    figure_cell,
    note,
    numbers,
    plain,
    table_of,
    text_cell,
)

SHOWN = 25


def open_tickets_section(telling: Telling) -> Section:
    """Return how many tickets stand open and past their limit, and the worst of these by number."""
    words, cases = telling.words, telling.sources.open_cases
    blocks: list[Block] = []
    if cases is None:
        blocks.append(
            plain(words.text("How many tickets stand open is not known."), manner=Manner.INCOMPLETE)
        )
    else:
        told = words.text(
            "{open} tickets stood open when the facts were known, {overdue} of them past their limit.",
            open=words.number(cases.open),
            overdue=words.number(cases.overdue),
        )
        blocks.append(plain(figure(told, telling.month_trace()), manner=Manner.MEASURED))
    blocks += _overdue(telling)
    return Section(
        "open-tickets", words.text("Open and overdue tickets"), tuple(blocks), is_confidential=True
    )


def _overdue(telling: Telling) -> list[Block]:
    words, context = telling.words, telling.context
    found = [one for one in telling.results.tickets if one.ended_at is None and one.missed]
    found.sort(key=lambda one: (one.limit is None, (one.limit or 0) - one.used, one.ticket, one.indicator))
    rows = []
    for one in found[:SHOWN]:
        limit = "" if one.limit is None else _time(telling, one.limit, in_days=one.in_working_days)
        trace = telling.command_trace(explain_command(one.ticket))
        rows.append(
            (
                text_cell(one.ticket),
                text_cell(one.indicator),
                text_cell(context.service(one.service), context.unit_labels.get(one.unit, one.unit)),
                text_cell(one.priority),
                figure_cell(_time(telling, one.used, in_days=one.in_working_days), trace),
                text_cell(limit),
            )
        )
    if not rows:
        return [plain(words.text("No open ticket of the month is past its limit."))]
    headings = (
        *columns((words.text("Ticket"), 2), (words.text("Indicator"), 1), (words.text("Service"), 3)),
        *columns((words.text("Priority"), 1)),
        *numbers(words.text("Time used"), words.text("Limit")),
    )
    caption = words.text("Open tickets past their limit, the longest over it first")
    blocks: list[Block] = [table_of("overdue", caption, headings, rows)]
    left = len(found) - len(rows)
    if left > 0:
        blocks.append(note(words.plural("and {n} more", "and {n} more", left)))
    return blocks


def _time(telling: Telling, amount: int, *, in_days: bool) -> str:
    if in_days:
        return telling.words.plural("{n} working day", "{n} working days", amount)
    return telling.words.duration(amount)


def maintenance_section(telling: Telling) -> Section:
    """Return the maintenance ahead that sources have stated; said so where nobody looked."""
    words, context, planned = telling.words, telling.context, telling.sources.maintenance
    heading = words.text("Coming maintenance")
    if planned is None:
        told = words.text("Which maintenance is planned is not known: no source states it.")
        return Section("maintenance", heading, (plain(told, manner=Manner.INCOMPLETE),))
    if not planned:
        return Section("maintenance", heading, (plain(words.text("No maintenance is planned.")),))
    trace = telling.command_trace("supplierwatch sources")
    rows = [
        (
            text_cell(context.service(one.service), context.unit_labels.get(one.unit, one.unit)),
            figure_cell(context.instant(one.starts_at, none=""), trace),
            text_cell(context.instant(one.ends_at, none="")),
        )
        for one in sorted(planned, key=lambda one: (one.starts_at, one.service, one.unit))
    ]
    headings = columns((words.text("Service"), 3), (words.text("From"), 2), (words.text("To"), 2))
    return Section("maintenance", heading, (table_of("maintenance", heading, headings, rows),))
