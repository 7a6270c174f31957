"""The command `exclusion`: asking, deciding, listing and showing, as people type it."""

import json
from pathlib import Path
from typing import Any

import pytest

from evaluator.decisions.exclusions import Decision
from supplierwatch.__main__ import main
from supplierwatch.watch import load_watch
from tests.supplierwatch.watches import replace_text

RULES = """\
exclusions:
  proposing: {within_working_days: 5, binds: [supplier], clause: "Appendix 4, 6.2"}
  deciding: {within_working_days: 10, counted_from: proposal, clause: "Appendix 4, 6.3"}
  grounds:
    - {id: other_supplier, label: {sv: "Annans fel", en: "Another's fault"}, clause: "6.1 c"}

"""
ASK = ["--by", "supplier", "--reason", "not ours", "--evidence", "case 26-1", "--ground", "other_supplier"]
OF_TICKET = [*ASK, "--ticket", "A-1", "--period", "2026-10"]


@pytest.fixture
def ruled(watch_folder: Path) -> Path:
    """A watch whose contract has rules for exclusions."""
    replace_text(watch_folder / "contract.yaml", "reporting:\n", f"{RULES}reporting:\n")
    return watch_folder


def run(folder: Path, *arguments: str) -> int:
    return main(["--watch", str(folder), "exclusion", *arguments])


