"""The supplier's own lists of tickets and outages: what is read of them, and what is put aside."""

from pathlib import Path
from typing import Any

import pytest

from collector.errors import ProblemsFound
from collector.mapping import read_mapping
from collector.records import FactKind
from tests.collector.sources.helpers import delivered, instant, intake, plain, reasons

TICKETS: dict[str, Any] = {
    "type": "stated_tickets",
    "time_zone": "Europe/Stockholm",
    "time_format": ["%Y-%m-%d %H:%M", "%Y-%m"],
    "rounded_to": 60,
    "columns": {
        "ticket": "key",
        "indicator": "prio",
        "priority": "prio",
        "month": "month",
        "resolved_at": "solved",
        "used": "took",
        "verdict": "kept",
        "left_out": "out",
    },
    "used_is": "clock",
    "verdicts": {"yes": "met", "no": "missed"},
    "left_out_words": ["x"],
    "unlisted": "quarantine",
    "values": {"indicator": {"2": "K05"}},
}
OUTAGES: dict[str, Any] = {
    "type": "stated_outages",
    "time_zone": "Europe/Stockholm",
    "time_format": "%Y-%m-%d %H:%M",
    "rounded_to": 60,
    "columns": {
        "service": "service",
        "unit": "unit",
        "starts_at": "from",
        "ends_at": "to",
        "planned": "planned",
        "users_affected": "users",
    },
    "planned_words": ["Ja"],
}
HEADER = "key,prio,month,solved,took,kept,out\n"
OCTOBER = (instant("2026-10-01T00:00:00+02:00"), instant("2026-11-01T00:00:00+01:00"))


def test_a_listed_ticket_keeps_what_the_list_says_and_how_it_rounds(tmp_path: Path) -> None:
    found = intake(delivered(tmp_path, HEADER + "A-1,2,2026-10,2026-10-05 10:00,7:45,no,x\n"), TICKETS)
    solved = instant("2026-10-05T10:00:00+02:00")
    # 7 h 45 min are 27 900 seconds.
    assert plain(found.facts[FactKind.STATED_TICKET]) == [
        ["K05", "A-1", *OCTOBER, None, "2", solved, 27_900, None, 1, 1, 60]
    ]


def test_what_a_list_leaves_blank_stays_unknown(tmp_path: Path) -> None:
    found = intake(delivered(tmp_path, HEADER + "A-1,2,2026-10,,,,\n"), TICKETS)
    assert plain(found.facts[FactKind.STATED_TICKET]) == [
        ["K05", "A-1", *OCTOBER, None, "2", None, None, None, None, 0, 60]
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",2,2026-10,,,,", "the ticket key is blank"),
        ("A-1,9,2026-10,,,,", "the mapping lists no such indicator: 9"),
        ("A-1,2,soon,,,,", "the month is blank or no month in the format of the mapping"),
        ("A-1,2,2026-10,,7.5,,", "took: this is no time written as 12:30: 7.5"),
        ("A-1,2,2026-10,,,maybe,", "the mapping lists no such verdict: maybe"),
    ],
)
def test_a_row_that_cannot_be_understood_is_put_aside(tmp_path: Path, row: str, reason: str) -> None:
    assert reasons(intake(delivered(tmp_path, HEADER + row + "\n"), TICKETS)) == [(2, reason)]


@pytest.mark.parametrize(
    ("unit", "decimal", "text", "seconds"),
    [
        ("seconds", "point", "90", 90),
        ("minutes", "comma", "1,5", 90),
        ("hours", "point", "0.0125", 45),
        ("hours", "comma", "0,33333", 1200),  # 1 199.988 s, to the nearest second
    ],
)
def test_a_time_is_read_in_the_unit_of_the_list(
    tmp_path: Path, unit: str, decimal: str, text: str, seconds: int
) -> None:
    mapping = TICKETS | {"used_is": unit, "decimal": decimal, "delimiter": ";"}
    row = f"A-1;2;2026-10;;{text};;\n"
    found = intake(delivered(tmp_path, HEADER.replace(",", ";") + row), mapping)
    assert found.facts[FactKind.STATED_TICKET]["used"].tolist() == [seconds]


