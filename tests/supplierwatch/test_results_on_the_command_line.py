"""Evaluating, reporting and explaining on the command line: one small watch from its file to its figures."""

import csv
import io
import json
from pathlib import Path

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
"""


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A watch in which October 2026 was collected and evaluated; one of its two tickets took too long.

    A-2 (at most 8 hours, 07-18) runs from 08 to 09 and from 11 to 18 on the 6th, and from 07 to 09 on the
    7th: 1 + 7 + 2 = 10 hours, after a wait of 2 hours for the user.
    """
    folder = write_watch(tmp_path_factory.mktemp("watched") / "watch")
    (folder / "deliveries" / "tickets-2026-10.csv").write_text(LOG, encoding="utf-8")
    replace_text(
        folder / "contract.yaml", "minimum_sample: {size: 20, below: not_assessable}", "minimum_sample: null"
    )
    assert main(["--watch", str(folder), "collect"]) == 0
    assert main(["--watch", str(folder), "evaluate", "--period", "2026-10"]) == 0
    return folder


def answer(capsys: pytest.CaptureFixture[str], folder: Path, *arguments: str) -> str:
    assert main(["--watch", str(folder), *arguments]) == 0
    return capsys.readouterr().out


def test_the_scorecard_shows_value_target_and_verdict_in_words_and_signs(
    watched: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = answer(capsys, watched, "evaluate", "--period", "2026-10")
    # One of two in time is 50 %: below 80 %, so 3 points, 1.5 % of 100 000 kr.
    for shown in (
        "Vårt avtal, oktober 2026",
        "50,0\u00a0%",
        "minst 90\u00a0%",
        "✗ Under målnivå",
        "1\u00a0500\u00a0kr",
    ):
        assert shown in text


def test_evaluating_gives_one_json_document(watched: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert isinstance(json.loads(answer(capsys, watched, "evaluate", "--period", "2026-10", "--json")), dict)


def test_a_month_before_the_contract_ends_with_4(watched: Path) -> None:
    assert main(["--watch", str(watched), "evaluate", "--period", "2023-12"]) == 4


def test_as_of_a_time_before_any_fact_ends_with_4(watched: Path) -> None:
    arguments = ["evaluate", "--period", "2024-05", "--as-of", "2024-06-09"]
    assert main(["--watch", str(watched), *arguments]) == 4


def test_a_month_that_was_not_evaluated_ends_with_4_and_says_what_to_do(
    watched: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--watch", str(watched), "report", "--period", "2026-08"]) == 4
    assert "supplierwatch evaluate --period 2026-08" in capsys.readouterr().err


def test_the_html_report_goes_to_the_reports_folder(
    watched: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--watch", str(watched), "report", "--period", "2026-10"]) == 0
    path = watched / "reports" / "2026-10-sv.html"
    assert f"wrote {path}" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8").startswith("<!")


def test_a_report_in_another_language_goes_where_asked(watched: Path, tmp_path: Path) -> None:
    output = tmp_path / "new" / "report.html"
    arguments = ["report", "--period", "2026-10", "--language", "en", "--output", str(output)]
    assert main(["--watch", str(watched), *arguments]) == 0
    assert 'lang="en"' in output.read_text(encoding="utf-8")


def test_json_and_csv_go_to_standard_output(watched: Path, capsys: pytest.CaptureFixture[str]) -> None:
    json.loads(answer(capsys, watched, "report", "--period", "2026-10", "--format", "json"))
    text = answer(capsys, watched, "report", "--period", "2026-10", "--format", "csv")
    assert len(list(csv.reader(io.StringIO(text), delimiter=";"))) > 1


def test_a_report_that_cannot_be_written_ends_with_1(
    watched: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = watched / "contract.yaml" / "report.html"
    assert main(["--watch", str(watched), "report", "--period", "2026-10", "--output", str(output)]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_a_ticket_is_explained_with_its_pause_and_why_it_missed(
    watched: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = answer(capsys, watched, "explain", "A-2")
    for shown in ("▶ runs", "⏸ pauses", "Waiting for user", "✗ missed"):
        assert shown in text
    words = " ".join(text.replace("\u00a0", " ").split())
    assert "10 h used of 8 h, 2 h too long; on the way 2 h waiting for user." in words


def test_an_explanation_is_one_json_document_with_times_in_utc(
    watched: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [ticket] = json.loads(answer(capsys, watched, "explain", "A-2", "--json"))["tickets"]
    # 08:00 in Stockholm in October is 06:00 in UTC.
    assert ticket["opened_at"] == "2026-10-06T06:00:00Z"
    [clock] = ticket["clocks"]
    assert (clock["used"], clock["waiting"]["waiting_user"]) == (10 * 3600, 2 * 3600)
    assert [judgement["missed"] for judgement in ticket["judgements"]] == [True]


@pytest.mark.parametrize("subject", ["A-99", "desk@2026-10-05T08:30:00+02:00"])
def test_what_is_not_there_ends_with_4(watched: Path, subject: str) -> None:
    assert main(["--watch", str(watched), "explain", subject]) == 4


def test_an_outage_at_a_time_without_a_zone_ends_with_2(watched: Path) -> None:
    assert main(["--watch", str(watched), "explain", "desk@2026-10-05T08:30:00"]) == 2
