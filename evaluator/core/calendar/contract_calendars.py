"""The contract's calendars compiled for a stretch of time: service hours and working days by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd

from collector.instants import to_datetime
from evaluator.contract.combined_hours import CombinedHoursTerms
from evaluator.contract.contract import Contract
from evaluator.contract.hours import HolidayTerms, ServiceHoursTerms
from evaluator.contract.hours_checks import circle_through
from evaluator.core.calendar.combined_hours import combine_days, combine_hours
from evaluator.core.calendar.hours import ServiceHours, compile_hours
from evaluator.core.calendar.working_days import WorkingDays, compile_working_days

Compiled = tuple[ServiceHours, WorkingDays]
Groups = npt.NDArray[np.int64]

ALWAYS = "always"
SERVICE = "service"
YEARS_OF_SLACK = 1
"""How many whole years calendars reach beyond the facts, so that due times have somewhere to fall."""


@dataclass(frozen=True, eq=False)
class Calendars:
    """Compiled service hours and working days by name; `always` is around the clock.

    `hours_of_service` names the hours of each service, `contract_days` are the days on which the
    contract counts working days where no other hours are named.
    """

    hours: Mapping[str, ServiceHours]
    working_days: Mapping[str, WorkingDays]
    hours_of_service: Mapping[str, str]
    contract_days: WorkingDays

    def groups(self, services: pd.Series, named: str) -> tuple[list[ServiceHours], list[WorkingDays], Groups]:
        """Return hours, the contract's working days once for each, and each row's position among them.

        `named` is the name of hours, `always`, or `service` for the hours of each row's service. A service
        the contract does not name is always open.
        """
        names = sorted({ALWAYS, *self.hours_of_service.values()})
        position = {name: place for place, name in enumerate(names)}
        words = services.astype("category")
        of_word = [position[self.hours_of_service.get(str(word), ALWAYS)] for word in words.cat.categories]
        lookup = np.array([*of_word, position[ALWAYS]], dtype=np.int64)
        hours = [self.hours[name if named == SERVICE else named] for name in names]
        return hours, [self.contract_days] * len(hours), lookup[words.cat.codes.to_numpy()]

    def days_of_groups(self, named: str) -> list[WorkingDays]:
        """Return the working days of the hours that `groups` names, in the same places."""
        names = sorted({ALWAYS, *self.hours_of_service.values()})
        return [self.working_days[name if named == SERVICE else named] for name in names]

    def of_service(self, service: str) -> ServiceHours:
        """Return the hours of `service`."""
        return self.hours[self.hours_of_service[service]]

    def named(self, named: str, service: str) -> ServiceHours:
        """Return the hours called `named`, or those of `service`."""
        return self.of_service(service) if named == SERVICE else self.hours[named]

    def days(self, named: str, service: str) -> WorkingDays:
        """Return the working days of hours called `named`, or of the hours of `service`."""
        return self.working_days[self.hours_of_service[service] if named == SERVICE else named]


def compile_calendars(contract: Contract, first: int, last: int) -> Calendars:
    """Return the calendars of `contract` for instants from `first` to `last`, with slack on both sides."""
    # Whole years, so that evaluations of neighbouring months find calendars already compiled.
    first_day = date(to_datetime(first).year - YEARS_OF_SLACK, 1, 1)
    end_day = date(to_datetime(last).year + 1 + YEARS_OF_SLACK, 1, 1)
    compiled = {ALWAYS: _compile(None, None, contract.contract.zone, first_day, end_day)}
    for name in contract.service_hours:
        _compile_named(name, contract, compiled, (first_day, end_day))
    return Calendars(
        hours={name: hours for name, (hours, _) in compiled.items()},
        working_days={name: days for name, (_, days) in compiled.items()},
        hours_of_service={service.id: service.hours for service in contract.services},
        contract_days=compiled[contract.working_days][1],
    )


def _compile_named(
    name: str, contract: Contract, compiled: dict[str, Compiled], days: tuple[date, date]
) -> None:
    """Compile the hours called `name`, and before them those they are made of."""
    if name in compiled:
        return
    terms = contract.service_hours[name]
    if not isinstance(terms, CombinedHoursTerms):
        holidays = None if terms.holidays is None else contract.holidays[terms.holidays]
        compiled[name] = _compile(terms, holidays, contract.contract.zone, *days)
        return
    if circle_through(name, contract.service_hours):
        raise ValueError(f"the hours {name!r} are made of themselves")
    for part in terms.of:
        _compile_named(part, contract, compiled, days)
    parts = [compiled[part] for part in terms.of]
    hours = combine_hours(terms.combine, [part for part, _ in parts])
    compiled[name] = hours, combine_days(terms.combine, [part for _, part in parts], hours)


@lru_cache(maxsize=64)
def _compile(
    terms: ServiceHoursTerms | None,
    holidays: HolidayTerms | None,
    zone: ZoneInfo,
    first_day: date,
    end_day: date,
) -> Compiled:
    """Compiled anew only for new terms or years: a pure function of what it is given."""
    return (
        compile_hours(terms, holidays, zone, first_day, end_day),
        compile_working_days(terms, holidays, zone, first_day, end_day),
    )
