"""What the probes write: a row at each change of state, and one each midnight."""

import numpy as np
import pandas as pd

from collector.simulator.days import Flags, Whole
from collector.simulator.moments import City
from collector.simulator.population import MONITORED

UP, DOWN = "Uppe", "Nere"
PROBERS = ("Klientsond", "Driftcentral", "Driftcentral", "Driftcentral")
SCHOOL_PROBER = "Skolsond"
_APART = 1 << 40  # more than any local second: keeps the time lines of subjects apart on one axis


def service_rows(city: City, outages: pd.DataFrame) -> pd.DataFrame:
    """Return rows of the services by time, without those of the month in which a probe was silent."""
    rows = _rows(city, outages, np.arange(len(MONITORED), dtype=np.int64))
    rows["prober"] = np.array(PROBERS)[rows["subject"].to_numpy()]
    rows["service"] = np.array(MONITORED)[rows["subject"].to_numpy()]
    rows["unit"] = ""
    month = city.days.month[city.days.position(rows["at"].to_numpy())]
    unseen = (rows["service"] == city.traits.unseen_service) & (
        month == city.days.month_number(city.traits.unseen_month)
    )
    seen: pd.DataFrame = rows[~unseen]
    return seen


def school_rows(city: City, outages: pd.DataFrame) -> pd.DataFrame:
    """Return rows of the schools by time."""
    rows = _rows(city, outages, city.population.schools)
    rows["prober"] = SCHOOL_PROBER
    rows["service"] = "Skolmiljö"
    rows["unit"] = city.population.units[rows["subject"].to_numpy()]
    return rows


def _rows(city: City, outages: pd.DataFrame, subjects: Whole) -> pd.DataFrame:
    down = outages.rename(columns={"starts_at": "at"})[["subject", "at", "users"]].assign(state=DOWN)
    up = outages.rename(columns={"ends_at": "at"})[["subject", "at"]].assign(state=UP, users=0)
    midnights = _midnights(city, subjects)
    midnights = midnights[~_inside(midnights, outages)]
    rows = pd.concat([midnights, down, up], ignore_index=True)
    return rows.sort_values(["at", "subject"], kind="stable", ignore_index=True)


def _midnights(city: City, subjects: Whole) -> pd.DataFrame:
    day = np.arange(city.days.simulated + 12, dtype=np.int64)
    return pd.DataFrame(
        {
            "subject": np.repeat(subjects, len(day)),
            "at": np.tile(city.days.starts_at(day), len(subjects)),
            "users": 0,
            "state": UP,
        }
    )


def _inside(rows: pd.DataFrame, outages: pd.DataFrame) -> Flags:
    """Return which rows lie in an outage of their subject."""
    if outages.empty:
        return np.zeros(len(rows), dtype=bool)
    ordered = outages.sort_values(["subject", "starts_at"])
    starts = (ordered["subject"] * _APART + ordered["starts_at"]).to_numpy()
    ends = (ordered["subject"] * _APART + ordered["ends_at"]).to_numpy()
    at = (rows["subject"] * _APART + rows["at"]).to_numpy()
    before = np.searchsorted(starts, at, side="right") - 1
    inside: Flags = (before >= 0) & (at <= ends[np.maximum(before, 0)])
    return inside
