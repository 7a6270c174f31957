import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from collector.records import TicketState
from evaluator.contract.clocks import EventTerms, FieldCondition
from evaluator.core.clock.events import (
    event_instants,
    field_change_counts,
    field_ever,
    field_last_values,
    field_values_at,
    last_states,
    meets,
)
from tests.evaluator.core.calendars_for_tests import changes, tickets

ACTIVE, USER = TicketState.ACTIVE, TicketState.WAITING_USER
RESOLVED, CLOSED = TicketState.RESOLVED, TicketState.CLOSED
EVENT: TypeAdapter[EventTerms] = TypeAdapter(EventTerms)


def instants(frame: pd.DataFrame, rows: pd.DataFrame, **event: object) -> list[object]:
    found = event_instants(frame, rows, EVENT.validate_python(event))
    assert str(found.dtype) == "Int64"
    return found.astype(object).tolist()


def test_the_opening_is_an_event_of_every_ticket() -> None:
    assert instants(tickets(100, 200), changes(), event="opened") == [100, 200]


def test_the_last_change_is_that_of_any_field_and_missing_where_there_was_none() -> None:
    rows = changes((1, 150, RESOLVED), (1, 180, "team", "Nät", None))
    assert instants(tickets(100, 200), rows, event="last_change") == [180, pd.NA]


LIFE = changes((1, 150, RESOLVED), (1, 160, CLOSED), (1, 170, ACTIVE), (1, 180, RESOLVED), (1, 190, CLOSED))


@pytest.mark.parametrize(
    ("states", "which", "expected"),
    [
        (["resolved", "closed"], "first", 150),
        (["resolved", "closed"], "last", 180),  # resolved and then closed is one coming in
        (["closed"], "last", 190),
        (["active"], "first", 100),  # active from its opening
        (["active"], "last", 170),
        (["cancelled"], "first", pd.NA),
    ],
)
def test_a_ticket_comes_into_states_it_was_not_in(states: list[str], which: str, expected: object) -> None:
    assert instants(tickets(100), LIFE, event="state", states=states, which=which) == [expected]


TEAMS = changes(
    (1, 110, "team", "A", None),
    (1, 120, "team", "A", None),
    (1, 130, "team", "B", None),
    (1, 140, "team", "A", None),
    (2, 110, "team", None, None),
)


@pytest.mark.parametrize(
    ("value", "which", "expected"),
    [("A", "first", 110), ("A", "last", 140), ("B", "first", 130), ("C", "first", pd.NA)],
)
def test_a_field_gets_a_value_when_it_did_not_have_it(value: str, which: str, expected: object) -> None:
    found = instants(tickets(100, 100), TEAMS, event="field", field="team", value=value, which=which)
    assert found == [expected, pd.NA]


def test_a_value_of_the_opening_was_got_at_the_opening() -> None:
    frame = tickets(100, 200, priority=["P1", "P2"])
    assert instants(frame, changes(), event="field", field="priority", value="P1", which="first") == [
        100,
        pd.NA,
    ]


def test_tickets_may_come_in_any_order_and_keep_their_index() -> None:
    frame = tickets(100, 200, 300).iloc[[2, 0, 1]]
    rows = changes((3, 350, RESOLVED), (1, 150, RESOLVED), (9, 1, RESOLVED))
    found = event_instants(frame, rows, EVENT.validate_python({"event": "last_change"}))
    assert found.dropna().to_dict() == {2: 350, 0: 150}
    assert found.index.tolist() == [2, 0, 1]


def test_the_last_value_is_that_of_the_last_change_or_of_the_opening() -> None:
    frame = tickets(100, 100, 100, priority=["P1", "P2", None])
    rows = changes((1, 110, "priority", "P3", None), (1, 110, "priority", "P2", None))
    assert field_last_values(frame, rows, "priority").astype(object).where(
        lambda v: v.notna(), None
    ).tolist() == [
        "P2",
        "P2",
        None,
    ]


def test_a_value_taken_away_is_the_last_value_and_missing() -> None:
    rows = changes((1, 110, "team", "A", None), (1, 120, "team", None, None))
    assert field_last_values(tickets(100), rows, "team").isna().tolist() == [True]


def test_a_field_nobody_has_filled_has_no_values() -> None:
    assert field_last_values(tickets(100), changes(), "team").isna().tolist() == [True]
    assert field_change_counts(tickets(100), changes(), "team").tolist() == [0]
    assert field_ever(tickets(100), changes(), "team", ["A"]).tolist() == [False]


def test_a_value_once_had_was_had() -> None:
    assert field_ever(tickets(100, 100), TEAMS, "team", ["B", "C"]).tolist() == [True, False]


def test_an_opening_value_was_had_too() -> None:
    rows = changes((1, 110, "unit", "Skola", None))
    assert field_ever(tickets(100, unit=["Kontor"]), rows, "unit", ["Kontor"]).tolist() == [True]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["A"], 0),  # the first value is no change
        (["A", "A"], 0),
        (["A", "B"], 1),
        (["A", "B", "A"], 2),
        (["A", None], 1),  # taken away
        (["A", None, "A"], 2),
        ([None], 0),  # nothing to take away
    ],
)
def test_changes_are_counted_where_the_value_differs(values: list[str | None], expected: int) -> None:
    rows = changes(*((1, 110 + number, "team", value, None) for number, value in enumerate(values)))
    assert field_change_counts(tickets(100), rows, "team").tolist() == [expected]


