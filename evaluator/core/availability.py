"""Availability: the share of the time it should have worked that a service did, under the contract's rules.

A timeline says what is known of some subjects; measuring a window of it gives exact amounts, with the
two ends of what they could be while some time is unknown, and the outages behind them.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import pandas as pd

from collector.records import ServiceState
from evaluator.contract.availability import Denominator, UnknownTime, Weighting
from evaluator.core.availability_outages import list_outages
from evaluator.core.availability_scenario import Scenario, Window, weigh
from evaluator.core.availability_timeline import Timeline
from evaluator.core.availability_tracks import assign
from evaluator.core.availability_unknown import fill_unknown, fill_with, trim
from evaluator.core.hours import ServiceHours
from evaluator.core.intervals import Integers, flatten, merge
from evaluator.core.outcomes import Figure


@dataclass(frozen=True)
class Amounts:
    """What was counted of one subject, or of several together: seconds times weight, exact.

    `least` and `most` of `whole` bound the value over everything the unknown time could be; `known` of
    `expected` are seconds (times users where units weigh by theirs).
    """

    available: Fraction
    denominator: Fraction
    least: Fraction
    most: Fraction
    whole: Fraction
    known: int
    expected: int


@dataclass(frozen=True, eq=False)
class Availability:
    """The amounts of each subject in the order of the subjects, and the outages that explain them.

    `outages` has a row for each outage that touches the window: subject (number), service, unit,
    starts_at and ends_at (missing while open) of the whole outage, state (the worst seen; UNKNOWN for
    time that was only taken to be down, which has rows of its own), counted_seconds, planned_seconds and
    excluded_seconds in the window, lost (what it takes from `available`, in parts of 1 / `scale`),
    users_affected (missing where nobody stated them), long_enough (whether its run reaches the shortest
    outage that counts).
    """

    amounts: tuple[Amounts, ...]
    outages: pd.DataFrame
    scale: int

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figure of each subject."""
        return tuple(as_figure([amounts]) for amounts in self.amounts)


def measure_availability(
    timeline: Timeline, excluded: pd.DataFrame, hours: ServiceHours, window: Window
) -> Availability:
    """Return the availability of the timeline's subjects in `window`.

    `excluded` has service, unit (missing for all), starts_at and ends_at: what it covers leaves numerator
    and denominator. The window ends where knowledge does; an outage still open then counts until then.
    The length of an outage is that of its whole run in wall time, whatever part of it counts. Under a
    wall-clock denominator outages count by wall clock, otherwise by `hours`.

    Raises ValueError where the window begins when nothing is known yet.
    """
    if window.starts_at >= timeline.known_at:
        raise ValueError(f"nothing is known yet of the period that starts at {window.starts_at}")
    left_out = assign(excluded, timeline.subjects)
    starts, ends = left_out.places("starts_at"), left_out.places("ends_at")
    near = trim(timeline.pieces, window.starts_at, window.ends_at)
    edges = np.concatenate([starts, ends, _borders(timeline, window)])
    cut = replace(timeline, pieces=near.split_at(edges))
    away = merge(starts, ends)
    point, least, most = (
        weigh(filled, cut.rules, away, hours, window)
        for filled in (
            fill_unknown(cut, cut.rules.unknown),
            fill_with(cut, UnknownTime.DOWN),
            fill_with(cut, UnknownTime.UP),
        )
    )
    lengths = _Lengths.of(cut, hours, window)
    amounts = _amounts(cut, lengths, point, least, most)
    return Availability(amounts, list_outages(cut, point, window), cut.scale)


def as_figure(parts: Sequence[Amounts]) -> Figure:
    """Return the figure of some subjects together: the sum of available over the sum of the denominators.

    Raises ValueError for no subjects at all.
    """
    if not parts:
        raise ValueError("an availability needs at least one subject")
    total = add_up(parts)
    scale = math.lcm(total.available.denominator, total.denominator.denominator)
    is_empty = total.whole == 0
    return Figure(
        numerator=int(total.available * scale),
        denominator=int(total.denominator * scale),
        sample_size=len(parts),
        misses=None,
        known=total.known,
        expected=total.expected,
        low=None if is_empty else total.least / total.whole,
        high=None if is_empty else total.most / total.whole,
    )


def add_up(parts: Iterable[Amounts]) -> Amounts:
    """Return the sum of amounts; nothing at all for none."""
    total = Amounts(Fraction(0), Fraction(0), Fraction(0), Fraction(0), Fraction(0), 0, 0)
    for part in parts:
        total = Amounts(
            total.available + part.available,
            total.denominator + part.denominator,
            total.least + part.least,
            total.most + part.most,
            total.whole + part.whole,
            total.known + part.known,
            total.expected + part.expected,
        )
    return total


@dataclass(frozen=True)
class _Lengths:
    """How long a window is: the hours of it, and the length the contract names instead (None: none)."""

    whole: int
    nominal: Fraction | None

    @classmethod
    def of(cls, timeline: Timeline, hours: ServiceHours, window: Window) -> "_Lengths":
        if timeline.rules.denominator is not Denominator.NOMINAL:
            return cls(0, None)
        assert timeline.rules.nominal_hours is not None  # noqa: S101 - the contract has made sure
        whole = int(hours.elapsed(window.starts_at, window.ends_at))
        return cls(whole, timeline.rules.nominal_hours * 3600 * window.months)

    def denominator(self, inside: int, counted: int) -> Fraction:
        """Return what a subject is measured of, with `inside` seconds in the window of which `counted` count.

        A nominal length shrinks in proportion where a subject was delivered, or is known, for a part of
        the window only, and by what is left out of it.
        """
        if self.nominal is None:
            return Fraction(counted)
        if self.whole == 0:
            return Fraction(0)
        return max(self.nominal * inside / self.whole - (inside - counted), Fraction(0))


def _borders(timeline: Timeline, window: Window) -> Integers:
    everyone = np.arange(len(timeline.subjects), dtype=np.int64)
    return np.concatenate(
        [flatten(everyone, np.full_like(everyone, at)) for at in (window.starts_at, window.ends_at)]
    )


def _amounts(
    timeline: Timeline, lengths: _Lengths, point: Scenario, least: Scenario, most: Scenario
) -> tuple[Amounts, ...]:
    count = len(timeline.subjects)
    known = (least.pieces.state != ServiceState.UNKNOWN) | least.pieces.planned
    columns = [
        least.by_subject(least.seconds, count),
        point.by_subject(np.where(point.counted, point.seconds, 0), count),
        least.by_subject(np.where(least.counted, least.seconds, 0), count),
        least.by_subject(np.where(least.counted & known, least.seconds, 0), count),
        *(scenario.by_subject(scenario.losses, count) for scenario in (point, least, most)),
    ]
    by_units = timeline.rules.weighting is Weighting.UNITS
    found: list[Amounts] = []
    for weight, row in zip(timeline.weights.tolist(), np.stack(columns, axis=1).tolist(), strict=True):
        inside, counted, expected, known_seconds, *lost = row
        denominator = weight * lengths.denominator(inside, counted)
        whole = weight * lengths.denominator(inside, expected)
        left = [
            max(of - Fraction(loss, timeline.scale), Fraction(0))
            for of, loss in zip((denominator, whole, whole), lost, strict=True)
        ]
        users = weight if by_units else 1
        found.append(
            Amounts(left[0], denominator, left[1], left[2], whole, known_seconds * users, expected * users)
        )
    return tuple(found)
