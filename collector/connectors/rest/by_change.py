"""Pages of a list that is sorted by the time of change, and so moves while it is read."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from collector.connectors.keyset import Place, at_least_two, next_place
from collector.connectors.rest.answers import Record, as_json, text_at
from collector.connectors.rest.options import Listing, PagesByNumber
from collector.connectors.rest.pages import Pages, ReadPage, repeats
from collector.connectors.rest.templates import LIMIT, OFFSET, PAGE
from collector.remote.problems import unreadable

Changes = Callable[[Sequence[Record], str], list[int]]
"""Returns when each row changed; raises SourceUnreadable, naming the address, where a row does not say."""


def pages_by_offset(
    pages: Pages,
    listing: Listing,
    since: int,
    values: Callable[[int], Mapping[str, str]],
    changed: Changes,
    ticket: str,
) -> Iterator[ReadPage]:
    """Yield pages of rows changed at `since` or later, each row once; see `collector.connectors.keyset`."""
    place: Place | None = Place(since)
    limit = str(at_least_two(pages.page_size))
    while place is not None:
        asked = {**values(place.at), OFFSET: str(place.skip), LIMIT: limit}
        page = pages.ask(listing, asked)
        times = changed(page.rows, page.answer.address)
        keys = [text_at(row, ticket) for row in page.rows]
        step = next_place(place, list(zip(times, keys, strict=True)))
        yield ReadPage(page.answer, page.content, [page.rows[number] for number in step.fresh])
        place = step.place


def pages_by_time(
    pages: Pages,
    listing: Listing,
    since: int,
    values: Callable[[int], Mapping[str, str]],
    changed: Changes,
) -> Iterator[ReadPage]:
    """Yield pages of rows changed at `since` or later.

    Each page asks for what changed at or after the last row of the page before; only within one instant are
    pages counted, until all of them bring nothing new: a row that changes meanwhile moves the others. The
    last rows come again with the next page, and are left out there. Raises SourceUnreadable where an instant
    has more rows than a page, and pages cannot be counted.
    """
    counted = listing.paging if isinstance(listing.paging, PagesByNumber) else None
    first = counted.first if counted is not None else 0
    at, number, known, brought = since, first, set[str](), 0
    before: list[str] = []
    while True:
        page = pages.ask(listing, {**values(at), PAGE: str(number)})
        times = changed(page.rows, page.answer.address)
        marks = [as_json(row) for row in page.rows]
        fresh = [place for place, mark in enumerate(marks) if mark not in known]
        yield ReadPage(page.answer, page.content, [page.rows[place] for place in fresh])
        last = max(times, default=at)
        brought += sum(times[place] <= at for place in fresh)
        if page.rows and last <= at and counted is not None:
            if number > first and marks == before:
                raise repeats(page.answer.address)
            number, known, before = number + 1, known | set(marks), marks
        elif number > first and brought:
            number, known, brought = first, known | set(marks), 0
        elif last > at:
            at, number, known, brought = last, first, set(marks), 0
        else:
            if counted is None and page.rows:
                _refuse_more(pages.ask(listing, values(at + 1)), at, changed)
            return


def _refuse_more(page: ReadPage, at: int, changed: Changes) -> None:
    if any(time > at for time in changed(page.rows, page.answer.address)):
        raise unreadable(
            page.answer.address,
            "more rows share one time of change than a page holds",
            "Raise `page_size` to what the system can give, or describe paging by page or offset",
        )
