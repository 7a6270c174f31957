"""All dashboards in both languages, as JSON, and every query they ask."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from dashboards.grafana.audiences import Audience
from dashboards.grafana.dashboard import Dashboard
from dashboards.grafana.decision import decision
from dashboards.grafana.health import health
from dashboards.grafana.overview import overview
from dashboards.grafana.queries import POSTGRESQL, PROMETHEUS
from dashboards.grafana.scorecard import scorecard
from dashboards.grafana.segments import segments
from dashboards.grafana.service_levels import service_levels
from dashboards.grafana.tickets import tickets
from dashboards.grafana.variables import DEFAULT_ADDRESS
from dashboards.wording import LANGUAGES, Wording, wording

MAKERS: tuple[Callable[[Wording], Dashboard], ...] = (
    overview,
    service_levels,
    tickets,
    scorecard,
    segments,
    decision,
    health,
)
"""The dashboards in the order people read them."""


@dataclass(frozen=True)
class AskedQuery:
    """A query of a dashboard as Grafana has it, its macros not yet expanded.

    `place` says where it stands: dashboard, and panel, variable or annotation. `is_sql` is False for PromQL.
    """

    language: str
    place: str
    text: str
    is_sql: bool


def build_dashboards(
    language: str, address: str = DEFAULT_ADDRESS, audience: Audience = Audience.CUSTOMER
) -> dict[str, dict[str, Any]]:
    """Return the dashboards of a language by name, as `audience` sees them.

    `address` is where the built-in pages are served.
    """
    words = wording(language)
    made = [one for maker in MAKERS if (one := maker(words).for_audience(audience)) is not None]
    return {one.name: one.content(words, address) for one in made}


def dashboard_text(content: dict[str, Any]) -> str:
    """Return the JSON of a dashboard as its file holds it."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def queries(audience: Audience = Audience.CUSTOMER) -> list[AskedQuery]:
    """Return what the dashboards of `audience` ask: panels, variables and annotations, in both languages."""
    return [
        asked
        for language in LANGUAGES
        for name, content in build_dashboards(language, audience=audience).items()
        for asked in _asked(language, name, content)
    ]


def _asked(language: str, name: str, content: dict[str, Any]) -> Iterator[AskedQuery]:
    for variable in content["templating"]["list"]:
        if variable["type"] == "query":
            yield AskedQuery(language, f"{name}: variable {variable['name']}", variable["query"], is_sql=True)
    for annotation in content["annotations"]["list"]:
        if annotation["datasource"] == POSTGRESQL:
            text = annotation["target"]["rawSql"]
            yield AskedQuery(language, f"{name}: annotation {annotation['name']}", text, is_sql=True)
    for panel in content["panels"]:
        for target in panel.get("targets", ()):
            place = f"{name}: {panel['title']}"
            is_sql = target["datasource"] != PROMETHEUS
            yield AskedQuery(language, place, target["rawSql" if is_sql else "expr"], is_sql=is_sql)
