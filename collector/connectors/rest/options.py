"""What the sources file says of a system that it describes wholly."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import AfterValidator, Field, model_validator

from collector.connectors.options import HttpOptions
from collector.connectors.rest.moments import ISO, UNIX, UNIX_MS
from collector.connectors.rest.templates import (
    CURSOR,
    LIMIT,
    OFFSET,
    PAGE,
    SINCE,
    TICKET_KEY,
    UNTIL,
    placeholders,
)
from collector.mapping.base import ZoneName
from collector.remote.settings import RemoteModel

DottedPath = Annotated[
    str,
    Field(description="keys from the outside in, joined by dots: `data.items`; a number counts in a list"),
]


HeaderName = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]+$")]
HeaderText = Annotated[str, Field(pattern=r"^[!-~]([ -~]*[!-~])?$")]


def _writes_times(name: str) -> str:
    if name in (ISO, UNIX, UNIX_MS):
        return name
    moment = datetime(2026, 10, 25, 13, 45, 30)  # noqa: DTZ001 - only its shape is looked at
    try:
        datetime.strptime(moment.strftime(name), name)  # noqa: DTZ007 - as above
    except ValueError as error:
        raise ValueError(
            f"{name!r} is neither iso, unix nor unix_ms, nor a format such as %Y-%m-%d"
        ) from error
    if "%Y" not in name or "%d" not in name:
        raise ValueError(f"{name!r} says no day and year; a format is such as `%Y-%m-%d %H:%M`")
    return name


class Ends(RemoteModel):
    """What the system says of the end of a list; without it only a page without rows is the end."""

    more: DottedPath | None = Field(default=None, description="a value that is true as long as more follows")
    last: DottedPath | None = Field(default=None, description="a value that is true with the last page")
    total: DottedPath | None = Field(default=None, description="how many rows all pages have together")

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if sum(name is not None for name in (self.more, self.last, self.total)) != 1:
            raise ValueError("ends: give one of `more`, `last` and `total`")
        return self


class PagesByNumber(RemoteModel):
    """`{page}` counts pages."""

    type: Literal["page"]
    first: Annotated[int, Field(ge=0)] = 1
    ends: Ends | None = None


class PagesByOffset(RemoteModel):
    """`{offset}` counts rows from 0."""

    type: Literal["offset"]
    ends: Ends | None = None


class PagesByCursor(RemoteModel):
    """`{cursor}` is a text of the answer before; the list ends with an answer that has none."""

    type: Literal["cursor"]
    token: DottedPath
    ends: Ends | None = None


class PagesByAddress(RemoteModel):
    """The answer holds the address of the next page; the list ends with an answer that has none."""

    type: Literal["next"]
    address: DottedPath


class PagesByLink(RemoteModel):
    """The header `Link` holds the address of the next page (RFC 8288)."""

    type: Literal["link"]


class PagesByTime(RemoteModel):
    """Each page asks for what changed since the last row of the page before."""

    type: Literal["keyset"]


class OnePage(RemoteModel):
    """One answer holds all."""

    type: Literal["none"]


Paging: TypeAlias = Annotated[
    PagesByNumber | PagesByOffset | PagesByCursor | PagesByAddress | PagesByLink | PagesByTime | OnePage,
    Field(discriminator="type"),
]

_WITH_OFFSET = (ISO, UNIX, UNIX_MS)
_NEEDED = {"page": PAGE, "offset": OFFSET, "cursor": CURSOR, "keyset": SINCE}


class Listing(RemoteModel):
    """One list: how it is asked for, page by page, and where its rows are."""

    path: str = Field(min_length=1, description="path below `address`")
    method: Literal["get", "post"] = "get"
    query: dict[str, str] = Field(default_factory=dict, description="names and texts after the `?`")
    body: dict[str, Any] | None = Field(default=None, description="JSON that is posted")
    headers: dict[HeaderName, HeaderText] = Field(
        default_factory=dict, description="further headers; no secrets"
    )
    answer: Literal["json", "json_lines", "csv"] = "json"
    rows: DottedPath = Field(default="", description="where the list is; blank: the answer is the list")
    paging: Paging = OnePage(type="none")

    def used(self) -> set[str]:
        """Return the placeholders in path, query and body."""
        return placeholders(self.path) | placeholders(self.query) | placeholders(self.body)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        needed = _NEEDED.get(self.paging.type)
        if needed is not None and needed not in self.used():
            raise ValueError(f"paging {self.paging.type}: put `{{{needed}}}` into path, query or body")
        if (self.body is not None) != (self.method == "post"):
            raise ValueError("body: needed with `method: post`, and only there")
        if self.answer != "json" and (self.rows or self.paging.type in ("cursor", "next")):
            raise ValueError(f"answer: {self.answer} has no `rows` and no token or address of a next page")
        return self

    def refuse_unknown(self, name: str, allowed: set[str]) -> None:
        """Raise ValueError for a placeholder that has no value in this list."""
        unknown = sorted(self.used() - allowed)
        if unknown:
            raise ValueError(
                f"{name}: {{{', '.join(unknown)}}} is no placeholder here; "
                f"allowed: {', '.join(sorted(allowed))}"
            )


_PAGES = {PAGE, OFFSET, LIMIT, CURSOR}


class HistoryFields(RemoteModel):
    """Where an entry of a history says what changed, each a dotted path in the entry."""

    at: DottedPath
    field: DottedPath | None = Field(default=None, description="the field that changed; or give `only`")
    only: str | None = Field(default=None, description="the field that every entry is about, as in `fields`")
    old: DottedPath | None = Field(default=None, description="without it: the value of the entry before")
    new: DottedPath
    each: DottedPath | None = Field(
        default=None, description="list within an entry, with one field each; `at` stays of the entry"
    )
    names: dict[str, str] = Field(
        default_factory=dict, description="word of the history for a field -> its name in `fields`"
    )
    order: Literal["ascending", "descending"] = Field(
        default="ascending", description="whether the first entry is the oldest or the latest"
    )

    @model_validator(mode="after")
    def _says_the_field(self) -> Self:
        if (self.field is None) == (self.only is None):
            raise ValueError("history: give `field`, or `only` where all entries are about one field")
        return self


class EmbeddedHistory(HistoryFields):
    """The history stands in the ticket's own record."""

    type: Literal["embedded"]
    rows: DottedPath


