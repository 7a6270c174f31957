"""A dashboard: what it is called, which variables it has, and its panels in the order people read them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from dashboards.grafana.audiences import Audience
from dashboards.grafana.fields import BLUE
from dashboards.grafana.panels import COLUMNS, Panel, Row
from dashboards.grafana.queries import GRAFANA, POSTGRESQL, Sql
from dashboards.grafana.variables import variables
from dashboards.wording import Wording

SCHEMA_VERSION = 42
"""Of the dashboard's JSON; Grafana 13 reads it as it is."""

TAG = "supplierwatch"
"""Marks dashboards and annotations as ours."""


@dataclass(frozen=True)
class Marks:
    """Annotations from the store: spans of time with a text."""

    name: str
    query: Sql
    colour: str = BLUE


@dataclass(frozen=True)
class Dashboard:
    """One dashboard in one language; `name` is its own part of the file's name and of the identifier.

    `hidden_from` are audiences who do not get it at all.
    """

    name: str
    title: str
    description: str
    variables: tuple[str, ...]
    contents: Sequence[Panel | Row]
    since: str = "now-24M"
    marks: tuple[Marks, ...] = ()
    hidden_from: frozenset[Audience] = frozenset()

    def for_audience(self, audience: Audience) -> Self | None:
        """Return what an audience sees of it, without gaps; None where it does not get it."""
        if audience is Audience.CUSTOMER:
            return self
        shown = [one for one in self.contents if isinstance(one, Row) or one.is_shown_to(audience)]
        contents = [one for line in _lines(_without_empty_rows(shown)) for one in _filled(line)]
        return None if audience in self.hidden_from else replace(self, contents=contents)

    def uid(self, language: str) -> str:
        """Return the identifier, which stays when the title changes."""
        return f"supplierwatch-{self.name}-{language}"

    def content(self, wording: Wording, address: str) -> dict[str, Any]:
        """Return the dashboard's JSON; `address` is where the built-in pages are."""
        language = wording.language
        return {
            "uid": self.uid(language),
            "title": self.title,
            "description": self.description,
            "tags": [TAG, language],
            "schemaVersion": SCHEMA_VERSION,
            "version": 1,
            "editable": False,
            "graphTooltip": 1,
            "timezone": "browser",
            "refresh": "5m",
            "time": {"from": self.since, "to": "now"},
            "templating": {"list": variables(wording, self.variables, address)},
            "annotations": {"list": [_pushed(wording), *(_annotation(one, language) for one in self.marks)]},
            "links": [_others(wording)],
            "panels": list(_placed(self.contents, wording)),
        }


def _without_empty_rows(contents: Sequence[Panel | Row]) -> list[Panel | Row]:
    following = [*contents[1:], Row("")]
    return [
        one
        for one, after in zip(contents, following, strict=True)
        if not (isinstance(one, Row) and isinstance(after, Row))
    ]


def _lines(contents: Sequence[Panel | Row]) -> Iterator[list[Panel | Row]]:
    """What stands side by side, from left to right; a new line where one does not fit."""
    line: list[Panel | Row] = []
    for one in contents:
        if line and sum(other.width for other in line) + one.width > COLUMNS:
            yield line
            line = []
        line.append(one)
    if line:
        yield line


def _filled(line: list[Panel | Row]) -> list[Panel | Row]:
    """The line with its last panel as wide as there is room."""
    *others, last = line
    return [*others, replace(last, width=COLUMNS - sum(one.width for one in others))]


def _placed(contents: Sequence[Panel | Row], wording: Wording) -> Iterator[dict[str, Any]]:
    """The panels with their numbers and places; rows take a line of their own."""
    evidence = wording.text("Show the evidence")
    number = top = 0
    for line in _lines(contents):
        left = 0
        for number, one in enumerate(line, start=number + 1):  # noqa: B020 - numbers go on from line to line
            if isinstance(one, Row):
                yield one.content(number, top)
            else:
                place = {"h": one.height, "w": one.width, "x": left, "y": top}
                yield one.content(number, place, wording.language, evidence)
            left += one.width
        top += max(one.height for one in line)


def _pushed(wording: Wording) -> dict[str, Any]:
    return {
        "name": wording.text("Amendments, seals and misses"),
        "datasource": GRAFANA,
        "enable": True,
        "hide": False,
        "iconColor": BLUE,
        "type": "tags",
        "target": {"type": "tags", "tags": [TAG, wording.language], "matchAny": False, "limit": 500},
    }


def _annotation(marks: Marks, language: str) -> dict[str, Any]:
    return {
        "name": marks.name,
        "datasource": POSTGRESQL,
        "enable": True,
        "hide": False,
        "iconColor": marks.colour,
        # Grafana's schema demands the first four of every annotation, though only its own store reads them.
        "target": {"limit": 100, "matchAny": False, "tags": [], "type": "tags"}
        | marks.query.target("Anno", language),
    }


def _others(wording: Wording) -> dict[str, Any]:
    return {
        "type": "dashboards",
        "title": wording.text("Dashboards"),
        "icon": "external link",
        "tooltip": "",
        "url": "",
        "tags": [TAG, wording.language],
        "asDropdown": False,
        "includeVars": True,
        "keepTime": True,
        "targetBlank": False,
    }