def test_the_value_of_the_opening_counts_as_the_first() -> None:
    rows = changes(
        (1, 110, "priority", "P1", None), (2, 110, "priority", "P1", None), (3, 9, "priority", "P1", None)
    )
    frame = tickets(100, 100, 100, priority=["P1", "P2", None])
    assert field_change_counts(frame, rows, "priority").tolist() == [0, 1, 0]


@given(st.lists(st.sampled_from(["A", "B", "C", None]), max_size=10))
def test_counting_changes_agrees_with_reading_the_values_one_by_one(values: list[str | None]) -> None:
    rows = changes(*((1, 110, "team", value, None) for value in values))
    filled = values[next((place for place, value in enumerate(values) if value is not None), len(values)) :]
    expected = sum(before != after for before, after in itertools.pairwise(filled))
    assert field_change_counts(tickets(100), rows, "team").tolist() == [expected]


def values_at(
    frame: pd.DataFrame, rows: pd.DataFrame, field: str, *asked: tuple[int, int]
) -> list[str | None]:
    """The values of `field` asked for by (row of the tickets, instant)."""
    places = np.array([row for row, _ in asked], dtype=np.int64)
    found = field_values_at(frame, rows, field, places, np.array([at for _, at in asked], dtype=np.int64))
    return found.astype(object).where(found.notna(), None).tolist()


def test_the_value_at_an_instant_is_that_of_the_last_change_until_then() -> None:
    frame = tickets(100, 100, priority=["P3", "P2"])
    rows = changes((1, 110, "priority", "P1", None), (2, 120, "priority", "P4", None))
    found = values_at(frame, rows, "priority", (0, 109), (0, 110), (1, 119), (1, 500), (0, 100))
    assert found == ["P3", "P1", "P2", "P4", "P3"]


def test_of_changes_in_one_second_the_last_in_order_is_the_value_at_it() -> None:
    rows = changes((1, 110, "team", "A", None), (1, 110, "team", "B", None))
    assert values_at(tickets(100), rows, "team", (0, 110)) == ["B"]


def test_before_the_opening_and_before_the_first_value_there_is_none() -> None:
    frame = tickets(100, 200, priority=["P1", "P2"])
    rows = changes((1, 110, "team", "A", None), (1, 120, "team", None, None))
    assert values_at(frame, rows, "priority", (0, 99), (1, 199)) == [None, None]
    assert values_at(frame, rows, "team", (0, 109), (0, 119), (0, 120), (1, 300)) == [None, "A", None, None]


def test_values_at_instants_follow_the_rows_asked_for_in_any_order_of_the_tickets() -> None:
    frame = tickets(100, 200, 300, priority=["P1", "P2", "P3"]).iloc[[2, 0, 1]].reset_index(drop=True)
    assert values_at(frame, changes(), "priority", (0, 400), (1, 400), (2, 400), (0, 299)) == [
        "P3",
        "P1",
        "P2",
        None,
    ]


def test_no_rows_asked_for_have_no_values() -> None:
    assert values_at(tickets(100), changes(), "priority") == []
    assert values_at(tickets(), changes(), "priority") == []


def test_the_last_state_is_that_of_the_last_status_and_active_without_one() -> None:
    rows = changes((2, 150, RESOLVED), (2, 160, USER), (2, 170, "team", "A", None))
    frame = tickets(100, 100).iloc[[1, 0]]
    assert last_states(frame, rows).tolist() == [int(USER), int(ACTIVE)]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"is_one_of": ("A",)}, [True, False]),
        ({"ever_one_of": ("B",)}, [True, False]),
        ({"changes_at_most": 1}, [False, True]),
        ({"changes_at_least": 2}, [True, False]),
        ({"changes_at_least": 2, "changes_at_most": 1}, [False, False]),
    ],
)
def test_a_condition_asks_for_values_and_numbers_of_changes(
    condition: dict[str, object], expected: list[bool]
) -> None:
    terms = FieldCondition.model_validate({"field": "team", **condition})
    assert meets(tickets(100, 100), TEAMS, terms).tolist() == expected


def test_the_words_of_a_status_are_a_field_like_any_other() -> None:
    terms = FieldCondition(field="status", is_one_of=("CLOSED",))
    assert meets(tickets(100), LIFE, terms).tolist() == [True]


def test_changes_stored_as_text_serve_as_well_as_categories() -> None:
    rows = TEAMS.astype({"field": "str", "value": "str"})
    assert field_change_counts(tickets(100, 100), rows, "team").tolist() == [2, 0]


def test_no_tickets_have_no_events() -> None:
    assert instants(tickets(), TEAMS, event="state", states=["closed"], which="last") == []
    assert field_change_counts(tickets(), TEAMS, "team").tolist() == []
