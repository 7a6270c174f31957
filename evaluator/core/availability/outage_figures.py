"""How many outages there were, how long the longest was, and what time was lost: the figures of outages.

An outage is a run of lost time without a gap that is long enough under the rules and of which something
counts. It belongs to a period as a whole, by its start or wherever it touches; the time lost is that of the
period alone.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

import numpy as np

from collector.records import ServiceState
from evaluator.contract.outage_indicators import OutageMeasure, OutageMonth
from evaluator.core.availability.readings import Readings
from evaluator.core.availability.scenario import Scenario, Window
from evaluator.core.calendar.hours import ServiceHours
from evaluator.core.intervals import Flags, Instants, Integers, sum_by
from evaluator.core.outcomes import Figure

REACH = 365 * 86_400
"""How long before a period the length of an outage that reaches into it is counted: as calendars go."""


@dataclass(frozen=True)
class OutageTerms:
    """What is measured, and which outages belong to a window: by start, or by touching it (None too)."""

    measure: OutageMeasure
    month_of: OutageMonth | None


def reach_of(window: Window, known_at: int) -> Window:
    """Return the stretch in which the outages of `window` are counted whole."""
    return Window(max(window.starts_at - REACH, 0), known_at)


def measure_outages(readings: Readings, hours: ServiceHours, window: Window, terms: OutageTerms) -> Figure:
    """Return the figure of the outages in `window` of the one subject of `readings`.

    These are cut at the borders of the window and of its `reach_of`. `count` and `longest` look at outages
    as a whole, in the seconds that count; `total` is the time lost in the window, weighed as an availability
    weighs it. The longest and the total are in seconds. Without hours in the window there is no value.

    Unknown time can join outages, lengthen them, move their start, and hide any number of others. Sure to
    have been are those that stay apart when all of it was down; the highest number is known only where all
    of the window is. An outage still on where knowledge ends may go on: then the highest longest is not
    known, nor the highest total while the window is not over.
    """
    timeline = readings.timeline
    wide = reach_of(window, timeline.known_at)
    point, least, most = (_Way(scenario, window) for scenario in readings.weigh(hours, wide))
    known, expected = least.known_seconds()
    if expected == 0:
        return Figure(0, 0, 0, None, 0, 0, None, None)
    lives_on = int(timeline.subjects["life_to"].iloc[0]) > timeline.known_at
    outages = _Outages(
        point.runs(), least.runs(), most.runs(), terms.month_of, timeline.known_at if lives_on else None
    )
    match terms.measure:
        case OutageMeasure.COUNT:
            value, low, high = outages.count(all_known=known == expected)
        case OutageMeasure.LONGEST:
            value, low, high = outages.longest()
        case OutageMeasure.TOTAL:
            scale = timeline.scale * int(timeline.weights[0])
            value, low, high = (Fraction(way.lost_seconds(), scale) for way in (point, most, least))
            may_go_on = outages.last_goes_on() and window.ends_at > timeline.known_at
            high = None if may_go_on else high
        case _:
            assert_never(terms.measure)
    number = outages.number()
    return Figure(
        numerator=value.numerator,
        denominator=value.denominator,
        sample_size=number,
        misses=number if terms.measure is OutageMeasure.COUNT else None,
        known=known,
        expected=expected,
        low=low,
        high=high,
    )


@dataclass(frozen=True, eq=False)
class _Runs:
    """Outages of which anything counts, in order: `seconds` of all of each, `inside` of it in the window."""

    window: Window
    starts: Instants
    ends: Instants
    seconds: Integers
    inside: Integers

    def belonging(self, month_of: OutageMonth | None) -> Flags:
        """Return which belong to the window."""
        if month_of is OutageMonth.STARTS:
            return np.asarray(
                (self.starts >= self.window.starts_at) & (self.starts < self.window.ends_at), dtype=np.bool_
            )
        return self.inside > 0

    def touching(self) -> Flags:
        """Return which lie in the window with any part, whether it counts or not."""
        return np.asarray(
            (self.starts < self.window.ends_at) & (self.ends > self.window.starts_at), dtype=np.bool_
        )


@dataclass(frozen=True, eq=False)
class _Way:
    """One way to decide unknown time, seen from a window; its scenario reaches beyond it."""

    scenario: Scenario
    window: Window

    def _inside(self) -> Flags:
        pieces = self.scenario.pieces
        return np.asarray(
            (pieces.starts >= self.window.starts_at) & (pieces.ends <= self.window.ends_at), dtype=np.bool_
        )

    def lost_seconds(self) -> int:
        """Return what is lost in the window, on the timeline's scale."""
        return int(self.scenario.losses[self._inside()].sum())

    def known_seconds(self) -> tuple[int, int]:
        """Return the known and all counted seconds of the window."""
        pieces = self.scenario.pieces
        seconds = np.where(self.scenario.counted & self._inside(), self.scenario.seconds, 0)
        known = (pieces.state != ServiceState.UNKNOWN) | pieces.planned
        return int(seconds[known].sum()), int(seconds.sum())

    def runs(self) -> _Runs:
        """Return the outages of which anything counts."""
        part = np.flatnonzero(self.scenario.runs >= 0)
        run, count = self.scenario.runs[part], int(self.scenario.runs.max(initial=-1)) + 1
        counted = np.where(self.scenario.losses > 0, self.scenario.seconds, 0)
        seconds = sum_by(run, counted[part], count)
        inside = sum_by(run, np.where(self._inside(), counted, 0)[part], count)
        numbers = np.arange(count, dtype=np.int64)
        first = part[np.searchsorted(run, numbers, side="left")]
        last = part[np.searchsorted(run, numbers, side="right") - 1]
        some = seconds > 0
        pieces = self.scenario.pieces
        return _Runs(
            self.window, pieces.starts[first][some], pieces.ends[last][some], seconds[some], inside[some]
        )


