"""The time plan of a watch: its file, its command, and what the service knows of it."""

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from collector.errors import ProblemsFound
from supplierwatch.cli.app import app
from supplierwatch.deciding.time_plan import assess_time_plan, safe_starts_of
from supplierwatch.watch import load_watch

EXAMPLE = Path(__file__).parents[3] / "deploy" / "example" / "time_plan.yaml"
SMALL = """
draws: 1000
appeal: null
cancellation: null
stages:
  - id: all
    label: {sv: Allt, en: All}
    duration: {low: "100 days", likely: "100 days", high: "100 days", source: test}
"""
SUMMER = "[{first: 06-12, last: 08-14}]"


def run(folder: Path, *arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["--watch", str(folder), "time-plan", *arguments])
    error = "" if done.exception is None else str(done.exception)
    return done.exit_code, done.stdout, done.stderr + error


@pytest.fixture
def planned(watch_folder: Path) -> Path:
    (watch_folder / "time_plan.yaml").write_text(SMALL, encoding="utf-8")
    return watch_folder


def test_without_the_file_nothing_is_found_and_the_documentation_named(watch_folder: Path) -> None:
    code, _, told = run(watch_folder)
    assert code != 0
    assert "docs/time-plan.md" in told
    assert assess_time_plan(load_watch(watch_folder), date(2026, 11, 9)) is None
    assert safe_starts_of(load_watch(watch_folder), date(2026, 11, 9)) == ()


def test_the_time_plan_is_shown_in_the_terminal(planned: Path) -> None:
    code, shown, told = run(planned, "--today", "2026-11-09", "--language", "sv")
    assert (code, told) == (0, "")
    assert "Senaste säkra start" in shown


def test_the_same_question_is_answered_alike_as_json(planned: Path) -> None:
    asked = ("--today", "2026-11-09", "--start", "2027-02-01", "--certainty", "90 %", "--json")
    first, again = run(planned, *asked), run(planned, *asked)
    assert first == again
    answer = json.loads(first[1])
    assert (answer["today"], answer["start"], answer["certainty"]) == ("2026-11-09", "2027-02-01", 0.9)
    ends = date.fromisoformat(answer["procurement"][0]["deadline"]["day"])
    safe = date.fromisoformat(answer["procurement"][0]["latest_safe_start"])
    # A plan of 100 days that ends on the last day begins 99 days before it.
    assert (ends - safe).days == 99


def test_the_time_plan_is_written_as_pdf(planned: Path, tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    code, _, told = run(planned, "--today", "2026-11-09", "--output", str(path))
    assert (code, path.read_bytes()[:5]) == (0, b"%PDF-"), told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--certainty", "sure"), "no certainty"),
        (("--certainty", "100 %"), "between 0 and 1"),
        (("--output", "plan.txt"), ".pdf"),
    ],
)
def test_what_is_asked_wrongly_is_refused_with_what_is_allowed(
    planned: Path, arguments: tuple[str, ...], told: str
) -> None:
    code, _, error = run(planned, *arguments)
    assert code != 0
    assert told in error


def test_the_latest_safe_starts_alone_are_kept_from_one_look_to_the_next(planned: Path) -> None:
    watch = load_watch(planned)
    first = safe_starts_of(watch, date(2026, 11, 9))
    assert safe_starts_of(load_watch(planned), date(2026, 12, 1)) is first
    findings = assess_time_plan(watch, date(2026, 11, 9))
    assert findings is not None
    assert [one.day for one in first] == [one.safe_start for one in findings.paths]


@pytest.mark.parametrize(
    ("added", "line", "told"),
    [
        ("    after: [all]\n", 5, "wait for each other"),
        ("alternatives: [{id: x, label: {sv: X, en: X}, by: option9.expiry}]\n", 9, "option9.expiry"),
        ("    units: [nowhere]\n", 9, "no unit and no segment 'nowhere'"),
        (
            f"calendars: {{k: {{label: {{sv: L, en: B}}, outside_hours: desk, yearly: {SUMMER}}}}}\n",
            9,
            "no hours of the contract with terms",
        ),
    ],
)
def test_what_contradicts_the_contract_is_told_with_file_and_line(
    planned: Path, added: str, line: int, told: str
) -> None:
    (planned / "time_plan.yaml").write_text(SMALL + added, encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        load_watch(planned)
    (problem,) = found.value.problems
    assert told in str(problem)
    assert f"time_plan.yaml:{line}" in str(problem)


def test_the_example_is_valid_and_leaves_eight_weeks_on_9_november_2026() -> None:
    watch = load_watch(EXAMPLE.parent)
    findings = assess_time_plan(watch, date(2026, 11, 9))
    assert findings is not None
    path = findings.next_path
    assert path.deadline.day == date(2030, 12, 31)
    assert path.safe_start is not None
    assert (path.safe_start - findings.today).days // 7 == 8
    feasible = {one.id: one.feasibility.value for one in findings.alternatives}
    assert feasible["procure_anew"] == "not_feasible"
    assert feasible["prolong_full"] == "feasible"
