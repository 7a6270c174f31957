"""Unknown time: what the contract makes of it, and the two ends of what it could have been."""

from dataclasses import dataclass, replace

import numpy as np

from collector.records import ServiceState
from evaluator.contract.availability import PlannedMaintenance, UnknownTerms, UnknownTime
from evaluator.core.availability.pieces import Pieces
from evaluator.core.availability.timeline import Timeline
from evaluator.core.intervals import Flags, Integers, Intervals, covers, flatten, merge


@dataclass(frozen=True, eq=False)
class Filled:
    """A timeline's pieces with every unknown one decided.

    `pieces.state` stays as seen (or carried forward); `loss` is what the decision makes of it, `lost`
    where that is an outage, and `left_out` where it leaves numerator and denominator.
    """

    pieces: Pieces
    lost: Flags
    left_out: Flags

    def leave_out(self, away: Intervals) -> "Filled":
        """Return the same with the pieces in `away` left out too, which no piece may cross."""
        gone = covers(away, flatten(self.pieces.subject, self.pieces.starts))
        return replace(self, left_out=self.left_out | gone)


def fill_unknown(timeline: Timeline, terms: UnknownTerms) -> Filled:
    """Return the pieces of `timeline` with unknown time as the contract treats it.

    Carried forward, the state last known goes on for at most `longest` from where it was last seen,
    split to the second; without a state before, beyond that, and from where a prober says that it does not
    know, `then` applies.
    """
    if terms.treat_as is UnknownTime.CARRY_FORWARD:
        assert terms.longest is not None  # noqa: S101 - the contract has made sure
        assert terms.then is not None  # noqa: S101 - as above
        fixed = timeline.rules.planned_maintenance is PlannedMaintenance.COUNT_DOWN
        pieces = _carry_forward(timeline.pieces, terms.longest, into_maintenance=not fixed)
        carried = replace(timeline, pieces=pieces)
        return fill_with(carried, UnknownTime(terms.then))
    return fill_with(timeline, terms.treat_as)


def fill_with(timeline: Timeline, treat_as: UnknownTime) -> Filled:
    """Return the pieces of `timeline` with all unknown time down, up or left out.

    Unknown time in agreed maintenance is no unknown: it is the maintenance. Where maintenance excuses
    nothing it was announced as down and nobody saw it up, so it is down.
    """
    pieces = timeline.pieces
    unknown = pieces.state == ServiceState.UNKNOWN
    counted_down = timeline.rules.planned_maintenance is PlannedMaintenance.COUNT_DOWN
    down = unknown & ((treat_as is UnknownTime.DOWN) | (pieces.planned & counted_down))
    loss = np.where(down, timeline.whole_loss, pieces.loss)
    left_out = unknown & ~pieces.planned & (treat_as is UnknownTime.EXCLUDE)
    lost = (loss > 0) | down | (pieces.state == ServiceState.DOWN)
    return Filled(replace(pieces, loss=loss), lost, left_out)


def trim(pieces: Pieces, starts_at: int, ends_at: int) -> Pieces:
    """Return the pieces that can matter to a window: those in it, and around it up to the next seen up.

    Time seen up ends every outage and every carrying forward, however unknown time is decided.
    """
    places = np.arange(pieces.state.size, dtype=np.int64)
    seen_up = (
        (pieces.state != ServiceState.UNKNOWN) & (pieces.state != ServiceState.DOWN) & (pieces.loss == 0)
    )
    inside = np.flatnonzero((pieces.starts < ends_at) & (pieces.ends > starts_at))
    whose, first = np.unique(pieces.subject[inside], return_index=True)
    last = np.append(first[1:], inside.size)[: first.size] - 1
    before = np.maximum.accumulate(np.where(seen_up, places, 0))[inside[first]]
    after = np.minimum.accumulate(np.where(seen_up, places, places.size)[::-1])[::-1][inside[last]]
    begins = np.maximum(before, np.searchsorted(pieces.subject, whose, side="left"))
    ends = np.minimum(after + 1, np.searchsorted(pieces.subject, whose, side="right"))
    return pieces.take(places[covers(merge(begins, ends), places)])


def find_runs(pieces: Pieces, flags: Flags) -> Integers:
    """Return for each flagged piece the number of its run of flagged pieces of one subject; else -1."""
    runs = np.full(flags.size, -1, dtype=np.int64)
    follows = np.zeros(flags.size, dtype=np.bool_)
    follows[1:] = flags[:-1] & (pieces.subject[1:] == pieces.subject[:-1])
    runs[flags] = np.cumsum(flags & ~follows)[flags] - 1
    return runs


def _carry_forward(pieces: Pieces, longest: int, *, into_maintenance: bool) -> Pieces:
    limits = _last_seen(pieces) + longest
    unknown = (pieces.state == ServiceState.UNKNOWN) & (_before(pieces) >= 0)
    split = pieces.split_at(flatten(pieces.subject[unknown], limits[unknown]))
    before = _before(split)
    carried = (split.state == ServiceState.UNKNOWN) & (before >= 0)
    carried &= split.starts < _last_seen(split) + longest
    carried &= into_maintenance | ~split.planned
    return replace(
        split,
        state=np.where(carried, split.state[before], split.state),
        loss=np.where(carried, split.loss[before], split.loss),
        affected=np.where(carried, split.affected[before], split.affected),
    )


def _before(pieces: Pieces) -> Integers:
    """Return for each piece the last known one of its subject up to it, -1 for none.

    What is said to be unknown ends what was known before: there is none until the next.
    """
    places = np.arange(pieces.state.size, dtype=np.int64)
    is_known = pieces.state != ServiceState.UNKNOWN
    last = np.maximum.accumulate(np.where(is_known | pieces.said_unknown, places, -1))
    same = (last >= 0) & (pieces.subject[last] == pieces.subject) & is_known[last]
    return np.where(same, last, -1)


def _last_seen(pieces: Pieces) -> Integers:
    """Return the instant until which each piece's subject was last seen; read only where it was."""
    return pieces.ends[_before(pieces)]
