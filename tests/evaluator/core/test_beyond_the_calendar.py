"""Targets longer than the years that are compiled, and hours that never open: an answer, and no error."""

from typing import Any

import pytest

from tests.evaluator import small_contract as small
from tests.evaluator.core.small_facts import CLOSED, facts, figure, interval, measure, ticket

CENTURY = {"working_days": 26_000}
ORDERED = ticket("2026-10-01 08:00", kind="pc_order")
DELIVERED = ticket("2026-10-01 08:00", ("2026-10-02 08:00", CLOSED), kind="pc_order")


def used_up(limit: dict[str, Any]) -> dict[str, str]:
    return {"used_up_at_close": "next_opening"} if "time" in limit else {}


@pytest.mark.parametrize("limit", [CENTURY, {"time": "300000 h"}])
def test_an_order_due_beyond_the_calendar_is_not_late_and_has_no_due_time(limit: dict[str, Any]) -> None:
    terms = small.lead_time(month_of="start", within={"limit": limit}, **used_up(limit))
    found = measure(terms, facts(ORDERED, DELIVERED)).tickets
    assert found["missed"].to_list() == [False, False]
    assert found["due_at"].isna().all()
    # What is delivered is in time; what is not is not known yet: between 1/2 and 2/2.
    assert interval(figure(terms, facts(ORDERED, DELIVERED)))[1:] == (1, 1)


@pytest.mark.parametrize("limit", [CENTURY, {"time": "300000 h"}])
def test_it_is_no_case_of_any_month_in_which_it_is_due(limit: dict[str, Any]) -> None:
    terms = small.lead_time(month_of="due", within={"limit": limit}, **used_up(limit))
    assert figure(terms, facts(ORDERED, DELIVERED)).expected == 0
