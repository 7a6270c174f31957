"""Jira Service Management Cloud: searches by token, changelogs of many issues at once."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
from pydantic import Field

from collector.connectors.connector import Evidence
from collector.connectors.histories import unfinished
from collector.connectors.jira.connector import JiraConnector, JiraOptions, Stretch, instants
from collector.connectors.jira.fields import (
    History,
    Issue,
    asked_fields,
    base_field,
    field_text,
    histories_of,
    issue_rows,
    issues_of,
    list_of,
)
from collector.connectors.jira.times import askable, trusted_keys
from collector.connectors.joining import parts_of
from collector.connectors.keyset import refuse_disorder
from collector.connectors.rows import as_text
from collector.errors import Problem, SourceUnreadable

_RECONCILED = 50
"""Issues of which a search can be made to know the latest, at once."""

_ISSUES_AT_ONCE, _FIELDS_AT_ONCE = 1000, 10
"""What one question for changelogs may name."""


class JiraCloudOptions(JiraOptions):
    """What the sources file says of a Jira Cloud."""

    type: Literal["jira_cloud"]
    page_size: int = Field(default=100, ge=1, le=1000, description="issues asked for at once; fewer may come")


@dataclass(frozen=True)
class _Found:
    """One answer of a search: its issues, the token of what follows (None at the end), its hash."""

    issues: list[Issue]
    token: str | None
    content_hash: str


@dataclass(frozen=True)
class _Page:
    """An answer with the instant of each issue's place; it was asked for from `at` on."""

    found: _Found
    keys: Sequence[int]
    at: int

    @property
    def token(self) -> str | None:
        return self.found.token

    @property
    def last(self) -> int:
        return self.keys[-1] if self.keys else self.at

    @property
    def versions(self) -> list[str]:
        return [f"{as_text(one.get('id'))} {field_text(one, 'updated')}" for one in self.found.issues]

    def versions_at(self, instant: int) -> frozenset[str]:
        return frozenset(key for key, at in zip(self.versions, self.keys, strict=True) if at == instant)

    def without(self, known: frozenset[str], reached: int) -> Iterator[tuple[list[Issue], int, str]]:
        fresh = [one for one, key in zip(self.found.issues, self.versions, strict=True) if key not in known]
        if fresh:
            yield fresh, reached, self.found.content_hash


class JiraCloud(JiraConnector[JiraCloudOptions]):
    """Reads a Jira Cloud."""

    options_type = JiraCloudOptions
    evidence = Evidence.DOCUMENTED_ONLY
    follows = "Jira Cloud platform REST API v3 and Service Management REST API, 2026"
    version = "3"

    def walk(self, stretch: Stretch, fields: Sequence[str]) -> Iterator[tuple[list[Issue], int, str]]:
        """Yield issues in order.

        What a token stands for while issues move is not documented. So each instant is asked for anew, and
        tokens lead only through one that fills more than a page; that one is read until nothing moved.
        """
        at, known, before = askable(stretch.since, self.zone), frozenset[str](), frozenset[str]()
        while True:
            page = self._searched(stretch, at, fields, None)
            yield from page.without(known, page.last)
            known, here, pages = known.union(page.versions), page.versions_at(at), 1
            while page.token is not None and page.last == at:
                page = self._searched(stretch, at, fields, page.token)
                yield from page.without(known, at)
                known, here, pages = known.union(page.versions), here | page.versions_at(at), pages + 1
            if pages > 1 and here != before:
                before = here
            elif page.token is None:
                return
            else:
                at, before, known = page.last, frozenset(), page.versions_at(page.last)

    def rows_with_history(self, issues: Sequence[Issue]) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
        """Return issues with their changelogs; those that changed in between are asked for again."""
        histories = self._histories([as_text(issue.get("id")) for issue in issues])
        rows = issue_rows(issues, histories, self.columns, self.options.identify_by, {})
        behind = set(unfinished(rows, list(self.mapping.field_columns().values())))
        if behind:
            present = self._latest([one for one in issues if self._key(one) in behind])
            issues = [present.get(as_text(one.get("id")), one) for one in issues]
            rows = issue_rows(issues, histories, self.columns, self.options.identify_by, {})
        return rows, ()

    def _key(self, issue: Issue) -> str:
        return as_text(issue.get(self.options.identify_by))

    def _searched(self, stretch: Stretch, at: int, fields: Sequence[str], token: str | None) -> _Page:
        question = {
            "jql": self.condition(stretch, at),
            "fields": list(fields),
            "maxResults": self.options.page_size,
        }
        found = self._search(question, token)
        told = instants(found.issues, stretch.field)
        keys = trusted_keys(told, at, stretch.until if stretch.settled else None, self.zone)
        refuse_disorder(at, keys)
        return _Page(found, keys, at)

    def _search(self, question: Mapping[str, Any], token: str | None) -> _Found:
        body = question if token is None else {**question, "nextPageToken": token}
        answer = self.client.post("rest/api/3/search/jql", body)
        content = answer.json()
        issues = issues_of(content)
        following = None if content.get("isLast") is True else _following(content, token)
        return _Found(issues, following, answer.content_hash)

    def _histories(self, issues: Sequence[str]) -> dict[str, list[History]]:
        parts = [
            part for part in parts_of(self.mapping.field_columns().values()) if part not in ("id", "key")
        ]
        fields = list(dict.fromkeys(base_field(part) for part in parts))
        entries: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for first in range(0, len(issues), _ISSUES_AT_ONCE):
            for begin in range(0, len(fields), _FIELDS_AT_ONCE):
                body = {
                    "issueIdsOrKeys": list(issues[first : first + _ISSUES_AT_ONCE]),
                    "fieldIds": fields[begin : begin + _FIELDS_AT_ONCE],
                    "maxResults": 1000,
                }
                # The history of one issue may be spread over several pages.
                for log in self._changelogs(body):
                    entries[as_text(log.get("issueId"))] += list_of(log, "changeHistories")
        return {issue: histories_of(found) for issue, found in entries.items()}

    def _changelogs(self, body: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        token: str | None = None
        while True:
            asked = body if token is None else {**body, "nextPageToken": token}
            content = self.client.post("rest/api/3/changelog/bulkfetch", asked).json()
            yield from list_of(content, "issueChangeLogs")
            token = _following(content, token)
            if token is None:
                return

    def _latest(self, issues: Sequence[Issue]) -> dict[str, Issue]:
        """Return issues as they are now, by id, past what the index knows."""
        found: dict[str, Issue] = {}
        ids = [as_text(issue.get("id")) for issue in issues]
        for first in range(0, len(ids), _RECONCILED):
            some = ids[first : first + _RECONCILED]
            question = {
                "jql": f"id in ({', '.join(some)})",
                "fields": asked_fields(self.columns),
                "maxResults": _RECONCILED,
                "reconcileIssues": [int(one) for one in some],
            }
            token: str | None = None
            while True:
                answer = self._search(question, token)
                found |= {as_text(issue.get("id")): issue for issue in answer.issues}
                token = answer.token
                if token is None:
                    break
        return found


def _following(content: Mapping[str, Any], token: str | None) -> str | None:
    """Return the token of the next page, None at the end; raises SourceUnreadable where it leads nowhere."""
    following = content.get("nextPageToken")
    if not isinstance(following, str) or following == "":
        return None
    if following == token:
        raise SourceUnreadable(
            Problem("the token of the next page is that of the last one", remedy="Try again later")
        )
    return following
