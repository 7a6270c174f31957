"""The timeline of subjects: their life cut into pieces in which nothing changes.

Several probers of one subject: the worst of what those saw that looked. It is unknown only where none
of them looked.
"""

from dataclasses import dataclass, fields, replace
from fractions import Fraction

import numpy as np
import pandas as pd

from collector.records import ServiceState
from evaluator.contract.availability import AvailabilityRules, DegradedState, Weighting
from evaluator.core.availability_tracks import NOT_STATED, Assigned, Tracks, assign, build_tracks
from evaluator.core.intervals import AXIS, Flags, Instants, Integers, covers, flatten, merge
from evaluator.core.working_days import WorkingDays

_EDGES = ["at", "from_at", "to_at", "starts_at", "ends_at"]


@dataclass(frozen=True, eq=False)
class Pieces:
    """Pieces of the subjects' lives in order, without gaps inside a subject.

    `state` is a ServiceState; `loss` what is lost each second, in parts of 1 / scale of the subject's
    weight; `affected` the users hit as stated (NOT_STATED where nobody said); `planned` whether the
    piece lies in agreed maintenance.
    """

    subject: Integers
    starts: Instants
    ends: Instants
    state: Integers
    loss: Integers
    affected: Integers
    planned: Flags

    def take(self, places: Integers) -> "Pieces":
        """Return the pieces at `places`, in that order."""
        return Pieces(**{field.name: getattr(self, field.name)[places] for field in fields(self)})

    def split_at(self, places: Integers) -> "Pieces":
        """Return the same pieces, cut at those `places` of the flat axis that lie inside one."""
        begun, ended = flatten(self.subject, self.starts), flatten(self.subject, self.ends)
        holder = np.searchsorted(begun, places, side="right") - 1
        inside = (holder >= 0) & (places < ended[holder]) if begun.size else np.zeros(places.size, np.bool_)
        starts = np.unique(np.concatenate([begun, places[inside]]))
        source = np.searchsorted(begun, starts, side="right") - 1
        ends = np.minimum(np.append(starts[1:], np.iinfo(np.int64).max), ended[source])
        taken = self.take(source)
        return replace(taken, starts=starts % AXIS, ends=ends - taken.subject * AXIS)


@dataclass(frozen=True, eq=False)
class Timeline:
    """What is known of subjects up to `known_at`, under one set of rules.

    `weights` are what each subject weighs a second, `scale` what a whole loss of weight 1 is in `loss`.
    """

    subjects: pd.DataFrame
    rules: AvailabilityRules
    known_at: int
    weights: Integers
    scale: int
    pieces: Pieces

    @property
    def whole_loss(self) -> Integers:
        """For each piece, the loss of a whole outage of its subject."""
        return self.weights[self.pieces.subject] * self.scale


def build_timeline(
    subjects: pd.DataFrame,
    states: pd.DataFrame,
    observed: pd.DataFrame,
    maintenance: pd.DataFrame,
    rules: AvailabilityRules,
    working_days: WorkingDays | None,
    known_at: int,
) -> Timeline:
    """Return the timeline of `subjects` under `rules`, from each one's start of life to `known_at`.

    `subjects` has service, unit (empty for none), users, life_from and life_to (instants); the others
    are facts of those kinds (`collector.records`) and may hold more services than these. States and
    observed intervals begin no later than the last one before any window to be measured, and reach to
    `known_at`: a state is taken to go on until the next one given. Nothing at or after `known_at` counts.

    Raises ValueError where the rules ask for users or for notice in working days and these are missing.
    """
    weights = _weights(subjects, rules)
    scale, rates = _rates(rules)
    known_states = assign(states.loc[states["at"] < known_at], subjects)
    known_observed = assign(observed.loc[observed["from_at"] < known_at], subjects)
    agreed = assign(agreed_maintenance(maintenance, rules, working_days), subjects)
    tracks = build_tracks(known_states, known_observed, known_at)
    pieces = _cut(subjects, [known_states, known_observed, agreed], known_at)
    windows = merge(agreed.places("starts_at"), agreed.places("ends_at"))
    pieces = replace(pieces, planned=covers(windows, flatten(pieces.subject, pieces.starts)))
    by_users = rules.weighting is Weighting.USERS_AFFECTED
    seen = _worst(pieces, tracks, rates, weights, by_users=by_users)
    return Timeline(subjects.reset_index(drop=True), rules, known_at, weights, scale, seen)


