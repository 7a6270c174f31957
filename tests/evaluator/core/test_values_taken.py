"""Which value of a field judges a ticket on which it changed, and that nothing later than known counts."""

from typing import Any

import pytest

from evaluator.core.outcomes import Scope
from tests.evaluator import small_contract as small
from tests.evaluator.core.small_facts import RESOLVED, T1, T2, facts, figure, measure, ticket

BY_PRIORITY = {"limit_by": "priority", "limits": {"P1": {"time": "4 h"}, "P2": {"time": "8 h"}}}
BY_KIND = {"limit_by": "kind", "limits": {"incident": {"time": "4 h"}, "order": {"time": "8 h"}}}


@pytest.mark.parametrize(("taken", "misses"), [("first", 1), ("at_stop", 1), ("last", 0)])
def test_a_priority_lowered_after_the_stop_matters_only_where_the_last_judges(
    taken: str, misses: int
) -> None:
    # 5 h: over P1's 4 h and within P2's 8 h. It was P1 when it stopped.
    lowered = ticket(
        "2026-10-05 08:00", ("2026-10-05 13:00", RESOLVED), ("2026-10-05 14:00", "priority", "P2"),
        priority="P1",
    )  # fmt: skip
    terms = small.time_within_target(within=BY_PRIORITY)
    rules = small.ticket_rules(priority_taken=taken)
    assert figure(terms, facts(lowered), tickets=rules).misses == misses


def test_while_a_ticket_runs_the_last_priority_is_that_at_the_stop() -> None:
    raised = ticket("2026-10-05 07:00", ("2026-10-05 08:00", "priority", "P1"))
    terms = small.time_within_target(within=BY_PRIORITY, month_of="opened")
    rules = small.ticket_rules(priority_taken="at_stop")
    assert figure(terms, facts(raised, known_at="2026-10-05 12:00"), tickets=rules).misses == 1


@pytest.mark.parametrize(("taken", "misses"), [("first", 1), ("at_stop", 1), ("last", 0)])
def test_the_kind_that_judges_is_the_one_the_contract_names(taken: str, misses: int) -> None:
    became_order = ticket(
        "2026-10-05 08:00", ("2026-10-05 13:00", RESOLVED), ("2026-10-05 14:00", "kind", "order")
    )
    terms = small.time_within_target(tickets={}, within=BY_KIND)
    rules = small.ticket_rules(kind_taken=taken)
    assert figure(terms, facts(became_order), tickets=rules).misses == misses


MOVED = ticket(
    "2026-10-05 08:00",
    ("2026-10-05 08:30", "service", "T2"),
    ("2026-10-05 08:30", "unit", "hall"),
    ("2026-10-05 09:00", RESOLVED),
    unit="north",
)


@pytest.mark.parametrize(("taken", "service"), [("first", T1), ("last", T2)])
def test_a_ticket_counts_for_its_first_or_its_last_service(taken: str, service: Scope) -> None:
    rules = small.ticket_rules(service_taken=taken)
    found = measure(small.time_within_target(services=["T1", "T2"]), facts(MOVED), tickets=rules)
    cases = {scope: one.expected for (scope, _), one in found.figures.items() if one is not None}
    assert {scope for scope, expected in cases.items() if expected and not scope.segment} == {service}


@pytest.mark.parametrize(("taken", "unit"), [("first", "north"), ("last", "hall")])
def test_a_ticket_counts_for_its_first_or_its_last_unit(taken: str, unit: str) -> None:
    terms = small.time_within_target(services=["T1", "T2"])
    rules = small.ticket_rules(unit_taken=taken)
    assert measure(terms, facts(MOVED), tickets=rules).tickets["unit"].to_list() == [unit]


@pytest.mark.parametrize(
    "later", [("2026-10-20 08:00", "priority", "P1"), ("2026-10-20 08:00", "service", "T2")]
)
def test_a_change_dated_after_what_is_known_counts_for_nothing(later: Any) -> None:
    # 5 h, within P2's 8 h on T1.
    found = facts(
        ticket("2026-10-05 08:00", ("2026-10-05 13:00", RESOLVED), later), known_at="2026-10-10 00:00"
    )
    result = figure(small.time_within_target(within=BY_PRIORITY), found)
    assert (result.expected, result.misses) == (1, 0)


def test_a_stop_dated_after_what_is_known_has_not_happened() -> None:
    found = facts(ticket("2026-10-05 08:00", ("2026-10-05 13:00", RESOLVED)), known_at="2026-10-05 12:00")
    assert figure(small.time_within_target(), found).expected == 0
    assert figure(small.time_within_target(month_of="opened"), found).known == 0


def test_a_ticket_dated_after_what_is_known_is_not_there() -> None:
    found = facts(ticket("2026-10-05 08:00"), ticket("2026-10-06 08:00"), known_at="2026-10-05 12:00")
    assert figure(small.share(), found).expected == 1


def test_a_priority_changed_in_the_second_of_the_stop_is_not_the_one_before_it() -> None:
    # 5 h: over P1's 4 h, within P2's 8 h.
    both = ticket("2026-10-05 08:00", ("2026-10-05 13:00", "priority", "P1"), ("2026-10-05 13:00", RESOLVED))
    terms = small.time_within_target(within=BY_PRIORITY)
    for taken, misses in (("at_stop", 1), ("before_stop", 0)):
        rules = small.ticket_rules(priority_taken=taken)
        assert figure(terms, facts(both), tickets=rules).misses == misses


def test_a_ticket_solved_as_it_opened_has_the_priority_it_opened_with() -> None:
    at_once = ticket("2026-10-05 08:00", ("2026-10-05 08:00", RESOLVED))
    rules = small.ticket_rules(priority_taken="before_stop")
    found = measure(small.time_within_target(within=BY_PRIORITY), facts(at_once), tickets=rules)
    assert found.tickets["priority"].to_list() == ["P2"]


def test_while_a_ticket_runs_the_last_priority_is_that_before_the_stop() -> None:
    raised = ticket("2026-10-05 07:00", ("2026-10-05 12:00", "priority", "P1"))
    terms = small.time_within_target(within=BY_PRIORITY, month_of="opened")
    rules = small.ticket_rules(priority_taken="before_stop")
    assert figure(terms, facts(raised, known_at="2026-10-05 12:00"), tickets=rules).misses == 1
