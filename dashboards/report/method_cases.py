"""Which tickets count, with which of their values, and in which period, in words."""

from collections.abc import Mapping
from typing import assert_never

from dashboards.report.context import Context
from dashboards.report.figure_words import describe_counted_elsewhere, describe_volume
from dashboards.report.head import Entry
from dashboards.report.method_clocks import describe_used_up
from dashboards.report.outage_words import describe_outage_month
from dashboards.wording import Wording
from dashboards.wording.terms import ticket_field_word, ticket_state_word
from dashboards.wording.words import marked
from evaluator.contract.clocks import ClockCondition
from evaluator.contract.contract import Straddling, TicketRules, ValueTaken
from evaluator.contract.indicators import (
    AnyIndicator,
    Availability,
    Count,
    CountTerms,
    Duty,
    Imported,
    LeadTime,
    LeadTimeMonth,
    LeadTimeTerms,
    Mean,
    MonthOf,
    OutageLimits,
    Outages,
    Percentile,
    PeriodicDuty,
    Rate,
    Share,
    ShareOfUnits,
    SurveyIndex,
    TimeWithinTarget,
)

ByMonth = TimeWithinTarget | Count | Rate | Share | Mean | Percentile
_TAKEN = {
    ValueTaken.FIRST: marked("A ticket counts with the {fields} it was opened with."),
    ValueTaken.AT_STOP: marked(
        "A ticket counts with the {fields} it had when its clock stopped or its lead time ended (for other"
        " indicators: when it was last resolved or closed), and until then with the latest."
    ),
    ValueTaken.BEFORE_STOP: marked(
        "A ticket counts with the {fields} it had just before its clock stopped or its lead time ended (for"
        " other indicators: before it was last resolved or closed), and until then with the latest."
    ),
    ValueTaken.LAST: marked("A ticket counts with its latest {fields}."),
}
_STRADDLING = {
    Straddling.OPENING: marked(
        "A ticket that was open when the contract was amended is measured by the terms in force when it"
        " opened; target and points are those of its period."
    ),
    Straddling.ATTRIBUTION: marked(
        "A ticket that was open when the contract was amended is measured by the terms of the period it"
        " belongs to."
    ),
}
_LEAD_TIME = {
    LeadTimeMonth.START: marked("A ticket belongs to the period in which its lead time began."),
    LeadTimeMonth.END: marked("A ticket belongs to the period in which its lead time ended."),
    LeadTimeMonth.DUE: marked(
        "A ticket belongs to the period in which its limit runs out, whether or not it was delivered."
    ),
}


def describe_ticket_rules(context: Context) -> tuple[Entry, ...]:
    """Return what holds for all tickets, where any indicator is about tickets."""
    if not any(isinstance(one, ByMonth | LeadTimeTerms) for one in context.contract.indicators):
        return ()
    words, rules = context.wording, context.contract.tickets
    unsure = words.text(
        "A ticket without a kind, priority or service, with a priority that no term names, or with a service"
        " that is not in the contract counts as unknown wherever it could belong."
    )
    text = " ".join([*_taken(rules, words), words.text(_STRADDLING[rules.straddling]), unsure])
    return (Entry(words.text("Tickets"), text),)


def describe_attribution(indicator: AnyIndicator, words: Wording) -> str:
    """Return in which period a ticket counts, and which ticket is no case; empty where none is looked at."""
    match indicator:
        case LeadTime() | Duty():
            return " ".join(part for part in (_lead_time(indicator, words), _void(indicator, words)) if part)
        case Count() | Rate():
            return _counted(indicator, words)
        case PeriodicDuty() | SurveyIndex() | Imported():
            return describe_counted_elsewhere(indicator, words)
        case TimeWithinTarget() | Share() | Mean() | Percentile():
            return _by_month(indicator, words)
        case Outages() | OutageLimits():
            return describe_outage_month(indicator, words)
        case Availability() | ShareOfUnits():
            return ""
        case _:
            assert_never(indicator)


def _taken(rules: TicketRules, words: Wording) -> list[str]:
    of_field: Mapping[str, ValueTaken] = {
        "priority": rules.priority_taken,
        "kind": rules.kind_taken,
        "service": ValueTaken(rules.service_taken),
        "unit": ValueTaken(rules.unit_taken),
    }
    fields = {
        taken: [ticket_field_word(field, words) for field, one in of_field.items() if one is taken]
        for taken in ValueTaken
    }
    return [
        words.text(_TAKEN[taken], fields=words.listing(named)) for taken, named in fields.items() if named
    ]


def _counted(indicator: Count | Rate, words: Wording) -> str:
    month = (
        _by_month(indicator, words)
        if indicator.changes_of is None
        else words.text("Each change belongs to the period in which it was made.")
    )
    return f"{month} {describe_volume(indicator, words)}" if isinstance(indicator, Rate) else month


def _lead_time(indicator: LeadTime | Duty, words: Wording) -> str:
    month = words.text(_LEAD_TIME[indicator.month_of])
    used_up = indicator.used_up_at_close
    return month if used_up is None else f"{month} {describe_used_up(used_up, words)}"


def _void(indicator: LeadTimeTerms, words: Wording) -> str:
    if not indicator.cancels_in:
        return ""
    states = words.listing(ticket_state_word(state, words) for state in indicator.cancels_in)
    return words.text("A ticket that ends as {cancels} is left out.", cancels=states)


def _by_month(indicator: ByMonth, words: Wording) -> str:
    if indicator.month_of is MonthOf.OPENED:
        return words.text("A ticket belongs to the period in which it was opened.")
    if isinstance(indicator, Mean | Percentile) and indicator.of.clock is None:
        return words.text("A ticket belongs to the period in which the time measured on it ended.")
    stopped = words.text("A ticket belongs to the period in which its clock stopped.")
    if indicator.month_of is MonthOf.STOPPED or not _has_limit(indicator):
        return stopped
    overdue = words.text(
        "One whose clock still runs past the limit when a period ends counts as overdue in the first such"
        " period, and not again when it stops."
    )
    return f"{stopped} {overdue}"


def _has_limit(indicator: ByMonth) -> bool:
    if isinstance(indicator, CountTerms | Share):
        return any(isinstance(condition, ClockCondition) for condition in indicator.that)
    return isinstance(indicator, TimeWithinTarget)
