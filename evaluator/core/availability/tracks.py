"""Tracks: what each prober saw of each subject, ready to be looked up at any instant."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from collector.records import ServiceState
from evaluator.core.intervals import (
    AXIS,
    Flags,
    Instants,
    Integers,
    Intervals,
    covers,
    distinct,
    flatten,
    merge,
    rows_of,
)

NOT_STATED = -1
"""Stands for a number of users that nobody stated."""


@dataclass(frozen=True, eq=False)
class Assigned:
    """Facts once for each subject they concern: the row of `facts`, and the number of the subject.

    `wide` marks a fact without a unit where the subject is a unit.
    """

    facts: pd.DataFrame
    row: Integers
    subject: Integers
    wide: Flags

    def instants(self, column: str, missing: int = 0) -> Instants:
        """Return the instants (or whole numbers) of a column, `missing` where there is none."""
        values = self.facts[column].iloc[self.row]
        return np.asarray(values.fillna(missing) if values.hasnans else values, dtype=np.int64)

    def places(self, column: str) -> Integers:
        """Return the instants of a column as places on the flat axis by subject."""
        return flatten(self.subject, self.instants(column))


@dataclass(frozen=True, eq=False)
class Tracks:
    """One track for each prober of each subject, in the order of subjects.

    `subject` gives each track's subject, `prober` the place of its prober in `probers`. `only_worse` marks
    a track of service-wide facts beside facts of the unit's own: what concerns the whole service hits the
    unit too, but that the service is up does not show that the unit is. Changes lie on the flat axis by
    track, in order; `observed` too.
    """

    subject: Integers
    prober: Integers
    probers: pd.Index
    only_worse: Flags
    changes: Integers
    states: Integers
    users_affected: Integers
    observed: Intervals

    def of_subjects(self, places: Integers) -> "Tracks":
        """Return the tracks of the subjects at `places`, numbered anew in that order."""
        tracks, subject = rows_of(self.subject, places)
        changes, track = rows_of(self.changes // AXIS, tracks)
        seen, seen_track = rows_of(self.observed.starts // AXIS, tracks)
        moved = (seen_track - tracks[seen_track]) * AXIS
        return Tracks(
            subject=subject,
            prober=self.prober[tracks],
            probers=self.probers,
            only_worse=self.only_worse[tracks],
            changes=self.changes[changes] + (track - tracks[track]) * AXIS,
            states=self.states[changes],
            users_affected=self.users_affected[changes],
            observed=Intervals(self.observed.starts[seen] + moved, self.observed.ends[seen] + moved),
        )

    def edges(self) -> Integers:
        """Return every place on the flat axis by subject at which any track may change."""
        places = np.concatenate([self.changes, self.observed.starts, self.observed.ends])
        track, instants = np.divmod(places, AXIS)
        return flatten(self.subject[track], instants)

    def state_at(self, tracks: Integers, instants: Instants) -> tuple[Integers, Integers, Flags]:
        """Return the state each track shows at an instant, the users it states as affected, what it says.

        The state is UNKNOWN where the prober did not look, or had seen nothing yet; the flags are set where
        it looked and says that it does not know.
        """
        places = flatten(tracks, instants)
        last = np.searchsorted(self.changes, places, side="right") - 1
        seen = covers(self.observed, places) & (last >= 0)
        last = np.maximum(last, 0)
        if self.changes.size == 0:
            never = np.zeros(tracks.shape, dtype=np.bool_)
            return np.zeros_like(tracks), np.full_like(tracks, NOT_STATED), never
        seen &= self.changes[last] >= flatten(tracks, np.zeros_like(tracks))
        state = np.where(seen, self.states[last], int(ServiceState.UNKNOWN))
        says_unknown = seen & (state == ServiceState.UNKNOWN)
        state[self.only_worse[tracks] & (state == ServiceState.UP)] = int(ServiceState.UNKNOWN)
        return state, self.users_affected[last], says_unknown


def assign(facts: pd.DataFrame, subjects: pd.DataFrame) -> Assigned:
    """Return `facts` once for each subject they concern.

    A fact without a unit concerns the service and all its units.
    """
    services = pd.Index(subjects["service"].astype("str").unique())
    units = pd.Index(pd.concat([pd.Series([""], dtype="str"), subjects["unit"]]).astype("str").unique())
    service = code_words(facts["service"], services)
    row = np.flatnonzero(service >= 0)
    service, unit = service[row], code_words(facts["unit"].iloc[row], units, missing=0)
    of_service = code_words(subjects["service"], services)
    of_unit = code_words(subjects["unit"], units, missing=0)
    own, subject = _match(service * len(units) + unit, of_service * len(units) + of_unit, unit >= 0)
    # For a fact of the whole service every unit has the same key: its service alone.
    wide, unit_subject = _match(service, np.where(of_unit > 0, of_service, -1), unit == 0)
    return Assigned(
        facts,
        row[np.concatenate([own, wide])],
        np.concatenate([subject, unit_subject]),
        np.repeat(np.array([False, True]), [own.size, wide.size]),
    )


def code_words(words: pd.Series, known: pd.Index, *, missing: int = -1) -> Integers:
    """Return the place of each word in `known`: -1 for another word, `missing` for none."""
    if isinstance(words.dtype, pd.CategoricalDtype):
        of_category = known.get_indexer(pd.Index(words.cat.categories.astype("str")))
        return np.append(of_category, missing)[words.cat.codes.to_numpy()].astype(np.int64)
    found = known.get_indexer(pd.Index(words.astype("str"))).astype(np.int64)
    return np.where(words.isna().to_numpy(), missing, found)


def _match(keys: Integers, wanted: Integers, usable: Flags) -> tuple[Integers, Integers]:
    """Return every pair of a usable key and a place in `wanted` (where not -1) that are equal."""
    order = np.argsort(wanted, kind="stable")
    ordered = wanted[order]
    first = np.searchsorted(ordered, keys, side="left")
    count = np.where(usable, np.searchsorted(ordered, keys, side="right") - first, 0)
    key = np.repeat(np.arange(keys.size, dtype=np.int64), count)
    nth = np.arange(key.size, dtype=np.int64) - np.repeat(np.cumsum(count) - count, count)
    return key, order[first[key] + nth]


def build_tracks(states: Assigned, observed: Assigned, known_at: int) -> Tracks:
    """Return the tracks of `states` and `observed`; what has no end is observed until `known_at`."""
    probers = pd.Index(
        pd.concat(
            [found.facts["prober"].iloc[found.row].astype("str") for found in (states, observed)]
        ).unique()
    )
    state_keys, observed_keys = (_track_keys(found, probers) for found in (states, observed))
    keys = distinct(np.concatenate([state_keys, observed_keys]))
    whose, prober = np.divmod(keys, max(len(probers), 1))
    subject, is_wide = np.divmod(whose, 2)
    has_own = np.isin(subject, subject[is_wide == 0])
    changes, state, affected = _changes(states, np.searchsorted(keys, state_keys))
    track = np.searchsorted(keys, observed_keys)
    begun = flatten(track, observed.instants("from_at"))
    seen = merge(begun, flatten(track, observed.instants("to_at", known_at)))
    return Tracks(subject, prober, probers, (is_wide == 1) & has_own, changes, state, affected, seen)


def _track_keys(found: Assigned, probers: pd.Index) -> Integers:
    prober = code_words(found.facts["prober"].iloc[found.row], probers)
    return (found.subject * 2 + found.wide) * len(probers) + prober


def _changes(states: Assigned, track: Integers) -> tuple[Integers, Integers, Integers]:
    """Return places on the flat axis, states and users affected; the worst of one instant comes last."""
    places = flatten(track, states.instants("at"))
    state = states.instants("state")
    affected = states.instants("users_affected", NOT_STATED)
    order = np.lexsort((affected, state, places))
    return places[order], state[order], affected[order]
