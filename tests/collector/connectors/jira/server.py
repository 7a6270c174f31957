"""A Jira in memory: Cloud and Data Center, with places that move while they are read."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from collector.instants import from_datetime, to_datetime
from tests.replay import Asked, Reply, json_reply

STOCKHOLM = ZoneInfo("Europe/Stockholm")
_BOUND = re.compile(r'(updated|created) (>=|<) "([^"]+)"')
_IDS = re.compile(r"id in \(([^)]*)\)")


def told(instant: int) -> str:
    """Return an instant as Jira writes it, on the account's clock."""
    return to_datetime(instant).astimezone(STOCKHOLM).strftime("%Y-%m-%dT%H:%M:%S.000%z")


@dataclass
class Issue:
    """An issue with its changelog; `indexed_at` is the time of change that searches know."""

    id: str
    key: str
    created: int
    updated: int
    fields: dict[str, str]
    histories: list[dict[str, Any]] = field(default_factory=list)
    indexed_at: int = 0


@dataclass
class JiraServer:
    """Issues by id. `before` is called with the number of each request, and may change what is there.

    Searches sort by what the index knows and tell what the issue is now. Tokens of Cloud are nothing but
    places, the worst that they may be. `fold` says which of two hours a doubled minute means to the system.
    """

    issues: dict[str, Issue] = field(default_factory=dict)
    before: Callable[[int], Reply | None] = lambda _number: None
    slas: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    lag: bool = False
    fold: int = 0
    requests: int = 0
    changelog_page: int = 1000
    changelog_shown: int = 1000
    number: int = 0
    opened: int = 0

    def open(self, key: str, at: int, **fields: str) -> str:
        """Create an issue and return its id."""
        issue = str(10_000 + self.opened)
        self.opened += 1
        self.issues[issue] = Issue(issue, key, at, at, dict(fields), indexed_at=at)
        return issue

    def change(self, issue: str, at: int, **fields: str) -> None:
        """Change fields of an issue together."""
        found = self.issues[issue]
        self.number += 1
        items = [
            {
                "field": name,
                "fieldId": name,
                "fieldtype": "jira",
                "from": f"id-{found.fields.get(name, '')}",
                "fromString": found.fields.get(name, ""),
                "to": f"id-{value}",
                "toString": value,
            }
            for name, value in fields.items()
        ]
        found.histories.append({"id": str(self.number), "created": told(at), "items": items})
        found.fields |= fields
        found.updated = at
        if not self.lag:
            found.indexed_at = at

    def index(self) -> None:
        """Let searches know of all changes."""
        for issue in self.issues.values():
            issue.indexed_at = issue.updated

    def cloud(self, asked: Asked) -> Reply:
        """Answer as Cloud does."""
        instead = self._instead()
        if instead is not None:
            return instead
        body: Any = asked.json() if asked.body else {}
        if asked.path.endswith("/search/jql"):
            found = self._matching(
                body["jql"], reconciled=[str(one) for one in body.get("reconcileIssues", [])]
            )
            begin, size = int(body.get("nextPageToken", "0")), body["maxResults"]
            page = [self._shown(issue) for issue in found[begin : begin + size]]
            more = {"nextPageToken": str(begin + size)} if begin + size < len(found) else {}
            return json_reply({"issues": page, "isLast": not more, **more})
        if asked.path.endswith("/changelog/bulkfetch"):
            return self._changelogs(body)
        return self._others(asked)

    def data_center(self, asked: Asked) -> Reply:
        """Answer as Data Center does."""
        instead = self._instead()
        if instead is not None:
            return instead
        if asked.path.endswith("/search"):
            found = self._matching(asked.query["jql"], [])
            begin, size = int(asked.query["startAt"]), int(asked.query["maxResults"])
            page = [
                {**self._shown(issue), "changelog": self._log(issue)} for issue in found[begin : begin + size]
            ]
            return json_reply({"startAt": begin, "maxResults": size, "total": len(found), "issues": page})
        return self._others(asked)

    def _instead(self) -> Reply | None:
        self.requests += 1
        return self.before(self.requests)

    def _others(self, asked: Asked) -> Reply:
        if asked.path.endswith("/myself"):
            return json_reply({"timeZone": "Europe/Stockholm", "emailAddress": "anna@example.se"})
        issue = asked.path.split("/")[-2]
        if issue not in self.slas:
            return json_reply({"errorMessage": "not found"}, status=404)
        begin = int(asked.query["start"])
        page = self.slas[issue][begin : begin + 1]
        return json_reply({"values": page, "isLastPage": begin + 1 >= len(self.slas[issue])})

    def _matching(self, jql: str, reconciled: list[str]) -> list[Issue]:
        ids = _IDS.search(jql)
        if ids is not None:
            assert set(ids[1].split(", ")) == set(reconciled)
            return [self.issues[one] for one in ids[1].split(", ") if one in self.issues]
        name = "created" if "created >=" in jql else "updated"

        def key(issue: Issue) -> int:
            return issue.created if name == "created" else issue.indexed_at

        found = list(self.issues.values())
        for _, sign, text in _BOUND.findall(jql):
            moment = datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM, fold=self.fold)
            bound = from_datetime(moment)
            found = [one for one in found if (key(one) >= bound) == (sign == ">=")]
        return sorted(found, key=lambda issue: (key(issue), issue.id))

    def _shown(self, issue: Issue) -> dict[str, Any]:
        fields: Mapping[str, Any] = {
            name: {"id": f"id-{value}", "name": value} for name, value in issue.fields.items()
        }
        times = {"created": told(issue.created), "updated": told(issue.updated)}
        return {"id": issue.id, "key": issue.key, "fields": {**fields, **times}}

    def _log(self, issue: Issue) -> dict[str, Any]:
        shown = issue.histories[-self.changelog_shown :]
        return {"total": len(issue.histories), "maxResults": self.changelog_shown, "histories": shown}

    def _changelogs(self, body: Mapping[str, Any]) -> Reply:
        entries = sorted(
            (
                (entry["created"], issue, entry)
                for issue in body["issueIdsOrKeys"]
                if issue in self.issues
                for entry in self.issues[issue].histories
                if any(item["fieldId"] in body["fieldIds"] for item in entry["items"])
            ),
            key=lambda one: one[:2],
        )
        begin = int(body.get("nextPageToken", "0"))
        page = entries[begin : begin + self.changelog_page]
        following = begin + self.changelog_page
        more = {"nextPageToken": str(following)} if following < len(entries) else {}
        logs = [{"issueId": issue, "changeHistories": [entry]} for _, issue, entry in page]
        return json_reply({"issueChangeLogs": logs, **more})
