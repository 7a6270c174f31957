"""Orders, changes, problems, updates and the month's report: their limits are in days, not open hours."""

import numpy as np
import pandas as pd

from collector.simulator.days import DAY, Flags, Whole
from collector.simulator.moments import NEVER, City, Moments, Status, never
from collector.simulator.population import SCHOOL_SERVICE
from collector.simulator.season import Floats
from collector.simulator.tickets import Kind

ORDER_DAYS = {Kind.ACCOUNT_ORDER: 1, Kind.PC_ORDER: 5, Kind.MOVE_ORDER: 5}
"""Working days of the catalogue for each kind of order."""

ANSWER_DAYS, ANSWER_DAYS_BEFORE = 10, 15
ANSWER_CHANGE = "2025-07"
"""Changes are answered within 10 working days from this month on, within 15 before it."""

PATCH_DAYS = 14
_IN_TIME = {"order": 0.972, "school_order": 0.957, "answer": 0.94, "patch": 0.993}
_STRAINED = 0.03


def live_orders(generator: np.random.Generator, tickets: pd.DataFrame, city: City) -> Moments:
    """Return the steps of tickets that are neither incidents nor questions (see `draw_tickets`)."""
    limit = _limits(tickets, city)
    within = generator.random(len(tickets)) < _chances(tickets, city)
    done = _draw_done(generator, tickets, city, limit, within)
    opened = tickets["opened"].to_numpy()
    is_change = tickets["kind"].to_numpy() == Kind.CHANGE
    answered = np.where(is_change, done, NEVER)
    resumed = np.where(is_change, done + generator.integers(1, 15, len(done)) * DAY, NEVER)
    resolved = np.where(is_change, resumed + generator.integers(5, 25, len(done)) * DAY, done)
    parts = np.sort(generator.random((2, len(done))) * 0.8, axis=0)
    steps = [opened + 1 + ((done - opened - 3) * part).astype(np.int64) for part in parts]
    return Moments(
        assigned=steps[0],
        begun=steps[1],
        paused=answered,
        resumed=resumed,
        pause_status=np.where(is_change, int(Status.WAITING_CUSTOMER), NEVER).astype(np.int64),
        resolved=resolved,
        reopened=never(len(done)),
        resolved_again=never(len(done)),
        noted=answered,
        closed=(resolved // DAY + 7) * DAY + 5 * 3600 + generator.integers(0, 1800, len(done)),
        cancelled=np.zeros(len(done), dtype=bool),
        judged=_due(tickets, city, limit),
        within=within,
        counts=np.isin(tickets["kind"].to_numpy(), [int(kind) for kind in ORDER_DAYS]),
    )


def _limits(tickets: pd.DataFrame, city: City) -> Whole:
    """Return the limit of each ticket in working days (calendar days for updates)."""
    kind = tickets["kind"].to_numpy()
    changed_at = city.days.month_starts_at(city.days.month_number(ANSWER_CHANGE))
    answer = np.where(tickets["opened"].to_numpy() < changed_at - 21 * DAY, ANSWER_DAYS_BEFORE, ANSWER_DAYS)
    limit = np.where(kind == Kind.CHANGE, answer, np.where(kind == Kind.PATCH, PATCH_DAYS, 20))
    for order, working_days in ORDER_DAYS.items():
        limit = np.where(kind == order, working_days, limit)
    return np.where(kind == Kind.MONTHLY_REPORT, 5, limit).astype(np.int64)


def _chances(tickets: pd.DataFrame, city: City) -> Floats:
    kind = tickets["kind"].to_numpy()
    strain = city.strain[city.days.position(tickets["opened"].to_numpy())]
    at_school = tickets["service"].to_numpy() == SCHOOL_SERVICE
    order = np.where(at_school, _IN_TIME["school_order"], _IN_TIME["order"]) - _STRAINED * strain
    rest = np.where(
        kind == Kind.CHANGE, _IN_TIME["answer"], np.where(kind == Kind.PATCH, _IN_TIME["patch"], 0.9)
    )
    is_order = np.isin(kind, [int(ordered) for ordered in ORDER_DAYS])
    is_report = kind == Kind.MONTHLY_REPORT
    in_time = ~np.isin(_opened_month(tickets, city), _late_months(city))
    return np.where(is_report, np.where(in_time, 1.0, 0.0), np.where(is_order, order, rest))


def _opened_month(tickets: pd.DataFrame, city: City) -> Whole:
    return city.days.month[city.days.position(tickets["opened"].to_numpy())]


def _late_months(city: City) -> list[int]:
    return [city.days.month_number(name) for name in city.traits.late_report_months]


def _draw_done(
    generator: np.random.Generator, tickets: pd.DataFrame, city: City, limit: Whole, within: Flags
) -> Whole:
    """Return when each ticket was done, some days after it opened as `limit` and `within` say."""
    size = len(tickets)
    kind, opened = tickets["kind"].to_numpy(), tickets["opened"].to_numpy()
    least = np.where(kind == Kind.MONTHLY_REPORT, 2, np.maximum(limit // 4, 1))
    most = np.where(kind == Kind.MONTHLY_REPORT, 4, limit)
    early = least + (generator.random(size) * (most - least + 1)).astype(np.int64)
    late = limit + 1 + np.minimum(generator.exponential(2.0, size), 12).astype(np.int64)
    count = np.where(within, early, late)
    day = city.days.working_day(city.days.position(opened), count)
    # An update's days are calendar days: one less when in time, so that the time of day does not matter.
    patch_day = city.days.position(opened) + np.where(within, count - 1, count + 1)
    day = np.where(kind == Kind.PATCH, np.maximum(patch_day, city.days.position(opened) + 1), day)
    return city.days.starts_at(day) + generator.integers(8 * 3600, 16 * 3600, size)


def _due(tickets: pd.DataFrame, city: City, limit: Whole) -> Whole:
    position = city.days.position(tickets["opened"].to_numpy())
    return city.days.starts_at(city.days.working_day(position, limit)) + DAY - 1
