"""The state of a group at each instant, from those of its members: worst, best, or at least so many.

With n members that must work, a group is as well off as the worst of its n best members (all of them must
work: the worst; one: the best). Unknown time is decided member by member, in each of the three ways, before
the group's state is taken: what the unknown members cannot change is known of the group.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt

from collector.records import ServiceState
from evaluator.contract.availability import PlannedMaintenance
from evaluator.core.availability.pieces import Pieces
from evaluator.core.availability.readings import Readings
from evaluator.core.availability.tracks import NOT_STATED
from evaluator.core.availability.unknown import Filled
from evaluator.core.intervals import AXIS, Flags, Integers, flatten

_ABSENT = np.iinfo(np.int64).max
Table = npt.NDArray[np.int64]
"""A row for each member, a column for each piece of the group."""
Marks = npt.NDArray[np.bool_]
"""The same, of flags."""


def combine(members: Sequence[Readings], at_least: int) -> Readings:
    """Return the readings of a group of which `at_least` members must work (fewer have to where fewer exist).

    Members have the same subjects, rules and weights, and are cut at the same borders. A member counts while
    it lives. Maintenance excuses what it alone takes from the group, and nothing that would be lost without
    it: a fault of another member is lost in full. The group is in maintenance where that takes something and
    no more is lost, or where every member is. Under `count_down` it excuses nothing. Time left out of a
    member is left out of the group where that member could have changed its state, and counts elsewhere.
    """
    timeline = members[0].timeline
    excuses = timeline.rules.planned_maintenance is not PlannedMaintenance.COUNT_DOWN
    grid = _Grid.of(members)
    whole = timeline.weights[grid.subject] * timeline.scale
    ways = [[one.least for one in members], [one.most for one in members], [one.point for one in members]]
    tables = [_lay(grid, way) for way in ways]
    if excuses:
        tables = [table.in_maintenance(whole) for table in tables]
    seen, up, down = (
        [_choose(table, at_least, excuses=excuses) for table in one]
        for one in (
            tables,
            [table.with_left_out_up() for table in tables],
            [table.with_left_out_down(whole) for table in tables],
        )
    )
    decides = [better.differs_from(worse) for better, worse in zip(up, down, strict=True)]
    # Excluded in every way is what exclusions left out; unknown time is left out at the point alone.
    excluded = tables[0].left_out.any(axis=0)
    planned = seen[0].planned & seen[1].planned & ~(excluded & decides[2])
    left_out = decides[2] & ~planned
    surely = decides[0] & decides[1] & left_out
    least, most = seen[0].where(surely, down[0]), seen[1].where(surely, up[1])
    certain = (least.loss == most.loss) | surely
    return replace(
        members[0],
        point=seen[2].filled(grid, planned, left_out),
        least=least.filled(grid, planned, surely, known=certain),
        most=most.filled(grid, planned, surely, known=certain),
    )


@dataclass(frozen=True, eq=False)
class _Grid:
    """The pieces of a group: cut wherever any member is, in any of the three ways."""

    subject: Integers
    starts: Integers
    ends: Integers

    @classmethod
    def of(cls, members: Sequence[Readings]) -> "_Grid":
        filled = [way.pieces for one in members for way in (one.point, one.least, one.most)]
        begun = np.concatenate([flatten(pieces.subject, pieces.starts) for pieces in filled])
        ended = np.concatenate([flatten(pieces.subject, pieces.ends) for pieces in filled])
        borders = np.unique(np.concatenate([begun, ended]))
        # Between two borders lies a piece, if some member lives there.
        alive = np.cumsum(np.bincount(np.searchsorted(borders, begun), minlength=borders.size))
        alive -= np.cumsum(np.bincount(np.searchsorted(borders, ended), minlength=borders.size))
        some = np.flatnonzero(alive[:-1] > 0)
        subject = borders[some] // AXIS
        return cls(subject, borders[some] - subject * AXIS, borders[some + 1] - subject * AXIS)


@dataclass(frozen=True, eq=False)
class _Table:
    """What each member shows of each piece of the group, unknown time decided in one way."""

    present: Marks
    state: Table
    loss: Table
    affected: Table
    planned: Marks
    lost: Marks
    left_out: Marks

    def in_maintenance(self, whole: Integers) -> "_Table":
        """Return the same with unknown time in agreed maintenance as what it is: the maintenance."""
        unseen = self.planned & (self.state == ServiceState.UNKNOWN)
        return replace(self, loss=np.where(unseen, whole, self.loss), lost=self.lost | unseen)

    def with_left_out_up(self) -> "_Table":
        """Return the same with what was left out taken for up."""
        return self._with_left_out(np.zeros(1, dtype=np.int64), self.lost & ~self.left_out)

    def with_left_out_down(self, whole: Integers) -> "_Table":
        """Return the same with what was left out taken for a whole outage."""
        return self._with_left_out(whole, self.lost | self.left_out)

    def _with_left_out(self, loss: Integers, lost: Marks) -> "_Table":
        return replace(
            self,
            loss=np.where(self.left_out, loss, self.loss),
            planned=self.planned & ~self.left_out,
            lost=lost,
        )


@dataclass(frozen=True, eq=False)
class _Choice:
    """The group's state, one value for each piece; `planned` where it is in maintenance."""

    state: Integers
    loss: Integers
    affected: Integers
    planned: Flags
    lost: Flags

    def differs_from(self, other: "_Choice") -> Flags:
        """Return where the two lose something else."""
        return np.asarray((self.loss != other.loss) | (self.lost != other.lost), dtype=np.bool_)

    def where(self, flags: Flags, other: "_Choice") -> "_Choice":
        """Return this where flagged, and elsewhere the other."""
        both = ((field.name, getattr(self, field.name), getattr(other, field.name)) for field in fields(self))
        return _Choice(**{name: np.where(flags, one, another) for name, one, another in both})

    def filled(self, grid: _Grid, planned: Flags, left_out: Flags, *, known: Flags | None = None) -> Filled:
        """Return it as pieces; not `known` (None: all as chosen) is unknown."""
        none = np.zeros(self.loss.size, dtype=np.bool_)
        state = self.state if known is None else np.where(known, self.state, int(ServiceState.UNKNOWN))
        pieces = Pieces(
            subject=grid.subject,
            starts=grid.starts,
            ends=grid.ends,
            state=state,
            loss=self.loss,
            affected=self.affected,
            planned=planned,
            said_unknown=none,
        )
        return Filled(pieces, self.lost, left_out)


