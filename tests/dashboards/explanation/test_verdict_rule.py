"""The rule that is told is the rule that judged."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.explanation.verdict_rule import VerdictRule, rule_of, tell_rule
from dashboards.report.context import context_of
from dashboards.wording import wording
from evaluator.core.outcomes import Figure, Scope, Verdict
from evaluator.core.verdicts import judge_scope
from tests.dashboards.builders import (
    KNOWN_AT,
    figure,
    indicator_content,
    make_contract,
    make_evaluation,
    make_results,
    outcome,
)

ASKED = {"unit": "share", "measure": "index", "response": {"at_least": "40 %"}}
CONTRACT = make_contract(
    indicators=[
        indicator_content("S", "imported", **ASKED),
        indicator_content(
            "E", "imported", unit="share", measure="index", empty_period="met", minimum_sample=None
        ),
        indicator_content(
            "N",
            "imported",
            unit="share",
            measure="index",
            minimum_sample={"size": 20, "below": "not_assessable"},
        ),
        indicator_content(
            "U",
            "share_of_units",
            rules="catalogue",
            segment="schools",
            unit_target={"from": "99 %"},
            minimum_sample=None,
        ),
    ]
)
BY_NAME = {one.id: one for one in CONTRACT.indicators}
_NOT_ASSESSABLE = {
    VerdictRule.NOT_OVER,
    VerdictRule.RESPONSE,
    VerdictRule.COMPLETENESS,
    VerdictRule.EMPTY,
    VerdictRule.SMALL,
}


@st.composite
def figures(draw: st.DrawFn) -> Figure | None:
    """Figures of all sorts: unobserved, empty, incomplete, small, with and without answers."""
    if draw(st.integers(0, 9)) == 0:
        return None
    expected = draw(st.integers(0, 40))
    known = draw(st.integers(0, expected))
    misses = draw(st.integers(0, known))
    response = draw(st.none() | st.fractions(0, 1, max_denominator=20))
    return figure(known - misses, known, known, misses, known=known, expected=expected, response=response)


@given(found=figures(), name=st.sampled_from(sorted(BY_NAME)), is_over=st.booleans(), is_unit=st.booleans())
def test_the_rule_told_gives_the_verdict_that_was_given(
    found: Figure | None, name: str, *, is_over: bool, is_unit: bool
) -> None:
    indicator, scope = BY_NAME[name], Scope("T1", "", "school-01" if is_unit else "")
    judged = judge_scope(found, indicator, scope, is_over=is_over)
    rule = rule_of(outcome(name, judged.verdict, found, scope), indicator, is_over=is_over)
    if rule is VerdictRule.NOT_OBSERVED:
        assert judged.verdict is Verdict.NOT_MEASURED
    elif rule in _NOT_ASSESSABLE:
        assert judged.verdict is Verdict.NOT_ASSESSABLE
    elif rule is VerdictRule.EMPTY_MET:
        assert judged.verdict is Verdict.MET
    else:
        assert judged.verdict in {Verdict.MET, Verdict.MISSED}


def told(name: str, found: Figure | None, *, known_at: int = KNOWN_AT, unit: str = "") -> str:
    results = make_results(contract=CONTRACT, evaluation=replace(make_evaluation(), known_at=known_at))
    judged = outcome(name, Verdict.MET, found, Scope("T1", "", unit))
    return tell_rule(judged, BY_NAME[name], context_of(results, wording("en")))


@pytest.mark.parametrize(
    ("name", "found", "words"),
    [
        ("S", None, "No source observed the period: it is not measured."),
        ("S", figure(3, 4, response=Fraction(1, 4)), "Of those asked 25.0% answered, fewer than the 40%"),
        ("S", figure(3, 4), "Of those asked an unknown share answered"),
        # 90 of 100 known is below the floor of 95 %
        ("E", figure(90, 90, known=90, expected=100), "The facts are 90.0% complete, below the floor of 95%"),
        ("E", figure(0, 0), "There were no cases, and a period without cases is met."),
        ("N", figure(0, 0), "There were no cases, and a period without cases is not assessable."),
        ("N", figure(9, 12), "12 cases are fewer than the smallest sample of 20: it is not assessable."),
        # 2 of 12 missed: the third entry of [0, 1, 2, 3, 4]
        (
            "S",
            figure(10, 12, misses=2, response=Fraction(1)),
            (
                "12 cases are fewer than the smallest sample of 20, so that the number missed decides."
                " 2 missed give 2 points."
            ),
        ),
        ("E", figure(19, 20), "The exact value, 95.0% (19/20), meets the target (at least 90%)."),
        (
            "E",
            figure(17, 20),
            (
                "The exact value, 85.0% (17/20), misses the target (at least 90%)."
                " It lies in the band at least 85% and below 90%, which gives 1 point."
            ),
        ),
    ],
)
def test_each_rule_has_its_sentence(name: str, found: Figure | None, words: str) -> None:
    assert told(name, found).replace("\xa0", " ").startswith(words)


def test_cases_of_which_nothing_is_known_are_no_empty_period() -> None:
    unknown = figure(0, 0, known=0, expected=0)
    assert "no cases" in told("N", unknown)
    free = indicator_content("F", "imported", unit="share", measure="index", completeness_floor="0 %")
    contract = make_contract(indicators=[free])
    results = make_results(contract=contract)
    judged = outcome("F", Verdict.NOT_ASSESSABLE, figure(0, 0, known=0, expected=3), Scope("T1"))
    said = tell_rule(judged, contract.indicators[0], context_of(results, wording("en")))
    assert said == "There were cases, but nothing is known of any: it is not assessable."


def test_a_period_that_goes_on_is_not_judged() -> None:
    assert told("E", figure(19, 20), known_at=KNOWN_AT - 86_400 * 20) == (
        "The period is not over: it is not assessable yet."
    )


def test_one_unit_of_a_share_of_units_is_held_against_its_own_level() -> None:
    said = told("U", figure(98, 100), unit="school-01").replace("\xa0", " ")
    assert said == "The exact value, 98.0% (49/50), misses the target (at least 99%). A miss gives no points."
