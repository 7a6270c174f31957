"""Figures the supplier counts itself: calls, log-ins, invoice lines, and the survey of users."""

import numpy as np
import pandas as pd

from collector.simulator.days import Whole
from collector.simulator.moments import City
from collector.simulator.outages import weak_schools
from collector.simulator.population import SERVICES
from collector.simulator.season import Floats

ANSWERED, FIRST_CONTACT, ABANDONED = (
    "Besvarade inom 60 sekunder",
    "Lösta vid första kontakt",
    "Avbrutna samtal",
)
_CALLS_A_DAY = 175
_CHANCES = {
    ANSWERED: (0.84, -0.09),
    FIRST_CONTACT: (0.735, -0.03),
    ABANDONED: (0.055, 0.05),
}  # and when strained
_LOGIN_CHANCE, _WEAK_LOGIN, _STRAINED_LOGIN = 0.966, -0.10, -0.045
_LINES = (70, 150, 110, 50)  # invoice lines a month of each service
_CORRECT = 0.988

SURVEYED = (
    ("Förvaltningar", "Servicedesk", 72.0, 900),
    ("Förvaltningar", "Arbetsplats", 71.0, 900),
    ("Stadsdelar", "Servicedesk", 71.0, 800),
    ("Stadsdelar", "Arbetsplats", 69.5, 800),
    ("Bolag", "Servicedesk", 73.0, 300),
    ("Bolag", "Arbetsplats", 74.0, 300),
    ("Skolor", "Servicedesk", 65.0, 700),
    ("Skolor", "Skolmiljö", 61.0, 700),
)
"""Who is asked about what: segment, service, mean index at first, number asked."""


def draw_calls(generator: np.random.Generator, city: City) -> pd.DataFrame:
    """Return by working day and measure: `day` (position), `measure`, `hits` of `cases`."""
    day = np.flatnonzero(city.days.working[: city.days.simulated]).astype(np.int64)
    offered = generator.poisson(_CALLS_A_DAY * (1 + 0.5 * city.strain[day]))
    cases = {ANSWERED: offered, FIRST_CONTACT: generator.binomial(offered, 0.62), ABANDONED: offered}
    frames = []
    for measure, (ordinary, strained) in _CHANCES.items():
        drift = generator.normal(0, 0.008, len(city.days.months))[city.days.month[day]]
        chance = np.clip(ordinary + strained * city.strain[day] + drift, 0.01, 0.99)
        hits = generator.binomial(cases[measure], chance)
        frames.append(pd.DataFrame({"day": day, "measure": measure, "hits": hits, "cases": cases[measure]}))
    return pd.concat(frames, ignore_index=True).sort_values("day", kind="stable", ignore_index=True)


def draw_logins(generator: np.random.Generator, city: City) -> pd.DataFrame:
    """Return by school day and school: `day`, `school` (positions of day and unit), `hits` of `cases`."""
    days = np.flatnonzero(city.days.school[: city.days.simulated]).astype(np.int64)
    schools = city.population.schools
    day, school = np.repeat(days, len(schools)), np.tile(schools, len(days))
    cases = generator.poisson(city.population.users[school] * 0.4)
    drift = generator.normal(0, 0.006, len(city.days.months))[city.days.month[day]]
    weak = np.where(np.isin(school, weak_schools(city)), _WEAK_LOGIN, 0.0)
    chance: Floats = np.clip(_LOGIN_CHANCE + drift + weak + _STRAINED_LOGIN * city.strain[day], 0.0, 0.995)
    hits = generator.binomial(cases, chance)
    return pd.DataFrame({"day": day, "school": school, "hits": hits, "cases": cases})


def draw_invoices(generator: np.random.Generator, city: City) -> pd.DataFrame:
    """Return by month and service: `month`, `service` (position), `hits` of `cases`."""
    months = len(city.days.months)
    month = np.repeat(np.arange(months, dtype=np.int64), len(SERVICES))
    service: Whole = np.tile(np.arange(len(SERVICES), dtype=np.int64), months)
    cases = generator.poisson(np.array(_LINES)[service])
    return pd.DataFrame(
        {"month": month, "service": service, "hits": generator.binomial(cases, _CORRECT), "cases": cases}
    )


def draw_survey(generator: np.random.Generator, city: City) -> pd.DataFrame:
    """Return by half year, segment and service: `month` (its last), `index_sum`, `answers`, `asked`.

    Schools lose two points in each half year from the decline on.
    """
    decline = city.days.month_number(city.traits.decline_from)
    ends = [
        number for number in range(len(city.days.months)) if city.days.months[number][-2:] in ("06", "12")
    ]
    rows = []
    for month in ends:
        for segment, service, mean, asked in SURVEYED:
            lost = 2.0 * max((month - decline) // 6 + 1, 0) if segment == "Skolor" else 0.0
            answers = int(generator.binomial(asked, 0.36))
            index_sum = round(answers * (mean - lost + generator.normal(0, 0.8)))
            rows.append((month, segment, service, index_sum, answers, asked))
    return pd.DataFrame(rows, columns=["month", "segment", "service", "index_sum", "answers", "asked"])
