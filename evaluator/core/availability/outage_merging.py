"""One outage seen by several: sightings that belong together become one event with one start and one end."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from collector.records import ServiceState
from evaluator.contract.outage_terms import MergingTerms
from evaluator.core.availability.tracks import NOT_STATED, Tracks
from evaluator.core.intervals import (
    AXIS,
    Flags,
    Instants,
    Integers,
    Intervals,
    covers,
    flatten,
    intersection,
    merge,
    union,
)

EARLIEST, LATEST = "earliest", "latest"


@dataclass(frozen=True, eq=False)
class Sightings:
    """Each stretch in which one track saw its subject down, in the order of subjects and then of starts."""

    track: Integers
    subject: Integers
    prober: Integers
    starts: Instants
    ends: Instants
    affected: Integers


@dataclass(frozen=True, eq=False)
class _Events:
    """For each sighting the event it belongs to, and for each event when it starts and ends."""

    of: Integers
    starts: Instants
    ends: Instants


def merge_outages(tracks: Tracks, terms: MergingTerms, known_at: int) -> Tracks:
    """Return the tracks with every outage that several sightings make as one, the same for all that saw it.

    A prober that saw the event shows it as down from its start to its end, whatever it saw in between, and
    as up where it saw it down before or after; one that did not see it shows what it saw. What the state is
    remains to be decided among them.
    """
    found = find_sightings(tracks, known_at)
    if found.track.size == 0:
        return tracks
    events = _find_events(found, terms, tracks.probers)
    place = np.lexsort((events.of, found.track))
    track, event, affected = found.track[place], events.of[place], found.affected[place]
    first = np.ones(place.size, dtype=np.bool_)
    first[1:] = (np.diff(track) != 0) | (np.diff(event) != 0)
    begins = np.flatnonzero(first)
    starts = flatten(track[first], events.starts[event[first]])
    ends = flatten(track[first], events.ends[event[first]])
    return _lay_over(tracks, Intervals(starts, ends), np.maximum.reduceat(affected, begins))


def find_sightings(tracks: Tracks, known_at: int, state: ServiceState = ServiceState.DOWN) -> Sightings:
    """Return where each prober saw its subject in `state` or a worse one, until `known_at`."""
    ends = np.append(tracks.changes[1:], np.iinfo(np.int64).max)
    ends = np.minimum(ends, tracks.changes // AXIS * AXIS + known_at)
    is_bad = tracks.states >= state
    bad = intersection(merge(tracks.changes[is_bad], ends[is_bad]), tracks.observed)
    track, starts = np.divmod(bad.starts, AXIS)
    subject = tracks.subject[track]
    order = np.lexsort((starts, subject))
    found = Sightings(
        track=track,
        subject=subject,
        prober=tracks.prober[track],
        starts=starts,
        ends=bad.ends - track * AXIS,
        affected=_most_affected(tracks, bad),
    )
    return Sightings(**{name: values[order] for name, values in vars(found).items()})


def _most_affected(tracks: Tracks, stretches: Intervals) -> Integers:
    """Return the greatest number of users stated in each stretch, from the state it began with."""
    first = np.searchsorted(tracks.changes, stretches.starts, side="right") - 1
    behind = np.searchsorted(tracks.changes, stretches.ends, side="left")
    padded = np.append(tracks.users_affected, NOT_STATED)
    borders = np.stack([first, behind], axis=1).ravel()
    return np.maximum.reduceat(padded, borders)[::2] if borders.size else borders


def _find_events(found: Sightings, terms: MergingTerms, probers: pd.Index) -> _Events:
    begun, reached = flatten(found.subject, found.starts), flatten(found.subject, found.ends)
    reached = np.maximum.accumulate(reached)
    is_new = np.ones(begun.size, dtype=np.bool_)
    is_new[1:] = (begun[1:] - reached[:-1] > terms.within) | (np.diff(found.subject) != 0)
    event = np.cumsum(is_new) - 1
    first, last = _by_prober(event, found)
    starts = _chosen(first, terms.starts, probers, otherwise=EARLIEST)
    ends = _chosen(last, terms.ends, probers, otherwise=LATEST)
    # An outage never disappears because two named probers leave no time between them.
    nothing = starts >= ends
    starts[nothing] = _chosen(first, EARLIEST, probers, otherwise=EARLIEST)[nothing]
    ends[nothing] = _chosen(last, LATEST, probers, otherwise=LATEST)[nothing]
    return _Events(event, starts, ends)


@dataclass(frozen=True, eq=False)
class _Instants:
    """One instant for each event and each prober that saw it, in the order of events."""

    event: Integers
    prober: Integers
    instants: Instants


def _by_prober(event: Integers, found: Sightings) -> tuple[_Instants, _Instants]:
    """Return when each prober first saw each event, and when it saw it over."""
    order = np.lexsort((found.prober, event))
    whose, prober = event[order], found.prober[order]
    is_first = np.ones(order.size, dtype=np.bool_)
    is_first[1:] = (np.diff(whose) != 0) | (np.diff(prober) != 0)
    begins = np.flatnonzero(is_first)
    starts = np.minimum.reduceat(found.starts[order], begins)
    ends = np.maximum.reduceat(found.ends[order], begins)
    return _Instants(whose[begins], prober[begins], starts), _Instants(whose[begins], prober[begins], ends)


def _chosen(seen: _Instants, choice: str, probers: pd.Index, *, otherwise: str) -> Instants:
    """Return the instant of each event by `choice`: the earliest, the latest, or that of a prober."""
    is_first = np.ones(seen.event.size, dtype=np.bool_)
    is_first[1:] = np.diff(seen.event) != 0
    begins = np.flatnonzero(is_first)
    if choice in (EARLIEST, LATEST):
        reduce = np.minimum if choice == EARLIEST else np.maximum
        return np.asarray(reduce.reduceat(seen.instants, begins), dtype=np.int64)
    instants = _chosen(seen, otherwise, probers, otherwise=otherwise)
    named = _is_prober(seen.prober, choice, probers)
    instants[seen.event[named]] = seen.instants[named]
    return instants


def _is_prober(codes: Integers, name: str, probers: pd.Index) -> Flags:
    return np.asarray(np.isin(codes, probers.get_indexer(pd.Index([name]))))


def _lay_over(tracks: Tracks, events: Intervals, affected: Integers) -> Tracks:
    """Return the tracks with down laid over `events` (on the flat axis by track) and no other time down."""
    states = np.where(tracks.states == ServiceState.DOWN, int(ServiceState.UP), tracks.states)
    before = np.searchsorted(tracks.changes, events.ends, side="right") - 1
    is_own = (before >= 0) & (tracks.changes[before] // AXIS == events.starts // AXIS)
    after = np.where(is_own, states[before], int(ServiceState.UNKNOWN))
    stays = ~covers(events, tracks.changes)
    places = np.concatenate([tracks.changes[stays], events.starts, events.ends])
    # At one place a start stands above a change that was there, and a change above an end.
    changed = np.concatenate([states[stays], np.full(events.starts.size, int(ServiceState.DOWN)), after])
    users = np.concatenate(
        [tracks.users_affected[stays], affected, np.where(is_own, tracks.users_affected[before], NOT_STATED)]
    )
    order = np.argsort(places, kind="stable")
    return replace(
        tracks,
        changes=places[order],
        states=changed[order],
        users_affected=users[order],
        observed=union(tracks.observed, events),
    )
