"""Incidents and questions: their work is drawn in open seconds against the limit of their priority."""

import numpy as np
import pandas as pd

from collector.simulator.days import DAY, Flags, OpenHours, Whole
from collector.simulator.moments import NEVER, City, Moments, Status, never
from collector.simulator.population import SCHOOL_SERVICE
from collector.simulator.tickets import Kind

LIMITS = np.array([4, 8, 16, 40], dtype=np.int64) * 3600
"""Open seconds in which an incident of each priority is to be solved."""

_IN_TIME = np.array([0.93, 0.962, 0.958, 0.925])
_STRAINED = 0.035  # so much less is solved in time in the most strained days
_CAUSE_IN_TIME = 0.95
_CAUSE_DAYS = 10


def live_incidents(generator: np.random.Generator, tickets: pd.DataFrame, city: City) -> Moments:
    """Return the steps of incidents and questions (see `draw_tickets`)."""
    used, within = _draw_work(generator, tickets, city)
    staffed = _staffed_hours(tickets, city)
    steps = {name: never(len(tickets)) for name in ("assigned", "begun", "paused", "resumed", "resolved")}
    pause_status, pause = _draw_pauses(generator, tickets, city)
    pause_status = np.where(tickets["priority"].to_numpy() == 0, int(Status.WAITING_THIRD), pause_status)
    for number, hours in enumerate(
        (city.hours.desk, city.hours.class_c, city.hours.class_b, city.hours.school)
    ):
        _place(steps, staffed == number, tickets, hours, used, pause, pause_status, generator)
    _place(steps, staffed == 4, tickets, city.hours.always, used, pause, pause_status, generator)
    return _finish(generator, tickets, city, steps, pause_status, within)


def _draw_work(generator: np.random.Generator, tickets: pd.DataFrame, city: City) -> tuple[Whole, Flags]:
    """Return open seconds of work, and whether they are within the limit."""
    size = len(tickets)
    priority = tickets["priority"].to_numpy()
    strain = city.strain[city.days.position(tickets["opened"].to_numpy())]
    chance = _IN_TIME[priority] - _STRAINED * strain
    chance = chance - np.where(tickets["is_school"], city.traits.school_delay, 0.0)
    within = generator.random(size) < chance
    ratio = np.where(
        within,
        0.02 + 0.93 * generator.beta(1.2, 2.2, size),
        np.minimum(1.03 + generator.exponential(0.6, size), 5),
    )
    return (LIMITS[priority] * ratio).astype(np.int64), within


def _staffed_hours(tickets: pd.DataFrame, city: City) -> Whole:
    """Return which hours each ticket is worked in: its service's, class C in school breaks, or always."""
    service = tickets["service"].to_numpy()
    school_day = city.days.school[city.days.position(tickets["opened"].to_numpy())]
    hours = np.where((service == SCHOOL_SERVICE) & ~school_day, 1, service)
    return np.where(tickets["priority"].to_numpy() == 0, 4, hours).astype(np.int64)


def _draw_pauses(generator: np.random.Generator, tickets: pd.DataFrame, city: City) -> tuple[Whole, Whole]:
    """Return the status of the pause (`NEVER` for none) and its open seconds."""
    size = len(tickets)
    choices = [NEVER, Status.WAITING_USER, Status.WAITING_CUSTOMER, Status.WAITING_THIRD, Status.PARKED]
    parked = city.traits.parked_share
    status = generator.choice(choices, size=size, p=[0.66 - parked, 0.22, 0.05, 0.07, parked])
    length = (3600 + generator.exponential(4 * 3600, size)).astype(np.int64)
    return status.astype(np.int64), length


