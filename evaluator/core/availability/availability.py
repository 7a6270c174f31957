"""Availability: the share of the time it should have worked that a service did, under the contract's rules.

A timeline says what is known of some subjects; measuring a window of it gives exact amounts, with the
two ends of what they could be while some time is unknown, and the outages behind them.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from collector.records import ServiceState
from evaluator.contract.availability import Denominator, Weighting
from evaluator.core.availability.amounts import Amounts, as_figure
from evaluator.core.availability.outages import list_outages
from evaluator.core.availability.periods_at_once import are_plain, measure_periods_of
from evaluator.core.availability.readings import Readings, cut_window, read_pieces, require_known
from evaluator.core.availability.scenario import Scenario, Window, weigh
from evaluator.core.availability.timeline import Timeline
from evaluator.core.availability.unknown import fill_unknown
from evaluator.core.calendar.hours import ServiceHours
from evaluator.core.outcomes import Figure


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
    cut, away = cut_window(timeline, excluded, window)
    if not are_plain(timeline.rules):
        return measure_readings(read_pieces(cut, away), hours, window)
    point = weigh(fill_unknown(cut, cut.rules.unknown), cut.rules, away, hours, window)
    amounts = measure_amounts(timeline, excluded, hours, window)
    return Availability(amounts, list_outages(cut, point, window), timeline.scale)


def measure_amounts(
    timeline: Timeline, excluded: pd.DataFrame, hours: ServiceHours, window: Window
) -> tuple[Amounts, ...]:
    """Return the amounts alone, as `measure_availability` does; plain rules need no outages for them."""
    require_known(timeline.known_at, window)
    if not are_plain(timeline.rules):
        return measure_availability(timeline, excluded, hours, window).amounts
    borders = np.array([window.starts_at, window.ends_at], dtype=np.int64)
    found = measure_periods_of(timeline, excluded, hours, borders)
    return tuple(found.amounts(subject, 0) for subject in range(len(timeline.subjects)))


def measure_readings(readings: Readings, hours: ServiceHours, window: Window) -> Availability:
    """Return the availability in `window` of subjects whose unknown time is decided."""
    timeline = readings.timeline
    point, least, most = readings.weigh(hours, window)
    lengths = _Lengths.of(timeline, hours, window)
    amounts = _amounts(timeline, lengths, point, least, most)
    return Availability(amounts, list_outages(timeline, point, window), timeline.scale)


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