def document(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_a_request_is_added_with_the_next_number(ruled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(ruled, "propose", *OF_TICKET, "--on", "2026-11-04") == 0
    assert run(ruled, "propose", *ASK, "--ticket", "A-2", "--period", "2026-10", "--on", "2026-11-04") == 0
    assert capsys.readouterr().out.split() == ["X001", "X002"]
    first, second = load_watch(ruled).exclusions
    assert (first.id, first.tickets, first.decision) == ("X001", ("A-1",), Decision.PENDING)
    assert second.id == "X002"
    assert "# Requests to leave tickets" in (ruled / "exclusions.yaml").read_text()


def test_a_request_past_its_deadline_is_refused_with_the_clause_and_both_dates(
    ruled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # October ends on Saturday 31; the working days of the starting watch lead to Friday 6 November.
    assert run(ruled, "propose", *OF_TICKET, "--on", "2026-11-09") == 2
    said = capsys.readouterr().err
    assert "under Appendix 4, 6.2 it was to be proposed by 2026-11-06" in said
    assert "was proposed on 2026-11-09 and is refused" in said
    assert load_watch(ruled).exclusions == ()


def test_a_late_request_can_be_noted_and_stands_refused(
    ruled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(ruled, "propose", *OF_TICKET, "--on", "2026-11-09", "--keep-late") == 0
    [warning] = [one for one in load_watch(ruled).warnings if "is refused" in one.found]
    assert warning.line is not None
    capsys.readouterr()
    assert run(ruled, "list", "--json") == 0
    [listed] = document(capsys)["exclusions"]
    assert (listed["decision"], listed["propose_by"]) == ("refused_late", "2026-11-06")


def test_a_late_request_is_taken_up_only_with_a_reason(
    ruled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(ruled, "propose", *OF_TICKET, "--on", "2026-11-09", "--keep-late")
    decide = ["decide", "X001", "accepted", "--by", "Board", "--on", "2026-11-10"]
    assert run(ruled, *decide) == 2
    assert "Appendix 4, 6.2" in capsys.readouterr().err
    assert run(ruled, *decide, "--late-accepted-because", "our portal was down") == 0
    [taken_up] = load_watch(ruled).exclusions
    assert taken_up.late_accepted_because == "our portal was down"


def test_a_request_without_a_ground_or_month_is_refused_with_what_is_allowed(
    ruled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    without = [*ASK[:-2], "--ticket", "A-1", "--period", "2026-10", "--on", "2026-11-04"]
    assert run(ruled, "propose", *without) == 2
    assert "none is named; allowed: other_supplier" in capsys.readouterr().err
    assert run(ruled, "propose", *ASK, "--ticket", "A-1", "--on", "2026-11-04") == 2
    assert "the month the request is about is missing" in capsys.readouterr().err


def test_time_is_named_whole_and_with_its_zone(ruled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    service = load_watch(ruled).versions.latest.contract.services[0].id
    span = ["--from", "2026-10-05T08:00:00+02:00", "--to", "2026-10-05T09:00:00+02:00", "--on", "2026-11-04"]
    assert run(ruled, "propose", *ASK, *span) == 2
    assert "--service, --from and --to" in " ".join(capsys.readouterr().err.split())
    assert run(ruled, "propose", *ASK, "--service", "NO", *span) == 2
    assert "the contract has no 'NO'" in capsys.readouterr().err
    naive = [one.replace("+02:00", "") for one in span]
    assert run(ruled, "propose", *ASK, "--service", service, *naive) == 2
    assert "a time needs its zone" in capsys.readouterr().err
    assert run(ruled, "propose", *ASK, "--service", service, *span) == 0
    [asked] = load_watch(ruled).exclusions
    assert asked.interval is not None
    assert asked.interval.service == service


def test_a_decision_replaces_an_earlier_one_and_keeps_it(ruled: Path) -> None:
    run(ruled, "propose", *OF_TICKET, "--ticket", "A-2", "--on", "2026-11-04")
    disputed = ["decide", "X001", "disputed", "--by", "Board", "--reason", "the log differs"]
    assert run(ruled, *disputed, "--on", "2026-11-10") == 0
    partly = ["decide", "X001", "partly_accepted", "--by", "Steering group", "--reason", "one of them"]
    assert run(ruled, *partly, "--ticket", "A-2", "--on", "2026-12-01") == 0
    [found] = load_watch(ruled).exclusions
    assert (found.decision, found.left_out_tickets) == (Decision.PARTLY_ACCEPTED, ("A-2",))
    [before] = found.earlier_decisions
    assert (before.decision, before.decided_by, before.decision_reason) == (
        Decision.DISPUTED,
        "Board",
        "the log differs",
    )
    accepted = ["decide", "X001", "accepted", "--by", "Board", "--on", "2026-12-02"]
    assert run(ruled, *accepted) == 0
    [found] = load_watch(ruled).exclusions
    assert (found.decision, found.decision_reason, found.accepted_tickets) == (Decision.ACCEPTED, None, ())
    assert [one.decision for one in found.earlier_decisions] == [Decision.DISPUTED, Decision.PARTLY_ACCEPTED]


def test_a_decision_that_is_incomplete_changes_nothing(
    ruled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(ruled, "propose", *OF_TICKET, "--on", "2026-11-04")
    before = (ruled / "exclusions.yaml").read_bytes()
    capsys.readouterr()
    for wrong, told in [
        (["X001", "rejected", "--by", "Board"], "needs a decision_reason"),
        (["X009", "accepted", "--by", "Board"], "there is no exclusion 'X009'; allowed: X001"),
        (["X001", "partly_accepted", "--by", "B", "--reason", "r", "--ticket", "Z"], "names Z"),
        (["X001", "accepted", "--by", "Board", "--on", "2026-11-03"], "none before the request was made"),
        (["X001", "partly_accepted", "--by", "B", "--reason", "r", "--from", "x"], "--from and --to"),
    ]:
        assert run(ruled, "decide", *wrong) == 2
        assert told in " ".join(capsys.readouterr().err.split())
    assert (ruled / "exclusions.yaml").read_bytes() == before


def test_an_overdue_decision_is_listed_as_such(
    ruled: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(ruled, "propose", *OF_TICKET, "--on", "2026-11-04")
    capsys.readouterr()
    # 2026-11-18 is the tenth working day after 4 November; 1795000000 is 2026-11-18, 1795100000 the 19th.
    for instant, overdue in [(1_795_000_000, False), (1_795_100_000, True)]:
        monkeypatch.setattr("supplierwatch.cli.session.Session.now", lambda _self, at=instant: at)
        assert run(ruled, "list", "--undecided", "--json") == 0
        [listed] = document(capsys)["exclusions"]
        assert (listed["decide_by"], listed["is_overdue"]) == ("2026-11-18", overdue)
    assert run(ruled, "list", "--undecided") == 0
    assert "! 2026-11-18" in capsys.readouterr().out


def test_the_effect_of_a_request_is_shown_before_and_after(
    ruled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--watch", str(ruled), "-q", "collect"]) == 0
    run(ruled, "propose", *OF_TICKET, "--on", "2026-11-04")
    capsys.readouterr()
    assert run(ruled, "show", "X001", "--json") == 0
    shown = document(capsys)
    assert shown["effect"]["period"] == "2026-10"
    assert shown["effect"]["is_in_force"] is False
    changed = shown["effect"]["figures"]
    # The only ticket of the month: one case as it is, none if it were left out.
    assert [(one["before"]["cases"], one["after"]["cases"]) for one in changed] == [(1, 0)] * len(changed)
    assert changed
    assert run(ruled, "show", "X001") == 0
    assert "X001" in capsys.readouterr().out


def test_a_ticket_the_store_does_not_know_is_warned_about(
    ruled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(ruled, "propose", *ASK, "--ticket", "A-77", "--period", "2026-10", "--on", "2026-11-04")
    capsys.readouterr()
    run(ruled, "list")
    assert "A-77, so that it leaves nothing out" not in capsys.readouterr().err
    assert main(["--watch", str(ruled), "-q", "collect"]) == 0
    capsys.readouterr()
    assert run(ruled, "list") == 0
    assert "the store knows no ticket A-77, so that it leaves nothing out" in capsys.readouterr().err
