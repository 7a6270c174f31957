"""The simulated supplier: all its facts from one seed, and its delivery of each month as files."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from collector.simulator import deliveries
from collector.simulator.days import Whole, build_days, build_hours
from collector.simulator.events import delivered_in, live
from collector.simulator.figures import draw_calls, draw_invoices, draw_logins, draw_survey
from collector.simulator.moments import City
from collector.simulator.monitoring import school_rows, service_rows
from collector.simulator.outages import (
    draw_maintenance,
    draw_outages,
    draw_school_outages,
    maintenance_downtime,
)
from collector.simulator.population import build_population
from collector.simulator.season import strain
from collector.simulator.statements import state
from collector.simulator.streams import stream
from collector.simulator.ticket_lists import list_urgent
from collector.simulator.tickets import draw_tickets
from collector.simulator.traits import Traits


@dataclass(frozen=True, eq=False)
class Supplier:
    """Everything the supplier's systems hold; times are local seconds, days and months positions.

    `log` has the event log with the number of the delivery each row comes in; `monitoring` likewise.
    """

    city: City
    tickets: pd.DataFrame
    log: pd.DataFrame
    outages: pd.DataFrame
    school_outages: pd.DataFrame
    monitoring: pd.DataFrame
    maintenance: pd.DataFrame
    calls: pd.DataFrame
    logins: pd.DataFrame
    invoices: pd.DataFrame
    survey: pd.DataFrame
    statements: pd.DataFrame
    urgent: pd.DataFrame

    @property
    def months(self) -> tuple[str, ...]:
        """The months simulated, as `2026-10`."""
        return self.city.days.months

    def write_month(self, folder: Path, month: str) -> list[Path]:
        """Write the delivery of `month` into `folder` (which exists) and return its files.

        It leaves on the fifth working day after the month: changes known since the delivery before, also of
        older tickets and of some that came too late, and the month's figures. Kinds of facts of which
        the month has none get no file. Raises ValueError for a month that is not simulated.
        """
        if month not in self.months:
            raise ValueError(f"{month} is not simulated; there are {self.months[0]} to {self.months[-1]}")
        number = self.months.index(month)
        return [*self._write_events(folder, number), *self._write_figures(folder, number)]

    def _write_events(self, folder: Path, number: int) -> list[Path]:
        city, month = self.city, self.months[number]
        log = self.log[self.log["delivery"] == number]
        rows = self.monitoring[self.monitoring["delivery"] == number]
        windows = self._of_month(self.maintenance, self.maintenance["starts_at"].to_numpy(), number)
        return [
            deliveries.write_tickets(folder / f"tickets-{month}.csv.gz", log, self.tickets, city),
            deliveries.write_monitoring(folder / f"monitoring-{month}.csv.gz", rows),
            deliveries.write_maintenance(folder / f"maintenance-{month}.csv", windows),
        ]

    def _write_figures(self, folder: Path, number: int) -> list[Path]:
        city, month = self.city, self.months[number]
        calls = self.calls[city.days.month[self.calls["day"].to_numpy()] == number]
        logins = self.logins[city.days.month[self.logins["day"].to_numpy()] == number]
        invoices = self.invoices[self.invoices["month"] == number]
        survey = self.survey[self.survey["month"] == number]
        stated = self.statements[self.statements["month"] == number]
        written = [
            deliveries.write_phone(folder / f"phone-{month}.csv", calls, city),
            deliveries.write_invoices(folder / f"invoices-{month}.csv", invoices, month),
            deliveries.write_statements(folder / f"statements-{month}.xlsx", stated, month),
        ]
        urgent = self.urgent[self.urgent["month"] == number]
        if not urgent.empty:
            path = folder / f"urgent-{month}.csv"
            written.append(deliveries.write_urgent(path, urgent, self.tickets, month))
        if not logins.empty:
            written.append(deliveries.write_logins(folder / f"logins-{month}.csv.gz", logins, city))
        if not survey.empty:
            written.append(
                deliveries.write_survey(folder / f"satisfaction-{month}.xlsx", survey, city, number)
            )
        return written

    def _of_month(self, frame: pd.DataFrame, seconds: Whole, number: int) -> pd.DataFrame:
        chosen: pd.DataFrame = frame[self.city.days.month[self.city.days.position(seconds)] == number]
        return chosen


def simulate(seed: int, first_month: str, months: int, traits: Traits | None = None) -> Supplier:
    """Return the supplier over `months` months from `first_month` (`2024-05`), always the same."""
    city = _build_city(first_month, months, Traits() if traits is None else traits)
    tickets = draw_tickets(stream(seed, "tickets"), city.days, city.population, city.traits)
    log, judged = live(stream(seed, "lives"), tickets, city)
    windows = draw_maintenance(stream(seed, "maintenance"), city)
    facts = {
        "tickets": tickets,
        "judged": judged,
        "calls": draw_calls(stream(seed, "calls"), city),
        "logins": draw_logins(stream(seed, "logins"), city),
        "outages": draw_outages(stream(seed, "outages"), city),
        "school_outages": draw_school_outages(stream(seed, "school outages"), city),
    }
    lateness = _draw_lateness(stream(seed, "lateness"), len(tickets), city.traits)
    cutoffs = deliveries.knows_until(city)
    log["delivery"] = delivered_in(log, cutoffs, lateness)
    return Supplier(
        city=city,
        tickets=tickets,
        log=log,
        outages=facts["outages"],
        school_outages=facts["school_outages"],
        monitoring=_monitoring(city, facts, windows, cutoffs),
        maintenance=windows,
        calls=facts["calls"],
        logins=facts["logins"],
        invoices=draw_invoices(stream(seed, "invoices"), city),
        survey=draw_survey(stream(seed, "survey"), city),
        statements=state(city, facts),
        urgent=list_urgent(stream(seed, "urgent"), city, tickets, judged),
    )


def _build_city(first_month: str, months: int, traits: Traits) -> City:
    days = build_days(first_month, months)
    return City(days, build_hours(days), build_population(), strain(days), traits)


def _draw_lateness(generator: np.random.Generator, count: int, traits: Traits) -> Whole:
    late = generator.random(count) < traits.late_share
    return np.where(late, generator.integers(1, 3, count), 0).astype(np.int64)


def _monitoring(
    city: City, facts: dict[str, pd.DataFrame], windows: pd.DataFrame, cutoffs: Whole
) -> pd.DataFrame:
    down = pd.concat([maintenance_downtime(windows), facts["outages"]], ignore_index=True)
    # An outage during maintenance is part of it, and a probe says a state once.
    from_services = service_rows(city, _merged(down))
    rows = pd.concat([from_services, school_rows(city, facts["school_outages"])], ignore_index=True)
    rows = rows.sort_values(["at", "prober", "service", "unit"], kind="stable", ignore_index=True)
    rows["delivery"] = np.searchsorted(cutoffs, rows["at"].to_numpy(), side="right")
    return rows


def _merged(outages: pd.DataFrame) -> pd.DataFrame:
    ordered = outages.sort_values(["subject", "starts_at"], kind="stable", ignore_index=True)
    latest = ordered.groupby("subject")["ends_at"].cummax().groupby(ordered["subject"]).shift()
    apart = latest.isna() | (ordered["starts_at"] > latest.fillna(0))
    return ordered[apart].reset_index(drop=True)
