"""Times on which no fact can lie: every kind of source puts their rows aside and says why."""

from pathlib import Path
from typing import Any

import pytest

from tests.collector.sources.helpers import EVENT_LOG, delivered, intake, reasons
from tests.collector.sources.test_figures import SURVEY
from tests.collector.sources.test_ticket_table import TABLE

STATES: dict[str, Any] = {
    "type": "service_states",
    "columns": {"at": "at", "state": "state"},
    "constants": {"service": "T1"},
    "states": {"up": "up"},
    "records": "changes_only",
}
WINDOWS: dict[str, Any] = {
    "type": "maintenance",
    "columns": {"window": "id", "starts_at": "from", "ends_at": "to"},
    "constants": {"service": "T1"},
}
DAYS = {**SURVEY, "columns": {"value": "share", "day": "day"}}
PERIODS = {**SURVEY, "columns": {"value": "share", "from_at": "from", "to_at": "to"}}


@pytest.mark.parametrize(
    ("mapping", "table", "column"),
    [
        (EVENT_LOG, "number,time,state\nA,9999-12-30T00:00:00Z,New\n", "time: no time"),
        (TABLE, "number,type,opened,resolved,closed\nA,,2026-01-01,1900-01-01,\n", "resolved: no time"),
        (STATES, "at,state\n2200-01-01T00:00:00Z,up\n", "at: no time"),
        (WINDOWS, "id,from,to\n1,2026-01-01T00:00:00Z,9999-12-30T00:00:00Z\n", "to: no time"),
        (SURVEY, "month,share\n9999-12,98.5\n", "no month"),
        (SURVEY, "month,share\n1900-01,98.5\n", "no month"),
        (DAYS, "day,share\n9999-12-31,98.5\n", "no day"),
        (DAYS, "day,share\n0001-01-01,98.5\n", "no day"),
        (PERIODS, "from,to,share\n2026-01-01,9999-12-30,98.5\n", "to: no time"),
    ],
)
def test_a_row_with_an_impossible_time_is_put_aside(
    tmp_path: Path, mapping: dict[str, Any], table: str, column: str
) -> None:
    found = intake(delivered(tmp_path, table), mapping)
    [(line, reason)] = reasons(found)
    assert line == 2
    assert reason.startswith(f"{column} lies outside 1990-01-01 to 2099-12-31: ")
    assert all(facts.empty for facts in found.facts.values())


def test_a_mapping_may_narrow_the_span(tmp_path: Path) -> None:
    log = "number,time,state\nA,2026-03-01T08:00:00Z,New\n"
    log += "B,2025-12-31T08:00:00Z,New\nC,2027-01-02T08:00:00Z,New\n"
    mapping = {**EVENT_LOG, "earliest": "2026-01-01", "latest": "2026-12-31"}
    found = intake(delivered(tmp_path, log), mapping)
    assert [line for line, _ in reasons(found)] == [3, 4]


@pytest.mark.parametrize("name", ["day", "month"])
def test_a_figure_of_a_period_outside_a_narrowed_span_of_the_same_year_is_put_aside(
    tmp_path: Path, name: str
) -> None:
    mapping = {
        **SURVEY,
        "columns": {"value": "share", name: name},
        "earliest": "2026-03-01",
        "latest": "2026-03-31",
    }
    days = {"day": "2026-02-28 2026-03-01 2026-03-31 2026-04-01", "month": "2026-02 2026-03 2026-04"}[name]
    table = f"{name},share\n" + "".join(f"{day},98.5\n" for day in days.split())
    found = intake(delivered(tmp_path, table), mapping)
    assert [line for line, _ in reasons(found)] == [2, len(days.split()) + 1]


def test_a_constant_period_on_which_no_fact_can_lie_says_so(tmp_path: Path) -> None:
    mapping = {
        **SURVEY,
        "columns": {"value": "share"},
        "constants": {**SURVEY["constants"], "from_at": "1900-01-01", "to_at": "2026-01-01"},
    }
    found = intake(delivered(tmp_path, "share\n98.5\n"), mapping)
    assert reasons(found) == [
        (2, "the constant from_at: no time lies outside 1990-01-01 to 2099-12-31: 1900-01-01")
    ]
