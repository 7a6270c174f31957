"""The command `alternatives`."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from supplierwatch.cli.app import app
from supplierwatch.demonstration import play, prepare


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The example played for one month, and that month."""
    folder = tmp_path_factory.mktemp("alternatives") / "watch"
    shown = play(prepare(folder), {}, lambda _: None, 1)
    return folder, shown.results.period.name


def run(folder: Path, *arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["--watch", str(folder), "alternatives", *arguments])
    error = "" if done.exception is None else str(done.exception)
    return done.exit_code, done.stdout, done.stderr + error


def found_in(played: tuple[Path, str], *arguments: str) -> str:
    """Return what the command writes as JSON."""
    folder, month = played
    code, shown, told = run(folder, "--period", month, "--json", *arguments)
    assert code == 0, told
    return shown


def test_without_results_nothing_is_compared(watch_folder: Path) -> None:
    code, _, told = run(watch_folder)
    assert code != 0
    assert told


def test_the_comparison_is_shown_in_the_terminal_in_swedish(played: tuple[Path, str]) -> None:
    folder, month = played
    code, shown, _ = run(folder, "--period", month, "--language", "sv")
    assert code == 0
    assert "Vad värdena summerar till" in shown
    assert "Vad som skulle ändra ordningen" in shown
    assert "När en dyrare start är återvunnen" in shown


def test_two_runs_with_one_seed_give_the_same_bytes(played: tuple[Path, str]) -> None:
    first, again, other = (found_in(played, "--seed", seed) for seed in ("5", "5", "6"))
    assert first == again
    assert first != other
    assert json.loads(first)["seed"] == 5


def test_in_the_example_no_cost_is_missing_and_there_is_a_time_for_every_alternative(
    played: tuple[Path, str],
) -> None:
    found = json.loads(found_in(played))
    names = {one["alternative"] for one in found["totals"]}
    assert names == {"prolong_full", "bridge", "procure_anew", "procure_divided", "own_operation"}
    assert found["costs"]["missing"] == []
    assert "not_assessed" not in {one["state"] for one in found["feasibility"].values()}
