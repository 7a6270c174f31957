"""How tickets come and go: October 2026, the small contract, tickets told one by one."""

from collections.abc import Sequence

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from collector.records import TicketState
from evaluator.core.backlog.flow import added_up, flow_and_open
from tests.evaluator import small_contract as small
from tests.evaluator.core.calendars_for_tests import instant
from tests.evaluator.core.small_facts import (
    ACTIVE,
    CANCELLED,
    CLOSED,
    RESOLVED,
    UNMAPPED,
    USER,
    Event,
    Ticket,
    book,
    facts,
    october,
    ticket,
)

CONTRACT = small.contract(small.count())


def flow(*given_tickets: Ticket, known_at: str = "2026-10-31 23:59") -> pd.DataFrame:
    return flow_and_open(book(CONTRACT, facts(*given_tickets, known_at=known_at)), october())[0]


def still_open(*given_tickets: Ticket, known_at: str = "2026-10-31 23:59") -> pd.DataFrame:
    return flow_and_open(book(CONTRACT, facts(*given_tickets, known_at=known_at)), october())[1]


def sums(found: pd.DataFrame) -> dict[str, int]:
    return {
        str(name): int(found[name].sum())
        for name in ("opened", "ended", "reopened", "hand_overs", "open_at_end")
    }


def test_a_ticket_opened_and_resolved_in_the_month_came_and_went() -> None:
    found = sums(flow(ticket("2026-10-05 08:00", ("2026-10-06 08:00", RESOLVED))))
    assert found == {"opened": 1, "ended": 1, "reopened": 0, "hand_overs": 0, "open_at_end": 0}


def test_resolved_and_then_closed_is_one_end() -> None:
    events: list[Event] = [("2026-10-06 08:00", RESOLVED), ("2026-10-09 08:00", CLOSED)]
    assert sums(flow(ticket("2026-10-05 08:00", *events)))["ended"] == 1


def test_a_ticket_reopened_is_open_again_until_it_ends_again() -> None:
    events: list[Event] = [("2026-10-06 08:00", RESOLVED), ("2026-10-07 08:00", ACTIVE)]
    found = sums(flow(ticket("2026-10-05 08:00", *events)))
    assert (found["ended"], found["reopened"], found["open_at_end"]) == (1, 1, 1)


def test_what_happened_before_the_month_is_not_counted_in_it() -> None:
    found = sums(flow(ticket("2026-09-05 08:00", ("2026-09-06 08:00", CANCELLED))))
    assert set(found.values()) == {0}


def test_what_happened_after_the_month_leaves_it_open_at_its_end() -> None:
    late = ticket("2026-10-05 08:00", ("2026-11-06 08:00", RESOLVED))
    assert sums(flow(late))["open_at_end"] == 1


def test_a_change_from_one_team_to_another_is_a_hand_over() -> None:
    events: list[Event] = [
        ("2026-10-05 08:00", "team", "desk"),
        ("2026-10-05 09:00", "team", "network"),
        ("2026-10-05 10:00", "team", "network"),
    ]
    assert sums(flow(ticket("2026-10-05 08:00", *events)))["hand_overs"] == 1


def test_a_first_team_is_no_hand_over_and_one_taken_away_between_is_none_more() -> None:
    rows = facts(ticket("2026-10-05 08:00", ("2026-10-05 08:00", "team", "desk")))
    taken = rows.changes.iloc[[-1]].assign(at=instant("2026-10-05 09:00"), value=None, sequence=8)
    back = rows.changes.iloc[[-1]].assign(at=instant("2026-10-05 10:00"), sequence=9)
    changes = pd.concat([rows.changes, taken, back], ignore_index=True)
    told = type(rows)(**{**vars(rows), "changes": changes.astype({"value": "category"})})
    assert sums(flow_and_open(book(CONTRACT, told), october())[0])["hand_overs"] == 0


def test_tickets_are_told_apart_by_service_unit_segment_priority_and_kind() -> None:
    unit = CONTRACT.units[0]
    here = ticket("2026-10-05 08:00", unit=unit.id, priority="P1", kind="pc_order")
    nowhere = ticket("2026-10-05 08:00", service="T9", priority=None, kind=None)
    places = flow(here, nowhere)[["service", "unit", "segment", "priority", "kind"]].to_numpy().tolist()
    assert places == [["", "", "", "", ""], ["T1", unit.id, unit.segment, "P1", "pc_order"]]


def test_an_open_ticket_waits_for_whom_its_state_says() -> None:
    waiting: Sequence[tuple[TicketState, str]] = [
        (ACTIVE, "supplier"),
        (USER, "user"),
        (TicketState.WAITING_CUSTOMER, "customer"),
        (TicketState.WAITING_THIRD, "third"),
        (TicketState.WAITING_SUPPLIER, "supplier"),
        (UNMAPPED, "unmapped"),
    ]
    given_tickets = [ticket("2026-10-05 08:00", ("2026-10-05 09:00", state)) for state, _ in waiting]
    assert still_open(*given_tickets)["waits_for"].to_list() == [party for _, party in waiting]


def test_only_tickets_that_are_not_done_are_open_with_the_time_they_opened() -> None:
    done = [
        ticket("2026-10-05 08:00", ("2026-10-05 09:00", state)) for state in (RESOLVED, CLOSED, CANCELLED)
    ]
    found = still_open(*done, ticket("2025-10-05 08:00"))
    assert found[["ticket_id", "opened_at"]].to_numpy().tolist() == [[4, instant("2025-10-05 08:00")]]


def test_sums_of_parts_are_added_up_by_place() -> None:
    one = flow(ticket("2026-10-05 08:00"))
    assert added_up([one, one])["opened"].to_list() == [2]


def test_without_tickets_nothing_came_or_went() -> None:
    assert flow().empty


_STATES = st.lists(
    st.tuples(st.integers(0, 89), st.sampled_from([ACTIVE, USER, RESOLVED, CLOSED, CANCELLED, UNMAPPED])),
    max_size=6,
)


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 89), _STATES), min_size=1, max_size=6))
def test_those_open_before_with_what_came_and_less_what_went_are_open_at_the_end(
    told: list[tuple[int, list[tuple[int, TicketState]]]],
) -> None:
    def moment(day: int) -> str:
        return f"{pd.Timestamp('2026-09-01 12:00') + pd.Timedelta(days=day):%Y-%m-%d %H:%M}"

    given_tickets = [
        ticket(moment(opened), *((moment(max(day, opened)), state) for day, state in sorted(states)))
        for opened, states in told
    ]
    before = len(still_open(*given_tickets, known_at="2026-09-30 23:59"))
    found = sums(flow(*given_tickets))
    assert before + found["opened"] + found["reopened"] - found["ended"] == found["open_at_end"]
    assert found["open_at_end"] == len(still_open(*given_tickets))
