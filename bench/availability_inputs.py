"""Generated histories of monitored services: a year of changes between up and down, and maintenance."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pandas as pd

from bench.inputs import SEED, ZONE
from collector.records import ServiceState
from evaluator.core.availability.state_sums import StateRows
from evaluator.core.intervals import AXIS, Intervals

YEAR = 2025
CHANGES_OF_A_SERVICE = 1_000
WINDOWS_OF_A_SERVICE = 12
PROBER = "probe"

Instants = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Monitored:
    """Services, each with as many changes, one maintenance window a month, and the borders of the months."""

    services: int
    rows: StateRows
    maintenance: Intervals
    months: Instants

    @property
    def borders(self) -> Instants:
        return np.tile(self.months, (self.services, 1))

    @property
    def service_of_row(self) -> Instants:
        return np.repeat(np.arange(self.services), np.diff(self.rows.first))

    def windows(self) -> pd.DataFrame:
        """The maintenance as a table: service (number), starts_at, ends_at."""
        service, starts_at = np.divmod(self.maintenance.starts, AXIS)
        return pd.DataFrame(
            {"service": service, "starts_at": starts_at, "ends_at": self.maintenance.ends % AXIS}
        )


def monitored(services: int, changes: int = CHANGES_OF_A_SERVICE) -> Monitored:
    """Changes uniform over the year, no two of a service in one second; up and down take turns."""
    months = np.array([_first_instant(month) for month in range(1, 14)])
    chance = np.random.default_rng(SEED + 2)
    longest = int(months[-1] - months[0])
    at = np.sort(chance.integers(0, longest - changes, (services, changes)), axis=1) + np.arange(changes)
    at[:, 0] = 0
    turns = np.tile(np.array([ServiceState.UP, ServiceState.DOWN], dtype=np.int8), changes // 2 + 1)[:changes]
    rows = StateRows(np.arange(services + 1) * changes, (at + months[0]).ravel(), np.tile(turns, services))
    return Monitored(services, rows, _maintenance(services, months, chance), months)


def _first_instant(month: int) -> int:
    return int(datetime(YEAR + month // 13, (month - 1) % 12 + 1, 1, tzinfo=ZONE).timestamp())


def _maintenance(services: int, months: Instants, chance: np.random.Generator) -> Intervals:
    starts = months[:-1] + chance.integers(0, 27 * 86_400, (services, WINDOWS_OF_A_SERVICE))
    ends = starts + chance.integers(3_600, 6 * 3_600, starts.shape)
    axis = (np.arange(services) * AXIS)[:, np.newaxis]
    return Intervals((starts + axis).ravel(), (ends + axis).ravel())


@dataclass(frozen=True, eq=False)
class MonitoredFacts:
    """The same as the frames of facts that a timeline is built from."""

    subjects: pd.DataFrame
    states: pd.DataFrame
    observed: pd.DataFrame
    maintenance: pd.DataFrame


def facts_of(given: Monitored) -> MonitoredFacts:
    names = pd.Index([f"service-{number}" for number in range(given.services)])
    every = pd.Series(names, dtype="str")
    windows = given.windows()
    count, starts_at, ends_at = len(given.rows.at), int(given.months[0]), int(given.months[-1])
    whole = {"users": pd.array([1] * len(names), dtype="Int64"), "life_from": starts_at, "life_to": ends_at}
    return MonitoredFacts(
        subjects=pd.DataFrame({"service": every, "unit": pd.Series([""] * len(names), dtype="str"), **whole}),
        states=pd.DataFrame(
            {
                "service": pd.Series(pd.Categorical.from_codes(given.service_of_row, names)),
                **_words(count),
                "at": given.rows.at,
                "state": given.rows.state.astype(np.int64),
                "users_affected": pd.array([None] * count, dtype="Int64"),
            }
        ),
        observed=pd.DataFrame(
            {
                "service": every,
                **_words(len(names)),
                "from_at": starts_at,
                "to_at": pd.array([None] * len(names), dtype="Int64"),
            }
        ),
        maintenance=pd.DataFrame(
            {
                "service": every.iloc[windows["service"]].reset_index(drop=True),
                "unit": pd.Series([None] * len(windows), dtype="str"),
                "starts_at": windows["starts_at"],
                "ends_at": windows["ends_at"],
                "announced_at": pd.array([0] * len(windows), dtype="Int64"),
            }
        ),
    )


def _words(count: int) -> dict[str, pd.Series]:
    nobody = pd.Series(pd.Categorical.from_codes(np.full(count, -1), pd.Index(["unit"])))
    prober = pd.Series(pd.Categorical.from_codes(np.zeros(count, dtype=np.int8), pd.Index([PROBER])))
    return {"unit": nobody, "prober": prober, "source": prober}
