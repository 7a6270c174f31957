"""What the file of exclusions says is held against the contract's rules, every problem with its line."""

from pathlib import Path

import pytest

from collector.errors import Problem, ProblemsFound
from supplierwatch.watch import load_watch
from tests.supplierwatch.test_exclusion_commands import RULES
from tests.supplierwatch.watches import line_of, replace_text

WRONG = """\
exclusions:
  - id: E1
    proposed_by: supplier
    proposed_on: 2026-11-04
    ground: weather
    reason: r
    evidence: e
    tickets: [A-1]
    decision: refused_late
  - id: E2
    proposed_by: customer
    proposed_on: 2026-11-30
    reason: r
    evidence: e
    tickets: [A-1]
    decision: pending
"""
LATE = """\
exclusions:
  - id: E1
    proposed_by: supplier
    proposed_on: 2026-11-09
    period: 2026-10
    ground: other_supplier
    reason: r
    evidence: e
    tickets: [A-1]
    decision: accepted
    decided_by: Board
    decided_on: 2026-11-10
"""


@pytest.fixture
def ruled(watch_folder: Path) -> Path:
    """A watch whose contract has rules for exclusions."""
    replace_text(watch_folder / "contract.yaml", "reporting:\n", f"{RULES}reporting:\n")
    return watch_folder


def write(folder: Path, text: str) -> Path:
    path = folder / "exclusions.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_ground_a_month_and_a_refusal_that_do_not_fit_are_found_at_once(ruled: Path) -> None:
    path = write(ruled, WRONG)
    with pytest.raises(ProblemsFound) as refused:
        load_watch(ruled)
    found: dict[str, Problem] = {one.path: one for one in refused.value.problems if one.file == str(path)}
    # The customer is bound by no deadline: no month is needed of it.
    assert set(found) == {
        "exclusions[E1].ground",
        "exclusions[E1].period",
        "exclusions[E1].decision",
    }
    assert found["exclusions[E1].ground"].line == line_of(path, "ground: weather")
    assert found["exclusions[E1].ground"].allowed == "other_supplier"
    assert "the month the request is about is missing" in found["exclusions[E1].period"].found
    assert "partly_accepted" in found["exclusions[E1].decision"].allowed


def test_without_rules_in_the_contract_a_ground_has_nothing_to_name(watch_folder: Path) -> None:
    write(watch_folder, LATE)
    with pytest.raises(ProblemsFound, match="lists no ground 'other_supplier'; allowed: none"):
        load_watch(watch_folder)


def test_a_late_request_is_a_warning_with_clause_dates_and_line(ruled: Path) -> None:
    path = write(ruled, LATE)
    [warning] = [one for one in load_watch(ruled).warnings if one.file == str(path)]
    assert warning.line == line_of(path, "proposed_on")
    assert "under Appendix 4, 6.2 it was to be proposed by 2026-11-06" in warning.found
    assert "late_accepted_because" in warning.remedy


def test_a_late_request_that_was_taken_up_is_no_warning(ruled: Path) -> None:
    path = write(ruled, LATE + '    late_accepted_because: "our portal was down"\n')
    assert [one for one in load_watch(ruled).warnings if one.file == str(path)] == []
