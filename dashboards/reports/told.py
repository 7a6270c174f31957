"""What sources and the supplier told, in documents: their figures, how they were heard, what they owe."""

from collections.abc import Sequence

from dashboards.document.model import Block, Entries, Points, Section, runs
from dashboards.document.traces import figure
from dashboards.reports.telling import (
    Row,
    Telling,
    columns,
    count_cell,
    figure_cell,
    note,
    noted_cell,
    numbers,
    plain,
    table_of,
    text_cell,
)
from evaluator.core.deliveries import DeliveryState, ExpectedDelivery


def statements_section(telling: Telling) -> Section | None:
    """Return the supplier's figures beside ours; None where none was stated."""
    words, found = telling.words, telling.report.statements
    if not found:
        return None
    headings = (
        *columns((words.text("Indicator"), 3), (words.text("Scope"), 2)),
        *numbers(words.text("Stated by the supplier"), words.text("Measured"), words.text("Difference")),
        *columns((words.text("Remark"), 2)),
    )
    rows: list[Row] = []
    for one in found:
        trace = telling.month_trace()
        remark = f"≠ {words.text('on different sides of the target')}" if one.disagrees else ""
        rows.append(
            (
                text_cell(f"{one.indicator} {one.label}"),
                text_cell(one.scope),
                figure_cell(one.stated, trace),
                figure_cell(one.measured, trace),
                text_cell(one.difference),
                text_cell(remark),
            )
        )
    blocks: list[Block] = [
        table_of("statements", words.text("Figures stated by the supplier"), headings, rows)
    ]
    reconciled = telling.report.reconciliation
    if reconciled is not None:
        trace = telling.command_trace(f"supplierwatch reconcile --period {telling.month}")
        blocks.append(Points(tuple(runs(figure(text, trace)) for text in reconciled.totals)))
    heading = words.text("The supplier's figures beside ours")
    return Section("statements", heading, tuple(blocks), is_confidential=True)


def health_section(telling: Telling) -> Section:
    """Return how well each source was heard."""
    words = telling.words
    headings = (
        *columns((words.text("Source"), 2), (words.text("Last intake"), 2), (words.text("Known up to"), 2)),
        *columns((words.text("How it went"), 2)),
        *numbers(
            words.text("Rows"), words.text("In quarantine"), words.text("Tickets with an unmapped status")
        ),
    )
    trace = telling.command_trace("supplierwatch sources")
    rows = [
        (
            text_cell(row.source),
            figure_cell(row.last_intake, trace),
            text_cell(row.known_until),
            text_cell(row.outcome, row.problem, row.unmapped_words),
            noted_cell(row.rows, one.rows),
            noted_cell(row.rejects, one.rejects),
            noted_cell(row.unmapped, one.unmapped),
        )
        for one, row in zip(telling.results.health, telling.report.health, strict=True)
    ]
    table = table_of("health", words.text("How well each source was heard"), headings, rows)
    told = words.text(
        "A ticket with an unmapped status is stopped, counted and shown here; it never counts as met."
    )
    block: Block = table if rows else plain(words.text("No source is set up."))
    return Section("health", words.text("Data health"), (plain(told), block))


def deliveries_section(telling: Telling) -> Section | None:
    """Return the deliveries that sources owe, as of today; None where none is expected or nobody looked.

    It stands outside the seal: a file that comes tomorrow changes it, and nothing that was judged.
    """
    words, expected = telling.words, telling.sources.deliveries
    if not expected:
        return None
    told = words.text(
        "As of {day}, the day this was made. It stands outside what is sealed: a delivery that comes later"
        " changes this list and none of the figures above.",
        day=words.day(telling.sources.today),
    )
    headings = (
        *columns((words.text("Source"), 2)),
        *numbers(words.text("Delivered"), words.text("Came late"), words.text("Missing")),
        *columns((words.text("First missing, or next, due"), 2), (words.text("Came last"), 2)),
    )
    rows = [_delivery_row(telling, source, found) for source, found in expected.items()]
    caption = words.text("Deliveries of files that are expected")
    blocks = (plain(told), table_of("deliveries", caption, headings, rows))
    return Section("deliveries", words.text("Expected deliveries"), blocks, is_confidential=True)