def _lay(grid: _Grid, members: Sequence[Filled]) -> _Table:
    """Return the members' pieces on the grid."""
    places = flatten(grid.subject, grid.starts)
    holders = [np.searchsorted(_begun(one), places, side="right") - 1 for one in members]
    pieces = [one.pieces for one in members]

    def numbers(values: Sequence[Integers]) -> Table:
        return np.stack([_taken(one, holder) for one, holder in zip(values, holders, strict=True)])

    def marks(values: Sequence[Flags]) -> Marks:
        return np.asarray(numbers([one.astype(np.int64) for one in values]) == 1, dtype=np.bool_)

    return _Table(
        present=np.stack([_holds(one, holder, places) for one, holder in zip(members, holders, strict=True)]),
        state=numbers([one.state for one in pieces]),
        loss=numbers([one.loss for one in pieces]),
        affected=numbers([one.affected for one in pieces]),
        planned=marks([one.planned for one in pieces]),
        lost=marks([one.lost for one in members]),
        left_out=marks([one.left_out for one in members]),
    )


def _taken(values: Integers, holder: Integers) -> Integers:
    # Where a member does not live its holder says nothing, and is not looked at.
    return values[holder] if values.size > 0 else np.zeros(holder.size, dtype=np.int64)


def _begun(filled: Filled) -> Integers:
    return flatten(filled.pieces.subject, filled.pieces.starts)


def _holds(filled: Filled, holder: Integers, places: Integers) -> Flags:
    if filled.pieces.starts.size == 0:
        return np.zeros(places.size, dtype=np.bool_)
    ended = flatten(filled.pieces.subject, filled.pieces.ends)
    return np.asarray((holder >= 0) & (places < ended[holder]), dtype=np.bool_)


def _choose(table: _Table, at_least: int, *, excuses: bool) -> _Choice:
    alive = np.count_nonzero(table.present, axis=0)
    nth = np.minimum(at_least, alive) - 1
    loss = _nth_smallest(table, table.loss, nth)
    makes = table.present & (table.loss == loss)
    planned = np.asarray((table.planned | ~makes).all(axis=0))
    counted = loss
    if excuses:
        by_faults = _nth_smallest(table, np.where(table.planned, 0, table.loss), nth)
        by_maintenance = _nth_smallest(table, np.where(table.planned, table.loss, 0), nth)
        counted = np.maximum(by_faults, loss - by_maintenance)
        everywhere = np.asarray((table.planned | ~table.present).all(axis=0))
        planned = (counted == 0) & ((by_maintenance > 0) | everywhere)
    return _Choice(
        state=np.where(makes, table.state, 0).max(axis=0),
        loss=counted,
        affected=np.where(makes, table.affected, NOT_STATED).max(axis=0),
        planned=planned,
        lost=np.count_nonzero(table.present & table.lost, axis=0) >= alive - nth,
    )


def _nth_smallest(table: _Table, values: Table, nth: Integers) -> Integers:
    """Return of each piece the nth smallest value (from 0) of the members that live."""
    ordered = np.sort(np.where(table.present, values, _ABSENT), axis=0)
    return np.asarray(np.take_along_axis(ordered, nth[np.newaxis, :], axis=0)[0], dtype=np.int64)
