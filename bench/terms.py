"""A small contract over the stored tickets: three indicators of time within target, by priority."""

from typing import Any

from bench.inputs import DESK, RESOLUTION, ZONE
from evaluator.contract.contract import Contract

SERVICES = tuple(f"T{number}" for number in range(50))
FIRST_MONTH, LAST_MONTH = "1970-01", "1970-12"
"""Of the year that `bench.store` fills; the whole term up to its last month is all of it."""

_LIMITS = {"K01": {"1": "2 h"}, "K02": {"2": "4 h"}, "K03": {"3": "6 h", "4": "5 h"}}


def small_contract(*, period: str) -> Contract:
    """Return the contract; `period` is `month` or `whole_term`."""
    return Contract.model_validate(
        {
            "contract": {
                "id": "bench",
                "title": _label("bench"),
                "reference": "",
                "customer": "customer",
                "supplier": "supplier",
                "time_zone": ZONE.key,
                "currency": "SEK",
            },
            "term": {"first_day": "1970-01-01", "last_day": "1971-12-31"},
            "units_from_facts": True,
            "holidays": {"se": {"country": "SE", "eves": []}},
            "service_hours": {"desk": DESK},
            "working_days": "desk",
            "services": [{"id": name, "label": _label(name), "hours": "desk"} for name in SERVICES],
            "tickets": {
                "priority_taken": "last",
                "kind_taken": "last",
                "service_taken": "last",
                "unit_taken": "last",
                "straddling": "attribution",
            },
            "clocks": {"resolution": RESOLUTION},
            "indicators": [_indicator(name, limits, period) for name, limits in _LIMITS.items()],
            "credits": None,
            "scorecard": None,
            "reporting": {
                "report_by_working_day": 5,
                "objections_within_working_days": 10,
                "smallest_group": 5,
            },
        }
    )


def _label(text: str) -> dict[str, str]:
    return {"sv": text, "en": text}


def _indicator(name: str, limits: dict[str, str], period: str) -> dict[str, Any]:
    return {
        "id": name,
        "kind": "time_within_target",
        "label": _label(name),
        "services": SERVICES,
        "measured": "per_service",
        "data": ["tickets"],
        "period": period,
        "target": {"from": "90 %"},
        "bands": [],
        "minimum_sample": None,
        "empty_period": "met",
        "completeness_floor": "0.9",
        "consequence": "none",
        "tickets": {"priorities": list(limits)},
        "clock": "resolution",
        "within": {"limit_by": "priority", "limits": {word: {"time": time} for word, time in limits.items()}},
        "month_of": "stopped",
    }
