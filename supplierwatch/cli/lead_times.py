"""Between which events of a ticket a lead time runs, in words and with their instants."""

import pandas as pd

from dashboards.wording.terms import ticket_field_word, ticket_state_word
from evaluator.contract.clocks import ClockHours, EventTerms, LastChangeEvent, OpenedEvent, StateEvent
from evaluator.contract.indicators import LeadTimeTerms
from evaluator.core.clock.events import event_instants
from evaluator.explain import TicketExplanation
from supplierwatch.cli.telling import Telling


def tell_events(indicator: LeadTimeTerms, found: TicketExplanation, telling: Telling) -> str:
    """Return between which events a lead time runs, when these happened, and in which hours."""
    return telling.words.text(
        "Counted from when it {start} ({started}) until it {end} ({ended}), in {hours}.",
        start=_event(indicator.start, telling),
        started=_happened(indicator.start, found, telling),
        end=_event(indicator.end, telling),
        ended=_happened(indicator.end, found, telling),
        hours=_hours(indicator, found, telling),
    )


def _event(event: EventTerms, telling: Telling) -> str:
    words = telling.words
    if isinstance(event, OpenedEvent):
        return words.text("was opened")
    if isinstance(event, LastChangeEvent):
        return words.text("last changed")
    if isinstance(event, StateEvent):
        states = words.choice(ticket_state_word(state, words) for state in event.states)
        if event.which == "first":
            return words.text("first was {states}", states=states)
        return words.text("last came to be {states}", states=states)
    named = {"field": ticket_field_word(event.field, words), "value": event.value}
    if event.which == "first":
        return words.text("first got {field} {value}", **named)
    return words.text("last got {field} {value}", **named)


def _happened(event: EventTerms, found: TicketExplanation, telling: Telling) -> str:
    instant = event_instants(_ticket(found), _changes(found), event).iloc[0]
    return telling.words.text("not yet") if instant is pd.NA else telling.instant(int(instant))


def _ticket(found: TicketExplanation) -> pd.DataFrame:
    words = {
        "kind": found.kind,
        "service": found.service,
        "unit": found.unit,
        "priority": found.priority_at_opening,
    }
    at_opening = {name: pd.Series([word or None], dtype="str") for name, word in words.items()}
    return pd.DataFrame({"ticket_id": [0], "opened_at": [found.opened_at], **at_opening})


def _changes(found: TicketExplanation) -> pd.DataFrame:
    states = [None if event.state is None else int(event.state) for event in found.events]
    return pd.DataFrame(
        {
            "ticket_id": pd.Series([0] * len(found.events), dtype="int64"),
            "at": pd.Series([event.at for event in found.events], dtype="int64"),
            "sequence": pd.Series(range(len(found.events)), dtype="int64"),
            "field": pd.Series([event.field for event in found.events], dtype="str"),
            "value": pd.Series([event.value for event in found.events], dtype="str"),
            "state": pd.Series(states, dtype="Int64"),
        }
    )


def _hours(indicator: LeadTimeTerms, found: TicketExplanation, telling: Telling) -> str:
    contract, words = telling.contract, telling.words
    name = indicator.hours
    if name == ClockHours.ALWAYS:
        return words.text("hours around the clock")
    if name == ClockHours.SERVICE:
        name = next((one.hours for one in contract.services if one.id == found.service), name)
    terms = contract.service_hours.get(name)
    label = name if terms is None else telling.label(terms.label)
    limits = [indicator.within.limit, *indicator.within.limits.values()]
    if any(limit is not None and limit.working_days is not None for limit in limits):
        return words.text("working days of {hours}", hours=label)
    return words.text("the hours {hours}", hours=label)
