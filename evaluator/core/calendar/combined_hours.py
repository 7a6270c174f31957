"""Service hours and working days made of others: union, intersection and difference."""

from collections.abc import Callable, Sequence
from functools import reduce

import numpy as np

from evaluator.contract.combined_hours import Combination
from evaluator.core import intervals
from evaluator.core.calendar.hours import ServiceHours
from evaluator.core.calendar.wall_windows import Openings, day_by_day, joined
from evaluator.core.calendar.working_days import WorkingDays
from evaluator.core.intervals import Intervals

_ON_INTERVALS: dict[Combination, Callable[[Intervals, Intervals], Intervals]] = {
    Combination.UNION: intervals.union,
    Combination.INTERSECTION: intervals.intersection,
    Combination.DIFFERENCE: intervals.difference,
}


def combine_hours(combination: Combination, parts: Sequence[ServiceHours]) -> ServiceHours:
    """Return the union or intersection of `parts`, or what the first has and none of the others.

    They are combined for the time for which all of them are compiled. Raises ValueError where there is none.
    """
    starts_at, ends_at = max(part.starts_at for part in parts), min(part.ends_at for part in parts)
    if starts_at >= ends_at:
        raise ValueError(
            f"hours compiled for {' and '.join(part.bounds for part in parts)} have no time in common"
        )
    windows = [part.open_intervals_between(starts_at, ends_at) for part in parts]
    combined = reduce(_ON_INTERVALS[combination], windows)
    return ServiceHours(combined.starts, combined.ends, starts_at, ends_at)


def combine_days(combination: Combination, parts: Sequence[WorkingDays], hours: ServiceHours) -> WorkingDays:
    """Return the working days of combined `hours`, given those of their parts in the same order.

    They are the working days of any part (union), of all (intersection), of the first (difference), as far
    as the combined hours leave something of what opens on them. Where zones differ, dates are
    those of the first part.
    """
    openings = [Openings(part.days, part.opens, part.closes) for part in parts]
    if combination is Combination.UNION:
        whole = joined(openings)
    else:
        common = openings if combination is Combination.INTERSECTION else openings[:1]
        whole = reduce(_in_both, common)
    left = day_by_day(whole, Intervals(hours.opens, hours.closes))
    return WorkingDays(left.days, left.opens, left.closes, parts[0].offsets, hours.starts_at, hours.ends_at)


def _in_both(one: Openings, other: Openings) -> Openings:
    days, mine, theirs = np.intersect1d(one.days, other.days, return_indices=True)
    opens = np.maximum(one.opens[mine], other.opens[theirs])
    closes = np.minimum(one.closes[mine], other.closes[theirs])
    return Openings(days, opens, closes).where(opens < closes)
