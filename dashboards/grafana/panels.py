"""Panels: small functions that say what a panel asks and how it shows it; places come later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dashboards.grafana.audiences import Audience
from dashboards.grafana.fields import BLUE, GREY, Field, Unit, Words, links, mappings, override
from dashboards.grafana.queries import GRAFANA, Query, Sql

COLUMNS = 24
"""How wide Grafana's grid is."""


@dataclass(frozen=True)
class Panel:
    """One panel without its place: `width` of 24 columns, `height` in rows of 30 pixels.

    `hidden_from` are audiences to whom it would show nothing, or what holds for others.
    """

    title: str
    kind: str
    queries: Sequence[Query]
    fields: Sequence[Field] = ()
    width: int = 12
    height: int = 8
    description: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    transformations: Sequence[Mapping[str, Any]] = ()
    link: str = ""
    hidden_from: frozenset[Audience] = frozenset()

    def is_shown_to(self, audience: Audience) -> bool:
        """Whether an audience sees it; of those whose rows are limited nobody asks Prometheus."""
        if audience is Audience.CUSTOMER:
            return True
        return audience not in self.hidden_from and all(isinstance(one, Sql) for one in self.queries)

    def content(
        self, number: int, place: Mapping[str, int], language: str, link_title: str
    ) -> dict[str, Any]:
        """Return the panel as Grafana has it, with its number and place on the grid."""
        references = [chr(ord("A") + turn) for turn in range(len(self.queries))]
        targets = [query.target(name, language) for name, query in zip(references, self.queries, strict=True)]
        linked = {"links": links(link_title, self.link)} if self.link else {}
        found: dict[str, Any] = {
            "id": number,
            "type": self.kind,
            "title": self.title,
            "gridPos": dict(place),
            "datasource": targets[0]["datasource"] if targets else GRAFANA,
            "targets": targets,
            "fieldConfig": {
                "defaults": {**self.defaults, **linked},
                "overrides": [override(one, link_title) for one in self.fields],
            },
            "options": dict(self.options),
        }
        extra = {
            "description": self.description,
            "transformations": [dict(one) for one in self.transformations],
        }
        return found | {name: value for name, value in extra.items() if value}


@dataclass(frozen=True)
class Row:
    """A heading over the panels below it."""

    title: str
    width: int = COLUMNS
    height: int = 1

    def content(self, number: int, at: int) -> dict[str, Any]:
        """Return the row as Grafana has it, beginning `at` so many rows from the top."""
        place = {"h": self.height, "w": self.width, "x": 0, "y": at}
        return {
            "id": number,
            "type": "row",
            "title": self.title,
            "gridPos": place,
            "collapsed": False,
            "panels": [],
        }


def table(title: str, query: Query, *fields: Field, **place: Any) -> Panel:
    """Return a table, one column for each of `fields`."""
    options = {"showHeader": True, "cellHeight": "sm"}
    return Panel(title, "table", [query], fields, options=options, **place)


def stat(title: str, query: Query, *fields: Field, shown: str = "", **place: Any) -> Panel:
    """Return large figures: of each row the fields that `shown` matches, or of each series the last value."""
    rows = (
        {"fields": f"/^{shown}$/", "values": True, "limit": 6} if shown else {"fields": "", "values": False}
    )
    options = {
        "reduceOptions": {"calcs": ["lastNotNull"], **rows},
        "colorMode": "value",
        "graphMode": "none",
        "textMode": "auto",
        "justifyMode": "auto",
        "orientation": "auto",
    }
    return Panel(title, "stat", [query], fields, options=options, **{"width": 6, "height": 5, **place})


def gauges(
    title: str, query: Query, *, unit: Unit, steps: Sequence[tuple[float | None, str]], **place: Any
) -> Panel:
    """Return a last value for each series, coloured by the `steps` it has passed."""
    options = {
        "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False},
        "displayMode": "basic",
        "orientation": "horizontal",
        "showUnfilled": True,
        "valueMode": "text",
    }
    defaults = {"unit": unit.value, **thresholds(steps)}
    return Panel(title, "bargauge", [query], options=options, defaults=defaults, **place)


def series(title: str, *queries: Query, unit: Unit = Unit.NONE, bars: bool = False, **more: Any) -> Panel:
    """Return curves over time, or stacked `bars` where months add up."""
    custom = {"drawStyle": "bars", "fillOpacity": 70, "stacking": {"mode": "normal", "group": "A"}}
    lines = {"drawStyle": "line", "lineWidth": 2, "pointSize": 6, "showPoints": "always", "spanNulls": True}
    options = {
        "legend": {"displayMode": "list", "placement": "bottom", "showLegend": True, "calcs": []},
        "tooltip": {"mode": "multi", "sort": "none"},
    }
    defaults = {"unit": unit.value, "custom": custom if bars else lines, **more.pop("defaults", {})}
    return Panel(title, "timeseries", list(queries), options=options, defaults=defaults, **more)


def timeline(title: str, query: Query, words: Words, **place: Any) -> Panel:
    """Return states over time, one line for each series."""
    options = {
        "alignValue": "left",
        "legend": {"displayMode": "list", "placement": "bottom", "showLegend": True},
        "mergeValues": True,
        "rowHeight": 0.8,
        "showValue": "never",
        "tooltip": {"mode": "single", "sort": "none"},
    }
    defaults = {"custom": {"fillOpacity": 80, "lineWidth": 0, "spanNulls": True}, "mappings": mappings(words)}
    return Panel(title, "state-timeline", [query], options=options, defaults=defaults, **place)


def bars(title: str, query: Query, *fields: Field, category: str, **place: Any) -> Panel:
    """Return stacked bars, one for each value of the column `category`."""
    options = {
        "xField": category,
        "orientation": "horizontal",
        "stacking": "normal",
        "showValue": "auto",
        "barWidth": 0.8,
        "groupWidth": 0.7,
        "xTickLabelRotation": 0,
        "legend": {"displayMode": "list", "placement": "bottom", "showLegend": True, "calcs": []},
        "tooltip": {"mode": "multi", "sort": "none"},
    }
    return Panel(title, "barchart", [query], fields, options=options, **place)


def thresholds(steps: Sequence[tuple[float | None, str]]) -> dict[str, Any]:
    """Return colours by value: each step is where it begins (the first has no beginning) and its colour."""
    found = [{"value": value, "color": colour} for value, colour in steps]
    return {"color": {"mode": "thresholds"}, "thresholds": {"mode": "absolute", "steps": found}}


PLAIN = thresholds([(None, BLUE)])
"""A figure that is neither good nor bad."""

QUIET = thresholds([(None, GREY)])
"""A figure that matters little."""
