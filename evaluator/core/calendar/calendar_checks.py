"""Countries and days by name that a contract uses must be in the calendars of the `holidays` package."""

from collections.abc import Iterator

from evaluator.contract.combined_hours import CombinedHoursTerms
from evaluator.contract.contract import Contract
from evaluator.contract.hours_checks import Misfit
from evaluator.core.calendar.calendars import holiday_dates, named_dates


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
