"""What Jira Cloud and Data Center share: spans, what an issue becomes, and the clocks of its SLAs."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Generic, Literal, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pandas as pd
from pydantic import AfterValidator, Field

from collector.connectors.connector import Chunk, HttpConnector, Span
from collector.connectors.jira.fields import Issue, asked_fields, field_text, list_of
from collector.connectors.jira.sla import cycle_rows
from collector.connectors.jira.times import askable, askable_after, query_text, told_instant
from collector.connectors.options import HttpOptions, Seconds
from collector.connectors.rows import as_text, joined_rows
from collector.errors import Problem, SourceUnreadable
from collector.mapping.base import ZoneName
from collector.mapping.stated import StatedTicketsMapping

_SETTLED = 10 * 60
"""Seconds after which the index that sorts has surely heard of a change."""


def _plain_condition(jql: str) -> str:
    if "order by" in " ".join(jql.lower().split()):
        raise ValueError("`jql` narrows what is read; leave ORDER BY away, the order is ours")
    return jql.strip()


class JiraOptions(HttpOptions):
    """What the sources file says of a Jira."""

    jql: Annotated[str, AfterValidator(_plain_condition)] = Field(
        default="", description="condition that narrows what is read, such as: project = SD"
    )
    identify_by: Literal["id", "key"] = Field(
        default="id", description="what identifies a ticket; a key changes when an issue is moved"
    )
    time_zone: ZoneName | None = Field(
        default=None, description="zone in the account's profile; without it the account is asked for it"
    )
    overlap: Seconds = Field(
        default=60 * 60,
        description="seconds before the last known change that are read again: searches lag behind",
    )


Jira = TypeVar("Jira", bound=JiraOptions)


@dataclass(frozen=True)
class Stretch:
    """What one walk reads: issues whose `field` lies from `since` to before `until` (None: no end).

    `settled` says that no issue of it can have changed without leaving it.
    """

    field: str
    since: int
    until: int | None
    settled: bool


class JiraConnector(HttpConnector[Jira], Generic[Jira]):
    """Reads issues with their changelog, or the clocks of their SLAs."""

    mapping_types: ClassVar[tuple[str, ...]] = ("ticket_history", "stated_tickets")
    version: ClassVar[str]
    """The version of the platform's API, as it stands in its paths."""

    _zone: ZoneInfo | None = None

    @abstractmethod
    def walk(self, stretch: Stretch, fields: Sequence[str]) -> Iterator[tuple[list[Issue], int, str]]:
        """Yield issues of `stretch` in order, until when it is read with them, and the answer's hash.

        No issue is left out, whatever changes meanwhile; an issue may come twice.
        """

    @abstractmethod
    def rows_with_history(self, issues: Sequence[Issue]) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
        """Return issues with their changelog as rows, and what stands out."""

    def read(self, span: Span) -> Iterator[Chunk]:
        """Yield the issues that changed in the span."""
        fields = asked_fields(self.columns)
        for stretch in self._stretches(span):
            for issues, reached, digest in self.walk(stretch, fields):
                rows, warnings = self._rows(issues)
                yield Chunk(rows, reached, digest, f"{self.name}: search", warnings)

    def existing(self, span: Span) -> Iterator[list[str]]:
        """Yield what identifies the issues that were created in the span, and those of a minute around it."""
        until = askable_after(self.surroundings.now() if span.until is None else span.until, self.zone)
        stretch = Stretch("created", span.since, until, settled=False)
        for issues, _, _ in self.walk(stretch, ["created", "updated"]):
            yield [as_text(issue.get(self.options.identify_by)) for issue in issues]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the mapping wants."""
        return tuple(dict.fromkeys([*self.mapping.source_columns(), *self.mapping.field_columns().values()]))

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the account: queries are in its minutes. Asked for once in a run."""
        if self._zone is not None:
            return self._zone
        try:
            self._zone = ZoneInfo(self.options.time_zone or self._told_zone())
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise _unreadable(
                "the time zone in the account's profile is none that we know",
                "Choose a city as time zone in the account's profile, or name it as `time_zone`",
            ) from error
        return self._zone

    def close(self) -> None:
        """Close the connections, and forget the zone: the profile may say another one next time."""
        self._zone = None
        super().close()

    def condition(self, stretch: Stretch, at: int) -> str:
        """Return the query for issues of `stretch` from `at` on, in order."""
        bounds = [f'{stretch.field} >= "{query_text(at, self.zone)}"']
        if stretch.until is not None:
            bounds.append(f'{stretch.field} < "{query_text(stretch.until, self.zone)}"')
        own = [] if self.options.jql == "" else [f"({self.options.jql})"]
        return f"{' AND '.join([*own, *bounds])} ORDER BY {stretch.field} ASC, key ASC"

    def _stretches(self, span: Span) -> list[Stretch]:
        """Return the settled part of a span and the present, in which the index may still lag."""
        settled = askable(self.surroundings.now() - _SETTLED, self.zone)
        end = settled if span.until is None else min(askable_after(span.until, self.zone), settled)
        found = []
        if span.since < end:
            found.append(Stretch("updated", span.since, end, settled=True))
        if span.until is None or span.until > end:
            found.append(Stretch("updated", max(span.since, end), None, settled=False))
        return found

    def _told_zone(self) -> str:
        found = self.client.get(f"rest/api/{self.version}/myself").json()
        return as_text(found.get("timeZone")) if isinstance(found, Mapping) else ""

    def _rows(self, issues: Sequence[Issue]) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
        if not isinstance(self.mapping, StatedTicketsMapping):
            return self.rows_with_history(issues)
        clocks = [self._clocks(as_text(issue.get("id"))) for issue in issues]
        return joined_rows([cycle_rows(issues, clocks, self.columns, self.mapping.time_zone)]), ()

    def _clocks(self, issue: str) -> list[Mapping[str, Any]]:
        """Return the SLAs of an issue, none for one that is no request of a service desk."""
        found: list[Mapping[str, Any]] = []
        while True:
            answer = self.client.ask(
                "GET",
                f"rest/servicedeskapi/request/{issue}/sla",
                query={"start": str(len(found)), "limit": "50"},
                accepted=frozenset({404}),
            )
            if answer.status == 404:
                return found
            page = list_of(answer.json(), "values")
            if any(clock in found for clock in page):
                raise _unreadable("the same SLA stands on two pages of an issue", "Try again later")
            found += page
            if not page or answer.json().get("isLastPage") is not False:
                return found


def instants(issues: Sequence[Issue], field: str) -> list[int]:
    """Return the instant in a field of each issue; raises SourceUnreadable where one has none."""
    return [told_instant(field_text(issue, field), field) for issue in issues]


def _unreadable(found: str, remedy: str) -> SourceUnreadable:
    return SourceUnreadable(Problem(found, remedy=remedy))
