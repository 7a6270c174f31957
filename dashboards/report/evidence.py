"""The evidence behind each figure: how it was counted, the tickets and the outages it rests on."""

from dataclasses import dataclass

from dashboards.figure_keys import explain_command
from dashboards.report.context import Context
from dashboards.report.limits import describe_time, is_around_the_clock
from dashboards.report.outage_words import describe_limit
from dashboards.report.values import ValueForm, value_form
from dashboards.report.verdicts import (
    Badge,
    badge_of,
    evidence_anchor,
    percent_below_all,
    value_text,
    verdict_anchor,
)
from dashboards.wording import Wording
from dashboards.wording.terms import service_state_word, view_word
from evaluator.contract.indicators import AnyIndicator, Availability, Imported, Mean, OutageLimits
from evaluator.core.outcomes import Outcome, Verdict, View
from evaluator.results.published import OutageEvidence, TicketEvidence

ROWS_BEHIND_A_MISS = 25
ROWS_OTHERWISE = 10


@dataclass(frozen=True)
class TicketRow:
    """One ticket."""

    ticket: str
    service: str
    unit: str
    priority: str
    opened: str
    ended: str
    used: str
    limit: str
    waiting: str
    outcome: str
    left_out_by: str


@dataclass(frozen=True)
class OutageRow:
    """One outage."""

    service: str
    unit: str
    state: str
    starts: str
    ends: str
    counted: str
    planned: str
    users: str
    left_out_by: str


@dataclass(frozen=True)
class EvidenceGroup:
    """What one figure rests on.

    `more_tickets` and `more_outages` say how many rows are not shown, `explain` which command tells all.
    """

    anchor: str
    verdict_anchor: str
    title: str
    verdict: Badge
    calculation: tuple[str, ...]
    tickets: tuple[TicketRow, ...]
    more_tickets: int
    outages: tuple[OutageRow, ...]
    more_outages: int
    explain: str


@dataclass(frozen=True)
class EvidenceIndex:
    """Evidence by indicator and service, and by indicator alone under the empty service."""

    tickets: dict[tuple[str, str], list[TicketEvidence]]
    outages: dict[tuple[str, str], list[OutageEvidence]]


def build_evidence(context: Context) -> tuple[EvidenceGroup, ...]:
    """Return a group for each judged figure, those missed first."""
    index = _index(context)
    outcomes = sorted(context.whole_outcomes(), key=lambda one: one.verdict is not Verdict.MISSED)
    return tuple(_group(context, outcome, index) for outcome in outcomes)


def _index(context: Context) -> EvidenceIndex:
    index = EvidenceIndex({}, {})
    for ticket in context.results.tickets:
        # A ticket of no known service counts as unknown in each service of the indicator.
        services = [ticket.service] if ticket.service else context.indicators[ticket.indicator].services
        for service in {*services, ""}:
            index.tickets.setdefault((ticket.indicator, service), []).append(ticket)
    for outage in context.results.outages:
        for service in {outage.service, ""}:
            index.outages.setdefault((outage.indicator, service), []).append(outage)
    return index


def _group(context: Context, outcome: Outcome, index: EvidenceIndex) -> EvidenceGroup:
    indicator, words = context.indicators[outcome.indicator], context.wording
    shown = ROWS_BEHIND_A_MISS if outcome.verdict is Verdict.MISSED else ROWS_OTHERWISE
    key = (outcome.indicator, outcome.scope.service)
    tickets = _tickets_to_show(index.tickets.get(key, []))
    outages = sorted(index.outages.get(key, []), key=lambda one: (-one.counted, one.starts_at))
    title = f"{indicator.id} {indicator.label.in_language(words.language)}"
    return EvidenceGroup(
        anchor=evidence_anchor(outcome),
        verdict_anchor=verdict_anchor(outcome),
        title=f"{title}, {context.service(outcome.scope.service)}",
        verdict=badge_of(context, outcome),
        calculation=describe_calculation(context, indicator, outcome),
        tickets=tuple(ticket_row(context, one) for one in tickets[:shown]),
        more_tickets=max(len(tickets) - shown, 0),
        outages=tuple(outage_row(context, one) for one in outages[:shown]),
        more_outages=max(len(outages) - shown, 0),
        explain=explain_command(context.keys.of_outcome(outcome.indicator, outcome.scope)),
    )


def _tickets_to_show(tickets: list[TicketEvidence]) -> list[TicketEvidence]:
    telling = [one for one in tickets if one.missed or one.unknown]
    return sorted(telling or tickets, key=lambda one: (not one.missed, -_overrun(one), one.ticket))


def ticket_outcome(ticket: TicketEvidence, words: Wording) -> str:
    """Return, as sign and word, whether a ticket missed, or that nobody can tell."""
    if ticket.unknown:
        return "? " + words.text("cannot be told")
    return "✗ " + words.text("missed") if ticket.missed else "✓ " + words.text("in time")


def ticket_service(context: Context, ticket: TicketEvidence) -> str:
    """Return the label of a ticket's service, or that it is unknown."""
    return context.service(ticket.service) if ticket.service else context.wording.text("unknown")


def _overrun(ticket: TicketEvidence) -> int:
    return ticket.used if ticket.limit is None else ticket.used - ticket.limit


