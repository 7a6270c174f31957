"""Action plans and notices of deviations in a watch: from its files and commands to its report."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from supplierwatch.__main__ import main
from supplierwatch.cli.session import Session
from supplierwatch.watch import load_watch
from tests.supplierwatch.watches import only_problem_of, problems_of, replace_text, write_watch

NOW = int(datetime(2027, 1, 20, 12, tzinfo=UTC).timestamp())

TRIGGER = """
triggers:
  - id: two-running
    label: {sv: "Två månader i rad", en: "Two months running"}
    clause: "8.1"
    leads_to: action_plan
    gives: {sv: "rätt till åtgärdsplan", en: "a right to an action plan"}
    kind: indicator
    when: missed
    periods: 2
    of_periods: 2
    not_assessable_breaks_chain: false

action_plans:
  recovered_after: 1

scorecard: null"""

PLAN = """
action_plans:
  - id: P-1
    indicator: resolved-in-time
    service: desk
    opened_for: "2026-11"
    opened_on: 2026-12-03
    why: "två månader under mål"
    what: "en tekniker till"
    owner_role: "driftchef"
    due: 2026-12-31
"""


@pytest.fixture
def watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A watch whose one indicator missed in October and November and met in December 2026."""
    monkeypatch.setattr(Session, "now", lambda _: NOW)
    folder = write_watch(tmp_path / "watch")
    contract = folder / "contract.yaml"
    replace_text(contract, "\nscorecard: null", TRIGGER)
    replace_text(contract, "minimum_sample: {size: 20, below: not_assessable}", "minimum_sample: null")
    # P3 has 16 hours: a week is too long, two hours are not.
    rows = [
        "Ticket;Time;Status;Kind;Priority",
        "A-1;2026-10-05 08:00:00;New;Incident;3",
        "A-1;2026-10-14 10:00:00;Resolved;Incident;3",
        "A-2;2026-11-05 08:00:00;New;Incident;3",
        "A-2;2026-11-17 10:00:00;Resolved;Incident;3",
        "A-3;2026-12-07 08:00:00;New;Incident;3",
        "A-3;2026-12-07 10:00:00;Resolved;Incident;3",
    ]
    (folder / "deliveries" / "tickets-2026-10.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert main(["--watch", str(folder), "-q", "collect"]) == 0
    return folder


def run(watch: Path, *arguments: str) -> int:
    return main(["--watch", str(watch), "-q", *arguments])


def evaluate(watch: Path, *months: str) -> None:
    for month in months:
        assert run(watch, "evaluate", "--period", month) == 0


def document(watch: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    capsys.readouterr()
    assert run(watch, *arguments, "--json") == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


OPEN = [
    *("plan", "open", "--indicator", "resolved-in-time", "--service", "desk", "--period", "2026-11"),
    *("--why", "two months", "--what", "one more", "--owner-role", "driftchef", "--due", "2027-03-31"),
]


def test_a_plan_the_contract_requires_is_missing_until_someone_makes_it(
    watch: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluate(watch, "2026-10", "2026-11")
    [missing] = document(watch, capsys, "plan", "list")["missing"]
    assert missing == {
        "indicator": "resolved-in-time",
        "service": "desk",
        "triggers": ["two-running"],
        "since": "2026-11",
        "latest": "2026-11",
        "after": None,
    }
    assert run(watch, *OPEN) == 0
    assert document(watch, capsys, "plan", "list")["missing"] == []
    assert "id: plan-1" in (watch / "action_plans.yaml").read_text("utf-8")


def test_a_plan_reported_as_done_is_closed_by_the_figure_alone(
    watch: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluate(watch, "2026-10", "2026-11")
    run(watch, *OPEN)
    assert run(watch, "plan", "report-done", "plan-1", "--by", "leveransansvarig") == 0
    [before] = document(watch, capsys, "plan", "list")["plans"]
    assert (before["state"], before["met_running"], before["closed_claimed_on"]) == (
        "reported_done",
        0,
        "2027-01-20",
    )
    evaluate(watch, "2026-12")
    [after] = document(watch, capsys, "plan", "list")["plans"]
    assert (after["state"], after["recovered_in"]) == ("recovered", "2026-12")
    assert after["judged"] == [
        {"period": "2026-12", "verdict": "met", "value": {"numerator": 1, "denominator": 1}}
    ]


def test_the_tables_name_the_plan_its_figures_and_what_is_overdue(
    watch: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluate(watch, "2026-10", "2026-11")
    (watch / "action_plans.yaml").write_text(PLAN, encoding="utf-8")
    capsys.readouterr()
    assert run(watch, "plan", "list", "--language", "en") == 0
    words = " ".join(capsys.readouterr().out.split())
    assert "P-1" in words
    assert "on target 0 of 1" in words
    assert "2026-12-31" in words


def test_without_any_plan_or_need_of_one_that_is_said(
    watch: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluate(watch, "2026-12")
    capsys.readouterr()
    assert run(watch, "plan", "list") == 0
    assert capsys.readouterr().out == "Ingen åtgärdsplan krävs, och ingen är antecknad.\n"


def test_every_miss_is_listed_untold_with_its_age_until_the_supplier_is_told(
    watch: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluate(watch, "2026-10", "2026-11", "2026-12")
    found = document(watch, capsys, "deviations", "list")
    assert [(one["period"], one["state"]) for one in found["deviations"]] == [
        ("2026-11", "untold"),
        ("2026-10", "untold"),
    ]
    # From 1 December to 20 January: 31 + 19 days.
    assert found["deviations"][0]["untold_days"] == 50
    told = ["--how", "möte", "--by-role", "avtalscontroller", "--reference", "protokoll 7"]
    assert run(watch, "deviations", "told", "--period", "2026-11", "--day", "2026-12-04", *told) == 0
    untold = document(watch, capsys, "deviations", "list", "--untold")["deviations"]
    assert [one["period"] for one in untold] == ["2026-10"]
    [one] = document(watch, capsys, "deviations", "list", "--period", "2026-11")["deviations"]
    assert [notice["told_on"] for notice in one["notices"]] == ["2026-12-04"]
    assert (one["state"], one["untold_days"]) == ("told", None)


def test_there_is_nothing_to_tell_where_nothing_was_missed(
    watch: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluate(watch, "2026-12")
    told = ["--how", "möte", "--by-role", "avtalscontroller", "--reference", "protokoll 7"]
    assert run(watch, "deviations", "told", "--period", "2026-12", *told) == 4
    assert "there is no such miss in 2026-12" in capsys.readouterr().err
    assert not (watch / "deviations.yaml").exists()


def test_a_month_that_is_no_month_is_refused_and_not_taken_for_one_without_misses(
    watch: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = ["told", "--how", "möte", "--by-role", "avtalscontroller", "--reference", "protokoll 7"]
    for arguments in (["list"], told):
        assert run(watch, "deviations", *arguments, "--period", "2026-13") == 2
        assert "'2026-13'; allowed: a month such as 2026-10" in capsys.readouterr().err


def test_the_table_of_deviations_shows_each_months_together(
    watch: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluate(watch, "2026-10", "2026-11")
    capsys.readouterr()
    assert run(watch, "deviations", "list", "--language", "en") == 0
    out = capsys.readouterr().out
    assert "Deviations month by month" in out
    assert "November 2026" in out


def test_the_report_shows_plans_and_deviations_in_every_form(
    watch: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluate(watch, "2026-10", "2026-11")
    (watch / "action_plans.yaml").write_text(PLAN, encoding="utf-8")
    capsys.readouterr()
    report = ["report", "--period", "2026-11", "--language", "en"]
    run(watch, *report, "--format", "json")
    follow_up = json.loads(capsys.readouterr().out)["follow_up"]
    assert follow_up["read_on"] == "2027-01-20"
    assert [one["is_overdue"] for one in follow_up["action_plans"]["plans"]] == [True]
    assert [one["period"] for one in follow_up["deviations"]["deviations"]] == ["2026-11", "2026-10"]
    run(watch, *report, "--format", "csv")
    rows = [line for line in capsys.readouterr().out.splitlines() if line.startswith(("action plan", "dev"))]
    assert [row.split(";")[0] for row in rows] == ["action plan", "deviation"]
    run(watch, *report, "--output", "-")
    page = " ".join(capsys.readouterr().out.split())
    assert "The plan is overdue since 2026-12-31 (driftchef)" in page
    assert "50 days since the month ended" in page
    assert "Of other months the supplier has not been told of 1 deviation." in page


# What the files may say.


@pytest.mark.parametrize(
    ("old", "new", "found", "path"),
    [
        ("indicator: resolved-in-time", "indicator: K99", "the contract has no 'K99'", "indicator"),
        ("service: desk", "service: T9", "resolved-in-time is not measured on 'T9'", "service"),
        ("why:", "trigger: none-such\n    why:", "the contract has no trigger 'none-such'", "trigger"),
    ],
)
def test_a_plan_names_what_the_contract_has(watch: Path, old: str, new: str, found: str, path: str) -> None:
    (watch / "action_plans.yaml").write_text(PLAN.replace(old, new), encoding="utf-8")
    problem = only_problem_of(watch)
    assert problem.found == found
    assert problem.path == f"action_plans[P-1].{path}"


def test_a_plan_may_not_recover_sooner_than_the_contract_says(watch: Path) -> None:
    replace_text(watch / "contract.yaml", "recovered_after: 1", "recovered_after: 3")
    (watch / "action_plans.yaml").write_text(f"{PLAN}    recovered_after: 2\n", encoding="utf-8")
    problem = only_problem_of(watch)
    assert (problem.found, problem.allowed) == (
        "2 is shorter than what the contract says",
        "at least 3 (action_plans.recovered_after)",
    )


def test_where_the_contract_does_not_say_when_a_figure_has_recovered_a_plan_must(watch: Path) -> None:
    replace_text(watch / "contract.yaml", "action_plans:\n  recovered_after: 1\n", "")
    (watch / "action_plans.yaml").write_text(PLAN, encoding="utf-8")
    assert "nothing says after how many months on target" in only_problem_of(watch).found
    (watch / "action_plans.yaml").write_text(f"{PLAN}    recovered_after: 2\n", encoding="utf-8")
    assert load_watch(watch).follow_up.action_plans[0].recovered_after == 2


def test_an_id_stands_once(watch: Path) -> None:
    (watch / "action_plans.yaml").write_text(PLAN + PLAN.partition("action_plans:\n")[2], encoding="utf-8")
    assert only_problem_of(watch).found == "P-1 is the id of 2 entries"


def test_all_problems_of_both_files_are_found_at_once(watch: Path) -> None:
    (watch / "action_plans.yaml").write_text(PLAN.replace("driftchef", ""), encoding="utf-8")
    notice = "deviations:\n  - {id: N-1, indicator: K99, period: 2026-10, told_on: 2026-11-02, how: möte, "
    (watch / "deviations.yaml").write_text(f"{notice}by_role: a, reference: b}}\n", encoding="utf-8")
    assert [Path(one.file).name for one in problems_of(watch)] == ["action_plans.yaml", "deviations.yaml"]


def test_a_plan_that_does_not_fit_is_refused_and_the_file_stays_as_it_is(
    watch: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (watch / "action_plans.yaml").write_text(PLAN, encoding="utf-8")
    wrong = [one if one != "2027-03-31" else "2026-01-31" for one in OPEN]
    assert run(watch, *wrong) == 2
    assert "due (2026-01-31) comes before opened_on" in capsys.readouterr().err
    assert (watch / "action_plans.yaml").read_text("utf-8") == PLAN
