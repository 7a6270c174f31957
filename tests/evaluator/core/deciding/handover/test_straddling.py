"""Tickets open at the switch, Wednesday 14 October 2026 at noon, split by date. The desk (T1) works 07-18."""

from dataclasses import replace
from typing import Any

import pytest

from evaluator.contract.contract import Contract
from evaluator.core.deciding.handover.straddling import SPLIT_COLUMNS, split_cases
from tests.evaluator import small_contract as small
from tests.evaluator.core.calendars_for_tests import instant
from tests.evaluator.core.small_facts import CANCELLED, RESOLVED, USER, Ticket, book, facts, ticket

HOUR = 3600
SWITCH, LATER = "2026-10-14 12:00", "2026-10-30 12:00"


def split(terms: dict[str, Any], *given: Ticket) -> list[dict[str, Any]]:
    contract: Contract = small.contract(terms)
    told = facts(*given, known_at=LATER)
    then = book(contract, replace(told, known_at=instant(SWITCH)))
    return list(split_cases(contract.indicators[0], then, book(contract, told)).to_dict("records"))


def test_what_was_used_before_the_switch_and_after_it_sums_to_all_that_was_used() -> None:
    # 08-12 with the old supplier, 12-15 with the new one; the limit is 8 h.
    [row] = split(small.time_within_target(), ticket("2026-10-14 08:00", ("2026-10-14 15:00", RESOLVED)))
    assert (row["used_before"], row["used_after"], row["limit"]) == (4 * HOUR, 3 * HOUR, 8 * HOUR)
    assert (row["missed_before"], row["missed_after"]) == (False, False)
    assert row["ended_at"] == instant("2026-10-14 15:00")


def test_a_limit_that_had_run_out_at_the_switch_was_missed_by_the_old_supplier() -> None:
    [row] = split(small.time_within_target(), ticket("2026-10-13 08:00", ("2026-10-15 08:00", RESOLVED)))
    # The 13th 10 h and the 14th 5 h: 15 h, more than 8.
    assert (row["used_before"], row["missed_before"], row["missed_after"]) == (15 * HOUR, True, False)


def test_a_limit_that_runs_out_after_the_switch_is_missed_by_the_new_supplier() -> None:
    [row] = split(small.time_within_target(), ticket("2026-10-14 08:00", ("2026-10-15 10:00", RESOLVED)))
    # 4 h before noon; after it 6 h to 18:00 and 3 h the next morning.
    assert (row["used_before"], row["used_after"], row["missed_after"]) == (4 * HOUR, 9 * HOUR, True)


def test_waiting_for_a_user_counts_on_neither_side() -> None:
    events = (("2026-10-14 09:00", USER), ("2026-10-14 13:00", RESOLVED))
    [row] = split(small.time_within_target(), ticket("2026-10-14 08:00", *events))
    assert (row["used_before"], row["used_after"]) == (HOUR, 0)


def test_a_ticket_that_still_runs_has_no_end() -> None:
    [row] = split(small.time_within_target(), ticket("2026-10-14 08:00"))
    assert row["ended_at"] is None


@pytest.mark.parametrize(
    "given",
    [
        ticket("2026-10-14 08:00", ("2026-10-14 11:00", RESOLVED)),
        ticket("2026-10-14 13:00"),
    ],
    ids=["over before the switch", "opened after it"],
)
def test_only_tickets_that_ran_at_the_switch_straddle_it(given: Ticket) -> None:
    assert split(small.time_within_target(), given) == []


def test_lead_times_are_split_too() -> None:
    given = ticket("2026-10-12 08:00", ("2026-10-20 08:00", RESOLVED), kind="pc_order")
    [row] = split(small.lead_time(), given)
    # Tuesday and Wednesday before the switch; Thursday, Friday, Monday and Tuesday after it; 5 are allowed.
    assert (row["used_before"], row["used_after"], row["in_working_days"]) == (2, 4, True)
    assert row["missed_after"]


def test_a_case_that_is_another_kind_now_used_no_more() -> None:
    given = ticket("2026-10-12 08:00", ("2026-10-20 08:00", "kind", "question"), kind="pc_order")
    assert [(row["used_before"], row["used_after"]) for row in split(small.lead_time(), given)] == [(2, 0)]


def test_an_indicator_without_a_limit_in_time_has_nothing_to_split() -> None:
    contract = small.contract(small.survey_index())
    told = facts(ticket("2026-10-14 08:00"), known_at=LATER)
    found = split_cases(contract.indicators[0], book(contract, told), book(contract, told))
    assert (list(found.columns), len(found)) == (list(SPLIT_COLUMNS), 0)


def test_a_cancelled_ticket_used_what_it_had_used_when_it_was_cancelled() -> None:
    [row] = split(small.time_within_target(), ticket("2026-10-14 08:00", ("2026-10-14 14:00", CANCELLED)))
    assert (row["used_before"], row["used_after"], row["missed_after"]) == (4 * HOUR, 2 * HOUR, False)
