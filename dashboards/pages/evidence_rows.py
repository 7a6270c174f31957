"""Tickets and outages as rows of a page, each leading to its own page."""

from collections.abc import Sequence

from collector.instants import format_instant
from dashboards.figure_keys import outage_key
from dashboards.pages.addresses import Addresses
from dashboards.pages.blocks import Cell, Column, Grid
from dashboards.report.context import Context
from dashboards.report.evidence import outage_row, ticket_row
from evaluator.results.published import OutageEvidence, TicketEvidence


def ticket_grid(context: Context, tickets: Sequence[TicketEvidence], addresses: Addresses) -> Grid:
    """Return `tickets` in their order, which is the furthest past the limit first."""
    words = context.wording
    return Grid(
        words.text("Tickets, the longest over the limit first"),
        (
            Column(words.text("Ticket")),
            Column(words.text("Service")),
            Column(words.text("Unit")),
            Column(words.text("Priority")),
            Column(words.text("Opened")),
            Column(words.text("Time used"), is_number=True),
            Column(words.text("Limit"), is_number=True),
            Column(words.text("Waited for")),
            Column(words.text("Outcome")),
        ),
        tuple(_ticket(context, one, addresses) for one in tickets if one.indicator in context.indicators),
    )


def _ticket(context: Context, ticket: TicketEvidence, addresses: Addresses) -> tuple[Cell, ...]:
    row = ticket_row(context, ticket)
    return (
        Cell(row.ticket, addresses.ticket(ticket.ticket)),
        Cell(row.service),
        Cell(row.unit),
        Cell(row.priority),
        Cell(row.opened),
        Cell(row.used),
        Cell(row.limit),
        Cell(row.waiting),
        Cell(row.outcome, asides=(row.left_out_by,) if row.left_out_by else ()),
    )


def outage_grid(context: Context, outages: Sequence[OutageEvidence], addresses: Addresses) -> Grid:
    """Return `outages` in their order, which is the longest counted first."""
    words = context.wording
    return Grid(
        words.text("Outages, the longest counted first"),
        (
            Column(words.text("Started")),
            Column(words.text("Ended")),
            Column(words.text("Service")),
            Column(words.text("Unit")),
            Column(words.text("State")),
            Column(words.text("Counted"), is_number=True),
            Column(words.text("In agreed maintenance"), is_number=True),
            Column(words.text("Users hit"), is_number=True),
            Column(words.text("Indicator")),
        ),
        tuple(_outage(context, one, addresses) for one in outages),
    )


def _outage(context: Context, outage: OutageEvidence, addresses: Addresses) -> tuple[Cell, ...]:
    row = outage_row(context, outage)
    key = outage_key(outage.service, outage.unit, format_instant(outage.starts_at))
    return (
        Cell(row.starts, addresses.evidence(key)),
        Cell(row.ends),
        Cell(row.service, addresses.service(outage.service)),
        Cell(row.unit),
        Cell(row.state, asides=(row.left_out_by,) if row.left_out_by else ()),
        Cell(row.counted),
        Cell(row.planned),
        Cell(row.users),
        Cell(outage.indicator, addresses.indicator(outage.indicator)),
    )
