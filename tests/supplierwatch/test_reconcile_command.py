"""`supplierwatch reconcile`: from a delivered list to the differences, on the command line."""

import json
from pathlib import Path

import pytest

from supplierwatch.__main__ import main
from tests.supplierwatch.test_results_on_the_command_line import LOG
from tests.supplierwatch.watches import replace_text, write_watch

MAPPING = """\
type: stated_tickets
delimiter: ";"
time_zone: Europe/Stockholm
time_format: ["%Y-%m-%d %H:%M", "%Y-%m"]
rounded_to: 60
constants: {indicator: resolved-in-time, service: desk}
columns: {ticket: Ticket, month: Month, resolved_at: Resolved, verdict: "In time"}
verdicts: {"yes": met, "no": missed}
"""

LIST = """\
Ticket;Month;Resolved;In time
A-1;2026-10;2026-10-05 10:00;yes
a-2;2026-10;2026-10-06 15:00;yes
"""


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A watch whose supplier says that A-2 was solved a day earlier than it was."""
    folder = write_watch(tmp_path_factory.mktemp("watch"))
    (folder / "deliveries" / "tickets-2026-10.csv").write_text(LOG, encoding="utf-8")
    (folder / "deliveries" / "list-2026-10.csv").write_text(LIST, encoding="utf-8")
    (folder / "mappings" / "list.yaml").write_text(MAPPING, encoding="utf-8")
    entry = '  - name: list\n    files: ["deliveries/list-*.csv"]\n    mapping: list.yaml\n'
    replace_text(
        folder / "sources.yaml", "    mapping: tickets.yaml\n", f"    mapping: tickets.yaml\n{entry}"
    )
    assert main(["--watch", str(folder), "--quiet", "collect"]) == 0
    assert main(["--watch", str(folder), "--quiet", "evaluate", "--period", "2026-10"]) == 0
    return folder


def reconcile(folder: Path, *arguments: str) -> int:
    return main(["--watch", str(folder), "reconcile", "--period", "2026-10", "--language", "en", *arguments])


def test_the_one_altered_time_is_shown(watched: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert reconcile(watched, "--json") == 0
    [one] = json.loads(capsys.readouterr().out)["tickets"]
    # Measured 10 hours of 8; from 08 to 15 on the 6th less 2 hours of waiting are 5.
    assert (one["ticket"], one["measured_used"], one["stated_used"]) == ("A-2", 36_000, 18_000)
    assert one["kinds"] == ["other_time", "other_verdict"]


def test_the_table_is_for_people(watched: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert reconcile(watched) == 0
    shown = capsys.readouterr().out
    assert "The supplier states" in shown
    assert "A-2" in shown


def test_page_and_csv_are_written_to_files(watched: Path, tmp_path: Path) -> None:
    page, rows = tmp_path / "page.html", tmp_path / "rows.csv"
    assert reconcile(watched, "--html", str(page), "--csv", str(rows)) == 0
    assert "A-2" in page.read_text(encoding="utf-8")
    assert "A-2" in rows.read_text(encoding="utf-8")


def test_csv_can_go_to_standard_output(watched: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert reconcile(watched, "--csv", "-", "--source", "list") == 0
    assert "A-2" in capsys.readouterr().out


def test_a_source_that_is_not_there_is_refused(watched: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert reconcile(watched, "--source", "lists") == 2
    assert "there is no source 'lists'" in capsys.readouterr().err
