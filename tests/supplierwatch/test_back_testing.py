"""Back-tests and differences on the command line: one small watch, a draft, and what they say of it."""

import csv
import io
import json
from pathlib import Path

import pytest

from supplierwatch.__main__ import main
from tests.supplierwatch.watches import replace_text, write_watch

DRAFT = """\
id: draft
effective: 2027-01-01
reason: "shorter"
replacements:
  - path: indicators[resolved-in-time].within.limits.P3.time
    value: "{limit}"
"""


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A watch with one ticket of October 2026: a P3 of two hours, of sixteen."""
    folder = write_watch(tmp_path_factory.mktemp("watched") / "watch")
    sample = "minimum_sample: {size: 20, below: not_assessable}"
    replace_text(folder / "contract.yaml", sample, "minimum_sample: null")
    (folder / "draft.yaml").write_text(DRAFT.format(limit="1 h"), encoding="utf-8")
    assert main(["--quiet", "--watch", str(folder), "collect"]) == 0
    return folder


def run(folder: Path, *arguments: str) -> int:
    return main(["--quiet", "--watch", str(folder), *arguments])


def backtest(folder: Path, *more: str) -> int:
    return run(folder, "backtest", str(folder / "draft.yaml"), "--from", "2026-09", "--to", "2026-10", *more)


def test_a_draft_is_judged_beside_todays_contract(watched: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # One of one within 16 h; none within 1 h: below 80 %, 3 points of 0.5 % of 100 000.
    assert backtest(watched, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    [after] = [one for one in found["totals"] if one["view"] == "after_exclusions"]
    assert (after["today"]["points"], after["draft"]["points"]) == (0, 3)
    assert (after["today"]["credits"], after["draft"]["credits"]) == ("0.00", "1500.00")
    [flipped] = found["flipped_tickets"]
    assert (flipped["ticket"], flipped["used_draft"], flipped["limit_draft"]) == ("A-1", 7200, 3600)
    assert found["months_without_facts"] == ["2026-09"]


def test_the_forms_of_a_back_test_say_the_same(
    watched: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "back-test.html"
    assert backtest(watched, "--csv", "--html", str(page), "--language", "en") == 0
    [measured, after] = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (measured["view"], after["points_draft"], after["credits_draft"]) == (
        "as_measured",
        "3",
        "1500.00",
    )
    text = page.read_text(encoding="utf-8")
    assert "1 ticket flipped" in text
    assert "A-1" in text
    assert "<script" not in text


def test_the_terminal_shows_sums_months_and_tickets(
    watched: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert backtest(watched, "--language", "sv") == 0
    shown = capsys.readouterr().out
    assert "1 ärende bytte sida" in shown
    assert "Utan underlag och därför inte bedömda: 2026-09." in shown


def test_targets_are_tried_without_a_draft(watched: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--targets", "resolved-in-time", "--limits", "1 h, 3 h", "--shares", "90 %"]
    assert run(watched, "backtest", *asked, "--from", "2026-10", "--to", "2026-10", "--json") == 0
    tried = json.loads(capsys.readouterr().out)["tried"]
    assert [(one["limit_seconds"], one["met"], one["missed"]) for one in tried] == [
        (3600, 0, 1),
        (10800, 1, 0),
    ]
    assert run(watched, "backtest", *asked, "--from", "2026-10", "--to", "2026-10", "--language", "en") == 0
    assert "1 of 1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["backtest"], "name a draft, or an indicator with --targets"),
        (["backtest", "--targets", "K99"], "the contract has no indicator 'K99'"),
        (["backtest", "--targets", "resolved-in-time", "--limits", "6"], "'6' is no limit"),
        (["backtest", "--targets", "resolved-in-time", "--shares", "many"], "'many' is no target"),
        (["backtest", "--targets", "resolved-in-time", "--limits", "5 working days"], "are lengths of time"),
        (["backtest", "missing.yaml"], "there is no such file"),
        (["backtest", "."], ". is a folder; allowed: a contract file, or an amendment"),
        (
            ["backtest", "--targets", "resolved-in-time", "--from", "2026-13"],
            "--from: '2026-13'; allowed: a month",
        ),
        (["backtest", "--targets", "resolved-in-time", "--to", "May"], "--to: 'May'; allowed: a month"),
        (["backtest", "contract.yaml", "--csv", "--json"], "--csv and --json: one of them"),
        (["diff", "K99"], "'K99' names no version of the contract"),
    ],
)
def test_wrong_input_is_said_plainly(
    watched: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert run(watched, *arguments) == 2
    assert said in " ".join(capsys.readouterr().err.split())


def test_every_problem_of_a_wrong_draft_is_told_with_its_line(
    watched: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = tmp_path / "wrong.yaml"
    draft.write_text(DRAFT.format(limit="soon"), encoding="utf-8")
    assert run(watched, "backtest", str(draft)) == 2
    assert f"{draft}:6" in capsys.readouterr().err


def test_differences_to_a_draft_are_told_with_their_effect(
    watched: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = str(watched / "draft.yaml")
    assert run(watched, "diff", "2026-01-01", draft, "--language", "sv", "--json") == 0
    [found] = json.loads(capsys.readouterr().out)["differences"]
    assert found["words"].replace("\u00a0", " ").endswith("gränsen för P3 sänks från 16 tim till 1 tim")
    assert run(watched, "diff", "2026-01-01", draft, "--effect", "--months", "1", "--language", "en") == 0
    assert "limit of P3 lowered" in capsys.readouterr().out
