"""Page after page of a described list, until the system says it is the last; a short page is not the end."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from collector.connectors.rest.answers import Record, content_of, records_of, text_at
from collector.connectors.rest.options import (
    Ends,
    Listing,
    PagesByAddress,
    PagesByCursor,
    PagesByNumber,
)
from collector.connectors.rest.templates import (
    CURSOR,
    LIMIT,
    OFFSET,
    PAGE,
    filled_body,
    filled_path,
    filled_query,
)
from collector.errors import Problem, Severity
from collector.remote.answer import Answer
from collector.remote.problems import told, unreadable

if TYPE_CHECKING:
    from collector.remote.client import Client

_GONE = frozenset({404, 410})
_ACCEPTED = {
    "json": "application/json",
    "json_lines": "application/x-ndjson, application/jsonl, application/json;q=0.9",
    "csv": "text/csv, text/plain;q=0.9",
}


@dataclass(frozen=True)
class ReadPage:
    """One page: the answer, its content, and its rows; `warnings` say what stands out."""

    answer: Answer
    content: Any
    rows: list[Record]
    warnings: tuple[Problem, ...] = ()


class Pages:
    """Asks for the lists of one described system."""

    def __init__(self, client: "Client", page_size: int, delimiter: str) -> None:
        self._client = client
        self.page_size = page_size
        self._delimiter = delimiter

    def ask(
        self, listing: Listing, values: Mapping[str, str], address: str = "", *, may_be_gone: bool = False
    ) -> ReadPage:
        """Return one page, of `address` where an answer named one; raises SourceUnreadable.

        A page that is gone (404, 410) has no rows where it `may_be_gone`.
        """
        values = {LIMIT: str(self.page_size), **values}
        answer = self._client.ask(
            listing.method.upper(),
            address or filled_path(listing.path, values),
            query=None if address else filled_query(listing.query, values),
            body=None if listing.body is None else filled_body(listing.body, values),
            headers={"Accept": _ACCEPTED[listing.answer], **listing.headers},
            accepted=_GONE if may_be_gone else frozenset(),
        )
        if answer.status in _GONE:
            return ReadPage(answer, None, [])
        content = content_of(answer, listing, self._delimiter)
        return ReadPage(answer, content, records_of(content, listing, answer.address))

    def all(
        self, listing: Listing, values: Mapping[str, str], *, may_be_gone: bool = False
    ) -> Iterator[ReadPage]:
        """Yield the pages of a list whose order stands while it is read; raises SourceUnreadable."""
        paging, seen, count = listing.paging, set[str](), 0
        number = paging.first if isinstance(paging, PagesByNumber) else 0
        token = address = ""
        while True:
            further = {PAGE: str(number), OFFSET: str(count), **({CURSOR: token} if token else {})}
            page = self.ask(listing, {**values, **further}, address, may_be_gone=may_be_gone)
            count, number = count + len(page.rows), number + 1
            ended, warnings = _ended(listing, page, count)
            yield ReadPage(page.answer, page.content, page.rows, warnings)
            if ended or page.answer.status in _GONE:
                return
            if isinstance(paging, PagesByCursor):
                token = text_at(page.content, paging.token)
            address = _next_address(listing, page)
            mark = token or address or page.answer.content_hash
            if mark in seen:
                raise repeats(page.answer.address)
            seen.add(mark)


def repeats(address: str) -> Exception:
    """Return the error for a system that gives one page again and again."""
    return unreadable(
        address,
        "the system gives the same page again in place of the next",
        "Check `paging`: the system may call its page, offset or cursor otherwise",
    )


def _ended(listing: Listing, page: ReadPage, count: int) -> tuple[bool, tuple[Problem, ...]]:
    paging = listing.paging
    ends: Ends | None = getattr(paging, "ends", None)
    if ends is not None:
        return _ended_as_told(ends, page, count)
    if isinstance(paging, PagesByCursor):
        return text_at(page.content, paging.token) == "", ()
    if paging.type in ("next", "link"):
        return _next_address(listing, page) == "", ()
    return paging.type == "none" or not page.rows, ()


def _ended_as_told(ends: Ends, page: ReadPage, count: int) -> tuple[bool, tuple[Problem, ...]]:
    (path,) = [name for name in (ends.more, ends.last, ends.total) if name is not None]
    text = text_at(page.content, path)
    address = page.answer.address
    if text == "" or (ends.total is not None and not text.isdecimal()):
        raise unreadable(
            address, f"the answer does not say at `{path}` whether it is the last", "Check `ends`"
        )
    if ends.total is None:
        return (text not in _NO) if ends.last is not None else (text in _NO), ()
    if page.rows or count >= int(text):
        return count >= int(text), ()
    lost = told(address, f"the system counts {text} rows, and gave {count}", "See what the account may read")
    return True, (Problem(lost.found, remedy=lost.remedy, file=lost.file, severity=Severity.WARNING),)


_NO = frozenset({"false", "0", "no"})


def _next_address(listing: Listing, page: ReadPage) -> str:
    if isinstance(listing.paging, PagesByAddress):
        found = text_at(page.content, listing.paging.address)
        return "" if found == "" else _joined(page.answer.address, found)
    if listing.paging.type == "link":
        return _linked(page.answer)
    return ""


def _linked(answer: Answer) -> str:
    """Return the address that the header `Link` calls next, "" where there is none (RFC 8288, 3)."""
    for part in re.split(r",\s*(?=<)", answer.headers.get("link", "")):
        address, _, parameters = part.strip().removeprefix("<").partition(">")
        relations = [
            value.strip().strip('"').lower().split()
            for name, _, value in (one.partition("=") for one in parameters.split(";"))
            if name.strip().lower() == "rel"
        ]
        if any("next" in words for words in relations):
            return _joined(answer.address, address)
    return ""


def _joined(base: str, address: str) -> str:
    """Return the whole address of a link; the client asks it only on the host of the sources file."""
    try:
        return urljoin(base, address)
    except ValueError:
        pass
    raise unreadable(base, "the system names an address of a next page that is none")
