"""Upptime: a repository on GitHub whose commits are the probes; asked through GitHub's REST API.

Each check that changes something is a commit of `history/SERVICE.yml`, and its message tells the state. While
a service stays up, commits are few: a state holds until the next one.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Literal

from pydantic import Field

from collector.connectors.connector import Chunk, Evidence, HttpConnector, Span
from collector.connectors.options import ConnectorOptions, HttpOptions
from collector.connectors.rows import ROW_PART, joined_rows, records_frame, value_at
from collector.errors import Problem, Severity
from collector.identifiers import content_hash
from collector.instants import format_instant
from collector.remote.answer import Answer
from collector.remote.problems import unreadable

_WINDOW = 30 * 86_400
"""Seconds that are asked for at once: GitHub tells the latest first, we want the earliest first."""

_MOST = 100
_STATE = re.compile(r" is (up|down|degraded) \((\d+) in ([\d,.]+) ms\)")
_COLUMNS = {name: name for name in ("service", "at", "state", "code", "response_ms")}
_LISTS = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
_RAW = {**_LISTS, "Accept": "application/vnd.github.raw+json"}

Row = Mapping[str, Any]


class UpptimeOptions(HttpOptions):
    """A repository of Upptime; `address` is https://api.github.com, or that of a GitHub of one's own."""

    type: Literal["upptime"]
    repository: str = Field(pattern=r"^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$", description="OWNER/NAME")
    services: tuple[str, ...] = Field(
        default=(), description="names of files in `history` without .yml; without them those of its summary"
    )


class UpptimeConnector(HttpConnector[UpptimeOptions]):
    """States of services: up, down or degraded, when each was seen."""

    options_type: ClassVar[type[ConnectorOptions]] = UpptimeOptions
    mapping_types = ("service_states", "samples")
    evidence = Evidence.DOCUMENTED_ONLY
    follows = "the source of Upptime (calculate-response-time.ts), and the commits of FoodCoopX/upptime"

    def read(self, span: Span) -> Iterator[Chunk]:
        """Yield the states of all services in windows of thirty days; raises SourceUnreadable."""
        services, now = self._services(), self.surroundings.now()
        begin, until = span.since, now if span.until is None else span.until
        while begin < until:
            end = min(until, begin + _WINDOW)
            # What is new has no end: the clock of the system may be ahead of ours.
            ends_at = None if span.until is None and end == until else end
            yield self._window(services, begin, ends_at, end)
            begin = end

    def _window(self, services: tuple[str, ...], begin: int, ends_at: int | None, reached: int) -> Chunk:
        commits = [(name, one) for name in services for one in self._commits(name, begin, ends_at)]
        rows = [row for name, one in commits if (row := _state(name, one)) is not None]
        rows.sort(key=lambda row: str(row["at"]))
        silent = len(commits) - len(rows)
        origin = f"{self.options.address}/repos/{self.options.repository}/commits"
        warnings = () if silent == 0 else (_told_of(silent, origin),)
        digest = content_hash("\n".join(value_at(one, "sha") for _, one in commits).encode())
        frame = joined_rows([records_frame(ROW_PART, rows, _COLUMNS)])
        return Chunk(frame, reached, digest, origin, warnings)

    def _commits(self, service: str, begin: int, end: int | None) -> Iterator[Row]:
        query = {
            "path": f"history/{service}.yml",
            "since": format_instant(begin),
            # A list that grows at its head moves while it is read: commits of one end stand still.
            "until": format_instant(self._now() if end is None else end),
            "per_page": str(min(_MOST, self.options.page_size)),
        }
        for number in range(1, 10_000):
            answer = self.client.ask(
                "GET",
                f"repos/{self.options.repository}/commits",
                query={**query, "page": str(number)},
                headers=_LISTS,
            )
            commits = _listed(answer)
            if not commits:
                return
            yield from commits

    def _now(self) -> int:
        return self.surroundings.now() + self.options.overlap

    def _services(self) -> tuple[str, ...]:
        if self.options.services:
            return self.options.services
        answer = self.client.ask(
            "GET", f"repos/{self.options.repository}/contents/history/summary.json", headers=_RAW
        )
        return tuple(sorted(filter(None, (value_at(one, "slug") for one in _listed(answer)))))


def _listed(answer: Answer) -> list[Row]:
    content = answer.json()
    if not isinstance(content, list) or not all(isinstance(one, dict) for one in content):
        raise unreadable(
            answer.address, "the answer is no list of objects", "Check `address` and `repository`"
        )
    return content


def _state(service: str, commit: Row) -> Row | None:
    """Return what a commit tells; None where it tells no state. The name before it may hold anything."""
    subject = value_at(commit, "commit.message").split("\n", 1)[0]
    told = list(_STATE.finditer(subject))
    if not told:
        return None
    state, code, response = told[-1].groups()
    at = value_at(commit, "commit.committer.date")
    return {"service": service, "at": at, "state": state, "code": code, "response_ms": response}


def _told_of(silent: int, origin: str) -> Problem:
    return Problem(
        f"commits of the history that tell no state: {silent}",
        remedy="Such are the first commit of a repository, and changes by hand",
        file=origin,
        severity=Severity.WARNING,
    )
