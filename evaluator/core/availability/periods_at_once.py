"""Availability of many subjects over many periods at once, where the rules ask only for seconds by state.

That is every choice of the rules but a shortest outage, a state carried forward, a nominal length and
weights: these look at more, and `measure_readings` measures them one window at a time. Both give the same
amounts wherever both may be asked.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from collector.records import ServiceState
from evaluator.contract.availability import (
    AvailabilityRules,
    Denominator,
    PlannedMaintenance,
    UnknownTime,
    Weighting,
)
from evaluator.core.availability.amounts import Amounts
from evaluator.core.availability.pieces import Pieces
from evaluator.core.availability.state_sums import StateRows, StateSums, sum_states
from evaluator.core.availability.timeline import Timeline, rates_of
from evaluator.core.availability.tracks import assign
from evaluator.core.calendar.hours import ServiceHours
from evaluator.core.intervals import Instants, Integers, Intervals, flatten, intersection, merge


@dataclass(frozen=True, eq=False)
class PeriodAvailability:
    """What was counted, by subject (rows) and period (columns); seconds.

    `available`, `least` and `most` are in parts of 1 / `scale` of a second; the last two bound what could be
    `available` of `expected`, over everything the unknown time could be. `known` of `expected` is known.
    """

    scale: int
    available: Integers
    denominator: Integers
    least: Integers
    most: Integers
    known: Integers
    expected: Integers

    def amounts(self, subject: int, period: int) -> Amounts:
        """Return the amounts of one subject in one period, as `measure_readings` gives them."""
        at = (subject, period)
        available, least, most = (
            Fraction(int(parts[at]), self.scale) for parts in (self.available, self.least, self.most)
        )
        expected = int(self.expected[at])
        denominator, whole = Fraction(int(self.denominator[at])), Fraction(expected)
        return Amounts(available, denominator, least, most, whole, int(self.known[at]), expected)


def are_plain(rules: AvailabilityRules) -> bool:
    """Return whether `rules` ask only for seconds by state."""
    return (
        rules.shortest_outage == 0
        and rules.unknown.treat_as is not UnknownTime.CARRY_FORWARD
        and rules.denominator is not Denominator.NOMINAL
        and rules.weighting is Weighting.NONE
    )


def measure_periods(
    rows: StateRows,
    planned: Intervals,
    rules: AvailabilityRules,
    hours: ServiceHours,
    borders: Integers,
    away: Intervals | None = None,
) -> PeriodAvailability:
    """Return the availability of the subjects of `rows` in the periods between their `borders`.

    `planned` is the agreed maintenance and `away` the excluded time, on the flat axis by subject; `borders`
    are as `sum_states` takes them, and lie within the life of the subject and what is known. Under a
    wall-clock denominator `hours` are not asked.

    Raises ValueError for rules that are not plain, and as `sum_states` does.
    """
    if not are_plain(rules):
        raise ValueError(
            "periods are measured at once only where the rules ask for no more than seconds by state"
        )
    counted = None if rules.denominator is Denominator.WALL_CLOCK else hours
    sums = sum_states(rows, planned, counted, borders)
    if away is not None and away.starts.size > 0:
        gone = sum_states(rows, away, counted, borders).planned
        both = sum_states(rows, intersection(planned, away), counted, borders).planned
        sums = StateSums(sums.seconds - gone, sums.planned - both)
    return _judge(sums, rules)


def measure_periods_of(
    timeline: Timeline, excluded: pd.DataFrame, hours: ServiceHours, borders: Instants
) -> PeriodAvailability:
    """Return the availability of the subjects of `timeline` in the periods between `borders`.

    Each subject counts within its own life and up to what is known, less the time `excluded` (as
    `measure_availability` takes it). Raises ValueError as `measure_periods`.
    """
    first, last = int(borders[0]), int(borders[-1])
    inside = np.flatnonzero((timeline.pieces.starts < last) & (timeline.pieces.ends > first))
    pieces = timeline.pieces.take(inside)
    planned = np.flatnonzero(pieces.planned)
    subject = pieces.subject[planned]
    windows = merge(flatten(subject, pieces.starts[planned]), flatten(subject, pieces.ends[planned]))
    rows, own = _rows_of(pieces, len(timeline.subjects), first), _own_borders(timeline, borders)
    away = _away(excluded, timeline.subjects, own)
    return measure_periods(rows, windows, timeline.rules, hours, own, away)


def _away(excluded: pd.DataFrame, subjects: pd.DataFrame, own: Integers) -> Intervals:
    """Return the excluded time of each subject, between its borders."""
    left_out = assign(excluded, subjects)
    whose = left_out.subject
    starts = np.maximum(left_out.instants("starts_at"), own[whose, 0])
    ends = np.minimum(left_out.instants("ends_at"), own[whose, -1])
    return merge(flatten(whose, starts), flatten(whose, ends))


def _own_borders(timeline: Timeline, borders: Instants) -> Integers:
    """Return the borders for each subject, moved into its life; all in one place outside of it."""
    begins = timeline.subjects["life_from"].to_numpy(dtype=np.int64)[:, np.newaxis]
    ends = np.minimum(timeline.subjects["life_to"].to_numpy(dtype=np.int64), timeline.known_at)[:, np.newaxis]
    own = np.minimum(np.maximum(borders, begins), np.maximum(begins, ends))
    return np.asarray(np.minimum(np.maximum(own, borders[0]), borders[-1]), dtype=np.int64)


def _rows_of(pieces: Pieces, subjects: int, first: int) -> StateRows:
    """Return the pieces as rows; a subject without any, which counts nothing, has one of its own."""
    everyone = np.arange(subjects, dtype=np.int64)
    without = everyone[~np.isin(everyone, pieces.subject)]
    subject = np.concatenate([pieces.subject, without])
    order = np.argsort(subject, kind="stable")
    at = np.concatenate([pieces.starts, np.full_like(without, first)])[order]
    state = np.concatenate([pieces.state, np.zeros_like(without)])[order].astype(np.int8)
    return StateRows(np.searchsorted(subject[order], np.arange(subjects + 1)), at, state)


def _judge(sums: StateSums, rules: AvailabilityRules) -> PeriodAvailability:
    """Return what the rules make of the seconds in each state."""
    scale, rates = rates_of(rules)
    unknown = sums.seconds[..., ServiceState.UNKNOWN] - sums.planned[..., ServiceState.UNKNOWN]
    planned = sums.planned.sum(axis=-1)
    lost = (sums.seconds - sums.planned) @ rates
    whole = sums.seconds.sum(axis=-1)
    if rules.planned_maintenance is PlannedMaintenance.EXCLUDE:
        whole = whole - planned
    if rules.planned_maintenance is PlannedMaintenance.COUNT_DOWN:
        # It was announced as down: what nobody saw of it was down too.
        lost = lost + sums.planned @ rates + scale * sums.planned[..., ServiceState.UNKNOWN]
    treat_as = rules.unknown.treat_as
    denominator = whole - unknown if treat_as is UnknownTime.EXCLUDE else whole
    point = lost + scale * unknown if treat_as is UnknownTime.DOWN else lost
    return PeriodAvailability(
        scale=scale,
        available=scale * denominator - point,
        denominator=denominator,
        least=scale * (whole - unknown) - lost,
        most=scale * whole - lost,
        known=whole - unknown,
        expected=whole,
    )
