"""Paging over rows that move while they are read: by the time of change, and by place within one instant.

Rows come sorted by their time of change and, within it, by something that stands (an id). A row that changes
while we read moves to the end, and whatever stood behind it moves up: plain offsets would skip it. So each
question asks for `changed >= at` anew, beginning with the last row that is known, the anchor. Where another
row stands in its place, something before it has moved, and the instant is read again from its first row.

The state is pure; the caller asks:

    place = Place(since)
    while place is not None:
        rows = ask(changed_from=place.at, skip=place.skip, limit=at_least_two(page_size))
        step = next_place(place, [(key, id) of each row])
        use([rows[number] for number in step.fresh])
        place = step.place

An instant here is what the system can be asked for: where it compares minutes, the key is the minute. A
system that hides rows after it has counted them, and one that only knows page numbers, cannot use this.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from collector.errors import Problem, SourceUnreadable

_MOST_RESTARTS = 20


@dataclass(frozen=True)
class Place:
    """Where to go on: rows changed at `at` or later, without the first `skip` of them.

    `anchor` is the row expected first, None where none is known. `known` are the rows of the instant `at`
    that were given already; `restarts` counts how often the instant was begun again.
    """

    at: int
    skip: int = 0
    anchor: str | None = None
    known: frozenset[str] = frozenset()
    restarts: int = 0


@dataclass(frozen=True)
class Step:
    """What one answer gives: the numbers (from 0) of its rows that are new, and where to go on.

    `place` is None at the end: an answer without anything behind what is known.
    """

    fresh: tuple[int, ...]
    place: Place | None


def at_least_two(page_size: int) -> int:
    """Return how many rows to ask for: one is the anchor, so one alone would never get on."""
    return max(2, page_size)


def next_place(place: Place, rows: Sequence[tuple[int, str]]) -> Step:
    """Return what an answer gives, whose `rows` are (time of change, id) as they were told.

    Raises SourceUnreadable where they are not sorted, or lie before what was asked for: such an answer
    cannot be paged without loss.
    """
    refuse_disorder(place.at, (at for at, _ in rows))
    if place.anchor is not None and (not rows or rows[0] != (place.at, place.anchor)):
        return Step((), Place(place.at, known=place.known, restarts=next_restart(place.restarts)))
    first = 0 if place.anchor is None else 1
    if len(rows) <= first:
        return Step((), None)
    given = {(place.at, key) for key in place.known}
    fresh = tuple(number for number, row in enumerate(rows) if number >= first and row not in given)
    last, anchor = rows[-1]
    same = [key for at, key in rows if at == last]
    if last == place.at:
        skip, known = place.skip + len(rows) - 1, place.known.union(same)
        return Step(fresh, Place(last, skip, anchor, known, place.restarts))
    return Step(fresh, Place(last, len(same) - 1, anchor, frozenset(same)))


def next_restart(restarts: int) -> int:
    """Return the number of the next reading of an instant; raises SourceUnreadable where that never ends."""
    if restarts >= _MOST_RESTARTS:
        raise SourceUnreadable(
            Problem(
                f"the rows of one instant stood elsewhere each of {restarts} times they were asked for",
                remedy="Raise `page_size`, so that one answer holds them. If that changes nothing, see what "
                "between us and the system takes parts of the address away",
            )
        )
    return restarts + 1


def refuse_disorder(at: int, times: Iterable[int]) -> None:
    """Raise SourceUnreadable where `times` of change do not come in order, or lie before `at`."""
    if any(later < earlier for earlier, later in pairwise([at, *times])):
        raise SourceUnreadable(
            Problem(
                "the answer is not sorted by the time of change as it was asked for, or begins before it",
                remedy="Rows would be lost so. See that the account may read the time of change, and that "
                "nothing between us and the system takes parts of the address away",
            )
        )