def _delivery_row(telling: Telling, source: str, expected: Sequence[ExpectedDelivery]) -> Row:
    words, states = telling.words, [one.state for one in expected]
    trace = telling.command_trace(f"supplierwatch deliveries {source}")
    late, missing = states.count(DeliveryState.LATE), states.count(DeliveryState.MISSING)
    due = [one.due_at for one in expected if one.arrived_at is None]
    came = [one.arrived_at for one in expected if one.arrived_at is not None]
    instant = telling.context.instant
    return (
        text_cell(source),
        count_cell(states.count(DeliveryState.DELIVERED), words, trace),
        noted_cell(words.number(late), late),
        noted_cell(words.number(missing), missing),
        text_cell(instant(min(due, default=None), none="")),
        text_cell(instant(max(came, default=None), none=words.text("never"))),
    )


def method_section(telling: Telling) -> Section:
    """Return how it was measured, term by term."""
    entries = tuple((one.term, runs(one.text)) for one in telling.report.method)
    return Section("method", telling.words.text("How it was measured"), (Entries(entries),), is_data=True)


def restatement_section(telling: Telling) -> Section | None:
    """Return what a restatement says otherwise than the seal before it; None where none is shown."""
    words, found = telling.words, telling.report.restatement
    if found is None:
        return None
    headings = columns((words.text("Figure or ticket"), 2), (words.text("What"), 2))
    headings += columns((words.text("Before"), 1), (words.text("Restated"), 1))
    trace = telling.month_trace()
    rows = [
        (
            text_cell(one.subject),
            text_cell(one.what),
            figure_cell(one.before, trace),
            figure_cell(one.after, trace),
        )
        for one in found.rows
    ]
    blocks: list[Block] = [plain(f"{words.text('Reason')}: {found.reason}")]
    blocks.append(table_of("restatement", words.text("What is said otherwise than before"), headings, rows))
    if found.more:
        blocks.append(note(found.more))
    return Section("restatement", found.title, tuple(blocks))


def evidence_section(telling: Telling) -> Section:
    """Return the tickets behind the figures, for the forms that take long lists."""
    words, context = telling.words, telling.context
    headings = (
        *columns(words.text("Indicator"), words.text("Ticket"), words.text("Service"), words.text("Unit")),
        *columns(words.text("Priority"), words.text("Opened"), words.text("Ended")),
        *numbers(words.text("Time used"), words.text("Limit")),
        *columns(words.text("Outcome"), words.text("Left out by")),
    )
    rows = []
    for one in telling.results.tickets:
        trace = telling.command_trace(f"supplierwatch explain {one.ticket}")
        outcome = words.text("missed") if one.missed else words.text("in time")
        unit = context.unit_labels.get(one.unit, one.unit)
        rows.append(
            (
                text_cell(one.indicator),
                text_cell(one.ticket),
                text_cell(context.service(one.service)),
                text_cell(unit),
                text_cell(one.priority),
                text_cell(context.instant(one.opened_at, none="")),
                text_cell(context.instant(one.ended_at, none=words.text("open"))),
                figure_cell(str(one.used), trace, one.used),
                text_cell("") if one.limit is None else noted_cell(str(one.limit), one.limit),
                text_cell(words.text("cannot be told") if one.unknown else outcome),
                text_cell(one.left_out_by),
            )
        )
    told = words.text("Times are seconds, or working days where the contract counts in these.")
    table = table_of("tickets", words.text("Tickets behind the figures"), headings, rows, told)
    return Section("evidence", words.text("Evidence"), (table,), is_confidential=True, is_data=True)
