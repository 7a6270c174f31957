"""`month_of: stopped_or_overdue`: a ticket running past its limit when a period ends is a miss, once.

Thursday 29 October 2026 08:00 to the end of the month is 10 h + 11 h of the desk's hours (07-18); the 31st
is a Saturday.
"""

from typing import Any

from tests.evaluator import small_contract as small
from tests.evaluator.core.small_facts import ACTIVE, RESOLVED, Ticket, facts, figure, measure, ticket

HOUR = 3600
SEEN = [ticket(f"2026-{month}-02 08:00", kind="order") for month in ("10", "11")]
MONTHS = ("2026-10", "2026-11")
THREE_MONTHS = (*MONTHS, "2026-12")


def cases(*given: Ticket, terms: dict[str, Any] | None = None) -> list[tuple[int, int | None]]:
    """The cases and the misses of October and November."""
    asked = small.time_within_target(month_of="stopped_or_overdue") if terms is None else terms
    sums = [figure(asked, facts(*given, *SEEN), period=name) for name in MONTHS]
    return [(one.expected, one.misses) for one in sums]


def test_a_ticket_running_past_its_limit_at_the_months_end_is_a_miss_and_not_again_when_it_stops() -> None:
    overdue = ticket("2026-10-29 08:00", ("2026-11-03 09:00", RESOLVED))
    assert cases(overdue) == [(1, 1), (0, 0)]
    assert cases(overdue, terms=small.time_within_target()) == [(0, 0), (1, 1)]


def test_the_evidence_of_an_overdue_ticket_is_how_it_stood_at_the_months_end() -> None:
    overdue = ticket("2026-10-29 08:00", ("2026-11-03 09:00", RESOLVED))
    terms = small.time_within_target(month_of="stopped_or_overdue")
    found = measure(terms, facts(overdue)).tickets
    assert found["used"].to_list() == [21 * HOUR]
    assert found["ended_at"].isna().to_list() == [True]


def test_a_ticket_that_never_stops_is_a_miss_of_the_first_month_it_was_overdue_in() -> None:
    # From Friday noon: 6 h in October, past 8 h in November.
    assert cases(ticket("2026-10-29 08:00")) == [(1, 1), (0, 0)]
    assert cases(ticket("2026-10-30 12:00")) == [(0, 0), (1, 1)]


def test_a_ticket_within_its_limit_at_the_months_end_belongs_to_the_month_it_stops_in() -> None:
    # 6 h on Friday, 1 h on Monday the 2nd.
    assert cases(ticket("2026-10-30 12:00", ("2026-11-02 08:00", RESOLVED))) == [(0, 0), (1, 0)]


def test_a_ticket_that_stopped_late_in_its_own_month_is_a_miss_of_it() -> None:
    assert cases(ticket("2026-10-05 08:00", ("2026-10-06 18:00", RESOLVED))) == [(1, 1), (0, 0)]


def test_a_count_takes_the_limit_of_its_condition() -> None:
    # 4 h around the clock: Saturday 10:00 to midnight is 14 h.
    overdue = ticket("2026-10-31 10:00", ("2026-11-02 10:00", RESOLVED), priority="P1")
    assert cases(overdue, terms=small.count(month_of="stopped_or_overdue")) == [(1, 1), (0, 0)]


def test_a_ticket_overdue_long_before_it_was_reopened_is_no_second_miss() -> None:
    # Past 8 h when October ended, stopped when December began, reopened and stopped again in December.
    back = ticket(
        "2026-10-29 08:00",
        ("2026-11-27 09:00", RESOLVED),
        ("2026-12-01 09:00", ACTIVE),
        ("2026-12-01 10:00", RESOLVED),
    )
    terms = small.time_within_target(month_of="stopped_or_overdue")
    seen = [*SEEN, ticket("2026-12-02 08:00", kind="order")]
    sums = [
        figure(terms, facts(back, *seen, known_at="2027-01-15 00:00"), period=name) for name in THREE_MONTHS
    ]
    assert [(one.expected, one.misses) for one in sums] == [(1, 1), (0, 0), (0, 0)]


def test_a_ticket_reopened_after_a_stop_in_time_is_a_miss_of_the_month_it_stops_in() -> None:
    # 1 h in October, 11 h in December: 12 h of 8.
    back = ticket(
        "2026-10-29 08:00",
        ("2026-10-29 09:00", RESOLVED),
        ("2026-12-01 07:00", ACTIVE),
        ("2026-12-02 07:00", RESOLVED),
    )
    terms = small.time_within_target(month_of="stopped_or_overdue")
    seen = facts(back, ticket("2026-12-02 08:00", kind="order"), known_at="2027-01-15 00:00")
    found = figure(terms, seen, period="2026-12")
    assert (found.expected, found.misses) == (1, 1)
