"""Dates that read both ways: a warning, or an error where the order of events shows the mapping wrong."""

from pathlib import Path
from typing import Any

import pytest

from collector.errors import ProblemsFound, Severity
from collector.mapping import read_mapping
from collector.sources.event_log import EventLogSource
from tests.collector.sources.helpers import EVENT_LOG, delivered, intake

AMERICAN = {**EVENT_LOG, "time_format": "%m/%d/%Y %H:%M", "time_zone": "UTC"}
SWEDISH = {**AMERICAN, "time_format": "%d/%m/%Y %H:%M"}
TABLE: dict[str, Any] = {
    "type": "ticket_table",
    "columns": {"ticket": "number"},
    "events": {
        "opened": {"column": "opened", "state": "active"},
        "closed": {"column": "closed", "state": "closed"},
    },
    "time_format": "%m/%d/%Y %H:%M",
    "time_zone": "UTC",
}


def error(path: Path, mapping: dict[str, Any]) -> str:
    with pytest.raises(ProblemsFound) as found:
        intake(path, mapping)
    return str(found.value)


def test_dates_that_read_both_ways_give_a_warning(tmp_path: Path) -> None:
    log = "number,time,state\nA,02/03/2026 08:00,New\nA,03/04/2026 08:00,Closed\n"
    (warning,) = intake(delivered(tmp_path, log), AMERICAN).warnings
    assert warning.severity is Severity.WARNING
    assert "can be read as %m/%d/%Y %H:%M and as %d/%m/%Y %H:%M" in warning.found


def test_dates_that_read_one_way_only_give_none(tmp_path: Path) -> None:
    log = "number,time,state\nA,02/03/2026 08:00,New\nA,02/13/2026 08:00,Closed\n"
    assert intake(delivered(tmp_path, log), AMERICAN).warnings == ()


def test_dates_that_mean_the_same_either_way_give_none(tmp_path: Path) -> None:
    log = "number,time,state\nA,03/03/2026 08:00,New\n"
    assert intake(delivered(tmp_path, log), AMERICAN).warnings == ()


def test_days_of_figures_are_looked_at_too(tmp_path: Path) -> None:
    figures = {
        "type": "statements",
        "columns": {"value": "share", "day": "day"},
        "constants": {"service": "T1", "indicator": "availability"},
        "time_format": "%d/%m/%Y",
        "time_zone": "Europe/Stockholm",
    }
    assert len(intake(delivered(tmp_path, "share,day\n1,02/03/2026\n"), figures).warnings) == 1


def test_a_warning_is_given_once_for_a_file_of_many_pages(tmp_path: Path) -> None:
    path = delivered(tmp_path, "number,time,state\n" + "A,02/03/2026 08:00,New\n" * 5)
    source = EventLogSource("t", [path], read_mapping(AMERICAN), page_rows=2)
    assert [len(source.normalise(page).warnings) for page in source.fetch(None)] == [1, 0, 0]


def test_iso_dates_give_none(tmp_path: Path) -> None:
    log = "number,time,state\nA,2026-02-03T08:00:00Z,New\n"
    assert intake(delivered(tmp_path, log), EVENT_LOG).warnings == ()


def test_a_log_that_runs_backward_under_the_mapping_only_is_an_error(tmp_path: Path) -> None:
    # Read as month first: 9 March, 10 February. As day first: 3 September, 2 October.
    log = "number,time,state\nA,03/09/2026 08:00,New\nA,02/10/2026 08:00,Closed\n"
    path = delivered(tmp_path, log)
    assert "1 times lie before what they follow; as %d/%m/%Y %H:%M none does" in error(path, AMERICAN)
    assert len(intake(path, SWEDISH).warnings) == 1


def test_a_log_with_the_newest_first_is_judged_the_other_way_round(tmp_path: Path) -> None:
    log = "number,time,state\nA,02/10/2026 08:00,Closed\nA,03/09/2026 08:00,New\n"
    reversed_log = {**AMERICAN, "order_within_second": "file_reversed"}
    assert "lie before what they follow" in error(delivered(tmp_path, log), reversed_log)


def test_a_ticket_closed_before_it_opened_under_the_mapping_only_is_an_error(tmp_path: Path) -> None:
    table = "number,opened,closed\nA,03/09/2026 08:00,02/10/2026 08:00\nB,03/09/2026 08:00,\n"
    assert "Correct time_format" in error(delivered(tmp_path, table), TABLE)


def test_a_format_that_fails_where_the_other_order_reads_all_is_an_error(tmp_path: Path) -> None:
    log = "number,time,state\nA,13/02/2026 08:00,New\nA,01/03/2026 08:00,Closed\n"
    assert "does not read every time of this file" in error(delivered(tmp_path, log), AMERICAN)
