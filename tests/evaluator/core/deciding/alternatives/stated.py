"""A small file of alternatives, as content."""

import copy
from typing import Any

from evaluator.decisions.alternatives import AlternativesFile


def label(text: str) -> dict[str, str]:
    return {"sv": text, "en": text}


def judged(alternative: str, **changes: Any) -> dict[str, Any]:
    base = {"alternative": alternative, "by": "Referensgruppen", "when": "2026-11-04", "why": label("skäl")}
    return base | changes


def amount(likely: int, **changes: Any) -> dict[str, Any]:
    return {"likely": likely, "price_year": 2029, "source": label("Antaget")} | changes


CONTENT: dict[str, Any] = {
    "alternatives": [
        {
            "id": "prolong",
            "kind": "prolong_in_full",
            "label": label("Förlängning"),
            "description": label("Option 2"),
            "is_described_by_results": True,
        },
        {"id": "bridge", "kind": "shorter_bridge", "label": label("Bro"), "description": label("Ett år")},
        {"id": "anew", "kind": "procure_anew", "label": label("Ny"), "description": label("Ny")},
    ],
    "criteria": [
        {
            "id": "p2",
            "label": label("P2 i tid"),
            "description": label("Andel i tid"),
            "weight": 60,
            "direction": "higher_is_better",
            "form": "share",
            "scale": {"zero_at": "80 %", "hundred_at": "100 %", "why": label("avtalet")},
            "floor": {"at": "85 %", "why": label("beslut")},
            "measured_by": {"kind": "indicator", "indicator": "K05", "months": 12, "take": "pooled"},
            "values": [
                judged("bridge", same_as="prolong"),
                judged("anew", low="85 %", likely="90 %", high="95 %"),
            ],
        },
        {
            "id": "cost",
            "label": label("Kostnad"),
            "description": label("Kostnad"),
            "weight": 40,
            "direction": "lower_is_better",
            "form": "money",
            "scale": {"zero_at": 1000, "hundred_at": 0, "why": label("ekonomi")},
            "measured_by": {"kind": "cost"},
        },
    ],
    "simulation": {"seed": 1, "draws": 1000},
    "costs": {
        "first_month": "2029-01",
        "months": 12,
        "reference": "prolong",
        "by_alternative": [
            {
                "alternative": "prolong",
                "running": "contract",
                "transition": "none",
                "dual_running": "none",
                "appeal": "none",
            },
            {
                "alternative": "anew",
                "running": amount(20, low=18, high=25),
                "transition": amount(30),
                "dual_running": {"months": 3, "monthly": amount(5)},
                "appeal": {"bidders": 4},
            },
        ],
    },
}


def content() -> dict[str, Any]:
    return copy.deepcopy(CONTENT)


def file_of(found: dict[str, Any] | None = None) -> AlternativesFile:
    return AlternativesFile.model_validate(content() if found is None else found)
