"""Monitored services as they were seen: those that are observed themselves, measured together."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd

from evaluator.core.availability.amounts import Amounts
from evaluator.core.availability.availability import measure_amounts, measure_availability
from evaluator.core.availability.outage_witnesses import name_witnesses
from evaluator.core.availability.readings import Readings, read_window
from evaluator.core.availability.scenario import Window
from evaluator.core.availability.timeline import Timeline
from evaluator.core.availability.tracks import assign
from evaluator.core.calendar.hours import ServiceHours
from evaluator.core.intervals import Integers, Intervals, merge


class Monitored(Protocol):
    """Some services (or their units) that are measured together, in the same hours.

    `subjects` come in the order of services; `services` are theirs and all that these are made of, of which
    any excluded time (see `measure_availability`) matters.
    """

    @property
    def subjects(self) -> pd.DataFrame:
        """What is measured (columns: see `find_subjects`)."""
        ...

    @property
    def hours(self) -> ServiceHours:
        """The hours all work in."""
        ...

    @property
    def services(self) -> AbstractSet[str]:
        """The names of all services that take part."""
        ...

    def measure(self, excluded: pd.DataFrame, window: Window) -> tuple[list[Amounts], pd.DataFrame]:
        """Return what was counted of each subject, and the outages in the order of subjects.

        The outages have the columns of an `Availability`, `part` (a number) and `seen_by`.
        """
        ...

    def amounts(self, excluded: pd.DataFrame, window: Window, concerned: Integers) -> list[Amounts]:
        """Return what was counted of the subjects at `concerned`."""
        ...

    def concerned(self, excluded: pd.DataFrame) -> Integers:
        """Return the places of the subjects that excluded time can reach."""
        ...

    def read(self, subject: int, excluded: pd.DataFrame, *windows: Window) -> Readings:
        """Return the readings of one subject that has a state of its own."""
        ...

    def reached(self, excluded: pd.DataFrame, window: Window) -> list[list[Intervals]]:
        """Return for each part what each row of `excluded` leaves out of it, on the flat axis by subject."""
        ...


@dataclass(frozen=True, eq=False)
class MonitoredServices:
    """Services (or units of them) that are observed themselves: one timeline for all."""

    subjects: pd.DataFrame
    hours: ServiceHours
    timeline: Timeline

    @property
    def services(self) -> AbstractSet[str]:
        """The services themselves."""
        return set(self.subjects["service"])

    def measure(self, excluded: pd.DataFrame, window: Window) -> tuple[list[Amounts], pd.DataFrame]:
        """Return what was counted of each subject and the outages (see `Monitored`)."""
        found = measure_availability(self.timeline, excluded, self.hours, window)
        seen_by = name_witnesses(self.timeline, found.outages)
        return list(found.amounts), found.outages.assign(part=0, seen_by=seen_by)

    def amounts(self, excluded: pd.DataFrame, window: Window, concerned: Integers) -> list[Amounts]:
        """Return what was counted of the subjects at `concerned`."""
        return list(measure_amounts(self.timeline.of_subjects(concerned), excluded, self.hours, window))

    def concerned(self, excluded: pd.DataFrame) -> Integers:
        """Return the places of the subjects with excluded time of their own."""
        return np.unique(assign(excluded, self.subjects).subject)

    def read(self, subject: int, excluded: pd.DataFrame, *windows: Window) -> Readings:
        """Return the readings of one subject."""
        return read_window(self.timeline.of_subjects(np.array([subject])), excluded, *windows)

    def reached(
        self,
        excluded: pd.DataFrame,
        window: Window,  # noqa: ARG002 - excluded time leaves all of it out, whatever was seen
    ) -> list[list[Intervals]]:
        """Return for the one part what each row of `excluded` leaves out of it."""
        return [[time_of(excluded.iloc[[row]], self.subjects) for row in range(len(excluded))]]


def time_of(excluded: pd.DataFrame, subjects: pd.DataFrame) -> Intervals:
    """Return the excluded time of `subjects` on the flat axis."""
    left_out = assign(excluded, subjects)
    return merge(left_out.places("starts_at"), left_out.places("ends_at"))
