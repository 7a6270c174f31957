"""Files that suppliers deliver: what came when, what it gave, and what is late or missing."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from collector.errors import ProblemsFound
from collector.store.database import Database
from collector.store.received import read_received
from evaluator.core.deliveries import DeliveryState
from supplierwatch.__main__ import main
from supplierwatch.collecting import collect_sources
from supplierwatch.expected_deliveries import read_expected
from supplierwatch.watch import load_watch
from tests.collector.sources.helpers import instant
from tests.supplierwatch.watches import problems_of, replace_text

NOW = instant("2026-11-10T08:00:00+01:00")
FILE = "deliveries/tickets-2026-10.csv"
HEADER = "Ticket;Time;Status;Kind;Priority\n"


def written(folder: Path, name: str, content: str, at: int) -> Path:
    """Write a delivery that was last changed at an instant."""
    path = folder / name
    path.write_text(content, encoding="utf-8")
    os.utime(path, (at, at))
    return path


def expecting(folder: Path, terms: str) -> None:
    replace_text(
        folder / "sources.yaml",
        "    mapping: tickets.yaml",
        f"    expected: {terms}\n    mapping: tickets.yaml",
    )


def collected(folder: Path, database: Database, now: int) -> list[Any]:
    return collect_sources(load_watch(folder), database, lambda: now, {})


def test_a_file_is_noted_with_when_it_came_and_the_rows_it_gave(
    watch_folder: Path, database: Database
) -> None:
    content = HEADER + "A-1;2026-10-05 08:00:00;New;Incident;3\nA-2;never;New;Incident;3\n"
    written(watch_folder, FILE, content, NOW - 5000)
    collected(watch_folder, database, NOW)
    (file,) = read_received(database)
    assert (file.file, file.received_at, file.size) == (FILE, NOW - 5000, len(content))
    assert (file.rows, file.rejects, file.refused, file.doubles) == (2, 1, "", "")


def test_a_file_that_was_not_there_at_the_last_look_did_not_come_before_it(
    watch_folder: Path, database: Database
) -> None:
    written(watch_folder, FILE, HEADER + "A-1;2026-10-05 08:00:00;New;Incident;3\n", NOW - 9000)
    collected(watch_folder, database, NOW - 4000)
    backdated = HEADER + "A-2;2026-10-05 08:00:00;New;Incident;3\n"
    written(watch_folder, "deliveries/tickets-2026-10b.csv", backdated, NOW - 8000)
    collected(watch_folder, database, NOW)
    assert [(one.file[-6:], one.received_at) for one in read_received(database)] == [
        ("10.csv", NOW - 9000),
        ("0b.csv", NOW - 4000),
    ]


def test_the_same_content_under_another_name_is_a_double(watch_folder: Path, database: Database) -> None:
    content = HEADER + "A-1;2026-10-05 08:00:00;New;Incident;3\n"
    written(watch_folder, FILE, content, NOW - 9000)
    written(watch_folder, "deliveries/tickets-2026-11.csv", content, NOW - 8000)
    collected(watch_folder, database, NOW)
    assert [one.doubles for one in read_received(database)] == ["", FILE]


def test_reading_a_file_again_counts_its_rows_once(watch_folder: Path, database: Database) -> None:
    written(watch_folder, FILE, HEADER + "A-1;2026-10-05 08:00:00;New;Incident;3\n", NOW - 9000)
    collected(watch_folder, database, NOW - 100)
    replace_text(
        watch_folder / "mappings" / "tickets.yaml",
        "type: event_log",
        "type: event_log\nidentifier_prefix: X-",
    )
    collected(watch_folder, database, NOW)
    assert [(one.rows, one.received_at) for one in read_received(database)] == [(1, NOW - 9000)]


def test_a_file_that_may_still_grow_is_left_for_the_next_run(watch_folder: Path, database: Database) -> None:
    replace_text(
        watch_folder / "sources.yaml",
        "    mapping: tickets.yaml",
        "    settled_after: 60\n    mapping: tickets.yaml",
    )
    written(watch_folder, FILE, HEADER + "A-1;2026-10-05 08:00:00;New;Incident;3\n", NOW - 59)
    assert [run.rows for run in collected(watch_folder, database, NOW)] == [0]
    assert [run.rows for run in collected(watch_folder, database, NOW + 1)] == [1]


def test_a_month_whose_file_never_came_is_missing_and_the_running_one_is_awaited(
    watch_folder: Path, database: Database
) -> None:
    expecting(
        watch_folder, '{since: 2026-09-01, by_working_day: 5, at: "12:00", named: "tickets-{year}-{month}"}'
    )
    written(watch_folder, FILE, HEADER + "A-1;2026-10-05 08:00:00;New;Incident;3\n", NOW)
    collected(watch_folder, database, NOW)
    (source,) = read_expected(load_watch(watch_folder), database, NOW)
    # Working days after October 2026: 2, 3, 4, 5 and 6 November. The file came on the 10th.
    assert [(one.name, one.state) for one in source.expected] == [
        ("2026-09", DeliveryState.MISSING),
        ("2026-10", DeliveryState.LATE),
        ("2026-11", DeliveryState.AWAITED),
    ]
    assert source.expected[1].due_at == instant("2026-11-06T12:00:00+01:00")


@pytest.mark.parametrize(
    ("terms", "found"),
    [
        ("{since: 2026-09-01}", "name either `by_working_day` or `every_days`, one of the two"),
        (
            "{since: 2026-09-01, every_days: 7, named: '{year}-{month}'}",
            "named: goes with `by_working_day` only",
        ),
        ("{since: 2026-09-01, by_working_day: 5, named: x}", "a text with {year} and {month} once each"),
    ],
)
def test_terms_that_say_nothing_are_refused(watch_folder: Path, terms: str, found: str) -> None:
    expecting(watch_folder, terms)
    (problem,) = problems_of(watch_folder)
    assert found in str(problem)
    with pytest.raises(ProblemsFound):
        load_watch(watch_folder)


def test_the_command_lists_what_came_and_what_is_missing(
    watch_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    expecting(watch_folder, "{since: 2026-10-01, every_days: 7}")
    assert main(["--watch", str(watch_folder), "collect"]) == 0
    capsys.readouterr()
    assert main(["--watch", str(watch_folder), "deliveries", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [one["file"] for one in found["received"]] == [FILE]
    assert found["expected"][0]["state"] == "late"
    assert main(["--watch", str(watch_folder), "deliveries", "nobody"]) == 2
    assert "there is no source 'nobody'" in capsys.readouterr().err


def test_where_nothing_is_expected_only_what_came_is_listed(
    watch_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--watch", str(watch_folder), "collect"]) == 0
    capsys.readouterr()
    assert main(["--watch", str(watch_folder), "deliveries"]) == 0
    told = capsys.readouterr().out
    assert "received" in told
    assert "expected" not in told