def test_working_days_stay_working_days(tmp_path: Path) -> None:
    found = intake(
        delivered(tmp_path, HEADER + "A-1,2,2026-10,,3,,\n"), TICKETS | {"used_is": "working_days"}
    )
    facts = found.facts[FactKind.STATED_TICKET]
    assert (facts["used_days"].tolist(), facts["used"].isna().tolist()) == ([3], [True])


def test_a_negative_or_endless_time_is_put_aside(tmp_path: Path) -> None:
    rows = "A-1,2,2026-10,,-3,,\nA-2,2,2026-10,,9999999999,,\n"
    found = intake(delivered(tmp_path, HEADER + rows), TICKETS | {"used_is": "hours"})
    assert [reason for _, reason in reasons(found)] == [
        "took: this is no number of hours: -3",
        "took: this is no number of hours: 9999999999",
    ]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"used_is": None}, "used_is: needed with its column"),
        ({"verdicts": {}}, "verdicts: needed with its column"),
        ({"left_out_words": []}, "left_out_words: needed with its column"),
        ({"columns": {"ticket": "key", "month": "month", "used": "took"}}, "indicator: name its column"),
        ({"columns": {"ticket": "key", "indicator": "prio", "month": "month"}}, "nothing to compare"),
        ({"columns": {"ticket": "key", "indicator": "prio", "used": "took"}}, "give one period"),
    ],
)
def test_a_mapping_that_says_too_little_is_refused(changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(ProblemsFound, match=problem):
        read_mapping(TICKETS | changes)


def test_a_listed_outage_keeps_its_span_and_whether_it_was_planned(tmp_path: Path) -> None:
    rows = "T3,,2026-10-05 10:00,2026-10-05 11:00,Ja,40\nT3,S1,2026-10-06 10:00,,Nej,\n"
    found = intake(delivered(tmp_path, "service,unit,from,to,planned,users\n" + rows), OUTAGES)
    first, second = instant("2026-10-05T10:00:00+02:00"), instant("2026-10-06T10:00:00+02:00")
    assert plain(found.facts[FactKind.STATED_OUTAGE]) == [
        [f"T3/@{first}", "T3", None, first, first + 3600, 1, 40, 60],
        [f"T3/S1@{second}", "T3", "S1", second, None, 0, None, 60],
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("T3,,2026-10-05 10:00,2026-10-05 10:00,,", "the outage does not end after it starts"),
        ("T3,,2026-10-05 10:00,2026-10-05 11:00,,-1", "the number of users affected is below zero"),
        (",,2026-10-05 10:00,2026-10-05 11:00,,", "the service is blank"),
        ("T3,,,2026-10-05 11:00,,", "the start of the outage is blank"),
    ],
)
def test_an_outage_that_cannot_be_is_put_aside(tmp_path: Path, row: str, reason: str) -> None:
    found = intake(delivered(tmp_path, f"service,unit,from,to,planned,users\n{row}\n"), OUTAGES)
    assert reasons(found) == [(2, reason)]


def test_a_list_with_keys_of_its_own_keeps_them(tmp_path: Path) -> None:
    mapping = OUTAGES | {"columns": {"outage": "no", "service": "service", "starts_at": "from"}}
    mapping |= {"planned_words": []}
    rows = "no,service,from\nD-7,T3,2026-10-05 10:00\n,T3,2026-10-05 12:00\n"
    found = intake(delivered(tmp_path, rows), mapping)
    assert found.facts[FactKind.STATED_OUTAGE]["outage"].tolist() == ["D-7"]
    assert reasons(found) == [(3, "the key of the outage is blank")]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"planned_words": []}, "planned_words: needed"),
        ({"columns": {"starts_at": "from"}, "planned_words": []}, "service: name its column"),
    ],
)
def test_a_list_of_outages_says_where_service_and_planning_stand(
    changes: dict[str, Any], problem: str
) -> None:
    with pytest.raises(ProblemsFound, match=problem):
        read_mapping(OUTAGES | changes)
