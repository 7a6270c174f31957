"""`check` and the linter: findings with place, clause, arithmetic and remedy; chosen, ignored, accepted."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from collector.errors import Problem, Severity
from collector.instants import from_datetime
from collector.store.database import Database
from supplierwatch.__main__ import main
from supplierwatch.example import example_watch, save_copy
from supplierwatch.lint_history import read_outcomes_until
from supplierwatch.linting import check_watch
from tests.evaluator.october import evaluate, save_october
from tests.supplierwatch.watches import line_of, replace_text

NOW = from_datetime(datetime.fromisoformat("2026-11-22T12:00:00+01:00"))

LIMITS = """\
indicators:
  - id: up
    label: {sv: "Tillgänglighet", en: "Availability"}
    clause: "4.2"
    kind: availability
    services: [desk]
    measured: per_service
    data: [tickets]
    rules: strict
    target: {from: "99 %"}
    bands: []
    minimum_sample: null
    empty_period: not_assessable
    completeness_floor: "90 %"
    consequence: none
  - id: down
    label: {sv: "Avbrott", en: "Outages"}
    clause: "4.3"
    kind: outage_limits
    services: [desk]
    measured: per_service
    data: [tickets]
    rules: strict
    month_of: starts
    limits: [{measure: total, at_most: "12 h", over: month}]
    target: {to: "100 %"}
    bands: []
    minimum_sample: null
    empty_period: not_assessable
    completeness_floor: "90 %"
    consequence: none
"""
RULES = "availability_rules:\n  strict: {preset: strict}\n\n"

ACCEPTED = """
accepted_findings:
  - {rule: L10, path: "term.options[option1]", reason: "the date is being negotiated", by: "N. N."}
  - {rule: L12, path: "holidays.swedish", reason: "settled since", by: "N. N."}
