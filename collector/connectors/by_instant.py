"""Paging without offsets: a page from an instant on, again and again; an instant that fills a page, whole.

For systems that know page numbers only, or none. Rows come sorted by their time of change. A row that changes
while we read moves to the end; as no place is ever counted, nothing moves into the gap it leaves.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from collector.connectors.keyset import refuse_disorder


@dataclass(frozen=True)
class Row:
    """One row of an answer: the instant of its change in the units the system is asked in, its id, itself."""

    key: int
    identity: str
    record: Any


def walk(
    since: int,
    page: Callable[[int], Sequence[Row]],
    whole: Callable[[int], Iterable[Sequence[Row]]],
    after: Callable[[int], int] = lambda key: key + 1,
) -> Iterator[list[Row]]:
    """Yield the rows that changed from `since` on, page by page, each once.

    `page` gives the first rows that changed at a key or later, sorted by key; `whole` gives all rows of one
    key, in parts, and is asked only where one key fills a page; `after` is the key that follows. It ends with
    an empty page, never with a short one. Raises SourceUnreadable where a page is not sorted.
    """
    at, known = since, frozenset[str]()
    while rows := page(at):
        refuse_disorder(at, [row.key for row in rows])
        last = rows[-1].key
        if last > at:
            yield _fresh(rows, at, known)
            at, known = last, frozenset(row.identity for row in rows if row.key == last)
            continue
        for part in whole(at):
            yield _fresh(part, at, known)
            known = known.union(row.identity for row in part)
        at, known = after(at), frozenset()


def _fresh(rows: Sequence[Row], at: int, known: frozenset[str]) -> list[Row]:
    return [row for row in rows if row.key != at or row.identity not in known]
