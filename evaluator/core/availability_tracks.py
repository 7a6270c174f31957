"""Tracks: what each prober saw of each subject, ready to be looked up at any instant."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from collector.records import ServiceState
from evaluator.core.intervals import Flags, Instants, Integers, Intervals, covers, flatten, merge

NOT_STATED = -1
"""Stands for a number of users that nobody stated."""

_SHOWN = ["subject", "prober", "wide"]


@dataclass(frozen=True, eq=False)
class Tracks:
    """One track for each prober of each subject, in the order of subjects.

    `subject` gives each track's subject. `only_worse` marks a track of service-wide facts beside facts
    of the unit's own: what concerns the whole service hits the unit too, but that the service is up does
    not show that the unit is. Changes lie on the flat axis by track, in order; `observed` too.
    """

    subject: Integers
    only_worse: Flags
    changes: Integers
    states: Integers
    users_affected: Integers
    observed: Intervals

    def state_at(self, tracks: Integers, instants: Instants) -> tuple[Integers, Integers]:
        """Return the state each track shows at an instant, and the users it states as affected.

        The state is UNKNOWN where the prober did not look, or had seen nothing yet.
        """
        places = flatten(tracks, instants)
        last = np.searchsorted(self.changes, places, side="right") - 1
        seen = covers(self.observed, places) & (last >= 0)
        last = np.maximum(last, 0)
        if self.changes.size == 0:
            return np.zeros_like(tracks), np.full_like(tracks, NOT_STATED)
        seen &= self.changes[last] >= flatten(tracks, np.zeros_like(tracks))
        state = np.where(seen, self.states[last], int(ServiceState.UNKNOWN))
        state[self.only_worse[tracks] & (state == ServiceState.UP)] = int(ServiceState.UNKNOWN)
        return state, self.users_affected[last]


def assign(facts: pd.DataFrame, subjects: pd.DataFrame) -> pd.DataFrame:
    """Return `facts` once for each subject they concern, with its number `subject`.

    A fact without a unit concerns the service and all its units; `wide` marks it where the subject is
    a unit.
    """
    words = {name: facts[name].astype("str") for name in ("service", "unit")}
    named = facts.assign(service=words["service"], unit=words["unit"].fillna(""))
    numbered = pd.DataFrame(
        {
            "service": subjects["service"].astype("str").to_numpy(),
            "unit": subjects["unit"].astype("str").fillna("").to_numpy(),
            "subject": np.arange(len(subjects), dtype=np.int64),
        }
    )
    own = named.merge(numbered, on=["service", "unit"]).assign(wide=False)
    units = numbered.loc[numbered["unit"] != "", ["service", "subject"]]
    wide = named.loc[named["unit"] == ""].merge(units, on="service").assign(wide=True)
    return pd.concat([own, wide], ignore_index=True)


def build_tracks(states: pd.DataFrame, observed: pd.DataFrame, known_at: int) -> Tracks:
    """Return the tracks of assigned `states` and `observed`; what has no end is observed until `known_at`."""
    keys = pd.concat([states[_SHOWN], observed[_SHOWN]]).drop_duplicates()
    keys = keys.sort_values(_SHOWN, ignore_index=True)
    subject = keys["subject"].to_numpy(dtype=np.int64)
    wide = keys["wide"].to_numpy(dtype=np.bool_)
    has_own = np.isin(subject, subject[~wide])
    changes, state, affected = _changes(states, _track_of(states, keys))
    track = _track_of(observed, keys)
    starts = observed["from_at"].to_numpy(dtype=np.int64)
    ends = _whole(observed["to_at"], known_at)
    seen = merge(flatten(track, starts), flatten(track, ends))
    return Tracks(subject, wide & has_own, changes, state, affected, seen)


def _track_of(facts: pd.DataFrame, keys: pd.DataFrame) -> Integers:
    numbered = keys.assign(track=np.arange(len(keys), dtype=np.int64))
    found = facts[_SHOWN].merge(numbered, on=_SHOWN, how="left")
    return found["track"].to_numpy(dtype=np.int64)


def _changes(states: pd.DataFrame, track: Integers) -> tuple[Integers, Integers, Integers]:
    """Return places on the flat axis, states and users affected; the worst of one instant comes last."""
    places = flatten(track, states["at"].to_numpy(dtype=np.int64))
    state = states["state"].to_numpy(dtype=np.int64)
    affected = _whole(states["users_affected"], NOT_STATED)
    order = np.lexsort((affected, state, places))
    return places[order], state[order], affected[order]


def _whole(values: pd.Series, missing: int) -> Integers:
    return np.asarray(values.astype("Int64").fillna(missing), dtype=np.int64)
