"""The timeline of subjects: their life cut into pieces in which nothing changes.

What each prober saw becomes one state by the contract's rule (the worst, where it has none). It is unknown
only where nobody asked had looked.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import pandas as pd

from collector.records import ServiceState
from evaluator.contract.availability import AvailabilityRules, DegradedState, Weighting
from evaluator.core.availability.deciding import Losses, decide
from evaluator.core.availability.maintenance import MaintenanceHours, agreed_maintenance, limit_maintenance
from evaluator.core.availability.outage_merging import merge_outages
from evaluator.core.availability.pieces import Pieces
from evaluator.core.availability.tracks import Tracks, assign, build_tracks
from evaluator.core.calendar.working_days import WorkingDays
from evaluator.core.intervals import AXIS, Integers, covers, distinct, flatten, merge


@dataclass(frozen=True, eq=False)
class Timeline:
    """What is known of subjects up to `known_at`, under one set of rules.

    `weights` are what each subject weighs a second, `scale` what a whole loss of weight 1 is in `loss`.
    `tracks` are what each prober shows, after outages were merged.
    """

    subjects: pd.DataFrame
    rules: AvailabilityRules
    known_at: int
    weights: Integers
    scale: int
    pieces: Pieces
    tracks: Tracks

    @property
    def whole_loss(self) -> Integers:
        """For each piece, the loss of a whole outage of its subject."""
        return self.weights[self.pieces.subject] * self.scale

    def of_subjects(self, places: Integers) -> "Timeline":
        """Return the timeline of the subjects at `places` alone, in that order."""
        return replace(
            self,
            subjects=self.subjects.iloc[places].reset_index(drop=True),
            weights=self.weights[places],
            pieces=self.pieces.of_subjects(places),
            tracks=self.tracks.of_subjects(places),
        )


def build_timeline(
    subjects: pd.DataFrame,
    states: pd.DataFrame,
    observed: pd.DataFrame,
    maintenance: pd.DataFrame,
    rules: AvailabilityRules,
    working_days: WorkingDays | None,
    known_at: int,
    maintenance_hours: MaintenanceHours | None = None,
) -> Timeline:
    """Return the timeline of `subjects` under `rules`, from each one's start of life to `known_at`.

    `subjects` has service, unit (empty for none), users, life_from and life_to (instants); the others
    are facts of those kinds (`collector.records`) and may hold more services than these. States and
    observed intervals begin no later than the last one before any window to be measured, and reach to
    `known_at`: a state is taken to go on until the next one given. Nothing at or after `known_at` counts.

    Raises ValueError where the rules ask for users, for notice in working days or for a limit of maintenance
    and `subjects`, `working_days` or `maintenance_hours` lack what that takes.
    """
    weights = _weights(subjects, rules)
    scale, rates = rates_of(rules)
    known_states = assign(states.loc[states["at"] < known_at], subjects)
    known_observed = assign(observed.loc[observed["from_at"] < known_at], subjects)
    agreed = assign(agreed_maintenance(maintenance, rules, working_days), subjects)
    windows = merge(agreed.places("starts_at"), agreed.places("ends_at"))
    windows = limit_maintenance(windows, rules, maintenance_hours)
    tracks = build_tracks(known_states, known_observed, known_at)
    merged = tracks if rules.merging is None else merge_outages(tracks, rules.merging, known_at)
    edges = np.concatenate([merged.edges(), windows.starts, windows.ends])
    pieces = _cut(subjects, edges, known_at)
    pieces = replace(pieces, planned=covers(windows, flatten(pieces.subject, pieces.starts)))
    losses = Losses(rates, weights, rules.weighting is Weighting.USERS_AFFECTED)
    seen = decide(pieces, merged, rules.probers, losses)
    return Timeline(subjects.reset_index(drop=True), rules, known_at, weights, scale, seen, merged)


def _weights(subjects: pd.DataFrame, rules: AvailabilityRules) -> Integers:
    if rules.weighting is Weighting.NONE:
        return np.ones(len(subjects), dtype=np.int64)
    if subjects["users"].isna().any():
        without = subjects.loc[subjects["users"].isna(), "service"].astype("str").unique()
        raise ValueError(f"weighting {rules.weighting} needs the users of {', '.join(sorted(without))}")
    return subjects["users"].to_numpy(dtype=np.int64)


def rates_of(rules: AvailabilityRules) -> tuple[int, Integers]:
    """Return the scale, and by state what one user affected loses each second on that scale."""
    weight = rules.degraded.weight if rules.degraded.weight is not None else Fraction(0)
    if rules.degraded.treat_as is DegradedState.DOWN:
        weight = Fraction(1)
    scale = weight.denominator
    rates = np.zeros(len(ServiceState), dtype=np.int64)
    rates[ServiceState.DEGRADED] = weight.numerator
    rates[ServiceState.DOWN] = scale
    return scale, rates


def _cut(subjects: pd.DataFrame, edges: Integers, known_at: int) -> Pieces:
    """Return the pieces between `edges` (on the flat axis), within each subject's life and what is known."""
    begins = subjects["life_from"].to_numpy(dtype=np.int64)
    ends = np.minimum(subjects["life_to"].to_numpy(dtype=np.int64), known_at)
    everyone = np.arange(len(subjects), dtype=np.int64)
    whose, instants = np.divmod(edges, AXIS)
    code = np.concatenate([everyone, everyone, whose])
    instant = np.concatenate([begins, ends, instants])
    instant = np.minimum(np.maximum(instant, begins[code]), ends[code])
    places = distinct(flatten(code, instant))
    same = places[:-1] // AXIS == places[1:] // AXIS
    subject, starts = np.divmod(places[:-1][same], AXIS)
    unknown, never = np.zeros(subject.size, dtype=np.int64), np.zeros(subject.size, dtype=np.bool_)
    return Pieces(
        subject=subject,
        starts=starts,
        ends=places[1:][same] % AXIS,
        state=unknown,
        loss=unknown,
        affected=unknown,
        planned=never,
        said_unknown=never,
    )
