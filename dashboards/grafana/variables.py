"""The variables of dashboards: contract, period, service, segment, and the address of the built-in pages."""

from typing import Any

from dashboards.grafana.fields import ADDRESS
from dashboards.grafana.queries import POSTGRESQL, Sql
from dashboards.wording import Wording

DEFAULT_ADDRESS = "http://127.0.0.1:8080"
"""Where the built-in pages are served unless the settings say otherwise."""

CONTRACTS = Sql("SELECT contract AS __value, title_@ AS __text FROM reading.contract")

# The last finished month stands first: it is what a dashboard opens with.
PERIODS = Sql("""
SELECT period AS __value, period AS __text
FROM reading.month
WHERE contract = ${contract:sqlstring}
ORDER BY is_running AND EXISTS (SELECT 1 FROM reading.month WHERE NOT is_running), period DESC
""")

SERVICES = Sql("""
SELECT service AS __value, label_@ AS __text
FROM reading.service
WHERE contract = ${contract:sqlstring} AND period = ${period:sqlstring}
ORDER BY position
""")

SEGMENTS = Sql("""
SELECT segment AS __value, max(segment_label_@) AS __text
FROM reading.unit
WHERE contract = ${contract:sqlstring} AND period = ${period:sqlstring} AND segment <> ''
GROUP BY segment
ORDER BY 2
""")


def variables(wording: Wording, names: tuple[str, ...], address: str) -> list[dict[str, Any]]:
    """Return the variables called `names`, in the order they depend on each other, and the address."""
    one_of = {"multi": False, "includeAll": False}
    every = {"selected": True, "text": [wording.text("All")], "value": ["$__all"]}
    any_of = {"multi": True, "includeAll": True, "current": every}
    known = {
        "contract": _asked(wording.text("Contract"), CONTRACTS, wording) | one_of,
        "period": _asked(wording.text("Period"), PERIODS, wording) | one_of,
        "service": _asked(wording.text("Service"), SERVICES, wording) | any_of,
        "segment": _asked(wording.text("Segment"), SEGMENTS, wording) | any_of,
    }
    return [{"name": name, **known[name]} for name in known if name in names] + [_address(address)]


def _asked(label: str, query: Sql, wording: Wording) -> dict[str, Any]:
    return {
        "label": label,
        "type": "query",
        "datasource": POSTGRESQL,
        "query": query.in_language(wording.language),
        # Asked again when the time range changes: months come and are restated while a page stays open.
        "refresh": 2,
        "sort": 0,
        "options": [],
        "hide": 0,
    }


def _address(address: str) -> dict[str, Any]:
    option = {"selected": True, "text": address, "value": address}
    return {
        "name": ADDRESS,
        "type": "constant",
        "query": address,
        "hide": 2,
        "current": option,
        "options": [option],
    }
