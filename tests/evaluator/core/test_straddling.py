"""Tickets that an amendment finds half-way: a limit of 15 working days becomes 10, or 10 becomes 15.

From Thursday 15 October 2026 ten working days end on the 29th, fifteen on Thursday 5 November.
"""

from collections.abc import Sequence
from typing import Any

import pytest

from evaluator.contract.contract import Contract
from evaluator.contract.indicator_terms import PeriodLength
from evaluator.core.calendar.contract_calendars import compile_calendars
from evaluator.core.evaluation import FormerTerms, Past, evaluate_month
from tests.evaluator import small_contract as small
from tests.evaluator.core.calendars_for_tests import instant
from tests.evaluator.core.small_facts import CLOSED, Ticket, facts, october, ticket, views

NOVEMBER = instant("2026-11-01 00:00")
ORDERED = ticket("2026-10-15 08:00", ("2026-11-04 08:00", CLOSED), kind="pc_order")
"""Delivered after 14 working days."""
SEEN = [ticket(f"2026-{month}-20 08:00") for month in ("10", "11")]


def within(days: int, straddling: str, **more: Any) -> Contract:
    terms = small.lead_time(within={"limit": {"working_days": days}})
    return small.contract(terms, tickets=small.ticket_rules(straddling=straddling), **more)


def former(contract: Contract, until: int = NOVEMBER) -> FormerTerms:
    return FormerTerms(until, contract, calendars(contract))


def calendars(contract: Contract) -> Any:
    return compile_calendars(contract, instant("2026-01-01 00:00"), instant("2026-12-31 00:00"))


def cases(
    contract: Contract, period: str, before: Sequence[FormerTerms] = (), given: Sequence[Ticket] = (ORDERED,)
) -> list[bool]:
    """Whether each order of the period is a miss."""
    found = evaluate_month(
        contract,
        {PeriodLength.MONTH: facts(*given, *SEEN)},
        calendars(contract),
        views(),
        [],
        october(period),
        Past(before),
    )
    return [] if found.tickets.empty else found.tickets["missed"].to_list()


@pytest.mark.parametrize(
    ("old", "new", "straddling", "october_cases", "november_cases"),
    [
        (15, 10, "opening", [], [False]),  # once, by the 15 it was ordered under
        (15, 10, "attribution", [], []),  # not due in October by 15, nor in November by 10: falls out
        (10, 15, "opening", [True], []),  # once, by the 10
        (10, 15, "attribution", [True], [False]),  # due in October by 10, and in November by 15: twice
    ],
)
def test_by_its_opening_no_order_falls_out_and_none_counts_twice(
    old: int, new: int, straddling: str, october_cases: list[bool], november_cases: list[bool]
) -> None:
    first, second = within(old, straddling), within(new, straddling)
    assert cases(first, "2026-10") == october_cases
    assert cases(second, "2026-11", [former(first)]) == november_cases


def test_each_order_is_judged_by_the_version_it_was_placed_under() -> None:
    # Placed on 1 September under 50 days, on 15 October under 15, on 2 November under 10 (due on the 16th).
    # 1 September + 50 working days is Tuesday 10 November: 21 left of September, 22 in October, 7 more.
    orders = [
        ticket("2026-09-01 08:00", ("2026-11-11 08:00", CLOSED), kind="pc_order"),
        ORDERED,
        ticket("2026-11-02 08:00", ("2026-11-16 08:00", CLOSED), kind="pc_order"),
    ]
    before = [
        former(within(50, "opening"), instant("2026-10-01 00:00")),
        former(within(15, "opening")),
    ]
    assert cases(within(10, "opening"), "2026-11", before, orders) == [True, False, False]


def test_a_version_without_the_indicator_measures_nothing() -> None:
    other = small.contract(small.share(id="OTHER"))
    assert cases(within(15, "opening"), "2026-11", [former(other)]) == []
