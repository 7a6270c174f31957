"""Helpers for tests of the linter's rules."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from evaluator.contract.contract import Contract
from evaluator.core.lint.examined import Examined, SourceGives, examine
from evaluator.core.lint.findings import LintFinding
from evaluator.core.lint.rules import RULES
from evaluator.core.outcomes import Figure, Outcome, Scope, Verdict, View
from tests.evaluator.small_contract import contract

TODAY = date(2026, 1, 1)
"""The year looked at is 2026."""


def examined(
    terms: Contract, sources: Mapping[str, SourceGives] | None = None, history: Sequence[Outcome] = ()
) -> Examined:
    """A contract as it is looked at on 1 January 2026."""
    return examine(terms, TODAY, sources, history)


def found_in(looked: Examined, rule: str) -> list[LintFinding]:
    """What one rule finds."""
    [wanted] = [one for one in RULES if one.id == rule]
    found = [finding for find in wanted.find for finding in find(looked)]
    assert all(finding.rule == rule for finding in found)
    return found


def findings(
    terms: Contract,
    rule: str,
    sources: Mapping[str, SourceGives] | None = None,
    history: Sequence[Outcome] = (),
) -> list[LintFinding]:
    """What one rule finds in a contract."""
    return found_in(examined(terms, sources, history), rule)


def found_of(rule: str, *indicators: dict[str, Any], **changes: Any) -> list[LintFinding]:
    """What one rule finds in the small contract with `indicators` and `changes`."""
    return findings(contract(*indicators, **changes), rule)


def only_one(rule: str, *indicators: dict[str, Any], **changes: Any) -> LintFinding:
    """The one thing that one rule finds in the small contract with `indicators` and `changes`."""
    [finding] = found_of(rule, *indicators, **changes)
    return finding


def outcome(
    period: str, good: int, cases: int, *, met: bool, indicator: str = "K", service: str = "T1"
) -> Outcome:
    """An outcome of a share of cases after exclusions."""
    share = Fraction(good, cases) if cases > 0 else None
    return Outcome(
        indicator=indicator,
        period=period,
        scope=Scope(service),
        view=View.AFTER_EXCLUSIONS,
        figure=Figure(good, cases, cases, cases - good, cases, cases, share, share),
        verdict=Verdict.MET if met else Verdict.MISSED,
        points=0,
        repeated=False,
        points_after_repeat=0,
        confidence=None,
    )


def months(count: int) -> list[str]:
    """The names of so many months up to December 2025, oldest first."""
    return [f"{number // 12}-{number % 12 + 1:02}" for number in range(2026 * 12 - count, 2026 * 12)]
