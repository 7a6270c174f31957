"""`supplierwatch contract-changes`: the register of changes, and its file."""

import json
import shutil
from pathlib import Path

import pytest

from supplierwatch.__main__ import main
from supplierwatch.watch import load_watch
from tests.supplierwatch.test_ledger_commands import set_day
from tests.supplierwatch.watches import line_of, only_problem_of, replace_text

REGISTER = """\
contract_changes:
  - id: A1
    day: 2025-03-01
    what: "Fler skolor"
    value: 1200000
    amendment: "001"
    assessment: {legal_class: lou_17_9, by: Anna Ek, day: 2025-03-05, reasoning: "Liten utökning"}
  - id: A2
    day: 2025-09-01
    what: "Färre arbetsplatser"
    value: "-700 000,50"
    assessment: {legal_class: lou_17_9, by: Anna Ek, day: 2025-09-05, reasoning: "Liten minskning"}
  - id: A3
    day: 2026-02-01
    what: "Nytt stöd"
    value: 500000
"""
TERMS = """\
procurement:
  subject: services
  contract_value: 30000000
  threshold: {amount: 2300000, source: "Upphandlingsmyndigheten", read_on: 2026-01-10}

reporting:
"""
AMENDMENT = """\
id: "{name}"
effective: 2025-04-01
reason: "Avtalat"
replacements:
  - path: credits.claim_lapses_after_months
    value: {months}
"""


@pytest.fixture
def folder(watch_folder: Path) -> Path:
    """A watch with a register, its limits and an amendment that the register names."""
    (watch_folder / "contract_changes.yaml").write_text(REGISTER, encoding="utf-8")
    replace_text(watch_folder / "contract.yaml", "reporting:\n", TERMS)
    amend(watch_folder, "001", 4)
    return watch_folder


def amend(folder: Path, name: str, months: int) -> None:
    (folder / "amendments").mkdir(exist_ok=True)
    text = AMENDMENT.format(name=name, months=months)
    (folder / "amendments" / f"{name}.yaml").write_text(text, encoding="utf-8")


def shown(
    folder: Path, patched: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str
) -> str:
    set_day(patched, "2026-11-09")
    capsys.readouterr()
    assert main(["--watch", str(folder), "contract-changes", *arguments]) == 0
    return " ".join(capsys.readouterr().out.replace("\u00a0", " ").split())


def test_the_register_shows_the_room_that_changes_leave(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = json.loads(shown(folder, monkeypatch, capsys, "--json"))
    # 1 200 000 + 700 000.50 up or down, of which the lower of 3 000 000 and 2 300 000 leaves 399 999.50
    assert found["lou_17_9"] == {
        "used": "1900000.50",
        "limit": "2300000",
        "left": "399999.5",
        "standing": "below",
    }
    # With 500 000 that nobody assessed: 2 400 000.50
    assert found["lou_17_9_with_unassessed"]["standing"] == "not_below"
    assert [one["legal_class"] for one in found["changes"]] == ["lou_17_9", "lou_17_9", "not_assessed"]
    assert found["net"] == "999999.50"


def test_the_register_speaks_swedish_and_never_says_that_a_change_is_allowed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = shown(folder, monkeypatch, capsys)
    assert "Angivet som LOU 17 kap. 9 §: 1 900 000,50 kr, under gränserna" in out
    assert "Inte bedömd av någon" in out
    assert "Tröskelvärdet är 2 300 000 kr (Upphandlingsmyndigheten, läst 2026-01-10)" in out
    assert "det avgör en människa" in out
    english = shown(folder, monkeypatch, capsys, "--language", "en").lower()
    assert "is for a person to say" in english
    assert "allowed" not in english


def test_the_register_as_of_a_day_holds_what_was_entered_by_then(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = json.loads(shown(folder, monkeypatch, capsys, "--json", "--as-of", "2025-03-02"))
    assert [one["legal_class"] for one in found["changes"]] == ["not_assessed"]
    assert found["lou_17_9"]["used"] == "0"


def test_without_a_stated_value_and_threshold_nothing_is_assessable(
    watch_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = json.loads(shown(watch_folder, monkeypatch, capsys, "--json"))
    assert (found["lou_17_9"]["standing"], found["limits"]["threshold"]) == ("not_assessable", None)
    out = shown(watch_folder, monkeypatch, capsys, "--language", "en")
    assert "No threshold is stated, with its source and date; none is assumed." in out


def test_every_amendment_without_an_entry_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    amend(folder, "002", 5)
    replace_text(folder / "amendments" / "002.yaml", "2025-04-01", "2025-05-01")
    found = json.loads(shown(folder, monkeypatch, capsys, "--json"))
    assert found["amendments_not_registered"] == ["002"]
    out = shown(folder, monkeypatch, capsys)
    assert "Ändringsavtal som förteckningen inte nämner: 002." in out


def test_an_amendment_that_is_not_there_is_refused_with_its_line(folder: Path) -> None:
    shutil.rmtree(folder / "amendments")
    problem = only_problem_of(folder)
    assert problem.found == "there is no amendment '001'"
    assert problem.line == line_of(folder / "contract_changes.yaml", "amendment:")


def test_each_change_has_an_id_of_its_own(folder: Path) -> None:
    replace_text(folder / "contract_changes.yaml", "id: A3", "id: A2")
    assert only_problem_of(folder).found == "A2 is the id of 2 changes"


def test_a_legal_class_without_a_person_is_refused(folder: Path) -> None:
    replace_text(folder / "contract_changes.yaml", "by: Anna Ek, day: 2025-03-05, ", "day: 2025-03-05, ")
    problem = only_problem_of(folder)
    assert (problem.found, problem.path) == (
        "the key by is missing",
        "contract_changes[A1].assessment.by",
    )


def test_a_watch_without_a_register_has_no_changes(watch_folder: Path) -> None:
    assert load_watch(watch_folder).contract_changes == ()
