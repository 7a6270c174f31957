"""Golden fixtures of the reckoning that belong to no single part (docs/conformance.md lists them all)."""

from fractions import Fraction

import pytest

from dashboards.wording.rounding import round_percentage
from evaluator.contract.bands import Range
from evaluator.core.confidence.false_alarm import miss_probability
from evaluator.core.confidence.statistics import wilson
from evaluator.core.outcomes import Judgement, Verdict
from evaluator.core.verdicts import judge
from tests.evaluator import small_contract as small
from tests.evaluator.core.small_facts import RESOLVED, facts, figure, measurement, measurements, ticket

SOLVED_ELSEWHERE = ticket("2026-10-06 08:00", ("2026-10-06 09:00", RESOLVED))
"""A ticket of T1: somebody did look at the month."""


# G10: a month with zero tickets


@pytest.mark.parametrize(
    ("rule", "verdict"), [("not_assessable", Verdict.NOT_ASSESSABLE), ("met", Verdict.MET)]
)
def test_a_month_with_zero_tickets_is_what_the_contract_says_and_never_100_percent(
    rule: str, verdict: Verdict
) -> None:
    terms = small.time_within_target(services=["T2"], empty_period=rule)
    found = figure(terms, facts(SOLVED_ELSEWHERE))
    assert judge(found, small.contract(terms).indicators[0]) == Judgement(verdict, 0)
    assert (found.value, found.low, found.high, found.sample_size) == (None, None, None, 0)


# G11: 99.951 % against 100 and 99.95


@pytest.mark.parametrize(("target", "verdict"), [("99.95 %", Verdict.MET), ("100 %", Verdict.MISSED)])
def test_a_value_is_compared_unrounded_and_shown_on_its_side_of_the_target(
    target: str, verdict: Verdict
) -> None:
    terms = small.imported(target={"from": target})
    found = figure(terms, facts(measurements=measurements(measurement(99_951, 100_000))))
    assert judge(found, small.contract(terms).indicators[0]).verdict is verdict
    assert found.value == Fraction(99_951, 100_000)
    at_least = Range.model_validate({"from": target.removesuffix(" %")})
    shown = Fraction(round_percentage(found.value * 100, 1, at_least))
    # The nearest with one decimal, 100.0, would be on the wrong side of 100 and say that all was well.
    assert at_least.holds(shown) == (verdict is Verdict.MET)
    assert shown < 100


# G18: the interval of a share of few cases


@pytest.mark.parametrize(
    ("good", "cases", "low", "high"),
    [(18, 20, 0.699, 0.972), (47, 50, 0.838, 0.979), (930, 1000, 0.912, 0.944)],
)
def test_a_share_of_few_cases_has_a_wide_interval(good: int, cases: int, low: float, high: float) -> None:
    # By hand for 47 of 50: (0.94 + 3.8416/100) / (1 + 3.8416/50) = 0.9086, less and plus 0.0708.
    assert wilson(good, cases) == pytest.approx((low, high), abs=5e-4)


# G19: false alarms


@pytest.mark.parametrize(
    ("cases", "missed"),
    [
        # 11 of 12 are 91.7 %: one failure misses. 1 - 0.97^12 = 1 - 0.6938.
        (12, 0.306),
        # 190 of 200 reach 95 %: 11 failures or more where 6 are expected.
        (200, 0.04),
    ],
)
def test_a_supplier_above_target_misses_it_by_chance_with_few_cases(cases: int, missed: float) -> None:
    at_least_95 = Range.model_validate({"from": "95 %"})
    assert miss_probability(Fraction(97, 100), cases, at_least_95) == pytest.approx(missed, abs=5e-4)
