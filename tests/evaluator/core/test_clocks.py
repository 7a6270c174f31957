import numpy as np
import pandas as pd
import pytest

from collector.records import TicketState
from evaluator.core.clock.clocks import COLUMNS, run_clock
from evaluator.core.clock.timeline import clock_timeline
from tests.evaluator.core.calendars_for_tests import (
    changes,
    clock_terms,
    compiled_days,
    instant,
    tickets,
)
from tests.evaluator.core.clock_runs import (
    ACTIVE,
    CANCELLED,
    CLOSED,
    CUSTOMER,
    DAYS,
    DESK_HOURS,
    HOUR,
    HOURS,
    RESOLVED,
    SUPPLIER,
    THIRD,
    UNMAPPED,
    USER,
    WAITS,
    run,
    t,
)


def run_one(*happened: tuple[int, TicketState], opened: str = "10 08:00", **more: object) -> pd.Series:
    rows = changes(*((1, at, state) for at, state in happened))
    return run(tickets(t(opened)), rows, **more).iloc[0]  # type: ignore[arg-type]  # keywords of run


def test_vector_9_stops_within_eight_hours_until_tuesday_13_and_not_a_second_later() -> None:
    opened, due = instant("2026-04-02 16:00"), instant("2026-04-07 13:00")
    found = run(tickets(opened, opened), changes((1, due, RESOLVED), (2, due + 1, RESOLVED)))
    assert found["used"].tolist() == [8 * HOUR, 8 * HOUR + 1]


def test_a_ticket_without_changes_is_active_from_its_opening_until_now() -> None:
    found = run(tickets(t("10 16:00")), changes(), at=t("11 08:00")).iloc[0]
    assert (found["started_at"], found["used"], found["state"]) == (t("10 16:00"), 3 * HOUR, ACTIVE)
    assert found["stopped_at"] is pd.NA


def test_before_its_first_status_a_ticket_is_active() -> None:
    assert run_one((t("10 10:00"), USER), (t("10 12:00"), RESOLVED))["used"] == 2 * HOUR


def test_waiting_pauses_the_clock_and_is_counted_by_who_was_waited_for() -> None:
    found = run_one(
        (t("10 09:00"), USER),
        (t("10 11:00"), CUSTOMER),
        (t("10 14:00"), THIRD),
        (t("10 18:00"), SUPPLIER),  # until 07:30 the next morning: 0.5 h open
        (t("11 07:30"), ACTIVE),
        (t("11 08:00"), RESOLVED),
    )
    assert [found[name] / HOUR for name in WAITS] == [2, 3, 4, 0.5]
    assert found["used"] == 2 * HOUR  # 08-09, and as waiting for the supplier runs: 07:00-08:00


def test_resolved_and_then_closed_is_one_stop() -> None:
    found = run_one((t("10 10:00"), RESOLVED), (t("13 10:00"), CLOSED))
    assert (found["stopped_at"], found["used"], found["reopened"]) == (t("10 10:00"), 2 * HOUR, 0)


def test_closing_reopens_nothing_where_only_resolving_stops_the_clock() -> None:
    terms = clock_terms(stops_in=["resolved"])
    found = run_one((t("10 10:00"), RESOLVED), (t("13 10:00"), CLOSED), terms=terms)
    assert (found["stopped_at"], found["reopened"]) == (t("10 10:00"), 0)


def test_a_resolved_ticket_only_pauses_where_only_closing_stops_the_clock() -> None:
    terms = clock_terms(stops_in=["closed"])
    found = run_one((t("10 10:00"), RESOLVED), (t("10 12:00"), ACTIVE), (t("10 13:00"), CLOSED), terms=terms)
    assert (found["used"], found["reopened"], found["stopped_at"]) == (3 * HOUR, 0, t("10 13:00"))


def test_a_reopened_ticket_goes_on_with_what_it_had_used() -> None:
    found = run_one((t("10 10:00"), RESOLVED), (t("11 10:00"), ACTIVE), (t("11 13:00"), RESOLVED))
    assert (found["started_at"], found["used"], found["reopened"]) == (t("10 08:00"), 5 * HOUR, 1)
    assert found["stopped_at"] == t("11 13:00")


def test_a_reopened_ticket_that_is_open_still_has_not_stopped() -> None:
    found = run_one((t("10 10:00"), RESOLVED), (t("10 12:00"), ACTIVE), at=t("10 13:00"))
    assert found["stopped_at"] is pd.NA
    assert found["used"] == 3 * HOUR


