"""A fault given another category: charged for both, each for its own time (domain.md 5.3d).

Other faults are P2 with 2 hours to fix, critical ones P1 with 4, around the clock. Of a fee of 100 000 a
month a started hour costs 1 % of the quarter's 300 000 for the one, 3 000, and 5 % for the other, 15 000.
"""

from typing import Any

import pytest

from evaluator.core.evaluation import judged_outcomes
from evaluator.core.facts import LeftOut
from evaluator.core.measuring.indicator import measure_indicator
from evaluator.core.money.chains import Chains
from evaluator.core.money.month import calculate_month
from evaluator.core.money.steps import started_steps
from evaluator.core.outcomes import View
from tests.evaluator import small_contract as small
from tests.evaluator.core.money.money_for_tests import credit_terms
from tests.evaluator.core.small_facts import RESOLVED, Ticket, book, facts, october, ticket, views

T1 = {"id": "T1", "label": small.LABEL, "hours": "desk", "users": 10, "monthly_fee": 100_000}
BASES = {
    "critical": {"share": "5 %", "of": "quarter", "at_least": 1_000},
    "other": {"share": "1 %", "of": "quarter", "at_least": 200},
}
RENEWING = small.clock(hours="always", renews_when=[{"field": "priority", "becomes": ["P1"]}])


def faults(category: str, priority: str, limit: str) -> dict[str, Any]:
    return small.count(
        id=category,
        tickets={"kinds": ["incident"], "priorities": [priority]},
        that=[{"clock": "fault", "longer_than": limit}],
        clock="fault",
        consequence="credit",
        credit={
            "scheme": "per_started",
            "base": category,
            "share": "100 %",
            "over": "cases",
            "each": "60 min",
        },
    )


def charged(*given: Ticket) -> dict[str, tuple[int, int]]:
    """The started hours and the money of each category."""
    agreed = small.contract(
        faults("critical", "P1", "4 h"),
        faults("other", "P2", "2 h"),
        clocks={"fault": RENEWING},
        services=[T1],
        tickets=small.ticket_rules(priority_taken="before_stop"),
        credits=credit_terms(base_amounts=BASES),
    )
    found = book(agreed, facts(*given))
    measured = [measure_indicator(one, found, october(), views()) for one in agreed.indicators]
    steps = started_steps(measured, {View.AS_MEASURED: LeftOut()})
    outcomes = judged_outcomes(agreed, measured, (), october())
    money = calculate_month(agreed, "2026-10", tuple(outcomes), steps, (), Chains(agreed, ()))
    lines = {one.indicator: int(one.after_caps) for one in money.lines_in(View.AS_MEASURED)}
    return {name: (count, lines.get(name, 0)) for (name, _, _), count in steps.items() if count}


def test_a_fault_raised_to_critical_is_charged_for_both_categories_each_for_its_own_time() -> None:
    # Other for 3 h 30 min of 2 h: 2 started hours. Then critical for 5 h 10 min of 4 h: 2 as well.
    raised = ticket(
        "2026-10-05 08:00", ("2026-10-05 11:30", "priority", "P1"), ("2026-10-05 16:40", RESOLVED)
    )
    assert charged(raised) == {"other": (2, 6_000), "critical": (2, 30_000)}


def test_the_time_before_is_not_counted_again_under_the_new_category() -> None:
    # Critical for 3 h 59 min of 4 h: 8 h 59 min in all, of which 5 h were those of an other fault.
    raised = ticket(
        "2026-10-05 08:00", ("2026-10-05 13:00", "priority", "P1"), ("2026-10-05 16:59", RESOLVED)
    )
    assert charged(raised) == {"other": (3, 9_000)}


@pytest.mark.parametrize(("solved", "hours"), [("10:00", 0), ("11:00", 1), ("13:30", 4)])
def test_a_fault_wrongly_marked_critical_counts_as_other_from_its_start(solved: str, hours: int) -> None:
    wrong = ticket(
        "2026-10-05 08:00", ("2026-10-05 09:00", "priority", "P2"), (f"2026-10-05 {solved}", RESOLVED),
        priority="P1",
    )  # fmt: skip
    assert charged(wrong) == ({"other": (hours, hours * 3_000)} if hours else {})


def test_a_fault_that_keeps_its_category_is_charged_once() -> None:
    kept = ticket("2026-10-05 08:00", ("2026-10-05 12:01", RESOLVED), priority="P1")
    assert charged(kept) == {"critical": (1, 15_000)}
