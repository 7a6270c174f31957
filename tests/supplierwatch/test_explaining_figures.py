"""Every number of a report can be asked for: its key is in the report, and `explain` answers it."""

import csv
import io
import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from supplierwatch.__main__ import main
from tests.supplierwatch.watches import replace_text, write_watch

LOG = """\
Ticket;Time;Status;Kind;Priority
A-1;2026-10-05 08:00:00;New;Incident;3
A-1;2026-10-05 10:00:00;Resolved;Incident;3
A-2;2026-10-06 08:00:00;New;Incident;2
A-2;2026-10-06 09:00:00;Waiting for user;Incident;2
A-2;2026-10-06 11:00:00;Assigned;Incident;2
A-2;2026-10-07 09:00:00;Resolved;Incident;2
2026-10/resolved-in-time;2026-10-08 08:00:00;New;Incident;3
2026-10/resolved-in-time;2026-10-08 09:00:00;Resolved;Incident;3
A-3;2026-10-25 00:30:00;New;Incident;3
A-3;2026-10-26 09:00:00;Resolved;Incident;3
"""


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A watch in which October 2026 was evaluated; one of its tickets is called as a figure is.

    A-2 (at most 8 hours, 07-18) runs 1 + 7 + 2 = 10 hours, 2 more than its limit; the others are in time.
    """
    folder = write_watch(tmp_path_factory.mktemp("figures") / "watch")
    (folder / "deliveries" / "tickets-2026-10.csv").write_text(LOG, encoding="utf-8")
    replace_text(
        folder / "contract.yaml", "minimum_sample: {size: 20, below: not_assessable}", "minimum_sample: null"
    )
    assert main(["--watch", str(folder), "collect"]) == 0
    assert main(["--watch", str(folder), "evaluate", "--period", "2026-10"]) == 0
    return folder


def answer(capsys: pytest.CaptureFixture[str], folder: Path, *arguments: str) -> str:
    capsys.readouterr()
    assert main(["--watch", str(folder), *arguments]) == 0
    return capsys.readouterr().out


def keys_in(document: Any) -> set[str]:
    """Every value of a field `explain`, however deep."""
    if isinstance(document, dict):
        own = {text for name, text in document.items() if name.startswith("explain") and text}
        return own.union(*(keys_in(part) for part in document.values()))
    return set().union(*(keys_in(part) for part in document)) if isinstance(document, list) else set()


def keys_of_report(capsys: pytest.CaptureFixture[str], folder: Path) -> set[str]:
    """The keys in all forms of the report of October."""
    page = answer(capsys, folder, "report", "--period", "2026-10", "--output", "-")
    document = answer(capsys, folder, "report", "--period", "2026-10", "--format", "json")
    rows = answer(capsys, folder, "report", "--period", "2026-10", "--format", "csv", "--language", "en")
    lines = csv.DictReader(io.StringIO(rows.removeprefix("\ufeff")), delimiter=";")
    in_page = set(re.findall(r"<code>supplierwatch explain ([^<]+)</code>", unescape(page)))
    assert in_page
    return (
        in_page
        | keys_in(json.loads(document))
        | {row["Explained by"] for row in lines if row["Explained by"]}
    )


def test_every_key_of_every_form_of_a_report_is_explained(
    watched: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = keys_of_report(capsys, watched)
    assert {
        "2026-10/resolved-in-time/desk",
        "2026-10/credit",
        "2026-10/credit/desk",
        "2026-10/points/desk",
        "A-2",
    } <= keys
    for key in keys:
        assert answer(capsys, watched, "explain", key, "--language", "en")


def test_a_figure_is_told_with_its_reckoning_and_the_commands_that_ask_further(
    watched: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = answer(capsys, watched, "explain", "2026-10/resolved-in-time/desk", "--language", "en")
    # 3 of 4 in time is 75 %: below 80 %, so 3 points
    for shown in ("✗ Below target, 75.0%", "(3/4)", "3 points", "supplierwatch explain A-2", "limit"):
        assert shown in text.replace("\xa0", " ")


def test_a_ticket_is_looked_for_before_a_figure(watched: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ticket = answer(capsys, watched, "explain", "2026-10/resolved-in-time", "--language", "en")
    assert ticket.startswith("2026-10/resolved-in-time of tickets")


def test_a_figure_in_another_view_and_for_programs(watched: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("explain", "2026-10/resolved-in-time/desk", "--view", "as_measured", "--json")
    [figure] = json.loads(answer(capsys, watched, *arguments))["figures"]
    assert (figure["view"], figure["rule"]) == ("as_measured", "value")
    assert (figure["outcome"]["figure"]["numerator"], figure["outcome"]["figure"]["denominator"]) == (3, 4)
    # those in time are evidence too
    assert {one["explain"] for one in figure["tickets"]} == {"A-1", "A-2", "A-3", "2026-10/resolved-in-time"}


@pytest.mark.parametrize("subject", ["2026-10/resolved-in-tim/desk", "2026-10/credit/none", "2026-09/credit"])
def test_a_wrong_key_ends_with_4(watched: Path, subject: str) -> None:
    assert main(["--watch", str(watched), "explain", subject]) == 4


def test_a_wrong_key_is_answered_with_the_closest(watched: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    main(["--watch", str(watched), "explain", "2026-10/resolved-in-tim/desk"])
    assert "did you mean 2026-10/resolved-in-time/desk?" in capsys.readouterr().err


def test_a_month_that_cannot_be_is_none_to_evaluate(
    watched: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--watch", str(watched), "explain", "2026-13/resolved-in-time"]) == 4
    said = capsys.readouterr().err
    assert "2026-10/INDICATOR" in said
    assert "evaluate --period" not in said


@pytest.mark.parametrize("subject", ["A-2", "2026-10/credit/desk", "2026-10/resolved-in-time/desk"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_page_with_pictures_is_written_whole(
    watched: Path, tmp_path: Path, subject: str, language: str
) -> None:
    file = tmp_path / "explained.html"
    arguments = ["explain", subject, "--html", str(file), "--language", language]
    assert main(["--watch", str(watched), *arguments]) == 0
    page = file.read_text(encoding="utf-8")
    assert page.lstrip().startswith("<!doctype html>")
    assert page.rstrip().endswith("</html>")
    assert '<svg class="picture"' in page
    assert [one.name for one in tmp_path.iterdir()] == ["explained.html"]


def test_a_page_can_go_to_standard_output(watched: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "<svg" in answer(capsys, watched, "explain", "A-2", "--html", "-")


def test_a_folder_is_not_overwritten(watched: Path, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.mkdir()
    assert main(["--watch", str(watched), "explain", "A-2", "--html", str(taken)]) == 1
    assert list(tmp_path.iterdir()) == [taken]


def test_a_page_and_a_document_can_be_asked_for_at_once(
    watched: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.html"
    text = answer(capsys, watched, "explain", "A-2", "--json", "--html", str(file))
    assert json.loads(text)["tickets"][0]["ticket"] == "A-2"
    assert file.exists()


def test_a_ticket_through_the_end_of_summer_time_shows_the_doubled_hour(
    watched: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [ticket] = json.loads(answer(capsys, watched, "explain", "A-3", "--json"))["tickets"]
    assert ticket["clocks"][0]["used"] == 2 * 3600
    # open from 07 on Monday 26 October; the night before is 25 hours long
    assert ticket["clocks"][0]["open_hours"][0][0] == "2026-10-26T06:00:00Z"