@dataclass(frozen=True, eq=False)
class _Outages:
    """The outages at the point, and when all unknown time was down, and up.

    `open_at` is where knowledge ends, None where the subject's life had ended before.
    """

    point: _Runs
    down: _Runs
    up: _Runs
    month_of: OutageMonth | None
    open_at: int | None

    def number(self) -> int:
        """Return how many belong to the window at the point."""
        return int(np.count_nonzero(self.point.belonging(self.month_of)))

    def count(self, *, all_known: bool) -> tuple[Fraction, Fraction, Fraction | None]:
        """Return their number, the least and the highest."""
        holder, sure = self._sure()
        least = np.unique(holder[sure]).size
        ways = [np.count_nonzero(one.belonging(self.month_of)) for one in (self.point, self.down, self.up)]
        return Fraction(self.number()), Fraction(least), Fraction(int(max(ways))) if all_known else None

    def longest(self) -> tuple[Fraction, Fraction, Fraction | None]:
        """Return the seconds of the longest, the least and the most it can have."""
        _, sure = self._sure()
        value = self.point.seconds[self.point.belonging(self.month_of)].max(initial=0)
        low = self.up.seconds[sure].max(initial=0)
        high = self.down.seconds[self.down.touching()].max(initial=0)
        return Fraction(int(value)), Fraction(int(low)), None if self.last_goes_on() else Fraction(int(high))

    def last_goes_on(self) -> bool:
        """Return whether an outage in the window may still be on where knowledge ends."""
        touching = self.down.ends[self.down.touching()]
        return self.open_at is not None and bool((touching == self.open_at).any())

    def _sure(self) -> tuple[Integers, Flags]:
        """Return which outages of known time surely belong, and the longest stretch each may be part of."""
        holder = np.searchsorted(self.down.starts, self.up.starts, side="right") - 1
        return holder, self.up.belonging(self.month_of) & self.down.belonging(self.month_of)[holder]
