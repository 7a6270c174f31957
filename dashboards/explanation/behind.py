"""The tickets and outages a figure rests on: the worst, and how many more there are."""

from collections.abc import Iterator

from collector.instants import format_instant
from dashboards.explanation.parts import Part, Sentence, make_table
from dashboards.explanation.telling import FigureFacts, of_scope
from dashboards.figure_keys import explain_command, outage_key
from dashboards.report.evidence import outage_row, ticket_row
from dashboards.wording.words import marked
from evaluator.core.outcomes import Outcome
from evaluator.results.published import OutageEvidence, TicketEvidence

_TICKETS = (
    marked("Ticket"),
    marked("Service"),
    marked("Unit"),
    marked("Priority"),
    marked("Opened"),
    marked("Ended"),
    marked("Time used"),
    marked("Limit"),
    marked("Due"),
    marked("Waited for"),
    marked("Outcome"),
    marked("Left out by"),
)
_OUTAGES = (
    marked("Service"),
    marked("Unit"),
    marked("State"),
    marked("Started"),
    marked("Ended"),
    marked("Counted"),
    marked("In agreed maintenance"),
    marked("Users hit"),
    marked("Seen by"),
    marked("Left out by"),
)


def tickets_of(facts: FigureFacts, outcome: Outcome) -> list[TicketEvidence]:
    """Return the tickets behind an outcome, missed first, the longest over the limit first."""
    found = [one for one in facts.tickets if of_scope(outcome.scope, one.service, one.segment, one.unit)]
    return sorted(found, key=lambda one: (one.unknown, not one.missed, -over_limit(one), one.ticket))


def outages_of(facts: FigureFacts, outcome: Outcome) -> list[OutageEvidence]:
    """Return the outages behind an outcome, the longest counted first."""
    found = [
        one
        for one in facts.context.results.outages
        if one.indicator == outcome.indicator and of_scope(outcome.scope, one.service, one.segment, one.unit)
    ]
    return sorted(found, key=lambda one: (-one.counted, one.starts_at))


def over_limit(ticket: TicketEvidence) -> int:
    """Return by how much a ticket is past its limit; of one without a limit what it used."""
    return ticket.used if ticket.limit is None else ticket.used - ticket.limit


def tell_tickets(facts: FigureFacts, outcome: Outcome) -> Iterator[Part]:
    """Yield the tickets an outcome rests on; nothing where it rests on none."""
    found, words = tickets_of(facts, outcome), facts.words
    if not found:
        return
    rows = [_ticket_cells(facts, one) for one in found[: facts.shown(len(found))]]
    title = words.text("Tickets, the longest over the limit first")
    yield make_table(words, title, _TICKETS, rows, right=(_TICKETS[6], _TICKETS[7]))
    yield from _rest(facts, len(rows), len(found) if facts.tickets_in_all is None else facts.tickets_in_all)
    yield Sentence(explain_command(found[0].ticket), is_command=True)


def tell_outages(facts: FigureFacts, outcome: Outcome) -> Iterator[Part]:
    """Yield the outages an outcome rests on; nothing where it rests on none."""
    found, words = outages_of(facts, outcome), facts.words
    if not found:
        return
    rows = [_outage_cells(facts, one) for one in found[: facts.shown(len(found))]]
    title = words.text("Outages, the longest counted first")
    yield make_table(words, title, _OUTAGES, rows, right=_OUTAGES[5:8])
    yield from _rest(facts, len(rows), len(found))
    worst = found[0]
    key = outage_key(worst.service, worst.unit, format_instant(worst.starts_at))
    yield Sentence(explain_command(key), is_command=True)


def _rest(facts: FigureFacts, shown: int, number: int) -> Iterator[Part]:
    more = number - shown
    if more > 0 and facts.is_on_page:
        yield Sentence(facts.words.plural("and {n} more", "and {n} more", more))
    elif more > 0:
        yield Sentence(facts.words.plural("and {n} more: --all", "and {n} more: --all", more))


def _ticket_cells(facts: FigureFacts, ticket: TicketEvidence) -> tuple[str, ...]:
    row = ticket_row(facts.context, ticket)
    return (
        row.ticket,
        row.service,
        row.unit,
        row.priority,
        row.opened,
        row.ended,
        row.used,
        row.limit,
        facts.context.instant(ticket.due_at, none=""),
        row.waiting,
        row.outcome,
        row.left_out_by,
    )


def _outage_cells(facts: FigureFacts, outage: OutageEvidence) -> tuple[str, ...]:
    row = outage_row(facts.context, outage)
    return (
        row.service,
        row.unit,
        row.state,
        row.starts,
        row.ends,
        row.counted,
        row.planned,
        row.users,
        outage.seen_by,
        row.left_out_by,
    )
