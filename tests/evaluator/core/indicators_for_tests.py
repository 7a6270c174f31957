"""Indicators with a target and bands, as they stand in a contract file."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from evaluator.contract.indicator_terms import IndicatorTerms
from evaluator.contract.indicators import Availability, Count, Share
from evaluator.core.outcomes import Figure

LABEL = {"sv": "nyckeltal", "en": "indicator"}


def higher_is_better(
    target: str, *lower_ends: str, points: Sequence[int] = (1, 2, 3, 4), **changes: Any
) -> IndicatorTerms:
    """An availability at least `target`; each band reaches down to its end, the last is open."""
    kind = {"kind": "availability", "rules": "strict"}
    return Availability.model_validate(_terms(target, lower_ends, points) | kind | changes)


def share_of_tickets(target: str, *lower_ends: str, **changes: Any) -> IndicatorTerms:
    """A share of tickets, which has single misses."""
    kind = {
        "kind": "share",
        "tickets": {},
        "that": [{"field": "solved_at_first_contact", "is_one_of": ["yes"]}],
        "month_of": "opened",
    }
    return Share.model_validate(_terms(target, lower_ends, (1, 2, 3, 4)) | kind | changes)


def _terms(target: str, lower_ends: Sequence[str], points: Sequence[int]) -> dict[str, Any]:
    bands: list[dict[str, Any]] = [
        {"from": bottom, "below": top, "points": number}
        for top, bottom, number in zip([target, *lower_ends], lower_ends, points, strict=False)
    ]
    if lower_ends:
        bands.append({"below": lower_ends[-1], "points": points[len(lower_ends)]})
    return {
        "id": "K09",
        "label": LABEL,
        "services": ["T2"],
        "measured": "per_service",
        "data": ["probe"],
        "target": {"from": target},
        "bands": bands,
        "minimum_sample": None,
        "empty_period": "not_assessable",
        "completeness_floor": "0.9",
        "consequence": "credit" if bands else "none",
    }


def number_of_misses() -> IndicatorTerms:
    """K04 of the example contract: none at all; 1, 2, 3, 4 or more."""
    return Count.model_validate(
        {
            "id": "K04",
            "label": LABEL,
            "services": ["T1"],
            "measured": "per_service",
            "data": ["desk"],
            "target": {"to": 0},
            "bands": [
                {"from": 1, "to": 1, "points": 1},
                {"from": 2, "to": 2, "points": 2},
                {"from": 3, "to": 3, "points": 3},
                {"from": 4, "points": 4},
            ],
            "minimum_sample": None,
            "empty_period": "met",
            "completeness_floor": "0.9",
            "consequence": "credit",
            "kind": "count",
            "tickets": {},
            "count": "tickets",
            "month_of": "opened",
        }
    )


UK = higher_is_better("99 %", "98 %", "97 %", "96 %")
"""The bands of the UK model services agreement (domain.md 5.3 a)."""

K09C = higher_is_better("99 %", "98.5 %", "98 %", "97 %")
"""K09c of the example contract (domain.md 8.3)."""


def share(numerator: int, denominator: int, **changes: Any) -> Figure:
    """A share of cases that are all known."""
    value = None if denominator == 0 else Fraction(numerator, denominator)
    figure: dict[str, Any] = {
        "numerator": numerator,
        "denominator": denominator,
        "sample_size": denominator,
        "misses": denominator - numerator,
        "known": denominator,
        "expected": denominator,
        "low": value,
        "high": value,
    }
    return Figure(**(figure | changes))
