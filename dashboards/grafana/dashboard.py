"""A dashboard: what it is called, which variables it has, and its panels in the order people read them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

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
    """One dashboard in one language; `name` is its own part of the file's name and of the identifier."""

    name: str
    title: str
    description: str
    variables: tuple[str, ...]
    contents: Sequence[Panel | Row]
    since: str = "now-24M"
    marks: tuple[Marks, ...] = ()

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


def _placed(contents: Sequence[Panel | Row], wording: Wording) -> Iterator[dict[str, Any]]:
    """The panels from left to right, a new line where one does not fit; rows take a line of their own."""
    evidence = wording.text("Show the evidence")
    left = top = tallest = 0
    for number, one in enumerate(contents, start=1):
        width = COLUMNS if isinstance(one, Row) else one.width
        if left + width > COLUMNS:
            left, top, tallest = 0, top + tallest, 0
        if isinstance(one, Row):
            yield one.content(number, top)
            left, top, tallest = 0, top + 1, 0
            continue
        place = {"h": one.height, "w": width, "x": left, "y": top}
        yield one.content(number, place, wording.language, evidence)
        left, tallest = left + width, max(tallest, one.height)


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
