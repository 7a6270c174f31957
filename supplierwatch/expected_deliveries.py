"""What the sources of a watch were to deliver until now, and what came."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time

from collector.entries import Expected
from collector.instants import from_datetime, to_datetime
from collector.store.database import Database
from collector.store.received import Received, read_received
from evaluator.contract.hours import read_clock_time
from evaluator.core.deliveries import (
    Arrival,
    DueMonth,
    ExpectedDelivery,
    deliveries_every,
    monthly_deliveries,
)
from evaluator.core.periods import month
from supplierwatch.serving.calendars import calendar_of
from supplierwatch.serving.schedules import Calendar, clock_instant
from supplierwatch.watch import Watch


@dataclass(frozen=True)
class SourceDeliveries:
    """A source of which deliveries are expected, and each of these, oldest first."""

    source: str
    expected: tuple[ExpectedDelivery, ...]


def read_expected(watch: Watch, database: Database, now: int) -> list[SourceDeliveries]:
    """Return the deliveries that each source of `watch` owed until `now`, and the one awaited next.

    A file that was refused is no delivery, nor is one whose content came before under another name. One
    question for all sources, none where nothing is expected.
    """
    terms = {one.name: one.entry.expected for one in watch.sources if one.entry.expected is not None}
    received: dict[str, list[Received]] = {name: [] for name in terms}
    for file in read_received(database) if terms else ():
        if file.source in received:
            received[file.source].append(file)
    return [
        SourceDeliveries(name, tuple(_expected(watch, expected, received[name], now)))
        for name, expected in terms.items()
    ]


def _expected(watch: Watch, terms: Expected, received: list[Received], now: int) -> list[ExpectedDelivery]:
    arrivals = [Arrival(one.file, one.received_at) for one in received if not one.refused and not one.doubles]
    since = from_datetime(datetime.combine(terms.since, time(), watch.zone))
    if terms.every_days is not None:
        return deliveries_every(terms.every_days, since, arrivals, now)
    months = list(_due_months(terms, calendar_of(watch), now))
    return monthly_deliveries(months, arrivals, terms.named, now)


def _due_months(terms: Expected, calendar: Calendar, now: int) -> Iterator[DueMonth]:
    """Yield the months that are over, and the one that runs."""
    name = terms.since.strftime("%Y-%m")
    last = to_datetime(now).astimezone(calendar.zone).strftime("%Y-%m")
    while name <= last:
        period = month(name, calendar.zone)
        following = month(period.end_day.strftime("%Y-%m"), calendar.zone)
        day = calendar.working_day_after(period, terms.by_working_day or 1)
        due_at = clock_instant(day, read_clock_time(terms.at), calendar.zone)
        yield DueMonth(name, period.ends_at, following.ends_at, due_at)
        name = following.name
