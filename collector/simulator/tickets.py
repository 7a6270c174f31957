"""The tickets themselves: when they opened, what they are about, and whom they help."""

from enum import IntEnum

import numpy as np
import pandas as pd

from collector.simulator.days import DAY, Days, Flags, Whole
from collector.simulator.population import SCHOOL_SERVICE, Population
from collector.simulator.season import busyness
from collector.simulator.traits import Traits

KINDS = (
    "Incident",
    "Fråga",
    "Beställning konto",
    "Beställning dator",
    "Beställning flytt",
    "Ändring",
    "Problem",
    "Säkerhetsuppdatering",
    "Månadsrapport",
)
PRIORITIES = ("1 - Kritisk", "2 - Hög", "3 - Medel", "4 - Låg")
TICKETS_A_MONTH = 4_300
FIRST_NUMBER = 100_001


class Kind(IntEnum):
    """A kind of ticket, as its position in `KINDS`."""

    INCIDENT = 0
    QUESTION = 1
    ACCOUNT_ORDER = 2
    PC_ORDER = 3
    MOVE_ORDER = 4
    CHANGE = 5
    PROBLEM = 6
    PATCH = 7
    MONTHLY_REPORT = 8


_KIND_SHARES = (0.555, 0.11, 0.17, 0.085, 0.06, 0.0125, 0.0075)
_PRIORITY_SHARES = (0.0018, 0.1182, 0.58, 0.30)
_INCIDENT_SERVICES = (0.18, 0.42, 0.16, 0.24)
_ORDER_SERVICES = (0.0, 0.7, 0.0, 0.3)
_PATCHES_A_MONTH = 36
_SCHOOL_SHARE = 0.25  # of tickets on services that schools and others share
_DAYS_AFTER = 12  # tickets go on opening until the last delivery


def draw_tickets(
    generator: np.random.Generator, days: Days, population: Population, traits: Traits
) -> pd.DataFrame:
    """Return tickets by opening: `opened`, `kind`, `service`, `unit`, `first_priority`, `priority`, `key`.

    `opened` is a local second; the next five are positions in the lists of words; unit -1 means none.
    """
    ordinary = _draw_ordinary(generator, days, population, traits)
    frame = pd.concat([ordinary, _draw_patches(generator, days), _month_reports(days)], ignore_index=True)
    frame = frame.sort_values("opened", kind="stable", ignore_index=True)
    frame["key"] = "EX-" + (frame.index.to_series() + FIRST_NUMBER).astype("str")
    frame["is_school"] = (frame["unit"] >= 0) & population.is_school[frame["unit"].to_numpy()]
    return frame


def _draw_ordinary(
    generator: np.random.Generator, days: Days, population: Population, traits: Traits
) -> pd.DataFrame:
    expected = busyness(days, traits)[: days.simulated + _DAYS_AFTER] * TICKETS_A_MONTH / 21
    counts = generator.poisson(expected)
    day = np.repeat(np.arange(len(counts), dtype=np.int64), counts)
    opened = days.starts_at(day) + _draw_time_of_day(generator, days.working[day])
    kind = generator.choice(len(_KIND_SHARES), size=len(day), p=_KIND_SHARES).astype(np.int64)
    service = _draw_services(generator, kind, days.school[day])
    priority = generator.choice(4, size=len(day), p=_PRIORITY_SHARES).astype(np.int64)
    priority = np.where(kind == Kind.INCIDENT, priority, 3)
    return pd.DataFrame(
        {
            "opened": opened,
            "kind": kind,
            "service": service,
            "unit": _draw_units(generator, service, population),
            "first_priority": _draw_first_priority(generator, kind, priority, traits),
            "priority": priority,
        }
    )


def _draw_time_of_day(generator: np.random.Generator, working: Flags) -> Whole:
    size = len(working)
    office = 7 * 3600 + generator.beta(1.6, 2.0, size) * 10 * 3600
    quiet = np.where(
        generator.random(size) < 0.2, generator.random(size) * DAY, (9 + generator.random(size) * 11) * 3600
    )
    daytime = working & (generator.random(size) < 0.96)
    return np.where(daytime, office, quiet).astype(np.int64)


def _draw_services(generator: np.random.Generator, kind: Whole, school_day: Flags) -> Whole:
    size = len(kind)
    incidents = generator.choice(4, size=size, p=_INCIDENT_SERVICES)
    orders = generator.choice(4, size=size, p=_ORDER_SERVICES)
    is_order = (kind >= Kind.ACCOUNT_ORDER) & (kind <= Kind.MOVE_ORDER)
    service = np.where(is_order, orders, incidents)
    # When schools are closed few of them report, and what comes then concerns the workplaces.
    moved = (service == SCHOOL_SERVICE) & ~school_day & ~is_order & (generator.random(size) < 0.9)
    return np.where(moved, 1, service).astype(np.int64)


def _draw_units(generator: np.random.Generator, service: Whole, population: Population) -> Whole:
    size = len(service)
    weights = population.users.astype(np.float64)
    in_school = np.where(population.is_school, weights, 0.0)
    elsewhere = np.where(population.is_school, 0.0, weights)
    schools = generator.choice(len(weights), size=size, p=in_school / in_school.sum())
    others = generator.choice(len(weights), size=size, p=elsewhere / elsewhere.sum())
    shared = (service < 2) & (generator.random(size) < _SCHOOL_SHARE)
    return np.where((service == SCHOOL_SERVICE) | shared, schools, others).astype(np.int64)


def _draw_first_priority(
    generator: np.random.Generator, kind: Whole, priority: Whole, traits: Traits
) -> Whole:
    changed = (kind == Kind.INCIDENT) & (generator.random(len(kind)) < traits.priority_change_share)
    step = np.where(generator.random(len(kind)) < 0.7, 1, -1)  # most were opened lower than they ended
    return np.where(changed, np.clip(priority + step, 0, 3), priority).astype(np.int64)


def _fixed(opened: Whole, kind: Kind, service: Whole, priority: int) -> pd.DataFrame:
    urgent = np.full(len(opened), priority, dtype=np.int64)
    return pd.DataFrame(
        {
            "opened": opened,
            "kind": np.full(len(opened), int(kind), dtype=np.int64),
            "service": service,
            "unit": np.full(len(opened), -1, dtype=np.int64),
            "first_priority": urgent,
            "priority": urgent,
        }
    )


def _draw_patches(generator: np.random.Generator, days: Days) -> pd.DataFrame:
    """Most critical updates are published on the second Tuesday of a month, the rest on any working day."""
    simulated = np.arange(days.simulated, dtype=np.int64)
    second_week = (days.day_of_month >= 8) & (days.day_of_month <= 14)
    tuesdays = simulated[((days.weekday == 1) & second_week)[: days.simulated]]
    working = simulated[days.working[: days.simulated]]
    others = generator.choice(working, size=len(days.months) * _PATCHES_A_MONTH // 3)
    day = np.concatenate([np.repeat(tuesdays, _PATCHES_A_MONTH * 2 // 3), others])
    opened = days.starts_at(day) + 19 * 3600 + generator.integers(0, 3600, len(day))
    service = generator.choice(np.array([1, 2, 3]), size=len(day), p=[0.3, 0.6, 0.1])
    return _fixed(opened.astype(np.int64), Kind.PATCH, service.astype(np.int64), 1)


def _month_reports(days: Days) -> pd.DataFrame:
    ends = np.array([days.month_starts_at(month + 1) for month in range(len(days.months))], dtype=np.int64)
    return _fixed(ends - DAY // 2, Kind.MONTHLY_REPORT, np.zeros(len(ends), dtype=np.int64), 2)
