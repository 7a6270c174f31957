"""Why no published result rests on a ticket, as far as that can be told."""

from collector.records import TicketState
from dashboards.report.limits import clocks_of
from evaluator.contract.contract import Contract
from evaluator.contract.indicators import Duty, LeadTime, LeadTimeMonth, MonthOf
from evaluator.core.measuring.selection import TicketIndicator, named_priorities
from evaluator.explain import TicketExplanation
from supplierwatch.cli.telling import Telling


def indicators_about(found: TicketExplanation, contract: Contract) -> list[TicketIndicator]:
    """Return the indicators a ticket belongs to, or could: what it does not say may be any."""
    return [
        indicator
        for indicator in contract.indicators
        if isinstance(indicator, TicketIndicator) and _is_about(indicator, found, contract)
    ]


def tell_unjudged(found: TicketExplanation, telling: Telling) -> str:
    """Return that nothing was judged on a ticket, and why where it can be told."""
    nothing = telling.words.text("No published result rests on this ticket.")
    return f"{nothing} {_reason(found, telling)}"


def _reason(found: TicketExplanation, telling: Telling) -> str:
    words, about = telling.words, indicators_about(found, telling.contract)
    if not about:
        return words.text("No indicator of the contract is about tickets of its service, kind and priority.")
    strange = [event.value for event in found.events if event.state is TicketState.UNMAPPED]
    if strange:
        return words.text(
            "It came into the status {status}, which the mapping does not explain.", status=strange[0]
        )
    names = {name for indicator in about for name in clocks_of(indicator)}
    clocks = [clock for clock in found.clocks if clock.clock in names]
    if any(clock.cancelled for clock in clocks):
        return words.text("It was cancelled, and such tickets are left out.")
    if all(_waits_for_end(indicator) for indicator in about) and _is_open(found, about):
        if any(indicator.month_of is MonthOf.STOPPED_OR_OVERDUE for indicator in about):
            return words.text("It has not ended; it is judged when it does, or gets past its limit.")
        return words.text("It has not ended; it is judged in the month in which it does.")
    return words.text("The month it belongs to has not been evaluated since it was known.")


def _is_about(indicator: TicketIndicator, found: TicketExplanation, contract: Contract) -> bool:
    chosen, priority = indicator.tickets, found.priority_that_judges
    known_services = {service.id for service in contract.services}
    return (
        (found.service in indicator.services or found.service not in known_services)
        and (not chosen.kinds or found.kind in ("", *chosen.kinds))
        and (
            not chosen.priorities
            or priority in chosen.priorities
            or priority not in named_priorities(contract)
        )
    )


def _waits_for_end(indicator: TicketIndicator) -> bool:
    if isinstance(indicator, LeadTime | Duty):
        return indicator.month_of is LeadTimeMonth.END
    return indicator.month_of is not MonthOf.OPENED


def _is_open(found: TicketExplanation, about: list[TicketIndicator]) -> bool:
    names = {name for indicator in about for name in clocks_of(indicator)}
    return any(clock.stopped_at is None for clock in found.clocks if clock.clock in names)
