"""Fields that join into one word, with a history of their own."""

import pandas as pd

from collector.connectors.joining import parts_of, with_joined
from collector.connectors.rows import CHANGE_PART, NEW, OLD, TICKET_PART, frame_of
from collector.mapping.tickets import AT, FIELD, ORDER, TICKET

NAME = "state / reason"


def tickets(**columns: list[str]) -> pd.DataFrame:
    return frame_of(TICKET_PART, {TICKET: ["A", "B"], **columns})


def changes(*told: tuple[str, str, str, str, str, str]) -> pd.DataFrame:
    names = (TICKET, AT, ORDER, FIELD, OLD, NEW)
    return frame_of(CHANGE_PART, {name: [one[number] for one in told] for number, name in enumerate(names)})


def joined_changes(frame: pd.DataFrame) -> list[list[str]]:
    return frame[frame[FIELD] == NAME][[TICKET, AT, OLD, NEW]].to_numpy().tolist()


def test_the_fields_behind_a_joined_column_are_its_parts() -> None:
    assert parts_of(["state / reason", "priority", "state"]) == ("state", "reason", "priority")


def test_what_changes_at_one_instant_changes_together() -> None:
    told = changes(
        ("A", "t1", "1", "state", "open", "held"),
        ("A", "t1", "2", "reason", "", "user"),
        ("A", "t2", "3", "reason", "user", "supplier"),
    )
    present, found = with_joined(tickets(state=["held", "open"], reason=["supplier", ""]), told, [NAME])
    assert present[NAME].tolist() == ["held / supplier", "open"]
    assert joined_changes(found) == [
        ["A", "t1", "open", "held / user"],
        ["A", "t2", "held / user", "held / supplier"],
    ]


def test_a_part_that_never_changed_is_what_it_is_now() -> None:
    told = changes(("B", "t1", "1", "state", "open", "held"))
    _, found = with_joined(tickets(state=["open", "held"], reason=["", "user"]), told, [NAME])
    assert joined_changes(found) == [["B", "t1", "open / user", "held / user"]]


def test_histories_of_two_tickets_do_not_mix() -> None:
    told = changes(
        ("A", "t1", "1", "state", "open", "held"),
        ("B", "t1", "1", "reason", "x", "y"),
        ("A", "t2", "2", "state", "held", "done"),
    )
    _, found = with_joined(tickets(state=["done", "open"], reason=["r", "y"]), told, [NAME])
    assert joined_changes(found) == [
        ["A", "t1", "open / r", "held / r"],
        ["A", "t2", "held / r", "done / r"],
        ["B", "t1", "open / x", "open / y"],
    ]


def test_a_change_that_leaves_the_joined_word_as_it_was_is_none() -> None:
    told = changes(("A", "t1", "1", "state", "open", "done"), ("A", "t1", "2", "state", "done", "open"))
    _, found = with_joined(tickets(state=["open", "open"], reason=["", ""]), told, [NAME])
    assert joined_changes(found) == []


def test_a_hole_in_a_part_is_one_in_what_it_is_joined_to() -> None:
    told = changes(
        ("A", "t1", "1", "state", "open", "held"),
        ("A", "t2", "2", "state", "open", "done"),
    )
    _, found = with_joined(tickets(state=["done", "open"], reason=["r", ""]), told, [NAME])
    assert joined_changes(found) == [
        ["A", "t1", "open / r", "held / r"],
        ["A", "t2", "open / r", "done / r"],
    ]