class AskedHistory(HistoryFields):
    """The history of each ticket is asked for."""

    type: Literal["asked"]
    listing: Listing

    @model_validator(mode="after")
    def _names_the_ticket(self) -> Self:
        self.listing.refuse_unknown("listing", {TICKET_KEY, *_PAGES})
        if TICKET_KEY not in self.listing.used():
            raise ValueError("listing: put `{ticket}` into path, query or body")
        return self


History: TypeAlias = Annotated[EmbeddedHistory | AskedHistory, Field(discriminator="type")]


class RestOptions(HttpOptions):
    """A system described by its list, what its fields are called, and how its history is had."""

    type: Literal["rest"]
    listing: Listing = Field(description="the list of tickets, or of whatever the rows are")
    times: Annotated[str, AfterValidator(_writes_times)] = Field(
        default=ISO,
        description="how `{since}` and `{until}` are written: iso, unix, unix_ms, or a strptime format",
    )
    times_zone: ZoneName = Field(default="UTC", description="zone of times that are written")
    window: Annotated[int, Field(gt=0)] | None = Field(
        default=None, description="seconds from `{since}` to `{until}` that are asked for at once"
    )
    changed_at: DottedPath | None = Field(default=None, description="when a row last changed")
    opened_at: DottedPath | None = Field(default=None, description="when a ticket opened")
    ticket: DottedPath | None = Field(default=None, description="the key of a ticket, or of a row")
    order: Literal["changed", "unknown"] = Field(
        default="unknown", description="`changed`: the list is sorted by `changed_at`, the earliest first"
    )
    fields: dict[str, DottedPath] = Field(
        default_factory=dict, description="our name of a column -> its dotted path; others are their own path"
    )
    in_milliseconds: tuple[str, ...] = Field(
        default=(), description="columns and paths whose Unix times are milliseconds"
    )
    history: History | None = Field(default=None, description="how the changes of a ticket are had")
    keys: Listing | None = Field(
        default=None, description="list of the keys of tickets opened from `{since}` to `{until}`, for sweeps"
    )

    @model_validator(mode="after")
    def _placeholders_are_known(self) -> Self:
        self.listing.refuse_unknown("listing", {SINCE, UNTIL, *_PAGES})
        if self.keys is not None:
            self.keys.refuse_unknown("keys", {SINCE, UNTIL, *_PAGES})
        return self

    @model_validator(mode="after")
    def _order_can_be_followed(self) -> Self:
        used = self.listing.used()
        if self.order == "changed" and (self.changed_at is None or SINCE not in used):
            raise ValueError(
                "order: a list sorted by change needs `changed_at`, and `{since}` in its listing"
            )
        if self.listing.paging.type == "keyset" and self.order != "changed":
            raise ValueError("order: paging keyset needs `order: changed`")
        if self.order == "changed" and self.listing.paging.type == "offset":
            self._offsets_can_be_followed()
        if self.listing.paging.type == "keyset" and not self._writes_seconds():
            raise ValueError("times: paging keyset needs a format that says seconds")
        return self

    def _offsets_can_be_followed(self) -> None:
        if self.ticket is None:
            raise ValueError("ticket: offsets over a list sorted by change need the key of each row")
        if not self._writes_seconds() or not (self.times in _WITH_OFFSET or self.times_zone == "UTC"):
            raise ValueError(
                "times: offsets over a list sorted by change need times that say seconds, and cannot be "
                "mistaken when the clocks change: iso, unix, unix_ms, or a format with times_zone UTC"
            )

    def _writes_seconds(self) -> bool:
        return self.times in _WITH_OFFSET or "%S" in self.times or "%T" in self.times

    @model_validator(mode="after")
    def _window_is_whole(self) -> Self:
        if self.window is not None and not {SINCE, UNTIL} <= self.listing.used():
            raise ValueError("window: put `{since}` and `{until}` into the listing")
        if self.window is not None and self.order == "changed":
            raise ValueError("window: a list sorted by change needs none")
        return self

    @model_validator(mode="after")
    def _sweep_is_possible(self) -> Self:
        if self.sweep is not None and (self.keys is None or self.ticket is None):
            raise ValueError("sweep: needs `keys`, a list of the keys there are, and `ticket`")
        return self
