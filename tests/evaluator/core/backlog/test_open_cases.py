"""Cases whose time runs, on Wednesday 14 October 2026 at noon. The desk (T1) works 07-18."""

from typing import Any

import pandas as pd
import pytest

from evaluator.contract.contract import Contract
from evaluator.contract.time_limits import has_time_limit
from evaluator.core.backlog.open_cases import OPEN_CASE_COLUMNS, may_run, open_cases
from evaluator.core.measuring.indicator import FormerBooks
from tests.evaluator import small_contract as small
from tests.evaluator.core.calendars_for_tests import instant
from tests.evaluator.core.small_facts import (
    ACTIVE,
    CANCELLED,
    CLOSED,
    NAMES_PRIORITIES,
    RESOLVED,
    USER,
    Ticket,
    book,
    facts,
    ticket,
)

NOW = "2026-10-14 12:00"
HOUR = 3600


def found(
    terms: dict[str, Any], *given: Ticket, former: Contract | None = None, until: str = ""
) -> pd.DataFrame:
    contract = small.contract(terms)
    told = facts(*given, known_at=NOW)
    before: FormerBooks = () if former is None else [(instant(until), book(former, told))]
    return open_cases(contract.indicators[0], book(contract, told), before)


def one(terms: dict[str, Any], *given: Ticket) -> dict[str, Any]:
    [row] = found(terms, *given).to_dict("records")
    return row


def test_a_ticket_that_runs_is_told_with_used_limit_and_when_it_is_due() -> None:
    row = one(small.time_within_target(), ticket("2026-10-14 08:00"))
    assert (row["used"], row["limit"], row["missed"]) == (4 * HOUR, 8 * HOUR, False)
    assert row["due_at"] == instant("2026-10-14 16:00")
    assert (row["indicator"], row["ticket_id"], row["cycle"], row["service"]) == ("K", 1, 0, "T1")


def test_one_past_its_limit_stays_told_and_has_missed() -> None:
    row = one(small.time_within_target(), ticket("2026-10-13 08:00"))
    assert row["missed"]
    assert row["due_at"] == instant("2026-10-13 16:00")


def test_one_that_is_paused_has_no_time_at_which_it_is_due() -> None:
    row = one(small.time_within_target(), ticket("2026-10-14 08:00", ("2026-10-14 09:00", USER)))
    assert row["used"] == HOUR
    assert pd.isna(row["due_at"])


@pytest.mark.parametrize("state", [RESOLVED, CLOSED, CANCELLED])
def test_one_that_has_ended_is_none(state: Any) -> None:
    assert found(small.time_within_target(), ticket("2026-10-14 08:00", ("2026-10-14 09:00", state))).empty


def test_a_ticket_opened_long_ago_is_one_though_it_belongs_to_no_month_yet() -> None:
    row = one(small.time_within_target(), ticket("2026-02-02 08:00"))
    assert row["missed"]


def test_a_ticket_reopened_late_is_told_by_the_number_of_its_new_run() -> None:
    reopened = ticket("2026-09-01 08:00", ("2026-09-01 09:00", RESOLVED), ("2026-10-14 11:00", ACTIVE))
    clocks = {"resolution": small.clock(reopening={"rule": "new_cycle", "within_working_days": 5})}
    contract = small.contract(small.time_within_target(), clocks=small.CONTENT["clocks"] | clocks)
    rows = open_cases(contract.indicators[0], book(contract, facts(reopened, known_at=NOW)))
    assert rows[["cycle", "used"]].to_numpy().tolist() == [[1, HOUR]]


def test_a_count_of_what_took_too_long_tells_what_still_may() -> None:
    row = one(small.count(), ticket("2026-10-14 11:00", priority="P1"))
    assert (row["used"], row["limit"], row["due_at"]) == (HOUR, 4 * HOUR, instant("2026-10-14 15:00"))


def test_a_lead_time_that_has_not_ended_is_told_in_working_days() -> None:
    row = one(small.lead_time(), ticket("2026-10-12 08:00", kind="pc_order"))
    assert (row["in_working_days"], row["used"], row["limit"]) == (True, 2, 5)
    assert row["due_at"] == instant("2026-10-20 00:00")


def test_a_duty_runs_on_a_ticket_that_is_closed() -> None:
    row = one(small.duty(), ticket("2026-10-12 08:00", ("2026-10-13 08:00", CLOSED), priority="P1"))
    assert (row["used"], row["limit"], row["missed"]) == (1, 5, False)


def test_former_terms_judge_what_opened_under_them() -> None:
    former = small.contract(small.time_within_target(within={"limit": {"time": "2 h"}}))
    given = [ticket("2026-10-13 16:00"), ticket("2026-10-14 08:00")]
    rows = found(small.time_within_target(), *given, former=former, until="2026-10-14 00:00")
    assert rows[["ticket_id", "limit"]].to_numpy().tolist() == [[1, 2 * HOUR], [2, 8 * HOUR]]


def test_former_terms_without_the_indicator_tell_nothing_of_what_opened_under_them() -> None:
    former = small.contract(small.share(id="other"))
    rows = found(
        small.time_within_target(), ticket("2026-10-13 16:00"), former=former, until="2026-10-14 00:00"
    )
    assert rows.empty
    assert list(rows.columns) == list(OPEN_CASE_COLUMNS)


@pytest.mark.parametrize("terms", [small.share(), small.mean(), small.availability(), small.imported()])
def test_an_indicator_without_a_limit_in_time_has_none(terms: dict[str, Any]) -> None:
    assert found(terms, ticket("2026-10-14 08:00")).empty
    assert not has_time_limit(small.contract(terms).indicators[0])


@pytest.mark.parametrize(
    "terms", [small.time_within_target(), small.count(), small.lead_time(), small.duty()]
)
def test_an_indicator_with_a_limit_in_time_says_so(terms: dict[str, Any]) -> None:
    assert has_time_limit(small.contract(terms).indicators[0])


def test_time_can_run_on_what_is_not_closed_and_on_duties_begun() -> None:
    contract = small.contract(small.time_within_target(id="A"), small.duty(id="B"), NAMES_PRIORITIES)
    given = [
        ticket("2026-10-12 08:00"),
        ticket("2026-10-12 08:00", ("2026-10-13 08:00", RESOLVED)),
        ticket("2026-10-12 08:00", ("2026-10-13 08:00", CLOSED)),
        ticket("2026-10-12 08:00", ("2026-10-13 08:00", CLOSED), priority="P1"),
    ]
    assert may_run(book(contract, facts(*given, known_at=NOW))).tolist() == [True, True, False, True]
