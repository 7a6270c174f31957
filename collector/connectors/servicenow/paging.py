"""Paging through a table that counts rows before it hides those the account may not see.

`sysparm_limit` and `X-Total-Count` speak of rows that match; which of them are shown is decided afterwards.
A short page, even an empty one, says nothing about the end. So what was asked for is compared with the total,
and the total with the one before: within a bounded span rows only leave (they change, and lie later then),
and when one left while we were skipping, the instant is read again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from collector.connectors.keyset import next_restart, refuse_disorder


@dataclass(frozen=True)
class HiddenPlace:
    """Where to go on: rows of the instant `at` or later, without the first `skip`, hidden ones counted.

    `total` is what the question had in all when the skipping began; `known` are the rows of the instant `at`
    that were given; `restarts` counts how often this instant was begun again.
    """

    at: int
    skip: int = 0
    total: int | None = None
    known: frozenset[str] = frozenset()
    restarts: int = 0


@dataclass(frozen=True)
class HiddenStep:
    """What one answer gives: the numbers of its rows that are new, and where to go on; None at the end."""

    fresh: tuple[int, ...]
    place: HiddenPlace | None


def next_hidden_place(
    place: HiddenPlace, rows: Sequence[tuple[int, str]], total: int, limit: int
) -> HiddenStep:
    """Return what an answer gives; `rows` are (instant, id) of what was shown, sorted by both.

    Raises SourceUnreadable where the rows are not sorted as asked, or change faster than they can be read.
    """
    refuse_disorder(place.at, (at for at, _ in rows))
    if place.total is not None and total != place.total:
        again = HiddenPlace(place.at, known=place.known, restarts=next_restart(place.restarts))
        return HiddenStep((), again)
    fresh = tuple(number for number, (at, key) in enumerate(rows) if at != place.at or key not in place.known)
    if place.skip + limit >= total:
        return HiddenStep(fresh, None)
    last = rows[-1][0] if rows else place.at
    same = frozenset(key for at, key in rows if at == last)
    if last > place.at:
        return HiddenStep(fresh, HiddenPlace(last, known=same))
    skipped = HiddenPlace(place.at, place.skip + limit, total, place.known | same, place.restarts)
    return HiddenStep(fresh, skipped)
