"""Logs of events as tickets and their changes."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collector.errors import ProblemsFound
from collector.mapping import read_mapping
from collector.records import FactKind
from collector.sources import open_source
from collector.sources.order import Occurrences
from tests.collector.sources.helpers import EVENT_LOG, changes, delivered, instant, intake, plain, reasons

EIGHT = instant("2026-03-01T08:00:00+00:00")
NINE = instant("2026-03-01T09:00:00+00:00")


def test_every_row_of_a_wide_log_states_the_status(tmp_path: Path) -> None:
    log = "number,time,state\nINC1,2026-03-01T08:00:00Z,New\nINC1,2026-03-01T09:00:00Z,New\n"
    found = intake(delivered(tmp_path, log), EVENT_LOG)
    assert changes(found) == [("INC1", EIGHT, 0, "New", 1), ("INC1", NINE, 0, "New", 1)]


def test_an_unknown_status_is_unmapped_and_kept(tmp_path: Path) -> None:
    log = "number,time,state\nINC1,2026-03-01T08:00:00Z,Limbo\nINC1,2026-03-01T09:00:00Z,\n"
    found = intake(delivered(tmp_path, log), EVENT_LOG)
    assert changes(found) == [("INC1", EIGHT, 0, "Limbo", 0), ("INC1", NINE, 0, None, 0)]
    assert reasons(found) == []


def test_a_status_in_several_columns_is_joined_where_they_are_not_blank(tmp_path: Path) -> None:
    mapping = {**EVENT_LOG, "columns": {**EVENT_LOG["columns"], "status": ["state", "detail"]}}
    log = "number,time,state,detail\nA,2026-03-01T08:00:00Z,New,Wait\nB,2026-03-01T08:00:00Z,New,\n"
    log += "C,2026-03-01T08:00:00Z,,Wait\n"
    assert [change[3] for change in changes(intake(delivered(tmp_path, log), mapping))] == [
        "New / Wait",
        "New",
        "Wait",
    ]


def test_another_field_is_a_change_only_where_it_differs(tmp_path: Path) -> None:
    mapping = {**EVENT_LOG, "fields": {"team": "group"}}
    log = "number,time,state,group\n" + "".join(
        f"{ticket},2026-03-01T0{hour}:00:00Z,New,{team}\n"
        for ticket, hour, team in [("A", 7, "N"), ("B", 7, "N"), ("A", 8, "N"), ("A", 9, "S"), ("B", 9, "")]
    )
    found = intake(delivered(tmp_path, log), mapping)
    assert [(change[0], change[3], change[4]) for change in changes(found, "team")] == [
        ("A", "N", None),
        ("A", "S", None),
        ("B", "N", None),
        ("B", None, None),
    ]


def test_a_ticket_is_what_its_earliest_row_says(tmp_path: Path) -> None:
    mapping = {
        **EVENT_LOG,
        "columns": {**EVENT_LOG["columns"], "priority": "prio", "unit": "site"},
        "constants": {"service": "T1", "kind": "incident"},
        "values": {"priority": {"1": "P1"}, "unit": {"s1": "School 1"}},
        "unlisted": "keep",
        "identifier_prefix": "SN-",
    }
    log = "number,time,state,prio,site\nINC1,2026-03-01T09:00:00Z,New,2,s2\n"
    log += "INC1,2026-03-01T08:00:00Z,New,1,s1\n"
    found = intake(delivered(tmp_path, log), mapping)
    assert plain(found.facts[FactKind.TICKET]) == [["SN-INC1", EIGHT, "incident", "T1", "School 1", "P1"]]
    assert [change[3] for change in changes(found, "priority")] == ["P1", "2"]


def test_the_opening_may_have_its_own_column(tmp_path: Path) -> None:
    mapping = {**EVENT_LOG, "columns": {**EVENT_LOG["columns"], "opened_at": "opened"}}
    log = "number,time,state,opened\nA,2026-03-01T09:00:00Z,New,2026-03-01T08:00:00Z\n"
    log += "B,2026-03-01T09:00:00Z,New,\n"
    tickets = intake(delivered(tmp_path, log), mapping).facts[FactKind.TICKET]
    assert tickets["opened_at"].tolist() == [EIGHT, NINE]


def test_a_word_the_mapping_does_not_list_is_put_aside_where_it_says_so(tmp_path: Path) -> None:
    mapping = {
        **EVENT_LOG,
        "columns": {**EVENT_LOG["columns"], "unit": "site"},
        "values": {"unit": {"s1": "School 1"}},
        "unlisted": "quarantine",
    }
    log = "number,time,state,site\nA,2026-03-01T08:00:00Z,New,s1\nB,2026-03-01T08:00:00Z,New,s2\n"
    found = intake(delivered(tmp_path, log), mapping)
    assert reasons(found) == [(3, "the mapping lists no such unit: s2")]
    assert found.facts[FactKind.TICKET]["ticket"].tolist() == ["A"]


LONG: dict[str, Any] = {
    "type": "event_log",
    "columns": {"ticket": "number", "at": "time", "field": "what", "value": "new"},
    "fields": {"status": "state", "priority": "prio", "team": "assignment_group"},
    "statuses": {"New": "active"},
    "values": {"priority": {"1": "P1"}},
    "unlisted": "keep",
}


def test_a_long_log_has_one_field_in_each_row(tmp_path: Path) -> None:
    log = (
        "number,time,what,new\n"
        "A,2026-03-01T08:00:00Z,state,New\nA,2026-03-01T08:00:00Z,prio,1\n"
        "A,2026-03-01T09:00:00Z,comment,Anna called\nA,2026-03-01T09:00:00Z,prio,2\n"
    )
    found = intake(delivered(tmp_path, log), LONG)
    assert changes(found) == [("A", EIGHT, 0, "New", 1)]
    assert changes(found, "priority") == [("A", EIGHT, 1, "P1", None), ("A", NINE, 1, "2", None)]
    assert plain(found.facts[FactKind.TICKET]) == [["A", EIGHT, None, None, None, "P1"]]


def test_fields_a_long_mapping_does_not_list_never_leave_fetch(tmp_path: Path) -> None:
    log = "number,time,what,new\nA,2026-03-01T08:00:00Z,caller,Anna\nA,2026-03-01T08:00:00Z,state,New\n"
    (page,) = open_source("t", [delivered(tmp_path, log)], read_mapping(LONG)).fetch(None)
    assert page.rows["what"].tolist() == ["state"]


def test_a_person_in_a_long_log_is_kept_as_a_keyed_hash(tmp_path: Path) -> None:
    mapping = {**LONG, "fields": {**LONG["fields"], "owner": "assigned_to"}, "persons": ["assigned_to"]}
    log = "number,time,what,new\nA,2026-03-01T08:00:00Z,assigned_to,Anna\nA,2026-03-01T08:00:00Z,state,New\n"
    found = intake(delivered(tmp_path, log), mapping, b"secret")
    ((_, _, _, owner, _),) = changes(found, "owner")
    assert len(owner) == 24
    assert changes(found)[0][3] == "New"


def test_events_of_one_second_stand_in_the_order_of_the_file(tmp_path: Path) -> None:
    log = "number,time,state\nA,2026-03-01T08:00:00Z,New\nB,2026-03-01T08:00:00Z,New\n"
    log += "A,2026-03-01T08:00:00Z,Closed\n"
    found = intake(delivered(tmp_path, log), EVENT_LOG)
    assert [(change[0], change[2], change[3]) for change in changes(found)] == [
        ("A", 0, "New"),
        ("A", 1, "Closed"),
        ("B", 0, "New"),
    ]


def test_a_file_with_the_newest_first_is_turned_round(tmp_path: Path) -> None:
    log = "number,time,state\nA,2026-03-01T08:00:00Z,Closed\nA,2026-03-01T08:00:00Z,New\n"
    found = intake(delivered(tmp_path, log), {**EVENT_LOG, "order_within_second": "file_reversed"})
    assert [change[3] for change in changes(found)] == ["New", "Closed"]


def test_a_column_may_order_the_second(tmp_path: Path) -> None:
    log = "number,time,state,row\nA,2026-03-01T08:00:00Z,Closed,9\nA,2026-03-01T08:00:00Z,New,7\n"
    log += "A,2026-03-01T08:00:00Z,New,\nA,2026-03-01T08:00:00Z,New,x\n"
    found = intake(delivered(tmp_path, log), {**EVENT_LOG, "order_within_second": {"column": "row"}})
    assert [(change[2], change[3]) for change in changes(found)] == [(7, "New"), (9, "Closed")]
    assert reasons(found) == [
        (4, "row: the order within the second is blank"),
        (5, "row: this is no whole number: x"),
    ]


def test_duplicate_rows_are_two_events_of_one_second_wherever_pages_end(tmp_path: Path) -> None:
    path = delivered(tmp_path, "number,time,state\n" + "A,2026-03-01T08:00:00Z,New\n" * 5)
    mapping = read_mapping(EVENT_LOG)
    for page_rows in (1, 2, 5):
        source = type(open_source("t", [path], mapping))("t", [path], mapping, page_rows=page_rows)
        found = pd.concat(
            [source.normalise(page).facts[FactKind.TICKET_CHANGE] for page in source.fetch(None)]
        )
        assert found["sequence"].tolist() == [0, 1, 2, 3, 4]


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=6), min_size=1, max_size=6))
def test_occurrences_do_not_depend_on_pages(pages: list[list[int]]) -> None:
    paged, whole = Occurrences(), Occurrences()
    counted = [count for page in pages for count in paged.count(pd.DataFrame({"key": page}, dtype="str"))]
    everything = pd.DataFrame({"key": [key for page in pages for key in page]}, dtype="str")
    assert counted == list(whole.count(everything))


def test_rows_that_cannot_be_used_are_put_aside_with_line_reason_and_mapped_cells(tmp_path: Path) -> None:
    log = (
        "number,time,state,secret\n,2026-03-01T08:00:00Z,New,x\nA,2026-02-30T08:00:00Z,New,x\nA,,New,x\nA,B\n"
    )
    found = intake(delivered(tmp_path, log), EVENT_LOG)
    assert reasons(found) == [
        (2, "the ticket key is blank"),
        (3, "time: this is no time in the format of the mapping: 2026-02-30T08:00:00Z"),
        (4, "the time is blank"),
        (5, "the row has 2 cells, the header 4"),
    ]
    assert json.loads(found.rejects["fields"].iloc[1]) == {
        "number": "A",
        "time": "2026-02-30T08:00:00Z",
        "state": "New",
    }
    assert found.facts[FactKind.TICKET].empty


def test_a_naive_time_is_an_error_for_the_whole_file_before_its_first_page(tmp_path: Path) -> None:
    log = "number,time,state\n" + "A,2026-03-01T08:00:00Z,New\n" * 3 + "A,2026-03-01T09:00:00,New\n"
    mapping = read_mapping(EVENT_LOG)
    path = delivered(tmp_path, log)
    source = type(open_source("t", [path], mapping))("t", [path], mapping, page_rows=2)
    with pytest.raises(
        ProblemsFound, match=r"delivery\.csv:5: time_zone: column 'time' holds times without"
    ) as found:
        next(source.fetch(None))
    assert "time_zone: Europe/Stockholm" in str(found.value)


def test_the_hours_of_the_clock_change_follow_the_mapping(tmp_path: Path) -> None:
    # 2026-03-29 02:30 does not exist in Stockholm, 2026-10-25 02:30 does twice.
    log = "number,time,state\nA,2026-03-29 02:30:00,New\nA,2026-10-25 02:30:00,Closed\n"
    zone = {**EVENT_LOG, "time_zone": "Europe/Stockholm"}
    path = delivered(tmp_path, log)
    aside = [reason for _, reason in reasons(intake(path, zone))]
    assert "skipped when clocks went forward" in aside[0]
    assert "came twice when clocks went back" in aside[1]
    read = changes(intake(path, {**zone, "doubled_hour": "second", "skipped_hour": "forward"}))
    assert [change[1] for change in read] == [
        instant("2026-03-29T01:30:00+00:00"),
        instant("2026-10-25T01:30:00+00:00"),
    ]


def test_a_file_with_only_a_header_yields_one_page_without_facts(tmp_path: Path) -> None:
    found = intake(delivered(tmp_path, "number,time,state\n"), {**EVENT_LOG, "fields": {}})
    assert all(facts.empty for facts in found.facts.values())
    assert found.rejects.empty


def test_a_cell_that_looks_like_a_formula_is_a_value_like_any_other(tmp_path: Path) -> None:
    found = intake(delivered(tmp_path, "number,time,state\n=1+1,2026-03-01T08:00:00Z,New\n"), EVENT_LOG)
    assert changes(found) == [("=1+1", EIGHT, 0, "New", 1)]


def test_byte_order_mark_windows_lines_and_quoted_cells_are_read(tmp_path: Path) -> None:
    log = '\ufeffnumber,time,state\r\n"A,1",2026-03-01T08:00:00Z,"New"\r\n"B\nb",2026-03-01T09:00:00Z,New\r\n'
    found = intake(delivered(tmp_path, log), EVENT_LOG)
    assert [change[0] for change in changes(found)] == ["A,1", "B\nb"]
