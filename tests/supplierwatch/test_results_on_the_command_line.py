"""Evaluating, reporting and explaining on the command line: one small watch from its file to its figures."""

import csv
import io
import json
import shutil
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
A-3;2026-10-07 09:00:00;New;Question;3
A-4;2026-10-07 09:00:00;New;Incident;3
A-4;2026-10-07 10:00:00;Cancelled;Incident;3
A-5;2026-10-07 09:00:00;New;Incident;3
A-7;2026-11-03 09:00:00;New;Incident;3
A-7;2026-11-03 10:00:00;Parked;Incident;3
A-6;2026-11-03 09:00:00;New;Incident;3
A-6;2026-11-03 10:00:00;Resolved;Incident;3
"""

SECOND_CLOCK = """\
clocks:
  around:
    label: {sv: "Dygnet", en: "Around"}
    runs_in: [active]
    stops_in: [resolved]
    cancels_in: [cancelled]
    hours: always
    priority_change: keep
    used_up_at_close: close
    reopening: {rule: new_cycle, within_working_days: null}
"""

LEAD_TIME = """\
indicators:
  - id: resolved-the-same-day
    label: {sv: "Lösta samma dag", en: "Resolved the same day"}
    kind: lead_time
    services: [desk]
    measured: per_service
    data: [tickets]
    tickets: {priorities: [P2]}
    start: {event: opened}
    end: {event: state, states: [resolved], which: first}
    hours: service
    cancels_in: [cancelled]
    within: {limit: {working_days: 0}}
    result: share_within
    month_of: end
    target: {from: "90 %"}
    bands: []
    minimum_sample: null
    empty_period: not_assessable
    completeness_floor: "90 %"
    consequence: none
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
    replace_text(folder / "contract.yaml", "clocks:\n", SECOND_CLOCK)
    replace_text(folder / "contract.yaml", "indicators:\n", LEAD_TIME)
    replace_text(
        folder / "mappings" / "tickets.yaml",
        "{Incident: incident}",
        "{Incident: incident, Question: question}",
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


def test_evaluating_an_earlier_month_says_which_later_ones_to_evaluate_again(
    watched: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "watch"
    shutil.copytree(watched, folder)
    assert main(["--watch", str(folder), "evaluate", "--period", "2026-09"]) == 0
    assert "evaluate again (restate what is sealed), in this order: 2026-10\n" in capsys.readouterr().err
    assert main(["--watch", str(folder), "evaluate", "--period", "2026-10"]) == 0
    assert "again" not in capsys.readouterr().err


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


def explained(capsys: pytest.CaptureFixture[str], folder: Path, *arguments: str) -> str:
    """What is printed, with each run of blanks as one space, so that tables and folded lines can be read."""
    return " ".join(answer(capsys, folder, "explain", *arguments).split())


def test_a_ticket_is_explained_with_its_pause_and_why_it_missed(
    watched: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = explained(capsys, watched, "A-2", "--language", "en")
    for shown in ("▶ runs", "‖ pauses", "Waiting for user", "✗ missed"):
        assert shown in text
    assert "10 h used of at most 8 h, 2 h too long." in text
    assert "counted 10 h (being worked on)." in text
    assert "It stood still 2 h (waiting for the user)." in text


def test_an_explanation_is_in_the_language_of_the_watch(
    watched: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = explained(capsys, watched, "A-2")
    assert "10 tim utnyttjat av högst 8 tim, 2 tim för länge." in text
    assert "Den stod still 2 tim (väntar på användaren)." in text


def test_a_ticket_in_time_says_that_its_clock_never_stood_still(
    watched: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = explained(capsys, watched, "A-1", "--language", "en")
    assert "✓ resolved-in-time Resolved in time, October 2026: 2 h used of at most 16 h." in text
    assert "It never stood still." in text


@pytest.mark.parametrize(
    ("ticket", "reason"),
    [
        ("A-3", "No indicator of the contract is about tickets of its service, kind and priority."),
        ("A-4", "It was cancelled, and such tickets are left out."),
        ("A-5", "It has not ended; it is judged in the month in which it does."),
        ("A-7", "It came into the status Parked, which the mapping does not explain."),
        ("A-6", "The month it belongs to has not been evaluated since it was known."),
    ],
)
def test_a_ticket_on_which_nothing_was_judged_says_why(
    watched: Path, capsys: pytest.CaptureFixture[str], ticket: str, reason: str
) -> None:
    text = explained(capsys, watched, ticket, "--language", "en")
    assert f"No published result rests on this ticket. {reason}" in text


def test_clocks_that_did_not_judge_are_shown_when_asked_for(
    watched: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    short = explained(capsys, watched, "A-2", "--language", "en")
    assert "1 clock that did not judge it: --all-clocks" in short
    assert "Clock Around (around the clock)" not in short
    assert "Clock Around (around the clock)" in explained(
        capsys, watched, "A-2", "--language", "en", "--all-clocks"
    )


def test_the_timeline_leaves_out_what_the_source_repeats(
    watched: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Each row of the log names the priority; it never changed.
    assert explained(capsys, watched, "A-2", "--language", "en").count("│ priority │ P2 │") == 1


def test_a_lead_time_says_between_which_events_it_was_counted(
    watched: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = explained(capsys, watched, "A-2", "--language", "en")
    # Opened on Tuesday the 6th, resolved on the 7th: one working day, and none is allowed.
    assert "1 working day used of at most 0 working days, 1 working day too long." in text
    assert (
        "Counted from when it was opened (2026-10-06 08:00) until it first was resolved (2026-10-07 09:00),"
        " in working days of " in text
    )


def test_an_explanation_is_one_json_document_with_times_in_utc(
    watched: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [ticket] = json.loads(answer(capsys, watched, "explain", "A-2", "--json"))["tickets"]
    # 08:00 in Stockholm in October is 06:00 in UTC.
    assert ticket["opened_at"] == "2026-10-06T06:00:00Z"
    [clock] = [one for one in ticket["clocks"] if one["clock"] == "resolution"]
    assert (clock["used"], clock["waiting"]["waiting_user"]) == (10 * 3600, 2 * 3600)
    assert [judgement["missed"] for judgement in ticket["judgements"]] == [True, True]


@pytest.mark.parametrize("subject", ["A-99", "desk@2026-10-05T08:30:00+02:00"])
def test_what_is_not_there_ends_with_4(watched: Path, subject: str) -> None:
    assert main(["--watch", str(watched), "explain", subject]) == 4


def test_an_outage_at_a_time_without_a_zone_ends_with_2(watched: Path) -> None:
    assert main(["--watch", str(watched), "explain", "desk@2026-10-05T08:30:00"]) == 2