def describe_calculation(context: Context, indicator: AnyIndicator, outcome: Outcome) -> tuple[str, ...]:
    """Return how a figure was counted, as measured and in the view of `outcome`, and what is known of it."""
    words = context.wording
    measured = context.outcome(outcome.indicator, outcome.scope, View.AS_MEASURED)
    sources = words.text("Measured from {sources}.", sources=words.listing(indicator.data))
    counted = [measured] if outcome.view is View.AS_MEASURED else [measured, outcome]
    lines = [line for one in counted if (line := _fraction(context, indicator, one))]
    if not lines:
        return (words.text("No source observed the period, so there is no figure."), sources)
    unit = _unit_counted(indicator, words)
    return (*lines, *unit, *_known(context, outcome), *_contradicted(indicator, outcome, words), sources)


def _fraction(context: Context, indicator: AnyIndicator, outcome: Outcome | None) -> str:
    if outcome is None or outcome.figure is None:
        return ""
    words, figure = context.wording, outcome.figure
    view = view_word(outcome.view, words)
    value = value_text(indicator, outcome, words)
    counted = {"numerator": words.number(figure.numerator), "denominator": words.number(figure.denominator)}
    if isinstance(indicator, Mean) and figure.denominator != 0:
        return words.text(
            "{view}: {numerator} seconds in all over {denominator} tickets, a mean of {value}.",
            view=view,
            value=value,
            **counted,
        )
    if isinstance(indicator, OutageLimits) and figure.binding:
        limit = describe_limit(indicator.limit(figure.binding), words)
        return words.text("{view}: {value} of the limit: {limit}.", view=view, value=value, limit=limit)
    if value_form(indicator) is ValueForm.SHARE and figure.denominator != 0:
        return words.text(
            "{view}: {numerator} of {denominator}, that is {value}.", view=view, value=value, **counted
        )
    return words.text("{view}: {value}.", view=view, value=value)


def _unit_counted(indicator: AnyIndicator, words: Wording) -> list[str]:
    """What numbers in the thousands of millions are of: nobody would take them for seconds."""
    if not isinstance(indicator, Availability):
        return []
    return [
        words.text("Counted in seconds, times the users or other weights where the contract weighs by them.")
    ]


def _known(context: Context, outcome: Outcome) -> list[str]:
    figure, words = outcome.figure, context.wording
    if figure is None or figure.completeness is None:
        return []
    return [
        words.text(
            "Known: {known} of {expected} ({share}).",
            known=words.number(figure.known),
            expected=words.number(figure.expected),
            share=percent_below_all(figure.completeness, words),
        )
    ]


def _contradicted(indicator: AnyIndicator, outcome: Outcome, words: Wording) -> list[str]:
    """Why nothing is known of an imported share whose misses nobody can tell."""
    if not isinstance(indicator, Imported) or not indicator.is_share:
        return []
    if outcome.figure is None or outcome.figure.misses is not None:
        return []
    return [
        words.text(
            "What was imported contradicts itself: more was counted than there was, or less than nothing, so"
            " that none of it is known."
        )
    ]


def ticket_row(context: Context, ticket: TicketEvidence) -> TicketRow:
    """Return one ticket in words."""
    words = context.wording
    return TicketRow(
        ticket=ticket.ticket,
        service=ticket_service(context, ticket),
        unit=context.unit_labels.get(ticket.unit, ticket.unit),
        priority=ticket.priority,
        opened=context.instant(ticket.opened_at, none=""),
        ended=context.instant(ticket.ended_at, none=words.text("open")),
        used=_time(context, ticket, ticket.used),
        limit="" if ticket.limit is None else _time(context, ticket, ticket.limit),
        waiting=_waiting(context, ticket),
        outcome=ticket_outcome(ticket, context.wording),
        left_out_by=ticket.left_out_by,
    )


def _time(context: Context, ticket: TicketEvidence, amount: int) -> str:
    if ticket.in_working_days:
        return context.wording.plural("{n} working day", "{n} working days", amount)
    indicator = context.indicators[ticket.indicator]
    day_and_night = is_around_the_clock(indicator, context.contract)
    return describe_time(amount, ticket.limit, context.wording, around_the_clock=day_and_night)


def _waiting(context: Context, ticket: TicketEvidence) -> str:
    words = context.wording
    parts = [
        (words.text("user"), ticket.waiting_user),
        (words.text("customer"), ticket.waiting_customer),
        (words.text("third party"), ticket.waiting_third),
    ]
    return ", ".join(f"{who} {words.duration(seconds)}" for who, seconds in parts if seconds != 0)


def outage_row(context: Context, outage: OutageEvidence) -> OutageRow:
    """Return one outage in words."""
    words = context.wording
    users = words.text("unknown") if outage.users_affected is None else words.number(outage.users_affected)
    return OutageRow(
        service=context.service(outage.service),
        unit=context.unit_labels.get(outage.unit, outage.unit),
        state=service_state_word(outage.state, words),
        starts=context.instant(outage.starts_at, none=""),
        ends=context.instant(outage.ends_at, none=words.text("still on")),
        counted=words.duration(outage.counted),
        planned=words.duration(outage.planned),
        users=users,
        left_out_by=outage.left_out_by,
    )