@pytest.mark.parametrize(
    ("reopened", "started", "used"),
    [
        ("17 10:00", "10 08:00", 3),  # the 5th working day after the 10th: the same ticket
        ("18 10:00", "18 10:00", 1),  # the 6th: a new cycle
    ],
)
def test_a_reopening_later_than_agreed_starts_the_clock_anew(reopened: str, started: str, used: int) -> None:
    end = reopened.replace("10:", "11:")
    found = run_one((t("10 10:00"), RESOLVED), (t(reopened), ACTIVE), (t(end), RESOLVED))
    assert (found["started_at"], found["used"]) == (t(started), used * HOUR)


def test_without_a_limit_a_ticket_stays_the_same_however_late_it_is_reopened() -> None:
    terms = clock_terms(reopening={"rule": "continue", "within_working_days": None})
    found = run_one((t("10 10:00"), RESOLVED), (t("27 10:00"), ACTIVE), (t("27 11:00"), CLOSED), terms=terms)
    assert found["used"] == 3 * HOUR


def test_with_new_cycles_only_the_last_one_counts_and_its_waiting_with_it() -> None:
    terms = clock_terms(reopening={"rule": "new_cycle", "within_working_days": None})
    found = run_one(
        (t("10 09:00"), USER),
        (t("10 10:00"), RESOLVED),
        (t("10 11:00"), ACTIVE),
        (t("10 12:00"), RESOLVED),
        (t("10 13:00"), ACTIVE),
        (t("10 13:30"), USER),
        (t("10 14:00"), CLOSED),
        terms=terms,
    )
    assert (found["started_at"], found["used"]) == (t("10 13:00"), HOUR // 2)
    assert (found["waiting_user"], found["reopened"]) == (HOUR // 2, 2)


def test_each_ticket_is_reopened_by_the_working_days_of_its_own_group() -> None:
    happened = [(t("13 10:00"), RESOLVED), (t("19 10:00"), ACTIVE), (t("19 11:00"), RESOLVED)]
    rows = changes(*((ticket, at, state) for ticket in (1, 2) for at, state in happened))
    found = run_clock(
        tickets(t("13 08:00"), t("13 08:00")), rows, clock_terms(), [DESK_HOURS, DESK_HOURS], [0, 1],
        [DAYS, compiled_days(None)], t("30 00:00"),
    )  # fmt: skip
    # Friday to Thursday: 4 working days, but 6 days where every day is one.
    assert found["started_at"].tolist() == [t("13 08:00"), t("19 10:00")]


def test_changes_in_one_second_follow_their_sequence() -> None:
    second = t("10 10:00")
    found = run_one((second, USER), (second, ACTIVE), (second, RESOLVED), (t("10 11:00"), CLOSED))
    assert (found["used"], found["waiting_user"], found["stopped_at"]) == (2 * HOUR, 0, second)


def test_sequence_decides_even_when_the_rows_come_in_another_order() -> None:
    second = t("10 10:00")
    rows = changes((1, second, RESOLVED), (1, second, ACTIVE)).assign(sequence=[1, 0])
    assert run(tickets(t("10 08:00")), rows).iloc[0]["stopped_at"] == second


def test_a_cancelled_ticket_is_void_and_its_clock_stands() -> None:
    found = run_one((t("10 10:00"), CANCELLED))
    assert (bool(found["cancelled"]), found["used"]) == (True, 2 * HOUR)


def test_a_ticket_taken_up_again_after_cancelling_is_not_void() -> None:
    found = run_one((t("10 10:00"), CANCELLED), (t("10 12:00"), ACTIVE), (t("10 13:00"), RESOLVED))
    assert (bool(found["cancelled"]), found["used"], found["reopened"]) == (False, 3 * HOUR, 1)


def test_an_unmapped_status_stops_the_clock_and_marks_the_ticket() -> None:
    found = run_one((t("10 10:00"), UNMAPPED), (t("10 12:00"), ACTIVE), (t("10 13:00"), RESOLVED))
    assert (bool(found["unmapped"]), found["used"], found["stopped_at"]) == (True, 2 * HOUR, t("10 10:00"))
    assert (found["state"], found["reopened"]) == (RESOLVED, 0)


def test_of_several_unmapped_statuses_the_first_stops_the_clock() -> None:
    found = run_one((t("10 10:00"), UNMAPPED), (t("10 12:00"), ACTIVE), (t("10 13:00"), UNMAPPED))
    assert found["stopped_at"] == t("10 10:00")


def test_an_unmapped_status_after_the_stop_leaves_the_stop_but_marks_the_ticket() -> None:
    # It may have been a reopening: the ticket is unknown, never met.
    found = run_one((t("10 10:00"), RESOLVED), (t("10 12:00"), UNMAPPED))
    assert (bool(found["unmapped"]), found["stopped_at"]) == (True, t("10 10:00"))


def test_what_happens_after_now_is_not_known_yet() -> None:
    found = run_one((t("10 10:00"), RESOLVED), (t("12 10:00"), UNMAPPED), at=t("11 10:00"))
    assert (found["stopped_at"], bool(found["unmapped"])) == (t("10 10:00"), False)


def test_a_ticket_that_opens_after_now_has_used_nothing() -> None:
    assert run_one(at=t("09 10:00"))["used"] == 0


def test_a_change_stamped_before_the_opening_counts_from_the_opening() -> None:
    found = run_one((t("10 07:00"), USER), (t("10 10:00"), RESOLVED))
    assert (found["waiting_user"], found["used"]) == (2 * HOUR, 0)


def test_a_state_in_which_the_clock_stops_may_be_a_waiting_one() -> None:
    # Time to first answer: stops when it is the user's turn; what the user then waits is not counted.
    terms = clock_terms(stops_in=["waiting_user", "resolved"])
    found = run_one((t("10 09:00"), USER), terms=terms)
    assert (found["used"], found["waiting_user"]) == (HOUR, 0)


def test_each_ticket_runs_in_the_hours_of_its_group() -> None:
    rows = changes((1, t("11 08:00"), RESOLVED), (2, t("11 08:00"), RESOLVED))
    found = run(tickets(t("10 08:00"), t("10 08:00")), rows, groups=[0, 1])
    assert (found["used"] / HOUR).tolist() == [11, 24]


def test_changes_of_other_fields_and_other_tickets_leave_the_clock_alone() -> None:
    rows = changes(
        (1, t("10 09:00"), "priority", "P1", None),
        (1, t("10 10:00"), RESOLVED),
        (7, t("10 09:00"), RESOLVED),
    )
    found = run(tickets(t("10 08:00")), rows)
    assert found["used"].tolist() == [2 * HOUR]


def test_no_tickets_give_no_rows_and_all_columns() -> None:
    found = run(tickets(), changes((1, t("10 10:00"), RESOLVED)))
    assert [len(found), *found.columns] == [0, *COLUMNS]
    assert str(found["stopped_at"].dtype) == str(found["started_at"].dtype) == "Int64"
    assert found["cancelled"].dtype == found["unmapped"].dtype == np.bool_


def test_the_answer_is_indexed_like_the_tickets_whatever_their_order() -> None:
    frame = tickets(t("10 08:00"), t("10 09:00"), t("10 10:00"))
    rows = changes((1, t("10 11:00"), RESOLVED), (2, t("10 11:00"), RESOLVED), (3, t("10 11:00"), RESOLVED))
    frame.index = pd.Index(["a", "b", "c"])
    found = run(frame.iloc[[2, 0, 1]], rows)
    assert (found["used"] / HOUR).to_dict() == {"c": 1, "a": 3, "b": 2}


def test_a_ticket_that_stands_twice_is_refused() -> None:
    frame = pd.concat([tickets(t("10 08:00"))] * 2)
    with pytest.raises(ValueError, match="ticket_id 1 stands in more than one row"):
        run(frame, changes())


def test_hours_without_working_days_of_their_own_are_refused() -> None:
    with pytest.raises(ValueError, match="2 service hours but 1 calendars of working days"):
        run_clock(tickets(), changes(), clock_terms(), HOURS, [], [DAYS], t("30 00:00"))


def test_a_ticket_older_than_its_compiled_hours_is_refused() -> None:
    with pytest.raises(ValueError, match="lies outside the time these service hours are compiled for"):
        run(tickets(instant("2025-06-01 00:00")), changes())


def test_a_timeline_tells_the_life_of_a_ticket() -> None:
    rows = changes((1, t("10 10:00"), USER), (1, t("10 12:00"), ACTIVE), (1, t("10 13:00"), RESOLVED))
    ticket = tickets(t("10 08:00")).iloc[0]
    line = clock_timeline(ticket, rows, clock_terms(), DESK_HOURS, DAYS, t("10 14:00"))
    told = [(part.state, part.runs, part.party, part.open_seconds // HOUR, part.counts) for part in line]
    assert told == [
        (ACTIVE, True, "supplier", 2, True),
        (USER, False, "user", 2, True),
        (ACTIVE, True, "supplier", 1, True),
        (RESOLVED, False, None, 1, False),
    ]


def test_a_timeline_leaves_out_states_left_in_the_second_they_began() -> None:
    rows = changes((1, t("10 08:00"), USER))
    line = clock_timeline(
        tickets(t("10 08:00")).iloc[0], rows, clock_terms(), DESK_HOURS, DAYS, t("10 09:00")
    )
    assert [part.state for part in line] == [USER]
