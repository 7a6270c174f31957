import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collector.records import TicketState
from evaluator.contract.clocks import ClockTerms
from evaluator.core.clocks import clock_timeline, run_clock
from tests.evaluator.core.calendars_for_tests import (
    DESK,
    changes,
    clock_terms,
    compiled,
    compiled_days,
    instant,
    tickets,
)
from tests.evaluator.core.reference import run_reference_clock

ACTIVE, USER, CUSTOMER = TicketState.ACTIVE, TicketState.WAITING_USER, TicketState.WAITING_CUSTOMER
THIRD, SUPPLIER = TicketState.WAITING_THIRD, TicketState.WAITING_SUPPLIER
RESOLVED, CLOSED, CANCELLED = TicketState.RESOLVED, TicketState.CLOSED, TicketState.CANCELLED
UNMAPPED = TicketState.UNMAPPED
HOUR = 3600
DESK_HOURS, ALWAYS, DAYS = compiled(DESK), compiled(None), compiled_days(DESK)
HOURS, WORKING_DAYS = [DESK_HOURS, ALWAYS], [DAYS, DAYS]
WAITS = ["waiting_user", "waiting_customer", "waiting_third", "waiting_supplier"]


def t(text: str) -> int:
    """An instant of November 2026, a month without holidays: `10 16:00` is a Tuesday."""
    return instant(f"2026-11-{text}")


