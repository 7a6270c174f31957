"""The command `handover`."""

from pathlib import Path

from typer.testing import CliRunner

from collector.identifiers import content_hash
from supplierwatch.cli.app import app


def run(folder: Path, *arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["--watch", str(folder), *arguments])
    error = "" if done.exception is None else str(done.exception)
    return done.exit_code, done.stdout, done.stderr + error


def test_without_the_file_nothing_is_found_and_the_documentation_named(watch_folder: Path) -> None:
    code, _, told = run(watch_folder, "handover")
    assert code != 0
    assert "docs/handover.md" in told


def test_the_handover_is_shown_in_the_terminal(watch_folder: Path) -> None:
    plan = 'switch: 2030-01-01\nmilestones: [{id: M, label: {sv: Konton, en: Accounts}, target: "98 %"}]\n'
    (watch_folder / "handover.yaml").write_text(plan, encoding="utf-8")
    code, shown, told = run(watch_folder, "handover", "--language", "sv", "--today", "2029-10-01")
    assert (code, told) == (0, "")
    assert "Konton" in shown
    assert "Ännu inte räknad" in shown


def test_the_handover_is_written_as_pdf(watch_folder: Path, tmp_path: Path) -> None:
    plan = 'switch: 2030-01-01\nmilestones: [{id: M, label: {sv: Konton, en: Accounts}, target: "98 %"}]\n'
    (watch_folder / "handover.yaml").write_text(plan, encoding="utf-8")
    path = tmp_path / "handover.pdf"
    code, _, told = run(watch_folder, "handover", "--format", "pdf", "--output", str(path))
    assert (code, path.read_bytes()[:5]) == (0, b"%PDF-"), told


def test_freezing_writes_the_file_and_tells_its_hash(watch_folder: Path, tmp_path: Path) -> None:
    assert run(watch_folder, "collect")[0] == 0
    assert run(watch_folder, "evaluate", "--period", "2026-10")[0] == 0
    path = tmp_path / "old.json"
    code, shown, told = run(watch_folder, "handover", "--freeze", str(path), "--last", "2026-10")
    assert (code, shown.strip()) == (0, content_hash(path.read_bytes())), told
