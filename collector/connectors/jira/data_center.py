"""Jira Service Management Data Center: searches by place, each issue with its changelog."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import pandas as pd

from collector.connectors.connector import Evidence
from collector.connectors.jira.connector import JiraConnector, JiraOptions, Stretch, instants
from collector.connectors.jira.fields import Issue, field_text, histories_of, issue_rows, issues_of, list_of
from collector.connectors.jira.times import askable, trusted_keys
from collector.connectors.keyset import Place, at_least_two, next_place
from collector.connectors.rows import as_text, value_at, whole_number
from collector.errors import Problem, Severity


class JiraDataCenterOptions(JiraOptions):
    """What the sources file says of a Jira Data Center."""

    type: Literal["jira_data_center"]


class JiraDataCenter(JiraConnector[JiraDataCenterOptions]):
    """Reads a Jira Data Center, or a Server."""

    options_type = JiraDataCenterOptions
    evidence = Evidence.DOCUMENTED_ONLY
    follows = "REST API of Jira Data Center, 8.20 to 10.3"
    version = "2"

    _names: Mapping[str, str] = {}

    def walk(self, stretch: Stretch, fields: Sequence[str]) -> Iterator[tuple[list[Issue], int, str]]:
        """Yield issues in order; `startAt` alone would lose those that stand behind one that moved."""
        place: Place | None = Place(askable(stretch.since, self.zone))
        while place is not None:
            answer = self.client.get(
                "rest/api/2/search",
                {
                    "jql": self.condition(stretch, place.at),
                    "startAt": str(place.skip),
                    "maxResults": str(at_least_two(self.options.page_size)),
                    "fields": ",".join(fields),
                    "expand": "changelog,names" if stretch.field == "updated" else "names",
                },
            )
            content = answer.json()
            issues = issues_of(content)
            names = content.get("names")
            self._names = (
                {as_text(name): key for key, name in names.items()} if isinstance(names, dict) else {}
            )
            told = instants(issues, stretch.field)
            keys = trusted_keys(told, place.at, stretch.until if stretch.settled else None, self.zone)
            versions = [f"{as_text(one.get('id'))} {field_text(one, 'updated')}" for one in issues]
            step = next_place(place, list(zip(keys, versions, strict=True)))
            place = step.place
            if step.fresh:
                yield [issues[number] for number in step.fresh], keys[-1], answer.content_hash

    def rows_with_history(self, issues: Sequence[Issue]) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
        """Return issues with the changelog that came with them; one cut short is asked for alone."""
        histories, short = {}, []
        for issue in issues:
            key, whole = as_text(issue.get("id")), issue
            if _is_short(whole):
                query = {"expand": "changelog", "fields": "updated"}
                whole = self.client.get(f"rest/api/2/issue/{key}", query).json()
                if _is_short(whole):
                    short.append(as_text(issue.get(self.options.identify_by)))
            histories[key] = histories_of(_entries(whole))
        rows = issue_rows(issues, histories, self.columns, self.options.identify_by, self._names)
        return rows, tuple(_told_short(short, self.name))


def _is_short(issue: object) -> bool:
    """Return whether the changelog of an issue holds fewer entries than there are."""
    total = whole_number(value_at(issue, "changelog.total"))
    return total is not None and len(_entries(issue)) < total


def _entries(issue: object) -> list[Mapping[str, Any]]:
    return list_of(issue.get("changelog") if isinstance(issue, Mapping) else None, "histories")


def _told_short(tickets: Sequence[str], name: str) -> list[Problem]:
    if not tickets:
        return []
    return [
        Problem(
            f"tickets whose history the system gives in part only: {len(tickets)}, such as {tickets[0]!r}",
            remedy="Their first changes are missing. Read them from an export, or ask the system's operator",
            file=name,
            severity=Severity.WARNING,
        )
    ]