def run(
    frame: pd.DataFrame,
    happened: pd.DataFrame,
    terms: ClockTerms | None = None,
    *,
    groups: list[int] | None = None,
    at: int | None = None,
) -> pd.DataFrame:
    return run_clock(
        frame,
        happened,
        clock_terms() if terms is None else terms,
        HOURS,
        [0] * len(frame) if groups is None else groups,
        WORKING_DAYS,
        t("30 00:00") if at is None else at,
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
    assert [len(found), *found.columns] == [
        0, "started_at", "stopped_at", "used", *WAITS, "cancelled", "unmapped", "reopened", "state",
    ]  # fmt: skip
    assert str(found["stopped_at"].dtype) == "Int64"
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


STATES = st.sampled_from(list(TicketState))
MOMENTS = st.integers(t("02 00:00"), t("27 00:00"))
STOPPING = ["resolved", "closed", "cancelled", "waiting_user"]


@st.composite
def any_terms(draw: st.DrawFn) -> ClockTerms:
    stops = draw(st.sets(st.sampled_from(STOPPING), min_size=1))
    cancels = draw(st.sets(st.just("cancelled")))
    words = {"active", "resolved", "waiting_user", "waiting_supplier", "waiting_third", "closed"}
    runs = draw(st.sets(st.sampled_from(sorted(words - stops - cancels)), min_size=1))
    rule = draw(st.sampled_from(["continue", "new_cycle"]))
    within = draw(st.none() | st.integers(0, 6))
    return clock_terms(
        runs_in=sorted(runs),
        stops_in=sorted(stops),
        cancels_in=sorted(cancels),
        reopening={"rule": rule, "within_working_days": within},
    )


Life = tuple[int, int, list[tuple[int, TicketState]]]
# Few different instants, so that several changes often share a second.
LIVES = st.lists(
    st.tuples(
        MOMENTS, st.integers(0, 1), st.lists(st.tuples(MOMENTS | st.just(t("16 12:00")), STATES), max_size=8)
    ),
    max_size=6,
)


def frames_of(lives: list[Life]) -> tuple[pd.DataFrame, pd.DataFrame, list[int]]:
    rows = [(number, at, state) for number, life in enumerate(lives, 1) for at, state in life[2]]
    return tickets(*(life[0] for life in lives)), changes(*rows), [life[1] for life in lives]


def expected_row(life: Life, sequence: int, terms: ClockTerms, at: int) -> list[object]:
    opened, group, happened = life
    clock = run_reference_clock(
        opened,
        [(moment, number, state) for number, (moment, state) in enumerate(happened, sequence)],
        terms,
        lambda start, end: int(HOURS[group].elapsed(start, end)),
        lambda start, end: int(DAYS.count_between(start, end)),
        at,
    )
    stopped = pd.NA if clock.stopped_at is None else clock.stopped_at
    cancelled = clock.state in {word.state for word in terms.cancels_in}
    waits = [clock.waited(state) for state in (USER, CUSTOMER, THIRD, SUPPLIER)]
    flags = [cancelled, clock.unmapped, clock.reopened, int(clock.state)]
    return [clock.started_at, stopped, clock.used, *waits, *flags]


@settings(deadline=None, max_examples=400)
@given(lives=LIVES, terms=any_terms(), at=MOMENTS)
def test_any_tickets_agree_with_following_each_of_them_by_hand(
    lives: list[Life], terms: ClockTerms, at: int
) -> None:
    frame, rows, groups = frames_of(lives)
    found = run(frame, rows, terms, groups=groups, at=at)
    assert found.to_numpy(dtype=object).tolist() == [expected_row(life, 0, terms, at) for life in lives]


@settings(deadline=None, max_examples=60)
@given(lives=LIVES, terms=any_terms(), seed=st.integers(0, 1000))
def test_the_order_of_rows_changes_nothing(lives: list[Life], terms: ClockTerms, seed: int) -> None:
    frame, rows, groups = frames_of(lives)
    mixed = frame.assign(group=groups).sample(frac=1, random_state=seed)
    found = run(mixed, rows.sample(frac=1, random_state=seed), terms, groups=list(mixed["group"]))
    pd.testing.assert_frame_equal(found.sort_index(), run(frame, rows, terms, groups=groups))


@settings(deadline=None, max_examples=150)
@given(lives=LIVES.filter(bool), terms=any_terms(), at=MOMENTS)
def test_the_timeline_of_a_ticket_sums_to_its_clock(lives: list[Life], terms: ClockTerms, at: int) -> None:
    frame, rows, groups = frames_of(lives)
    found = run(frame, rows, terms, groups=groups, at=at).iloc[0]
    line = clock_timeline(frame.iloc[0], rows, terms, HOURS[groups[0]], DAYS, at)
    assert sum(part.open_seconds for part in line if part.runs) == found["used"]
    for name in WAITS:
        state = TicketState[name.upper()]
        assert sum(part.open_seconds for part in line if part.counts and part.state is state) == found[name]
    assert all(before.ends_at == after.starts_at for before, after in zip(line, line[1:], strict=False))


@settings(deadline=None, max_examples=60)
@given(life=LIVES.filter(bool).map(lambda lives: lives[0]), at=MOMENTS)
def test_used_and_waiting_together_are_the_open_time_from_start_to_stop(life: Life, at: int) -> None:
    # With a clock that runs whenever nobody is waited for, and stops are never undone.
    terms = clock_terms(runs_in=["active"], reopening={"rule": "new_cycle", "within_working_days": None})
    frame, rows, groups = frames_of([life])
    found = run(frame, rows, terms, groups=groups, at=at).iloc[0]
    end = max(at, life[0]) if found["stopped_at"] is pd.NA else found["stopped_at"]
    passed = int(HOURS[life[1]].elapsed(found["started_at"], end))
    assert found["used"] + sum(found[name] for name in WAITS) == passed


def test_twenty_thousand_tickets_agree_with_following_each_of_them_by_hand() -> None:
    generator = np.random.default_rng(5)
    count = 20_000
    opened = generator.integers(t("01 00:00"), t("20 00:00"), count)
    owner = np.sort(generator.integers(0, count, 5 * count))
    at = opened[owner] + generator.integers(0, 8 * 86_400, owner.size)
    state = generator.choice([1, 1, 2, 3, 4, 5, 6, 6, 7, 8, 0], owner.size)
    group = generator.integers(0, 2, count)
    rows = pd.DataFrame(
        {"ticket_id": owner + 1, "at": at, "sequence": 0, "state": pd.array(state, dtype="Int64")}
    )
    rows = rows.drop_duplicates(["ticket_id", "at"])
    found = run(tickets(*opened.tolist()), rows, groups=group.tolist(), at=t("25 00:00"))
    lives: list[Life] = [(int(moment), int(own), []) for moment, own in zip(opened, group, strict=True)]
    for number, moment, what in zip(rows["ticket_id"], rows["at"], rows["state"], strict=True):
        lives[number - 1][2].append((int(moment), TicketState(int(what))))
    sample = range(0, count, 20)
    expected = [expected_row(lives[number], 0, clock_terms(), t("25 00:00")) for number in sample]
    assert found.iloc[list(sample)].to_numpy(dtype=object).tolist() == expected


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
