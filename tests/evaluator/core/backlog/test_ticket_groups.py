"""Sums of ticket evidence by indicator, service, unit, segment and priority."""

from typing import Any

import pandas as pd

from evaluator.core.backlog.ticket_groups import GROUP, SUMS, ticket_groups
from evaluator.core.facts import ExcludedTickets, LeftOut

NOTHING = LeftOut()


def row(ticket_id: int, **more: Any) -> dict[str, Any]:
    return {
        "indicator": "K05",
        "ticket_id": ticket_id,
        "service": "T1",
        "unit": "S1",
        "segment": "schools",
        "priority": "P2",
        "used": 600,
        "limit": 3600,
        "in_working_days": False,
        "missed": False,
        "unknown": False,
        "waiting_user": 10,
        "waiting_customer": 20,
        "waiting_third": 30,
        "left_out_by": "",
        **more,
    }


def groups(*rows: dict[str, Any], agreed: LeftOut = NOTHING) -> list[dict[str, Any]]:
    frame = pd.DataFrame(list(rows)).astype({"limit": "Int64"})
    return ticket_groups(frame, agreed).to_dict("records")


def test_cases_misses_and_times_of_a_group_are_added_up() -> None:
    [found] = groups(row(1), row(2, missed=True, used=4000))
    assert (found["cases"], found["missed"], found["used"]) == (2, 1, 4600)
    assert (found["waiting_user"], found["waiting_customer"], found["waiting_third"]) == (20, 40, 60)


def test_a_case_that_is_unknown_is_no_miss() -> None:
    [found] = groups(row(1, missed=True, unknown=True))
    assert (found["cases"], found["missed"], found["unknown"]) == (1, 0, 1)


def test_groups_are_told_apart_and_a_missing_unit_is_empty_text() -> None:
    found = groups(row(1), row(2, unit=None, segment=""), row(3, priority="P1"))
    assert [(one["unit"], one["priority"], one["cases"]) for one in found] == [
        ("", "P2", 1),
        ("S1", "P1", 1),
        ("S1", "P2", 1),
    ]


def test_working_days_and_cases_without_a_limit_are_in_no_sum_of_seconds() -> None:
    [found] = groups(row(1, in_working_days=True, used=3, limit=5), row(2, limit=None))
    assert (found["cases"], found["used"]) == (2, 0)


def test_what_an_agreed_exclusion_leaves_out_is_counted_again_beside_the_others() -> None:
    agreed = LeftOut((ExcludedTickets("X1", frozenset({2}), frozenset({"K05"})),))
    [found] = groups(row(1), row(2, missed=True, left_out_by="X1"), agreed=agreed)
    assert (found["cases"], found["missed"], found["left_out"], found["left_out_missed"]) == (2, 1, 1, 1)


def test_what_only_an_undecided_exclusion_would_leave_out_is_not_left_out() -> None:
    [found] = groups(row(1, left_out_by="X2"))
    assert found["left_out"] == 0


def test_without_evidence_there_is_no_group() -> None:
    found = ticket_groups(pd.DataFrame(), NOTHING)
    assert found.empty
    assert list(found.columns) == [*GROUP, *SUMS]
