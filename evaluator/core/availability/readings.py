"""A window of a timeline with its unknown time decided: what the figures of an availability are made of."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from evaluator.contract.availability import UnknownTime
from evaluator.core.availability.scenario import Scenario, Window, weigh
from evaluator.core.availability.timeline import Timeline
from evaluator.core.availability.tracks import assign
from evaluator.core.availability.unknown import Filled, fill_unknown, fill_with, trim
from evaluator.core.calendar.hours import ServiceHours
from evaluator.core.intervals import Integers, Intervals, flatten, merge


@dataclass(frozen=True, eq=False)
class Readings:
    """The pieces of some subjects around a window, with all unknown time decided in three ways.

    `point` decides as the contract says, `least` takes it all for down and `most` for up. No piece crosses a
    border of the window or of `away`, the excluded time on the flat axis. `timeline` says whose they are.
    """

    timeline: Timeline
    away: Intervals
    point: Filled
    least: Filled
    most: Filled

    def leave_out(self, away: Intervals) -> "Readings":
        """Return the same with the time `away` left out, at whose borders it must be cut."""
        point, least, most = (one.leave_out(away) for one in (self.point, self.least, self.most))
        return replace(self, point=point, least=least, most=most)

    def weigh(self, hours: ServiceHours, window: Window) -> tuple[Scenario, Scenario, Scenario]:
        """Return what counts and is lost in `window` at the point, at least and at most."""
        rules, away = self.timeline.rules, self.away
        point, least, most = (
            weigh(filled, rules, away, hours, window) for filled in (self.point, self.least, self.most)
        )
        return point, least, most


def read_window(timeline: Timeline, excluded: pd.DataFrame, *windows: Window) -> Readings:
    """Return the readings of `timeline` around the first of `windows`, cut at the borders of all.

    `excluded` has service, unit (missing for all), starts_at and ends_at. Raises ValueError where the first
    window begins when nothing is known yet.
    """
    return read_pieces(*cut_window(timeline, excluded, *windows))


def cut_window(timeline: Timeline, excluded: pd.DataFrame, *windows: Window) -> tuple[Timeline, Intervals]:
    """Return the timeline around the first of `windows`, cut as `read_window` says, and the excluded time."""
    require_known(timeline.known_at, windows[0])
    near = trim(timeline.pieces, windows[0].starts_at, windows[0].ends_at)
    away, edges = edges_of(excluded, timeline.subjects, windows)
    return replace(timeline, pieces=near.split_at(edges)), away


def read_pieces(timeline: Timeline, away: Intervals) -> Readings:
    """Return the readings of a timeline that is cut already."""
    return Readings(
        timeline=timeline,
        away=away,
        point=fill_unknown(timeline, timeline.rules.unknown),
        least=fill_with(timeline, UnknownTime.DOWN),
        most=fill_with(timeline, UnknownTime.UP),
    )


def edges_of(
    excluded: pd.DataFrame, subjects: pd.DataFrame, windows: tuple[Window, ...]
) -> tuple[Intervals, Integers]:
    """Return, on the flat axis, the excluded time of `subjects` and all borders: its own and the windows'."""
    left_out = assign(excluded, subjects)
    starts, ends = left_out.places("starts_at"), left_out.places("ends_at")
    everyone = np.arange(len(subjects), dtype=np.int64)
    borders = [
        flatten(everyone, np.full_like(everyone, at))
        for window in windows
        for at in (window.starts_at, window.ends_at)
    ]
    return merge(starts, ends), np.concatenate([starts, ends, *borders])


def require_known(known_at: int, window: Window) -> None:
    """Refuse a window that begins when nothing is known yet; raises ValueError."""
    if window.starts_at >= known_at:
        raise ValueError(f"nothing is known yet of the period that starts at {window.starts_at}")