def _place(
    steps: dict[str, Whole],
    chosen: Flags,
    tickets: pd.DataFrame,
    hours: OpenHours,
    used: Whole,
    pause: Whole,
    pause_status: Whole,
    generator: np.random.Generator,
) -> None:
    """Set the steps of the chosen tickets by going along the open seconds of `hours`."""
    size = int(np.count_nonzero(chosen))
    start = hours.before(tickets["opened"].to_numpy()[chosen])
    work, status, length = used[chosen], pause_status[chosen], pause[chosen]
    parts = np.sort(generator.random((3, size)) * np.array([[0.15], [0.35], [0.9]]), axis=0)
    third = status == Status.WAITING_THIRD
    length = np.where(third, ((1 - parts[2]) * work * 0.7).astype(np.int64), length)
    stops_clock = np.where((status == NEVER) | third, 0, length)
    at: list[Whole] = [start + 1 + (part * work).astype(np.int64) for part in parts]
    steps["assigned"][chosen] = hours.at(at[0])
    steps["begun"][chosen] = hours.at(at[1])
    steps["paused"][chosen] = np.where(status == NEVER, NEVER, hours.at(at[2]))
    steps["resumed"][chosen] = np.where(status == NEVER, NEVER, hours.at(at[2] + length))
    steps["resolved"][chosen] = hours.at(start + 2 + work + stops_clock)


def _finish(
    generator: np.random.Generator,
    tickets: pd.DataFrame,
    city: City,
    steps: dict[str, Whole],
    pause_status: Whole,
    within: Flags,
) -> Moments:
    size = len(tickets)
    cancelled = generator.random(size) < 0.02
    reopened, again = _draw_reopening(generator, tickets, city, steps["resolved"], cancelled)
    noted = _draw_causes(generator, tickets, city, steps["resolved"], cancelled)
    last = np.maximum(np.maximum(steps["resolved"], again), noted)
    closed = np.where(cancelled, NEVER, _automatic_closing(generator, last))
    return Moments(
        **steps,
        pause_status=pause_status,
        reopened=reopened,
        resolved_again=again,
        noted=noted,
        closed=closed,
        cancelled=cancelled,
        judged=steps["resolved"],
        within=within,
        counts=~cancelled & (tickets["kind"].to_numpy() == Kind.INCIDENT) & (pause_status != Status.PARKED),
    )


def _draw_reopening(
    generator: np.random.Generator, tickets: pd.DataFrame, city: City, resolved: Whole, cancelled: Flags
) -> tuple[Whole, Whole]:
    """Return when tickets were reopened and solved again, soon or later than five working days after."""
    size = len(tickets)
    chance = generator.random(size)
    traits = city.traits
    soon = chance < traits.soon_reopened_share
    late = (chance >= traits.soon_reopened_share) & (
        chance < traits.soon_reopened_share + traits.later_reopened_share
    )
    can = ~cancelled & (tickets["priority"].to_numpy() > 0) & (tickets["kind"].to_numpy() == Kind.INCIDENT)
    count = np.where(late, generator.integers(7, 16, size), generator.integers(1, 5, size))
    day = city.days.working_day(city.days.position(resolved), count)
    at = city.days.starts_at(day) + generator.integers(8 * 3600, 15 * 3600, size)
    again = at + generator.integers(1800, 2 * 3600, size)
    chosen = (soon | late) & can
    return np.where(chosen, at, NEVER), np.where(chosen, again, NEVER)


def _draw_causes(
    generator: np.random.Generator, tickets: pd.DataFrame, city: City, resolved: Whole, cancelled: Flags
) -> Whole:
    """Return when the root cause analysis of each P1 came, mostly within ten working days."""
    size = len(tickets)
    in_time = generator.random(size) < _CAUSE_IN_TIME
    count = np.where(
        in_time, generator.integers(3, _CAUSE_DAYS, size), _CAUSE_DAYS + generator.integers(1, 8, size)
    )
    day = city.days.working_day(city.days.position(resolved), count)
    at = city.days.starts_at(day) + generator.integers(9 * 3600, 16 * 3600, size)
    urgent = (tickets["priority"].to_numpy() == 0) & (tickets["kind"].to_numpy() == Kind.INCIDENT)
    return np.where(urgent & ~cancelled, at, NEVER)


def _automatic_closing(generator: np.random.Generator, last: Whole) -> Whole:
    """Return the early morning about a week after the last step, when the system closes tickets."""
    week = (last // DAY + generator.integers(6, 9, len(last))) * DAY
    return week + 5 * 3600 + generator.integers(0, 1800, len(last))
