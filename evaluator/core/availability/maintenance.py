"""Agreed maintenance: which of the windows that were stated excuse anything, under the contract's rules."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from collector.instants import to_datetime
from evaluator.contract.availability import AvailabilityRules, Denominator
from evaluator.core.calendar.hours import ServiceHours
from evaluator.core.calendar.working_days import WorkingDays
from evaluator.core.intervals import AXIS, Instants, Integers, Intervals, merge
from evaluator.core.periods import start_of_day


@dataclass(frozen=True, eq=False)
class MaintenanceHours:
    """What the limits of maintenance are counted in.

    `zone` has the calendar months, `counted` are the service hours that the maximum is counted in (unless
    percentages are of the wall clock), `allowed` those in which maintenance may lie (None: at any time).
    """

    zone: ZoneInfo
    counted: ServiceHours
    allowed: ServiceHours | None


@dataclass(frozen=True, eq=False)
class _Parts:
    """Parts of windows, in order: `whose` is the subject, `nth` the interval each was cut by."""

    whose: Integers
    nth: Integers
    starts: Instants
    ends: Instants


def agreed_maintenance(
    maintenance: pd.DataFrame, rules: AvailabilityRules, working_days: WorkingDays | None
) -> pd.DataFrame:
    """Return the maintenance announced in time; the rest is no maintenance.

    Notice counts the working days after the day of the announcement up to and with the day of the start.
    A window that nobody announced was not announced in time. Raises ValueError where notice is asked
    for and `working_days` is None.
    """
    notice = rules.maintenance_notice_working_days
    if notice is None:
        return maintenance
    if working_days is None:
        raise ValueError("maintenance_notice_working_days is asked for, but no working days are given")
    told = maintenance.loc[maintenance["announced_at"].notna()]
    told = told.loc[told["announced_at"] <= told["starts_at"]]
    announced = told["announced_at"].to_numpy(dtype=np.int64)
    days = working_days.count_between(announced, told["starts_at"].to_numpy(dtype=np.int64))
    return told.loc[days >= notice]


def limit_maintenance(
    windows: Intervals, rules: AvailabilityRules, hours: MaintenanceHours | None
) -> Intervals:
    """Return what of the agreed `windows` (on the flat axis by subject) the rules still allow.

    First what lies outside the hours allowed goes. Then, of each subject and calendar month, what comes
    after the monthly maximum is used up, counted in the hours that a percentage is of. Beyond the bounds of
    compiled hours nothing is counted, and nothing remains. Raises ValueError where there is a limit and
    `hours` is None.
    """
    if rules.maintenance_allowed_in is None and rules.maintenance_monthly_maximum is None:
        return windows
    if hours is None:
        raise ValueError("maintenance has limits, but no hours are given to count them in")
    if hours.allowed is not None:
        parts = _cut_by(windows, hours.allowed.opens, hours.allowed.closes)
        windows = merge(parts.whose * AXIS + parts.starts, parts.whose * AXIS + parts.ends)
    if rules.maintenance_monthly_maximum is None:
        return windows
    by_clock = rules.denominator is Denominator.WALL_CLOCK
    counted = None if by_clock else hours.counted
    months = _month_borders(hours.zone, hours.counted.starts_at, hours.counted.ends_at)
    parts = _cut_by(windows, months[:-1], months[1:])
    ends = _ends_within(parts, rules.maintenance_monthly_maximum, counted)
    return merge(parts.whose * AXIS + parts.starts, parts.whose * AXIS + ends)


def _cut_by(windows: Intervals, opens: Instants, closes: Instants) -> _Parts:
    """Return the parts of `windows` inside the intervals from `opens` to `closes`, which are in order."""
    whose, starts = np.divmod(windows.starts, AXIS)
    ends = windows.ends - whose * AXIS
    first = np.searchsorted(closes, starts, side="right")
    count = np.maximum(np.searchsorted(opens, ends, side="left") - first, 0)
    window = np.repeat(np.arange(starts.size, dtype=np.int64), count)
    nth = first[window] + np.arange(window.size, dtype=np.int64) - np.repeat(np.cumsum(count) - count, count)
    return _Parts(
        whose[window], nth, np.maximum(starts[window], opens[nth]), np.minimum(ends[window], closes[nth])
    )


def _ends_within(parts: _Parts, maximum: int, hours: ServiceHours | None) -> Instants:
    """Return where each part ends so that no subject has more than `maximum` seconds in a month."""
    lengths = parts.ends - parts.starts if hours is None else hours.elapsed(parts.starts, parts.ends)
    used = np.cumsum(lengths) - lengths
    begins = np.ones(parts.whose.size, dtype=np.bool_)
    begins[1:] = (np.diff(parts.whose) != 0) | (np.diff(parts.nth) != 0)
    before = used - used[begins][np.cumsum(begins) - 1]
    left = np.maximum(maximum - before, 0)
    ends = parts.ends.copy()
    ends[left == 0] = parts.starts[left == 0]
    over = (left > 0) & (left < lengths)
    starts = parts.starts[over]
    ends[over] = starts + left[over] if hours is None else hours.add(starts, left[over])
    return ends


def _month_borders(zone: ZoneInfo, starts_at: int, ends_at: int) -> Instants:
    """Return the starts of every calendar month that touches the stretch, and the end of the last one."""
    first, last = (to_datetime(at).astimezone(zone).date() for at in (starts_at, ends_at))
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month + 1)
    borders = [start_of_day(date(number // 12, number % 12 + 1, 1), zone) for number in numbers]
    return np.clip(np.array(borders, dtype=np.int64), starts_at, ends_at)
