"""What only a compiled calendar shows of a contract: days that nobody knows, hours that never open."""

from collections.abc import Iterator
from datetime import timedelta

from collector.instants import EARLIEST_DAY, LATEST_DAY
from evaluator.contract.combined_hours import CombinedHoursTerms
from evaluator.contract.contract import Contract
from evaluator.contract.hours_checks import Misfit, misfits_of_hours
from evaluator.core.calendar.calendars import holiday_dates, named_dates
from evaluator.core.calendar.contract_calendars import compile_calendars
from evaluator.core.calendar.zones import compile_zone


def find_calendar_misfits(contract: Contract) -> Iterator[Misfit]:
    """Yield days that nobody knows; if there are none and all names are defined, hours that never open."""
    unknown = list(find_unknown_days(contract))
    yield from unknown
    names_are_known = contract.working_days in contract.service_hours and not any(misfits_of_hours(contract))
    if names_are_known and not unknown:
        yield from _never_open(contract)


def _never_open(contract: Contract) -> Iterator[Misfit]:
    """Yield hours that do not open once in the term: in them no clock would ever use up its limit."""
    # No fact is older or younger than these days, whatever a contract says of its term.
    days = (contract.term.first_day, contract.term.current_last_day)
    first_day, last_day = (min(max(day, EARLIEST_DAY), LATEST_DAY) for day in days)
    zone = compile_zone(contract.contract.zone, first_day, last_day)
    term = zone.start_of_day(first_day), zone.start_of_day(last_day + timedelta(days=1))
    for name, hours in compile_calendars(contract, *term).hours.items():
        if int(hours.elapsed(*term)) == 0:
            found = f"these hours never open from {first_day} to {last_day}"
            yield ("service_hours", name), found, "openings in the term; mend openings and closed days"


def find_unknown_days(contract: Contract) -> Iterator[Misfit]:
    """Yield each holiday calendar and each of the short days of the contract that names what nobody knows."""
    term = contract.term.first_day, contract.term.current_last_day
    known = {}
    for name, terms in contract.holidays.items():
        try:
            holiday_dates(terms, *term)
        except ValueError as error:
            yield ("holidays", name), str(error), ""
        else:
            known[name] = terms
    for name, hours in contract.service_hours.items():
        if isinstance(hours, CombinedHoursTerms) or hours.holidays not in known:
            continue
        for position, short in enumerate(hours.short_days):
            try:
                named_dates(known[hours.holidays], (*short.named, *short.before), *term)
            except ValueError as error:
                yield ("service_hours", name, "short_days", position), str(error), ""
