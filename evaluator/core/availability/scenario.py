"""One way of deciding the unknown time of a timeline: what counts in a window, and what is lost of it."""

from dataclasses import dataclass

import numpy as np

from evaluator.contract.availability import AvailabilityRules, Denominator, PlannedMaintenance
from evaluator.core.availability.pieces import Pieces
from evaluator.core.availability.unknown import Filled, find_runs
from evaluator.core.calendar.hours import ServiceHours
from evaluator.core.intervals import Flags, Integers, Intervals, covers, flatten, sum_by


@dataclass(frozen=True)
class Window:
    """The period measured, and how many months it is (for a nominal denominator).

    Raises ValueError for one that does not end after it starts.
    """

    starts_at: int
    ends_at: int
    months: int = 1

    def __post_init__(self) -> None:
        if self.ends_at <= self.starts_at:
            raise ValueError("a window must end after it starts")


@dataclass(frozen=True, eq=False)
class Scenario:
    """What a window holds, piece by piece.

    `seconds` are those of the window in the hours that count; `counted` says whether they are in the
    denominator, `losses` what is lost of them, in parts of 1 / scale; `runs` numbers the outages.
    """

    pieces: Pieces
    seconds: Integers
    excluded: Flags
    counted: Flags
    runs: Integers
    long_enough: Flags
    losses: Integers

    def by_subject(self, amounts: Integers, count: int) -> Integers:
        """Return the sums of `amounts`, given by piece, of the subjects 0 to `count` - 1."""
        return sum_by(self.pieces.subject, amounts, count)


def weigh(
    filled: Filled, rules: AvailabilityRules, away: Intervals, hours: ServiceHours, window: Window
) -> Scenario:
    """Return what counts and what is lost in `window`, which no piece may cross.

    `away` is excluded time on the flat axis, which no piece may cross either.
    """
    pieces = filled.pieces
    excluded = covers(away, flatten(pieces.subject, pieces.starts))
    counted = ~excluded & ~filled.left_out
    if rules.planned_maintenance is PlannedMaintenance.EXCLUDE:
        counted &= ~pieces.planned
    seconds = _seconds(pieces, rules, hours, window)
    runs = find_runs(pieces, filled.lost)
    long_enough = _long_enough(pieces, runs, rules.shortest_outage)
    losing = counted & long_enough
    if rules.planned_maintenance is PlannedMaintenance.COUNT_UP:
        losing &= ~pieces.planned
    losses = np.where(losing, seconds * pieces.loss, 0)
    return Scenario(pieces, seconds, excluded, counted, runs, long_enough, losses)


def _seconds(pieces: Pieces, rules: AvailabilityRules, hours: ServiceHours, window: Window) -> Integers:
    inside = (pieces.starts >= window.starts_at) & (pieces.ends <= window.ends_at)
    seconds = np.zeros(pieces.starts.size, dtype=np.int64)
    starts, ends = pieces.starts[inside], pieces.ends[inside]
    by_clock = rules.denominator is Denominator.WALL_CLOCK
    seconds[inside] = ends - starts if by_clock else hours.elapsed(starts, ends)
    return seconds


def _long_enough(pieces: Pieces, runs: Integers, shortest: int) -> Flags:
    # The whole run counts, before and after the window and through maintenance: an outage does not
    # become short by being looked at in parts.
    flagged = runs >= 0
    lengths = sum_by(runs[flagged], (pieces.ends - pieces.starts)[flagged], int(runs.max(initial=-1)) + 1)
    long_enough = np.zeros(runs.size, dtype=np.bool_)
    long_enough[flagged] = lengths[runs[flagged]] >= shortest
    return long_enough
