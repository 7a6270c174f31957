"""Outages of the monitored services and of each school, and the maintenance windows."""

import numpy as np
import pandas as pd

from collector.simulator.days import DAY, OpenHours, Whole
from collector.simulator.moments import City
from collector.simulator.population import MONITORED, MONITORED_USERS
from collector.simulator.season import Floats

A, B, C, WORKPLACE = 1, 2, 3, 0
_RATES = {WORKPLACE: 1.3, A: 0.7, B: 1.2, C: 0.9}  # outages a month
_MINUTES = {WORKPLACE: 35.0, A: 22.0, B: 40.0, C: 35.0}  # mean length
_SHARES = np.array([0.1, 0.25, 0.5, 1.0])  # of the users
_SHARE_CHANCES = np.array([0.35, 0.3, 0.2, 0.15])
_MORE_A_MONTH, _LONGER_A_MONTH = 0.5, 8.0  # what the decline adds with each month: outages, and minutes
_SCHOOL_RATE, _SCHOOL_MINUTES = 0.22, 45.0
_WEAK_RATE, _WEAK_MINUTES = 1.6, 110.0
_COLUMNS = ["subject", "starts_at", "ends_at", "users"]


def service_hours(city: City) -> tuple[OpenHours, ...]:
    """Return the hours of each monitored service."""
    return (city.hours.class_c, city.hours.always, city.hours.class_b, city.hours.class_c)


def draw_outages(generator: np.random.Generator, city: City) -> pd.DataFrame:
    """Return outages: `subject` (position in `MONITORED`), `starts_at`, `ends_at`, `users` hit."""
    frames = [
        _draw_of_service(generator, city, subject, hours) for subject, hours in enumerate(service_hours(city))
    ]
    return disjoint(pd.concat(frames, ignore_index=True))


def _draw_of_service(
    generator: np.random.Generator, city: City, subject: int, hours: OpenHours
) -> pd.DataFrame:
    months = np.arange(len(city.days.months) + 1)
    declined = np.maximum(months - city.days.month_number(city.traits.decline_from) + 1, 0)
    if MONITORED[subject] != city.traits.declining_service:
        declined = np.zeros_like(months)
    recurring = np.ceil(_MORE_A_MONTH * declined).astype(np.int64)
    counts = generator.poisson(_RATES[subject], len(months)) + recurring
    month = np.repeat(months, counts)
    minutes = _MINUTES[subject] + _LONGER_A_MONTH * declined[month]
    length = _draw_lengths(generator, minutes)
    share = generator.choice(_SHARES, size=len(month), p=_SHARE_CHANCES)
    starts_at = _draw_starts(generator, city, month, hours)
    users = (share * MONITORED_USERS[subject]).astype(np.int64)
    return pd.DataFrame(
        {"subject": subject, "starts_at": starts_at, "ends_at": starts_at + length, "users": users}
    )


def _draw_lengths(generator: np.random.Generator, minutes: Floats) -> Whole:
    """Return lengths in whole seconds around means, a few several times as long, none under a minute."""
    spread = generator.lognormal(-0.18, 0.6, len(minutes))
    return np.maximum(minutes * 60 * spread, 60).astype(np.int64)


def _draw_starts(generator: np.random.Generator, city: City, month: Whole, hours: OpenHours) -> Whole:
    """Return a moment inside the opening hours of each month; where it has none, the next opening."""
    borders = np.array([city.days.month_starts_at(number) for number in range(len(city.days.months) + 2)])
    first, after = hours.before(borders[month]), hours.before(borders[month + 1])
    return hours.at(first + (generator.random(len(month)) * (after - first)).astype(np.int64))


def draw_school_outages(generator: np.random.Generator, city: City) -> pd.DataFrame:
    """Return outages of schools as `draw_outages` does, where `subject` is the position of the school."""
    schools = city.population.schools
    weak = weak_schools(city)
    months = np.arange(len(city.days.months) + 1)
    late_in_month = [city.days.month_starts_at(int(month)) + 20 * DAY for month in months]
    strained = city.strain[city.days.position(np.array(late_in_month, dtype=np.int64))]
    is_weak = np.isin(schools, weak)
    rate = np.where(is_weak, _WEAK_RATE, _SCHOOL_RATE)[:, None] * (1 + 0.8 * strained)[None, :]
    counts = generator.poisson(rate)
    subject = np.repeat(np.repeat(schools, len(months)), counts.ravel())
    month = np.repeat(np.tile(months, len(schools)), counts.ravel())
    minutes = np.where(np.isin(subject, weak), _WEAK_MINUTES, _SCHOOL_MINUTES) * (1 + 0.6 * strained[month])
    starts_at = _draw_starts(generator, city, month, city.hours.school)
    ends_at = starts_at + _draw_lengths(generator, minutes)
    users = city.population.users[subject]
    outages = pd.DataFrame({"subject": subject, "starts_at": starts_at, "ends_at": ends_at, "users": users})
    return disjoint(outages[city.days.school[city.days.position(starts_at)]])


def weak_schools(city: City) -> Whole:
    """Return the positions of the schools that fail more often than the rest, spread over all."""
    schools = city.population.schools
    step = len(schools) // max(city.traits.weak_schools, 1)
    return schools[7::step][: city.traits.weak_schools]


def disjoint(outages: pd.DataFrame) -> pd.DataFrame:
    """Return outages in order, without those that begin before their subject's last is well over."""
    ordered = outages.sort_values(["subject", "starts_at"], kind="stable", ignore_index=True)
    latest = ordered.groupby("subject")["ends_at"].cummax().groupby(ordered["subject"]).shift()
    apart = latest.isna() | (ordered["starts_at"] > latest.fillna(0) + 600)
    return ordered.loc[apart, _COLUMNS].reset_index(drop=True)


def draw_maintenance(generator: np.random.Generator, city: City) -> pd.DataFrame:
    """Return windows: `key`, `subject`, `starts_at`, `ends_at`, `announced_at`.

    About once a month class A has its window on a Sunday night, and the workplaces on a Saturday night.
    """
    simulated = city.days.simulated
    week = city.days.day_of_month[:simulated] // 7 + city.days.month[:simulated] % 2
    frames = []
    for subject, weekday, clock in ((A, 6, 1), (WORKPLACE, 5, 22)):
        day = np.flatnonzero((city.days.weekday[:simulated] == weekday) & (week == 2)).astype(np.int64)
        starts_at = city.days.starts_at(day) + clock * 3600
        late = generator.random(len(day)) < city.traits.late_announced_share
        notice = np.where(late, generator.integers(3, 9, len(day)), generator.integers(18, 35, len(day)))
        frames.append(
            pd.DataFrame(
                {
                    "subject": subject,
                    "starts_at": starts_at,
                    "ends_at": starts_at + generator.integers(2, 5, len(day)) * 3600,
                    "announced_at": (starts_at // DAY - notice) * DAY + 10 * 3600,
                }
            )
        )
    windows = pd.concat(frames, ignore_index=True).sort_values(["starts_at", "subject"], ignore_index=True)
    windows.insert(0, "key", "UH-" + (windows.index.to_series() + 1001).astype("str"))
    return windows


def maintenance_downtime(windows: pd.DataFrame) -> pd.DataFrame:
    """Return the time services really were down inside their windows, as outages of all users."""
    users = np.array(MONITORED_USERS, dtype=np.int64)[windows["subject"].to_numpy()]
    return pd.DataFrame(
        {
            "subject": windows["subject"],
            "starts_at": windows["starts_at"] + 600,
            "ends_at": windows["ends_at"] - 1200,
            "users": users,
        }
    )
