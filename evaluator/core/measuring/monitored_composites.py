"""A monitored composite as it was seen: a timeline for each thing observed, put together by the contract."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np
import pandas as pd

from evaluator.core.availability.amounts import Amounts, add_up
from evaluator.core.availability.availability import Availability, measure_readings
from evaluator.core.availability.composites import Group, Node, Observed, Part, observed_in, services_of
from evaluator.core.availability.outage_witnesses import name_witnesses
from evaluator.core.availability.readings import Readings, edges_of, read_pieces, require_known
from evaluator.core.availability.scenario import Window
from evaluator.core.availability.service_groups import combine
from evaluator.core.availability.timeline import Timeline
from evaluator.core.calendar.hours import ServiceHours
from evaluator.core.intervals import Integers, Intervals, flatten, intersection, merge, union
from evaluator.core.measuring.monitored import time_of


@dataclass(frozen=True, eq=False)
class MonitoredComposite:
    """A composite (or its units): the subjects measured, the parts it is made of, what was seen of them."""

    subjects: pd.DataFrame
    parts: tuple[Part, ...]
    hours: ServiceHours
    known_at: int
    timelines: dict[Observed, Timeline]

    @property
    def services(self) -> AbstractSet[str]:
        """The composite and all it is made of."""
        return services_of(self.parts)

    def measure(self, excluded: pd.DataFrame, window: Window) -> tuple[list[Amounts], pd.DataFrame]:
        """Return what was counted of each subject and the outages (see `Monitored`)."""
        measured = self._measure(excluded, window)
        outages = [
            self._evidence(number, part, found.outages)
            for number, (part, found) in enumerate(zip(self.parts, measured, strict=True))
        ]
        return self._add_up(measured), pd.concat(outages, ignore_index=True)

    def amounts(self, excluded: pd.DataFrame, window: Window, concerned: Integers) -> list[Amounts]:
        """Return what was counted of the subjects at `concerned`."""
        amounts = self._add_up(self._measure(excluded, window))
        return [amounts[place] for place in concerned.tolist()]

    def concerned(self, excluded: pd.DataFrame) -> Integers:
        """Return all subjects, where anything in the composite has excluded time."""
        return np.arange(0 if excluded.empty else len(self.subjects), dtype=np.int64)

    def read(
        self,
        subject: int,  # noqa: ARG002 - a composite measured for its outages is one subject
        excluded: pd.DataFrame,
        *windows: Window,
    ) -> Readings:
        """Return the readings of the composite, which is the only subject and has one part."""
        (only,) = self._read_parts(excluded, *windows)
        return only

    def reached(self, excluded: pd.DataFrame, window: Window) -> list[list[Intervals]]:
        """Return for each part what each row of `excluded` leaves out of it.

        Of a member's time that is what the member could have changed.
        """
        found = []
        for part, readings in zip(self.parts, self._read_parts(excluded, window), strict=True):
            left_out = union(readings.away, _left_out(readings))
            rows = [excluded.iloc[[row]] for row in range(len(excluded))]
            found.append([intersection(self._time_of_tree(part, row), left_out) for row in rows])
        return found

    def _add_up(self, measured: list[Availability]) -> list[Amounts]:
        """The amounts of each subject: the sum of its parts by weight."""
        of_parts = [
            [one.times(part.weight) for one in found.amounts]
            for part, found in zip(self.parts, measured, strict=True)
        ]
        return [add_up(of_subject) for of_subject in zip(*of_parts, strict=True)]

    def _measure(self, excluded: pd.DataFrame, window: Window) -> list[Availability]:
        return [measure_readings(one, self.hours, window) for one in self._read_parts(excluded, window)]

    def _read_parts(self, excluded: pd.DataFrame, *windows: Window) -> Iterator[Readings]:
        """Yield the readings of each part around the first of `windows`, cut at the borders of all."""
        require_known(self.known_at, windows[0])
        _, borders = edges_of(excluded.iloc[:0], self.subjects, windows)
        for part in self.parts:
            times = [self._time_of_tree(part, excluded), self._time_of_part(part, excluded)]
            edges = np.concatenate([borders, *(side for one in times for side in (one.starts, one.ends))])
            yield replace(self._read(part.node, excluded, edges), away=times[1])

    def _read(self, node: Node, excluded: pd.DataFrame, edges: Integers) -> Readings:
        if isinstance(node, Group):
            members = [
                self._read(member, excluded, edges).leave_out(time_of(excluded, self._named(member)))
                for member in node.members
            ]
            return combine(members, node.at_least)
        seen = self.timelines[node]
        # The whole of it: how long one member was down is not all that an outage of the group may last.
        cut = replace(seen, subjects=self.subjects, pieces=seen.pieces.split_at(edges))
        return read_pieces(cut, Intervals(edges[:0], edges[:0]))

    def _named(self, node: Node) -> pd.DataFrame:
        """The subjects as exclusions name one node of the tree."""
        if isinstance(node, Observed):
            return self.timelines[node].subjects
        return self._called(node.service)

    def _called(self, service: str) -> pd.DataFrame:
        return self.subjects.assign(service=pd.Series(service, index=self.subjects.index, dtype="str"))

    def _time_of_part(self, part: Part, excluded: pd.DataFrame) -> Intervals:
        """What is excluded of all of the part: its own time, and that of the averages it is added up in."""
        named = [self._named(part.node), *(self._called(service) for service in part.within)]
        return reduce(union, (time_of(excluded, one) for one in named))

    def _time_of_tree(self, part: Part, excluded: pd.DataFrame) -> Intervals:
        """What is excluded of anything in the part."""
        found, nodes = self._time_of_part(part, excluded), [part.node]
        while nodes:
            node = nodes.pop()
            found = union(found, time_of(excluded, self._named(node)))
            nodes += node.members if isinstance(node, Group) else ()
        return found

    def _evidence(self, number: int, part: Part, outages: pd.DataFrame) -> pd.DataFrame:
        """The outages of a part with who saw them; of an average of units, each of its own unit."""
        found = outages.assign(part=number, seen_by=self._seen_by(part.node, outages))
        if isinstance(part.node, Observed) and part.node.unit:
            return found.assign(unit=pd.Series(part.node.unit, index=found.index, dtype="str"))
        return found

    def _seen_by(self, node: Node, outages: pd.DataFrame) -> pd.Series:
        """Return who saw each outage of a part (see `name_witnesses`), by member where it has several."""
        ends = observed_in(node)
        named = [name_witnesses(self.timelines[end], outages) for end in ends]
        if len(ends) == 1:
            return named[0]
        text = pd.Series("", index=outages.index, dtype="str")
        for end, names in zip(ends, named, strict=True):
            member = " ".join(part for part in (end.service, end.unit) if part)
            more = text.where(text == "", text + "; ") + f"{member}: " + names
            text = text.mask(names != "", more)
        return text


def _left_out(readings: Readings) -> Intervals:
    """Return what exclusions of members leave out, however the unknown time is decided."""
    pieces, gone = readings.least.pieces, readings.least.left_out
    subject = pieces.subject[gone]
    return merge(flatten(subject, pieces.starts[gone]), flatten(subject, pieces.ends[gone]))
