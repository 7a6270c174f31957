"""Each run of a clock is a case of its own: a late reopening begins a new one and undoes nothing.

October 2026 begins on a Thursday. The desk (T1) works 07-18; a limit is 8 h; a reopening within 5 working
days goes on.
"""

import numpy as np

from evaluator.core.clock.cycles import ClockHours, run_cycles
from tests.evaluator import small_contract as small
from tests.evaluator.core.calendars_for_tests import changes, clock_terms, tickets
from tests.evaluator.core.clock_runs import ACTIVE, DAYS, DESK_HOURS, HOUR, RESOLVED, t
from tests.evaluator.core.small_facts import Ticket, facts, figure, measure, ticket

IN_A_DESK = ClockHours([DESK_HOURS], [DAYS], np.zeros(1, dtype=np.int64))
NEW_CYCLE = clock_terms(reopening={"rule": "new_cycle", "within_working_days": None})


def reopened(when: str, again: str) -> Ticket:
    """Thursday 08:00 to Friday 18:00 is 10 h + 11 h of the desk's: late."""
    return ticket(
        "2026-10-01 08:00", ("2026-10-02 18:00", RESOLVED), (when, ACTIVE), (again, RESOLVED), unit="north"
    )


def test_a_late_reopening_keeps_the_miss_and_begins_a_case_of_its_own() -> None:
    # Monday the 19th lies 11 working days after Friday the 2nd. 08:00 to 09:00 is 1 h.
    found = measure(small.time_within_target(), facts(reopened("2026-10-19 08:00", "2026-10-19 09:00")))
    assert found.tickets["ticket_id"].to_list() == [1, 1]
    cases = dict(zip(found.tickets["used"], found.tickets["missed"], strict=True))
    assert cases == {HOUR: False, 21 * HOUR: True}


def test_each_cycle_belongs_to_the_month_it_stopped_in() -> None:
    found = facts(reopened("2026-11-09 08:00", "2026-11-09 09:00"))
    terms = small.time_within_target()
    sums = [figure(terms, found, period=name) for name in ("2026-10", "2026-11")]
    assert [(one.expected, one.misses) for one in sums] == [(1, 1), (1, 0)]


def test_a_reopening_in_time_goes_on_with_the_same_case() -> None:
    # Monday the 5th is 1 working day after Friday the 2nd: 21 h + 1 h.
    found = measure(small.time_within_target(), facts(reopened("2026-10-05 08:00", "2026-10-05 09:00")))
    assert found.tickets["used"].to_list() == [22 * HOUR]


def test_the_last_cycles_come_first_in_the_order_of_the_tickets_then_earlier_ones() -> None:
    rows = changes(
        *((1, t(f"{day} 08:00"), state) for day, state in (("03", RESOLVED), ("04", ACTIVE))),
        *((1, t(f"{day} 08:00"), state) for day, state in (("05", RESOLVED), ("06", ACTIVE))),
        (2, t("03 09:00"), RESOLVED),
    )
    hours = ClockHours([DESK_HOURS], [DAYS], np.zeros(2, dtype=np.int64))
    found = run_cycles(tickets(t("02 08:00"), t("03 08:00")), rows, NEW_CYCLE, hours, t("06 10:00"))
    assert found["row"].to_list() == [0, 1, 0, 0]
    assert found["started_at"].to_list() == [t(f"{at} 08:00") for at in ("06", "03", "04", "02")]
    assert found["stopped_at"].isna().to_list() == [True, False, False, False]
    assert found["used"].to_list() == [2 * HOUR, HOUR, 11 * HOUR, 11 * HOUR]


def test_no_tickets_have_no_cycles() -> None:
    nobody = ClockHours([DESK_HOURS], [DAYS], np.zeros(0, dtype=np.int64))
    found = run_cycles(tickets(), changes(), NEW_CYCLE, nobody, t("06 10:00"))
    assert (len(found), "row" in found) == (0, True)


def test_one_ticket_without_changes_has_one_cycle() -> None:
    found = run_cycles(tickets(t("02 08:00")), changes(), NEW_CYCLE, IN_A_DESK, t("02 10:00"))
    assert found["used"].to_list() == [2 * HOUR]
