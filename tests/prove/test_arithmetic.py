"""Hours, clocks and availability against slow walks along the wall clock and the day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings

from collector.records import TicketState
from evaluator.contract.clocks import ClockTerms
from evaluator.contract.hours import ServiceHoursTerms
from evaluator.core.calendars import holiday_dates
from tests.evaluator.core import reference
from tests.evaluator.core.calendars_for_tests import (
    ALL_DAYS,
    END,
    FIRST,
    SWEDISH,
    clock_terms,
    compiled,
    hours_terms,
    opening,
    tickets,
)
from tests.evaluator.core.clock_runs import run, t
from tests.evaluator.core.test_availability_laws import Day, _walk, days, found
from tests.evaluator.core.test_clock_laws import STOPPING, Life, expected_row
from tests.prove.figures import tell

pytestmark = pytest.mark.prove

SEED = 20_261_122
CELL = 900
CALENDARS, INTERVALS_OF_A_CALENDAR, DAYS_AROUND = 200, 500, 20
DEFINITIONS, TICKETS_OF_A_DEFINITION = 40, 500
DAYS_WALKED = 2_000
HOLIDAYS = frozenset(holiday_dates(SWEDISH, FIRST - timedelta(days=2), END + timedelta(days=2)))


@dataclass(frozen=True)
class Zone:
    """A zone, and the days of 2026 on which its clocks change."""

    zone: ZoneInfo
    changes: tuple[date, ...]


def clock_changes(name: str) -> Zone:
    """Find the days of 2026 that have not 24 hours."""
    zone = ZoneInfo(name)
    midnights = [datetime(2026, 1, 1) + timedelta(days=day) for day in range(366)]  # noqa: DTZ001 - made aware below
    instants = [int(midnight.replace(tzinfo=zone).timestamp()) for midnight in midnights]
    lengths = np.diff(instants)
    return Zone(zone, tuple(midnights[day].date() for day in np.flatnonzero(lengths != 86_400)))


# Changes at 2, at 3 and at midnight, by an hour and by half an hour, on both halves of the Earth.
ZONES = [
    clock_changes(name)
    for name in (
        "Europe/Stockholm",
        "Europe/Lisbon",
        "America/New_York",
        "Australia/Lord_Howe",
        "America/Santiago",
        "Africa/Cairo",
        "Atlantic/Azores",
    )
]


def random_hours(chance: np.random.Generator) -> ServiceHoursTerms:
    """Openings on quarters of an hour: overnight, whole days, several a day; closed or open on some dates."""
    openings = []
    for _ in range(int(chance.integers(1, 4))):
        named = chance.choice(ALL_DAYS, int(chance.integers(1, 8)), replace=False)
        opens, closes = int(chance.integers(0, 96)), int(chance.integers(0, 97))
        openings.append(opening(tuple(map(str, named)), quarter(opens), quarter(closes)))
    return hours_terms(
        *openings,
        closed=[random_dates(chance) for _ in range(int(chance.integers(0, 3)))],
        only_between=[random_dates(chance, 120) for _ in range(int(chance.integers(0, 4)) // 2)],
    )


def quarter(number: int) -> str:
    """The time of day after so many quarters of an hour."""
    return f"{number // 4:02}:{number % 4 * 15:02}"


def random_dates(chance: np.random.Generator, longest: int = 20) -> dict[str, date]:
    first = FIRST + timedelta(days=int(chance.integers(0, 300)))
    return {"first": first, "last": first + timedelta(days=int(chance.integers(0, longest)))}


def walked(terms: ServiceHoursTerms, zone: Zone, middle: date) -> tuple[int, list[int]]:
    """Walk the days around `middle`: the instant it starts at, and open seconds before each cell."""
    midnight = datetime(middle.year, middle.month, middle.day, tzinfo=zone.zone)
    centre = int(midnight.timestamp()) // CELL * CELL
    starts_at = centre - DAYS_AROUND * 86_400
    cells = range(starts_at, centre + DAYS_AROUND * 86_400, CELL)
    is_open = [reference.is_open(cell, terms, HOLIDAYS, zone.zone) for cell in cells]
    return starts_at, [0, *accumulate(CELL * cell for cell in is_open)]


def differing_intervals(chance: np.random.Generator, zone: Zone) -> int:
    """Hold one random calendar against the walk; return how many of its intervals differ."""
    terms = random_hours(chance)
    starts_at, before = walked(terms, zone, zone.changes[int(chance.integers(len(zone.changes)))])
    offsets = chance.integers(0, (len(before) - 1) * CELL, (INTERVALS_OF_A_CALENDAR, 2))
    offsets.sort(axis=1)
    cell, rest = np.divmod(offsets, CELL)
    sums = np.array(before)
    is_open = np.diff(sums) > 0
    until = sums[cell] + rest * is_open[cell]
    span = starts_at + offsets
    elapsed = compiled(terms, zone=zone.zone).elapsed(span[:, 0], span[:, 1])
    return int(np.count_nonzero(elapsed != until[:, 1] - until[:, 0]))


def test_random_intervals_on_random_calendars_agree_with_the_wall_clock() -> None:
    chance = np.random.default_rng(SEED)
    differing = [differing_intervals(chance, ZONES[number % len(ZONES)]) for number in range(CALENDARS)]
    tell(
        "open seconds",
        intervals=CALENDARS * INTERVALS_OF_A_CALENDAR,
        calendars=CALENDARS,
        zones=len(ZONES),
        differing=sum(differing),
    )
    assert sum(differing) == 0


def random_terms(chance: np.random.Generator) -> ClockTerms:
    """A definition of a clock: what runs it, stops it, cancels, and what reopening does."""
    stops = set(chance.choice(STOPPING, int(chance.integers(1, 4)), replace=False).tolist())
    cancels = {"cancelled"} if chance.random() < 0.5 else set()
    words = {"active", "resolved", "waiting_user", "waiting_supplier", "waiting_third", "closed"}
    can_run = sorted(words - stops - cancels)
    runs = chance.choice(can_run, int(chance.integers(1, len(can_run) + 1)), replace=False).tolist()
    within = None if chance.random() < 0.3 else int(chance.integers(0, 7))
    rule = ["continue", "new_cycle"][int(chance.integers(2))]
    reopening = {"rule": rule, "within_working_days": within}
    return clock_terms(
        runs_in=sorted(runs), stops_in=sorted(stops), cancels_in=sorted(cancels), reopening=reopening
    )


def random_lives(chance: np.random.Generator, count: int) -> list[Life]:
    """Tickets with up to nine changes; some lie before the opening, some share a second."""
    low, high = t("02 00:00"), t("27 00:00")
    shared = np.arange(low, high, 7_200)
    lives: list[Life] = []
    for _ in range(count):
        moments = np.where(chance.random(9) < 0.4, chance.choice(shared, 9), chance.integers(low, high, 9))
        states = chance.choice([1, 1, 1, 2, 3, 4, 5, 6, 6, 7, 8, 0], 9)
        pairs = list(zip(moments.tolist(), states.tolist(), strict=True))[: int(chance.integers(0, 10))]
        happened = [(moment, TicketState(state)) for moment, state in pairs]
        lives.append((int(chance.integers(low, high)), int(chance.integers(2)), happened))
    return lives


def frames_of(lives: list[Life]) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = [
        (number, at, place, int(state))
        for number, life in enumerate(lives, 1)
        for place, (at, state) in enumerate(life[2])
    ]
    changes = pd.DataFrame(rows, columns=["ticket_id", "at", "sequence", "state"], dtype="int64")
    return tickets(*(life[0] for life in lives)), changes.astype({"state": "Int64"})


def test_random_tickets_agree_with_following_each_of_them_by_hand() -> None:
    chance = np.random.default_rng(SEED + 1)
    differing = changes = 0
    for _ in range(DEFINITIONS):
        terms, lives = random_terms(chance), random_lives(chance, TICKETS_OF_A_DEFINITION)
        at = int(chance.integers(t("10 00:00"), t("28 00:00")))
        frame, rows = frames_of(lives)
        measured = run(frame, rows, terms, groups=[life[1] for life in lives], at=at)
        expected = [expected_row(life, 0, terms, at) for life in lives]
        measured_rows = measured.to_numpy(dtype=object).tolist()
        differing += sum(one != other for one, other in zip(measured_rows, expected, strict=True))
        changes += len(rows)
    tell(
        "clocks",
        tickets=DEFINITIONS * TICKETS_OF_A_DEFINITION,
        changes=changes,
        definitions=DEFINITIONS,
        differing=differing,
    )
    assert differing == 0


def test_random_days_of_monitoring_agree_with_walking_them_quarter_by_quarter() -> None:
    walked_days = 0

    @settings(
        max_examples=DAYS_WALKED,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(days)
    def walk_one(day: Day) -> None:
        nonlocal walked_days
        assume(day["terms"].nominal_hours is None and day["terms"].weighting == "none")
        (amounts,) = found(day).amounts
        available, denominator = _walk(day, day["terms"])
        assert (amounts.available, amounts.denominator) == (available * CELL, denominator * CELL)
        walked_days += 1

    walk_one()
    assert walked_days >= DAYS_WALKED
    tell("availability", days=walked_days, differing=0)
