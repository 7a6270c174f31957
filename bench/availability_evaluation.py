"""The product's own way from frames of facts to the figures and outages of twelve months."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from bench.availability_inputs import YEAR, Monitored, MonitoredFacts, facts_of
from bench.inputs import ZONE
from collector.records import FactKind, empty_frame
from collector.store.windows import lasting_in, states_in
from evaluator.contract.indicators import Availability
from evaluator.core.calendar.contract_calendars import Calendars, compile_calendars
from evaluator.core.facts import Facts, LeftOut
from evaluator.core.measuring.monitoring import Figures, measure_monitoring
from evaluator.core.measuring.ticket_book import TicketBook
from evaluator.core.outcomes import Scope, View
from evaluator.core.periods import Period, month
from tests.evaluator import small_contract as small

EVERY_VIEW = {View.AS_MEASURED: LeftOut(), View.AFTER_EXCLUSIONS: LeftOut()}


@dataclass(frozen=True, eq=False)
class Months:
    """A contract over services that are observed, and the facts that an evaluation of each month reads."""

    indicator: Availability
    books: list[tuple[TicketBook, Period]]

    def evaluate(self) -> list[tuple[Figures, pd.DataFrame]]:
        """Return figures and outages of every service, month by month."""
        return [measure_monitoring(self.indicator, *one, EVERY_VIEW) for one in self.books]

    def available(self) -> np.ndarray[Any, np.dtype[np.int64]]:
        """Return the seconds available, by service and month."""
        found = [figures for figures, _ in self.evaluate()]
        scopes = [Scope(name) for name in self.indicator.services]
        return np.array([[_numerator(one, scope) for one in found] for scope in scopes])


def months_of(given: Monitored, rules: dict[str, Any]) -> Months:
    """Return the months of `given` under the availability rules `rules`."""
    facts = facts_of(given)
    names = [str(name) for name in facts.subjects["service"]]
    services = [small.CONTENT["services"][0] | {"id": name, "monthly_fee": 0} for name in names]
    indicator = small.availability(services=names)
    contract = small.contract(
        indicator,
        services=services,
        availability_rules={"plain": rules},
        term={"first_day": f"{YEAR}-01-01", "last_day": f"{YEAR}-12-31"},
    )
    calendars = compile_calendars(contract, int(given.months[0]), int(given.months[-1]) - 1)
    periods = [month(f"{YEAR}-{number:02}", ZONE) for number in range(1, 13)]
    (only,) = contract.indicators
    assert isinstance(only, Availability)  # noqa: S101 - as it was stated
    return Months(only, [(_book(contract, facts, calendars, period), period) for period in periods])


def _book(contract: Any, facts: MonitoredFacts, calendars: Calendars, period: Period) -> TicketBook:
    window = (period.starts_at, period.ends_at)
    empty = {kind: empty_frame(kind).assign(source="") for kind in FactKind}
    found = Facts(
        tickets=empty[FactKind.TICKET].assign(ticket_id=pd.Series(dtype="int64")),
        changes=empty[FactKind.TICKET_CHANGE].assign(ticket_id=pd.Series(dtype="int64")),
        states=states_in(facts.states, window),
        observed=lasting_in(facts.observed, FactKind.OBSERVED, window),
        maintenance=lasting_in(facts.maintenance, FactKind.MAINTENANCE, window),
        measurements=empty[FactKind.MEASUREMENT],
        statements=empty[FactKind.STATEMENT],
        known_at=period.ends_at,
    )
    return TicketBook(contract, found, calendars)


def _numerator(figures: Figures, scope: Scope) -> int:
    figure = figures[scope, View.AS_MEASURED]
    assert figure is not None  # noqa: S101 - every service was looked at
    return figure.numerator
