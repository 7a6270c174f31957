"""The timeline of services of the contract: their facts, what tickets say, their agreed maintenance."""

from collections.abc import Collection

import pandas as pd

from evaluator.contract.availability import AvailabilityRules
from evaluator.core.availability.maintenance import MaintenanceHours
from evaluator.core.availability.timeline import Timeline, build_timeline
from evaluator.core.calendar.hours import ServiceHours
from evaluator.core.facts import Facts
from evaluator.core.measuring.ticket_book import TicketBook
from evaluator.core.measuring.ticket_outages import find_ticket_sightings


def timeline_of(
    subjects: pd.DataFrame, rules: str, hours: ServiceHours, book: TicketBook, within: Collection[str] = ()
) -> Timeline:
    """Return the timeline of `subjects`, under the contract's availability rules `rules`.

    These are of one or several services that work in `hours`. `within` are composites that they all are a
    part of, whose maintenance is theirs too.
    """
    terms = book.contract.availability_rules[rules]
    states, observed = _seen(terms, subjects, book)
    services = subjects["service"].unique().tolist()
    return build_timeline(
        subjects,
        states,
        observed,
        _maintenance_of(services, within, _announced(book.facts)),
        terms,
        book.calendars.contract_days,
        book.facts.known_at,
        _maintenance_hours(hours, terms, book),
    )


def _seen(
    terms: AvailabilityRules, subjects: pd.DataFrame, book: TicketBook
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The states and observed intervals of the facts, and those of tickets where the contract has them."""
    facts = book.facts
    if terms.outages_from_tickets is None:
        return facts.states, facts.observed
    said = [
        find_ticket_sightings(terms.outages_from_tickets, book, str(service), [one for one in units if one])
        for service, units in subjects.groupby("service")["unit"].unique().items()
    ]
    services = subjects["service"].unique()
    states = _together(facts.states, [one.states for one in said], services)
    return states, _together(facts.observed, [one.observed for one in said], services)


def _together(facts: pd.DataFrame, said: list[pd.DataFrame], services: Collection[str]) -> pd.DataFrame:
    here = facts.loc[facts["service"].isin(services).to_numpy(), said[0].columns]
    return pd.concat([here.astype(said[0].dtypes.to_dict()), *said], ignore_index=True)


def _announced(facts: Facts) -> pd.DataFrame:
    """The maintenance; an announcement dated after what is known was not made yet."""
    announced = facts.maintenance["announced_at"]
    return facts.maintenance.assign(announced_at=announced.where(announced <= facts.known_at))


def _maintenance_of(
    services: Collection[str], within: Collection[str], maintenance: pd.DataFrame
) -> pd.DataFrame:
    of_whole = maintenance.loc[maintenance["service"].isin(list(within)).to_numpy()]
    if of_whole.empty:
        return maintenance
    passed_on = [of_whole.assign(service=service) for service in services]
    named = maintenance.assign(service=maintenance["service"].astype("str"))
    return pd.concat([named, *passed_on], ignore_index=True)


def _maintenance_hours(hours: ServiceHours, terms: AvailabilityRules, book: TicketBook) -> MaintenanceHours:
    allowed = terms.maintenance_allowed_in
    return MaintenanceHours(
        zone=book.contract.contract.zone,
        counted=hours,
        allowed=None if allowed is None else book.calendars.hours[allowed],
    )
