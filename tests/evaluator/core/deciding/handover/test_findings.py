"""Counting the tickets that the switch found open."""

from typing import Any

from evaluator.core.deciding.handover.findings import SplitCase, SplitCounts, count_split


def case(indicator: str, **more: Any) -> SplitCase:
    told: dict[str, Any] = {
        "ticket": "A-1",
        "service": "T1",
        "priority": "P2",
        "in_working_days": False,
        "limit": 8,
        "used_before": 1,
        "used_after": 1,
        "ended_at": 5,
        "missed_before": False,
        "missed_after": False,
    }
    return SplitCase(indicator=indicator, **{**told, **more})


def test_tickets_at_the_switch_are_counted_by_indicator_and_by_who_missed_them() -> None:
    cases = (
        case("K06", missed_before=True),
        case("K05", missed_after=True),
        case("K06", ended_at=None),
        case("K06"),
    )
    assert count_split(cases) == {"K06": SplitCounts(3, 1, 0, 1), "K05": SplitCounts(1, 0, 1, 0)}
    assert list(count_split(cases)) == ["K06", "K05"]
