"""Warnings of a run: saved with the page that shows them, each once, as many as a person reads."""

from collector.errors import Problem, Severity
from collector.store.database import Database
from collector.store.progress import read_last_warnings
from collector.store.run_warnings import (
    MOST_WARNINGS,
    RunWarnings,
    listed,
    merged,
    warnings_from_text,
    warnings_to_text,
)
from collector.store.runs import save_run_start, save_run_warnings

MISSING = Problem("3 of 20 tickets are missing", remedy="Look at the rights", severity=Severity.WARNING)
OLD = Problem("before 2026-01-01 nothing is kept", file="tickets", line=3, severity=Severity.WARNING)


def test_what_is_written_is_read_again() -> None:
    warnings = RunWarnings((MISSING, OLD))
    assert warnings_from_text(warnings_to_text(warnings)) == warnings
    assert warnings_to_text(RunWarnings()) == ""


def test_the_same_again_says_nothing_new() -> None:
    assert merged(RunWarnings((MISSING,)), [MISSING, OLD, OLD]).kept == (MISSING, OLD)


def test_more_than_a_person_reads_is_told_as_more() -> None:
    many = [Problem(f"row {number}") for number in range(MOST_WARNINGS + 1)]
    found = listed(merged(RunWarnings(), many))
    assert len(found) == MOST_WARNINGS + 1
    assert found[-1].found == "there were more warnings than the 100 that are kept of a run"
    assert len(listed(merged(RunWarnings(), many[:-1]))) == MOST_WARNINGS


def test_pages_of_one_run_add_to_its_warnings_and_another_run_has_its_own(database: Database) -> None:
    first = save_run_start(database, "tickets", 1000)
    for warnings in ([MISSING], [], [OLD, MISSING]):
        with database.writing() as connection:
            save_run_warnings(connection, first.id, warnings)
    assert read_last_warnings(database) == {"tickets": (MISSING, OLD)}
    save_run_start(database, "tickets", 2000)
    assert read_last_warnings(database) == {}
