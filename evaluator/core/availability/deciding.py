"""Who decides the state of a subject, piece by piece, where several probers looked."""

from dataclasses import dataclass, replace

import numpy as np

from collector.records import ServiceState
from evaluator.contract.outage_terms import Deciding, ProberTerms
from evaluator.core.availability.pieces import Pieces
from evaluator.core.availability.tracks import NOT_STATED, Tracks
from evaluator.core.intervals import Flags, Integers, distinct

_NO_TRACK = -1
_BEHIND_WORST = len(ServiceState)


@dataclass(frozen=True)
class Losses:
    """What a state loses: `rates` by state for one user hit, `weights` by subject, on the same scale.

    With `by_users` an outage hits the users stated, otherwise all.
    """

    rates: Integers
    weights: Integers
    by_users: bool


@dataclass(frozen=True, eq=False)
class _Views:
    """What each prober shows of each piece: a row for each piece and track of its subject.

    `count` is the number of rows of each piece, `of` the piece of each row.
    """

    count: Integers
    of: Integers
    prober: Integers
    state: Integers
    affected: Integers

    def greatest(self, values: Integers, otherwise: int) -> Integers:
        """Return the greatest of each piece's values, `otherwise` for a piece nobody has facts of."""
        greatest = np.full(self.count.size, otherwise, dtype=np.int64)
        some = self.count > 0
        if some.any():
            begins = (np.cumsum(self.count) - self.count)[some]
            greatest[some] = np.maximum.reduceat(values, begins)
        return greatest


def decide(pieces: Pieces, tracks: Tracks, terms: ProberTerms | None, losses: Losses) -> Pieces:
    """Return the pieces with the state that `terms` decide (None: the worst), its loss and the users hit.

    Loss and users are the greatest that any prober heard in the decision stated, up to that state.
    """
    views, says_unknown = _look(pieces, tracks)
    heard, state = _decided(pieces, views, terms, tracks)
    weight = losses.weights[pieces.subject[views.of]]
    hit = weight
    if losses.by_users:
        hit = np.where(views.affected == NOT_STATED, weight, np.minimum(views.affected, weight))
    seen_as = np.minimum(heard, state[views.of])
    is_hit = seen_as >= ServiceState.DEGRADED
    return replace(
        pieces,
        state=state,
        loss=views.greatest(losses.rates[seen_as] * hit, 0),
        affected=views.greatest(np.where(is_hit, views.affected, NOT_STATED), NOT_STATED),
        said_unknown=(state == ServiceState.UNKNOWN) & (views.greatest(says_unknown, 0) > 0),
    )


def _look(pieces: Pieces, tracks: Tracks) -> tuple[_Views, Integers]:
    first = np.searchsorted(tracks.subject, pieces.subject, side="left")
    count = np.searchsorted(tracks.subject, pieces.subject, side="right") - first
    piece = np.repeat(np.arange(pieces.subject.size, dtype=np.int64), count)
    nth = np.arange(piece.size, dtype=np.int64) - np.repeat(np.cumsum(count) - count, count)
    track = first[piece] + nth
    state, affected, says_unknown = tracks.state_at(track, pieces.starts[piece])
    return _Views(count, piece, tracks.prober[track], state, affected), says_unknown.astype(np.int64)


def _decided(
    pieces: Pieces, views: _Views, terms: ProberTerms | None, tracks: Tracks
) -> tuple[Integers, Integers]:
    """Return what is heard of each row (UNKNOWN where its prober is not asked), and each piece's state."""
    if terms is None or terms.decides is Deciding.WORST:
        return views.state, views.greatest(views.state, 0)
    if terms.decides is Deciding.BEST:
        return views.state, _best(views)
    if terms.decides is Deciding.ORDER:
        heard = np.where(_is_asked(views, terms, tracks), views.state, int(ServiceState.UNKNOWN))
        return heard, views.greatest(heard, 0)
    assert terms.at_least is not None  # noqa: S101 - the contract has made sure
    return views.state, _confirmed(views, _places_of_probers(pieces, tracks, views), terms.at_least)


def _best(views: _Views) -> Integers:
    # The best known state is the greatest counted from behind; unknown stays below them all.
    turned = np.where(views.state > 0, _BEHIND_WORST - views.state, 0)
    best = views.greatest(turned, 0)
    return np.where(best > 0, _BEHIND_WORST - best, int(ServiceState.UNKNOWN))


def _is_asked(views: _Views, terms: ProberTerms, tracks: Tracks) -> Flags:
    """Return the rows of the first prober in the contract's order that looked."""
    place = {name: number for number, name in enumerate(terms.order)}
    last = len(place)
    rank = np.array([place.get(str(name), last) for name in tracks.probers], dtype=np.int64)[views.prober]
    looked = np.where(views.state > 0, rank, last)
    first = -views.greatest(-looked, -last)
    return np.asarray((looked < last) & (looked == first[views.of]))


def _places_of_probers(pieces: Pieces, tracks: Tracks, views: _Views) -> Integers:
    """Return the place of each row's prober among those of its subject: these are few, all may be many."""
    count = len(tracks.probers)
    keys = distinct(tracks.subject * count + tracks.prober)
    subject = pieces.subject[views.of]
    return np.searchsorted(keys, subject * count + views.prober) - np.searchsorted(keys, subject * count)


def _confirmed(views: _Views, place: Integers, at_least: int) -> Integers:
    """Return the worst state that at least so many probers saw at the same time, or saw a worse one.

    It is unknown where those who did not look could change it, and where nobody looked.
    """
    probers = max(int(place.max(initial=0)) + 1, at_least)
    seen = np.full((views.count.size, probers), _NO_TRACK, dtype=np.int64)
    np.maximum.at(seen, (views.of, place), views.state)
    ends = [
        np.sort(np.where(seen == ServiceState.UNKNOWN, taken_for, seen), axis=1)[:, -at_least]
        for taken_for in (ServiceState.UP, ServiceState.DOWN)
    ]
    low, high = (np.maximum(end, int(ServiceState.UP)) for end in ends)
    is_certain = (low == high) & (seen > ServiceState.UNKNOWN).any(axis=1)
    return np.where(is_certain, low, int(ServiceState.UNKNOWN))
