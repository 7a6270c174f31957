"""Sealing, restating, verifying and packing on the command line."""

import json
from pathlib import Path

import pytest

from supplierwatch.__main__ import main
from supplierwatch.cli.session import Session
from tests.evaluator.october import instant
from tests.supplierwatch.watches import replace_text, write_watch

NOW = instant("2026-12-28 12:00")


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A watch with one October ticket, collected on 28 December."""
    folder = write_watch(tmp_path / "watch")
    monkeypatch.setenv("SUPPLIERWATCH_WATCH", str(folder))
    monkeypatch.setattr(Session, "now", lambda _session: NOW)
    assert main(["collect"]) == 0
    return folder


def seal() -> int:
    return main(["seal", "--period", "2026-10", "--by", "Avtalsförvaltaren"])


def late_ticket(folder: Path) -> None:
    """One ticket more, in the delivery that was collected before."""
    path = folder / "deliveries" / "tickets-2026-11.csv"
    rows = [
        "Ticket;Time;Status;Kind;Priority",
        "A-2;2026-10-06 08:00:00;New;Incident;3",
        "A-2;2026-10-30 10:00:00;Resolved;Incident;3",
    ]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


@pytest.mark.usefixtures("watched")
def test_a_month_is_sealed_verified_and_sealed_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert seal() == 0
    assert "sealed 2026-10 by Avtalsförvaltaren" in capsys.readouterr().out
    assert main(["verify"]) == 0
    assert "seal 1: 2026-10 verifies" in capsys.readouterr().out
    assert seal() == 2
    assert "2026-10 is sealed already" in capsys.readouterr().err


def test_a_late_ticket_leaves_the_sealed_month_and_is_restated(
    watched: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert seal() == 0
    late_ticket(watched)
    assert main(["collect"]) == 0
    capsys.readouterr()
    assert main(["evaluate", "--period", "2026-10"]) == 0
    shown = capsys.readouterr()
    assert "A-2" in shown.out
    assert "2026-10 is sealed and stays as it is" in shown.err
    assert main(["restate", "--period", "2026-10", "--by", "A", "--reason", "sent ärende"]) == 0
    capsys.readouterr()
    assert main(["seals", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [one["restatement"] for one in document["seals"]] == [0, 1]
    assert document["proposed_restatements"] == []
    assert main(["report", "--period", "2026-10", "--format", "html", "--output", "-"]) == 0
    report = capsys.readouterr().out
    assert "Rättelse nr 1" in report
    assert "sent ärende" in report


def test_an_altered_contract_is_found_with_exit_code_5(
    watched: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert seal() == 0
    replace_text(watched / "contract.yaml", "reference:", "reference: X")
    capsys.readouterr()
    assert main(["verify", "--period", "2026-10"]) == 5
    shown = capsys.readouterr().out
    assert "DOES NOT VERIFY" in shown
    assert "contract.reference" in shown


@pytest.mark.usefixtures("watched")
def test_a_pack_verifies_without_watch_and_store(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert seal() == 0
    pack = tmp_path / "pack.zip"
    assert main(["pack", "--period", "2026-10", "--output", str(pack)]) == 0
    monkeypatch.setenv("SUPPLIERWATCH_WATCH", str(tmp_path / "nowhere"))
    capsys.readouterr()
    assert main(["verify", str(pack)]) == 0
    assert "verifies" in capsys.readouterr().out
    pack.write_bytes(pack.read_bytes()[:-100])
    assert main(["verify", str(pack)]) == 2


@pytest.mark.usefixtures("watched")
def test_what_is_not_sealed_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["seals"]) == 0
    assert "nothing is sealed yet" in capsys.readouterr().out
    assert main(["verify"]) == 4
    assert main(["pack", "--period", "2026-10"]) == 4


@pytest.mark.usefixtures("watched")
def test_nobody_seals_without_a_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["seal", "--period", "2026-10", "--by", " "]) == 2
    assert "--by: nothing is said" in capsys.readouterr().err
