"""What dashboards ask of the store and of Prometheus."""

from dataclasses import dataclass
from typing import Any

POSTGRESQL = {"type": "grafana-postgresql-datasource", "uid": "supplierwatch-postgresql"}
PROMETHEUS = {"type": "prometheus", "uid": "supplierwatch-prometheus"}
"""The data sources, by the identifiers under which every installation provisions them."""

GRAFANA = {"type": "grafana", "uid": "-- Grafana --"}
"""Grafana's own store, where annotations that were pushed are."""


@dataclass(frozen=True)
class Sql:
    """A query of the `reading` views, written with `label_@` where the column of the language belongs.

    Of Grafana's macros it uses `$__timeFrom()`, `$__timeTo()` and `${name:sqlstring}` alone. `is_series` says
    that its columns are time, metric and value.
    """

    text: str
    is_series: bool = False

    def in_language(self, language: str) -> str:
        """Return the text with the columns of `language`."""
        return self.text.strip().replace("_@", f"_{language}")

    def target(self, reference: str, language: str) -> dict[str, Any]:
        """Return the query as a panel has it."""
        return {
            "refId": reference,
            "datasource": POSTGRESQL,
            "editorMode": "code",
            "format": "time_series" if self.is_series else "table",
            "rawQuery": True,
            "rawSql": self.in_language(language),
        }


@dataclass(frozen=True)
class Promql:
    """An expression for Prometheus; `legend` names its series, `is_instant` asks for the last value only."""

    expression: str
    legend: str = ""
    is_instant: bool = True

    def target(self, reference: str, _language: str) -> dict[str, Any]:
        """Return the query as a panel has it."""
        return {
            "refId": reference,
            "datasource": PROMETHEUS,
            "editorMode": "code",
            "expr": self.expression,
            "format": "time_series",
            "instant": self.is_instant,
            "range": not self.is_instant,
            "legendFormat": self.legend or "__auto",
        }


Query = Sql | Promql
