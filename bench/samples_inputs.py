"""Generated samples of probes: services looked at every half minute, seldom down, and their maintenance."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from bench.inputs import DESK, SEED
from evaluator.core.calendar.hours import ServiceHours, compile_hours
from evaluator.core.intervals import AXIS, Intervals

STEP = 30
FIRST_DAY, END_DAY = date(2025, 3, 3), date(2026, 3, 3)
STARTS_AT = int(datetime(2025, 3, 3, tzinfo=UTC).timestamp())
SAMPLES_A_DAY = 86_400 // STEP
_OUTAGES_A_DAY, _LONGEST_OUTAGE = 0.5, 60
_MAINTENANCE_EVERY, _MAINTENANCE_LASTS = 7 * 86_400, 4 * 3_600


@dataclass(frozen=True, eq=False)
class Samples:
    """`is_up` by service and instant; all services are looked at in the same instants."""

    at: npt.NDArray[np.int64]
    is_up: npt.NDArray[np.bool_]

    def first(self, services: int) -> "Samples":
        """The same of the first services alone."""
        return Samples(self.at, self.is_up[:services])

    @property
    def size(self) -> int:
        return self.is_up.size

    @property
    def ends_at(self) -> int:
        return int(self.at[-1]) + STEP


def samples(services: int, days: int) -> Samples:
    chance = np.random.default_rng(SEED + 3)
    at = STARTS_AT + np.arange(days * SAMPLES_A_DAY) * STEP
    edges = np.zeros((services, at.size + 1), dtype=np.int8)
    outages = max(int(services * days * _OUTAGES_A_DAY), 1)
    service, begins = chance.integers(0, services, outages), chance.integers(0, at.size, outages)
    ends = np.minimum(begins + chance.integers(1, _LONGEST_OUTAGE, outages), at.size)
    np.add.at(edges, (service, begins), 1)
    np.add.at(edges, (service, ends), -1)
    return Samples(at, np.cumsum(edges, axis=1, dtype=np.int8)[:, :-1] == 0)


def maintenance(given: Samples) -> Intervals:
    """Once a week from 20 to 24 of its first day, on the flat axis by service."""
    starts = np.arange(STARTS_AT + 20 * 3_600, given.ends_at, _MAINTENANCE_EVERY)
    axis = (np.arange(len(given.is_up)) * AXIS)[:, np.newaxis]
    return Intervals((starts + axis).ravel(), (starts + _MAINTENANCE_LASTS + axis).ravel())


@cache
def desk_in_utc() -> ServiceHours:
    """Mon-Fri 07-18 by UTC and without holidays: what can be said in a query of Prometheus."""
    terms = DESK.model_copy(update={"holidays": None})
    return compile_hours(terms, None, ZoneInfo("UTC"), FIRST_DAY, END_DAY)
