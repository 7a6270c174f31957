"""Tables with one row per ticket."""

from pathlib import Path
from typing import Any

from collector.errors import Severity
from collector.records import FactKind
from tests.collector.sources.helpers import changes, delivered, instant, intake, plain, reasons

TABLE: dict[str, Any] = {
    "type": "ticket_table",
    "columns": {"ticket": "number", "kind": "type"},
    "events": {
        "opened": {"column": "opened", "state": "active"},
        "resolved": {"column": "resolved", "state": "resolved"},
        "closed": {"column": "closed", "state": "closed"},
    },
    "time_zone": "UTC",
    "constants": {"service": "T1"},
}
EIGHT, NINE = instant("2026-03-01T08:00:00+00:00"), instant("2026-03-01T09:00:00+00:00")


def test_each_event_with_an_instant_is_a_change_of_status_in_the_order_of_the_mapping(tmp_path: Path) -> None:
    table = (
        "number,type,opened,resolved,closed\nA,incident,2026-03-01 08:00,2026-03-01 09:00,2026-03-01 09:00\n"
    )
    found = intake(delivered(tmp_path, table), TABLE)
    assert changes(found) == [
        ("A", EIGHT, 0, "opened", 1),
        ("A", NINE, 1, "resolved", 6),
        ("A", NINE, 2, "closed", 7),
    ]
    assert plain(found.facts[FactKind.TICKET]) == [["A", EIGHT, "incident", "T1", None, None]]


def test_an_event_that_has_not_happened_is_no_change(tmp_path: Path) -> None:
    found = intake(delivered(tmp_path, "number,type,opened,resolved,closed\nA,,2026-03-01 08:00,,\n"), TABLE)
    assert [change[3] for change in changes(found)] == ["opened"]


def test_the_current_status_and_fields_hold_from_the_last_update(tmp_path: Path) -> None:
    mapping = {
        **TABLE,
        "columns": {**TABLE["columns"], "status": "state", "updated_at": "updated"},
        "statuses": {"Waiting": "waiting_user"},
        "fields": {"team": "group"},
    }
    table = (
        "number,type,opened,resolved,closed,state,updated,group\n"
        "A,,2026-03-01 08:00,,,Waiting,2026-03-01 09:00,North\nB,,2026-03-01 08:00,,,Waiting,,North\n"
    )
    found = intake(delivered(tmp_path, table), mapping)
    assert changes(found)[-1] == ("A", NINE, 3, "Waiting", 2)
    assert changes(found, "team") == [("A", NINE, 3, "North", None)]
    assert reasons(found) == [(3, "since when the current status holds is blank")]


def test_a_field_without_a_time_of_update_holds_from_opening(tmp_path: Path) -> None:
    table = "number,type,opened,resolved,closed,group\nA,,2026-03-01 08:00,,,North\n"
    found = intake(delivered(tmp_path, table), {**TABLE, "fields": {"team": "group"}})
    assert changes(found, "team") == [("A", EIGHT, 3, "North", None)]


def test_a_row_without_key_or_opening_is_put_aside(tmp_path: Path) -> None:
    table = "number,type,opened,resolved,closed\n ,x,2026-03-01 08:00,,\nA,x,,,\nB,x,2026-03-01 08:00,soon,\n"
    found = intake(delivered(tmp_path, table), TABLE)
    assert reasons(found) == [
        (2, "the ticket key is blank"),
        (3, "the opening of the ticket is blank"),
        (4, "resolved: this is no time in the format of the mapping: soon"),
    ]
    assert all(facts.empty for facts in found.facts.values())


def test_of_several_rows_of_a_ticket_the_last_that_can_be_read_is_used_and_a_person_is_told(
    tmp_path: Path,
) -> None:
    table = (
        "number,type,opened,resolved,closed\nA,,2026-03-01 08:00,2026-03-01 08:00,\n"
        "A,,2026-03-01 08:00,2026-03-01 09:00,\nA,,2026-03-01 08:00,soon,\n"
    )
    found = intake(delivered(tmp_path, table), TABLE)
    assert changes(found) == [("A", EIGHT, 0, "opened", 1), ("A", NINE, 1, "resolved", 6)]
    [warning] = found.warnings
    assert warning.found == "tickets with more than one row: 1, such as 'A'"
    assert (warning.line, warning.severity) == (2, Severity.WARNING)