def agreed_maintenance(
    maintenance: pd.DataFrame, rules: AvailabilityRules, working_days: WorkingDays | None
) -> pd.DataFrame:
    """Return the maintenance announced in time; the rest is no maintenance.

    Notice counts the working days after the day of the announcement up to and with the day of the start.
    A window that nobody announced was not announced in time. Raises ValueError where notice is asked
    for and `working_days` is None.
    """
    notice = rules.maintenance_notice_working_days
    if notice is None:
        return maintenance
    if working_days is None:
        raise ValueError("maintenance_notice_working_days is asked for, but no working days are given")
    told = maintenance.loc[maintenance["announced_at"].notna()]
    told = told.loc[told["announced_at"] <= told["starts_at"]]
    announced = told["announced_at"].to_numpy(dtype=np.int64)
    days = working_days.count_between(announced, told["starts_at"].to_numpy(dtype=np.int64))
    return told.loc[days >= notice]


def _weights(subjects: pd.DataFrame, rules: AvailabilityRules) -> Integers:
    if rules.weighting is Weighting.NONE:
        return np.ones(len(subjects), dtype=np.int64)
    if subjects["users"].isna().any():
        without = subjects.loc[subjects["users"].isna(), "service"].astype("str").unique()
        raise ValueError(f"weighting {rules.weighting} needs the users of {', '.join(sorted(without))}")
    return subjects["users"].to_numpy(dtype=np.int64)


def _rates(rules: AvailabilityRules) -> tuple[int, Integers]:
    """Return the scale, and by state what one user affected loses each second on that scale."""
    weight = rules.degraded.weight if rules.degraded.weight is not None else Fraction(0)
    if rules.degraded.treat_as is DegradedState.DOWN:
        weight = Fraction(1)
    scale = weight.denominator
    rates = np.zeros(len(ServiceState), dtype=np.int64)
    rates[ServiceState.DEGRADED] = weight.numerator
    rates[ServiceState.DOWN] = scale
    return scale, rates


def _cut(subjects: pd.DataFrame, facts: list[Assigned], known_at: int) -> Pieces:
    """Return the pieces between all that happens, within each subject's life and what is known."""
    begins = subjects["life_from"].to_numpy(dtype=np.int64)
    ends = np.minimum(subjects["life_to"].to_numpy(dtype=np.int64), known_at)
    everyone = np.arange(len(subjects), dtype=np.int64)
    codes, instants = [everyone, everyone], [begins, ends]
    for found in facts:
        for column in found.facts.columns.intersection(_EDGES):
            codes.append(found.subject)
            instants.append(found.instants(column, known_at))
    code = np.concatenate(codes)
    instant = np.minimum(np.maximum(np.concatenate(instants), begins[code]), ends[code])
    places = np.unique(flatten(code, instant))
    same = places[:-1] // AXIS == places[1:] // AXIS
    subject, starts = np.divmod(places[:-1][same], AXIS)
    unknown = np.zeros(subject.size, dtype=np.int64)
    return Pieces(
        subject=subject,
        starts=starts,
        ends=places[1:][same] % AXIS,
        state=unknown,
        loss=unknown,
        affected=unknown,
        planned=np.zeros(subject.size, dtype=np.bool_),
    )


def _worst(pieces: Pieces, tracks: Tracks, rates: Integers, weights: Integers, *, by_users: bool) -> Pieces:
    """Return the pieces with the worst state, loss and users affected over the tracks that looked."""
    first = np.searchsorted(tracks.subject, pieces.subject, side="left")
    count = np.searchsorted(tracks.subject, pieces.subject, side="right") - first
    piece = np.repeat(np.arange(pieces.subject.size, dtype=np.int64), count)
    nth = np.arange(piece.size, dtype=np.int64) - np.repeat(np.cumsum(count) - count, count)
    state, affected = tracks.state_at(first[piece] + nth, pieces.starts[piece])
    weight = weights[pieces.subject[piece]]
    hit = np.where(affected == NOT_STATED, weight, np.minimum(affected, weight)) if by_users else weight
    is_hit = state >= ServiceState.DEGRADED
    return replace(
        pieces,
        state=_greatest(state, count),
        loss=_greatest(rates[state] * hit, count),
        affected=_greatest(np.where(is_hit, affected, NOT_STATED), count, NOT_STATED),
    )


def _greatest(values: Integers, count: Integers, otherwise: int = 0) -> Integers:
    """Return the greatest of each group of `count` consecutive values, `otherwise` for an empty group."""
    greatest = np.full(count.size, otherwise, dtype=np.int64)
    some = count > 0
    if some.any():
        begins = (np.cumsum(count) - count)[some]
        greatest[some] = np.maximum.reduceat(values, begins)
    return greatest
