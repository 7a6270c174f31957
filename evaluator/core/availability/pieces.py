"""Pieces: the lives of subjects cut wherever anything changes."""

from dataclasses import dataclass, fields, replace

import numpy as np

from evaluator.core.intervals import AXIS, Flags, Instants, Integers, distinct, flatten, rows_of


@dataclass(frozen=True, eq=False)
class Pieces:
    """Pieces of the subjects' lives in order, without gaps inside a subject.

    `state` is a ServiceState; `loss` what is lost each second, in parts of 1 / scale of the subject's
    weight; `affected` the users hit as stated (NOT_STATED where nobody said); `planned` whether the
    piece lies in agreed maintenance; `said_unknown` whether it is unknown because a prober says so.
    """

    subject: Integers
    starts: Instants
    ends: Instants
    state: Integers
    loss: Integers
    affected: Integers
    planned: Flags
    said_unknown: Flags

    def take(self, places: Integers) -> "Pieces":
        """Return the pieces at `places`, in that order."""
        return Pieces(**{field.name: getattr(self, field.name)[places] for field in fields(self)})

    def of_subjects(self, places: Integers) -> "Pieces":
        """Return the pieces of the subjects at `places`, numbered anew in that order."""
        rows, subject = rows_of(self.subject, places)
        return replace(self.take(rows), subject=subject)

    def split_at(self, places: Integers) -> "Pieces":
        """Return the same pieces, cut at those `places` of the flat axis that lie inside one."""
        begun, ended = flatten(self.subject, self.starts), flatten(self.subject, self.ends)
        holder = np.searchsorted(begun, places, side="right") - 1
        inside = (holder >= 0) & (places < ended[holder]) if begun.size else np.zeros(places.size, np.bool_)
        starts = distinct(np.concatenate([begun, places[inside]]))
        source = np.searchsorted(begun, starts, side="right") - 1
        ends = np.minimum(np.append(starts[1:], np.iinfo(np.int64).max), ended[source])
        taken = self.take(source)
        return replace(taken, starts=starts % AXIS, ends=ends - taken.subject * AXIS)