"""


def found_in(folder: Path) -> tuple[Problem, ...]:
    return check_watch(folder, NOW, {}).problems


def add_limits(folder: Path) -> None:
    replace_text(folder / "contract.yaml", "indicators:\n", RULES + LIMITS)


def drop_notice(folder: Path) -> None:
    replace_text(folder / "contract.yaml", "notice_by: 2026-12-31", "notice_by: null")


def checked(
    folder: Path, capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0
) -> dict[str, Any]:
    assert main(["--watch", str(folder), "check", "--json", *arguments]) == code
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def test_of_the_watch_to_begin_from_nothing_is_found(watch_folder: Path) -> None:
    assert check_watch(watch_folder, NOW, {}).problems == ()


def test_of_the_example_nothing_is_found_before_anything_was_measured(tmp_path: Path) -> None:
    save_copy(example_watch(), tmp_path / "watch")
    assert [problem for problem in found_in(tmp_path / "watch") if problem.rule] == []


def test_a_finding_has_its_place_clause_arithmetic_and_remedy(watch_folder: Path) -> None:
    add_limits(watch_folder)
    [finding] = [problem for problem in found_in(watch_folder) if problem.rule == "L01"]
    assert (finding.severity, finding.line) == (
        Severity.WARNING,
        line_of(watch_folder / "contract.yaml", "at_most"),
    )
    assert (finding.path, finding.clause) == ("indicators[down].limits[#1]", "4.3")
    assert finding.found.startswith("desk: up asks for 99 % and down permits 12 h of outage over a month")
    assert "the limit allows 12 h = " in finding.arithmetic
    assert finding.remedy.startswith("Agree on one of them")


def test_an_availability_from_the_tickets_of_a_mapping_is_found(watch_folder: Path) -> None:
    add_limits(watch_folder)
    found = [problem.path for problem in found_in(watch_folder) if problem.rule == "L05"]
    assert found == ["indicators[up].data", "indicators[down].data"]


def test_an_open_option_without_a_notice_date_is_found(watch_folder: Path) -> None:
    drop_notice(watch_folder)
    [finding] = found_in(watch_folder)
    assert (finding.rule, finding.path) == ("L10", "term.options[option1]")


def test_findings_are_chosen_and_ignored_by_rule(
    watch_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_limits(watch_folder)
    drop_notice(watch_folder)
    assert {one["rule"] for one in checked(watch_folder, capsys, "--rule", "l01")["problems"]} == {"L01"}
    ignored = checked(watch_folder, capsys, "--ignore", "L01", "--ignore", "L10")
    assert {one["rule"] for one in ignored["problems"]} == {"L05"}


def test_a_rule_that_is_none_is_refused_with_those_that_are(
    watch_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--watch", str(watch_folder), "check", "--rule", "L99"]) == 2
    assert "there is no rule 'L99'" in " ".join(capsys.readouterr().err.split())


def test_an_accepted_finding_is_shown_as_accepted_and_counted_apart(
    watch_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drop_notice(watch_folder)
    settings = watch_folder / "supplierwatch.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + ACCEPTED, encoding="utf-8")
    document = checked(watch_folder, capsys)
    assert (document["errors"], document["warnings"], document["accepted"]) == (0, 1, 1)
    accepted, in_vain = document["problems"]
    assert accepted["accepted"] == "N. N.: the date is being negotiated"
    assert in_vain["found"] == "L12 finds nothing at holidays.swedish: there is nothing to accept"
    assert in_vain["path"] == "accepted_findings[#2]"
    main(["--watch", str(watch_folder), "check"])
    told = capsys.readouterr()
    assert "✓ accepted" in told.out
    assert told.err == "0 errors, 1 warning. 1 accepted.\n"


def test_a_missing_source_hides_no_other_finding(watch_folder: Path) -> None:
    drop_notice(watch_folder)
    replace_text(watch_folder / "contract.yaml", "data: [tickets]", "data: [phone]")
    error, finding = found_in(watch_folder)
    assert (error.severity, error.rule) == (Severity.ERROR, "L05")
    assert error.remedy == "Add the source to sources.yaml, or name one that is there"
    assert finding.rule == "L10"


def test_an_error_in_another_file_hides_no_finding(watch_folder: Path) -> None:
    drop_notice(watch_folder)
    replace_text(watch_folder / "supplierwatch.yaml", "language: sv", "language: se")
    assert [problem.rule for problem in found_in(watch_folder)] == ["", "L10"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("first_day: 2024-01-01", "first_day: soon"),
        ("currency: SEK", "currency: kronor"),
        ("hours: office", "hours: nights"),
        ("services:\n  - id: desk", "services:\n  - idd: desk"),
    ],
)
def test_a_contract_with_errors_is_examined_later_and_says_so(watch_folder: Path, old: str, new: str) -> None:
    replace_text(watch_folder / "contract.yaml", old, new)
    check = check_watch(watch_folder, NOW, {})
    assert any(problem.severity is Severity.ERROR for problem in check.problems)
    assert check.remarks == ("The terms of the contract are examined further when its errors are mended.",)


def test_bands_with_a_gap_are_an_error_with_rule_value_and_remedy(watch_folder: Path) -> None:
    replace_text(watch_folder / "contract.yaml", 'from: "85 %", below: "90 %"', 'from: "85 %", to: "89 %"')
    error = next(problem for problem in found_in(watch_folder) if problem.rule == "L04")
    assert error.found == "no band holds values between from 85 % to 89 % and from 90 %"
    assert error.arithmetic == "89.5 % lies in none of them"
    assert error.remedy.startswith("Let each band begin where the one before it ends")


def amend(folder: Path, name: str, effective: str, path: str, value: str) -> None:
    (folder / "amendments").mkdir(exist_ok=True)
    head = f'id: "{name}"\neffective: {effective}\nreason: agreed\n'
    text = f'{head}replacements: [{{path: "{path}", value: {value}}}]\n'
    (folder / "amendments" / f"{name}.yaml").write_text(text, encoding="utf-8")


def test_what_an_amendment_brings_is_found_and_named(watch_folder: Path) -> None:
    amend(watch_folder, "001", "2027-01-01", "term.options[option1].notice_by", "null")
    [finding] = found_in(watch_folder)
    assert finding.found.endswith("nobody is reminded before it lapses (as amended by 001)")


def test_what_an_amendment_mended_before_today_is_no_longer_found(watch_folder: Path) -> None:
    drop_notice(watch_folder)
    amend(watch_folder, "001", "2026-01-01", "term.options[option1].notice_by", "2026-12-30")
    assert found_in(watch_folder) == ()


def test_what_stays_as_it_is_under_an_amendment_is_found_once_without_its_name(watch_folder: Path) -> None:
    drop_notice(watch_folder)
    amend(watch_folder, "001", "2027-01-01", "services[desk].monthly_fee", "5")
    [finding] = found_in(watch_folder)
    assert "as amended" not in finding.found


def test_an_unanswering_store_is_remarked_on_and_hides_nothing(watch_folder: Path) -> None:
    nowhere = "postgresql+psycopg://nobody@127.0.0.1:1/x"
    replace_text(watch_folder / "supplierwatch.yaml", "sqlite:///store.db", nowhere)
    drop_notice(watch_folder)
    check = check_watch(watch_folder, NOW, {})
    assert [problem.rule for problem in check.problems] == ["L10"]
    assert check.remarks[0].startswith("What history shows of the targets is left out:")


def test_what_was_measured_is_read_from_the_store(database: Database) -> None:
    save_october(database)
    evaluate(database)
    outcomes = read_outcomes_until(database, "2026-10")
    assert {outcome.period for outcome in outcomes} == {"2026-10"}
    assert read_outcomes_until(database, "2026-09") == ()


def test_typical_samples_of_a_watch_come_from_what_it_evaluated(watch_folder: Path) -> None:
    assert main(["--watch", str(watch_folder), "collect"]) == 0
    assert main(["--watch", str(watch_folder), "evaluate", "--period", "2026-10"]) == 0
    [finding] = found_in(watch_folder)
    # One ticket in October, and twenty are asked for.
    assert (finding.rule, finding.arithmetic) == (
        "L22",
        "1 (the median of 1 period on desk) is less than 20: most periods are not assessable",
    )
