"""The command `retain`: what the settings keep no longer goes, and what is needed stays."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from collector.store.database import open_database
from collector.store.retention import read_removals
from supplierwatch.__main__ import main
from supplierwatch.cli.session import Session
from tests.evaluator.test_retention import sealed
from tests.supplierwatch.watches import only_problem_of, write_watch

NOW = int(datetime(2033, 1, 20, 12, tzinfo=UTC).timestamp())


@pytest.fixture
def watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A collected watch that keeps tickets for three years, six years later."""
    folder = write_watch(tmp_path / "watch")
    with (folder / "supplierwatch.yaml").open("a", encoding="utf-8") as file:
        file.write("retention: {ticket: 3 years}\n")
    assert main(["--watch", str(folder), "-q", "collect"]) == 0
    monkeypatch.setattr(Session, "now", lambda _: NOW)
    return folder


def seal_all(folder: Path) -> None:
    """Seal every month until today by hand."""
    months = [f"{year}-{month:02}" for year in range(2024, 2034) for month in range(1, 13)]
    with open_database(f"sqlite:///{folder / 'store.db'}") as database:
        sealed(database, *(name for name in months if name <= "2033-01"))


def run(folder: Path, *arguments: str) -> int:
    return main(["--watch", str(folder), *arguments])


def test_what_a_month_that_is_not_sealed_needs_stays_and_the_month_is_named(
    watch: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run(watch, "retain") == 0
    said = capsys.readouterr().out
    assert said.startswith("ticket: 0 rows that were over before ")
    assert "needs them and is not sealed" in said


def test_facts_of_sealed_months_go_and_are_recorded(watch: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seal_all(watch)
    capsys.readouterr()
    assert run(watch, "retain", "--dry-run") == 0
    # One ticket, two changes of its status and one of its priority.
    assert capsys.readouterr().out == "ticket: 4 rows that were over before 2030-01-01 would be removed\n"
    assert run(watch, "retain", "--json") == 0
    [one] = json.loads(capsys.readouterr().out)["kinds"]
    assert (one["kind"], one["rows"], one["up_to"], one["held_by"]) == ("ticket", 4, "2030-01-01", None)
    with open_database(f"sqlite:///{watch / 'store.db'}") as database:
        assert [(removal.kind, removal.rows) for removal in read_removals(database)] == [("ticket", 4)]
    assert run(watch, "retain") == 0
    captured = capsys.readouterr()
    assert captured.out == "ticket: 0 rows that were over before 2030-01-01 removed\n"
    assert "VACUUM" in captured.err


def test_what_no_setting_names_is_kept_for_ever(watch: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = watch / "supplierwatch.yaml"
    settings.write_text(settings.read_text("utf-8").replace("retention: {ticket: 3 years}\n", ""), "utf-8")
    capsys.readouterr()
    assert run(watch, "retain") == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "everything is kept for ever" in captured.err


@pytest.mark.parametrize("wrong", ["3", "0 years", "3 days", "many years"])
def test_a_time_of_keeping_is_whole_months_or_years(watch: Path, wrong: str) -> None:
    settings = watch / "supplierwatch.yaml"
    settings.write_text(settings.read_text("utf-8").replace("3 years", wrong), "utf-8")
    problem = only_problem_of(watch)
    assert 'whole months or years, such as "36 months" or "5 years"' in f"{problem.found} {problem.allowed}"
    assert problem.path == "retention.ticket"


def test_changes_alone_are_no_kind_that_can_be_removed(watch: Path) -> None:
    settings = watch / "supplierwatch.yaml"
    settings.write_text(settings.read_text("utf-8").replace("ticket:", "ticket_change:"), "utf-8")
    assert only_problem_of(watch).found == "the key ticket_change is not known"
