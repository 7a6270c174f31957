"""Published and derived cases of service points and credits from other contracts (conformance material).

All 71 run through the contract's own terms: `service_points` (bands, repeat failures), `points_to_credit`
(rate and cap), `points_per_step` (as the bands it amounts to), `credit_tier` and `availability_then_tier`
(scheme `tiers`), `pool_credit` and `pool_credit_month` (scheme `at_risk`), `shortfall_percent`, `day_credit`,
`sum_credit_percent` (lines of two indicators on one service) and `user_share_credit`.

The *level* of a failure (minor, serious, ...) is a name our bands do not carry; its points are compared.
"""

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from evaluator.contract.bands import Range
from evaluator.contract.credits import CreditTerms, RepeatRule
from evaluator.contract.indicator_terms import IndicatorTerms
from evaluator.core.money.credits import calculate_credits
from evaluator.core.money.lines import LineKind
from evaluator.core.money.points import repeat_points
from evaluator.core.money.schemes import Miss, cost_of, share_of_points
from evaluator.core.verdicts import judge_value
from tests.evaluator.core.indicators_for_tests import higher_is_better
from tests.evaluator.core.money.money_for_tests import line
from tests.shared_material import SHARED, shared

FILE = "conformance/service_credits.json"


def cases(operation: str) -> list[Any]:
    """The cases of one operation, or one that skips where the material is missing."""
    if not (SHARED / FILE).exists():
        return [pytest.param(None, id="missing")]
    found = json.loads((SHARED / FILE).read_text(encoding="utf-8"), parse_float=str)["cases"]
    return [pytest.param(case, id=case["name"]) for case in found if case["input"]["op"] == operation]


def given_of(case: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    shared(FILE)
    return case["input"], case["expected"]


def percent(found: str | int) -> Fraction:
    return Fraction(found) / 100


def bands_of(tiers: list[dict[str, Any]], points: str, highest: str | int) -> list[dict[str, Any]]:
    bands: list[dict[str, Any]] = []
    below = highest
    for tier in tiers:
        lower = {} if tier["at_least"] is None else {"from": f"{tier['at_least']} %"}
        bands.append({**lower, "below": f"{tier.get('below', below)} %", "points": int(tier[points])})
        below = tier["at_least"]
    return bands


def tiered(tiers: list[dict[str, Any]]) -> IndicatorTerms:
    parts = [
        {
            **({} if tier["at_least"] is None else {"from": f"{tier['at_least']} %"}),
            "below": f"{tier['below']} %",
            "share": f"{tier['credit_percent']} %",
        }
        for tier in tiers
    ]
    return with_scheme({"scheme": "tiers", "tiers": parts}, f"{tiers[0]['below']} %")


def with_scheme(scheme: dict[str, Any], target: str = "90 %") -> IndicatorTerms:
    return higher_is_better(target, consequence="credit", credit=scheme)


def credit_terms(**changes: Any) -> CreditTerms:
    agreed: dict[str, Any] = {
        "repeat": {"factor": 2, "not_assessable_breaks_chain": False},
        "service_cap": "100 %",
        "total_cap": "100 %",
        "cap_order": "service_first",
        "rounding": {"to": "0.01", "method": "half_up"},
        "claim_lapses_after_months": 3,
    }
    return CreditTerms.model_validate(agreed | changes)


def percent_of_fee(terms: IndicatorTerms, value: Fraction) -> Fraction:
    """What a value costs of a fee of 100; nothing on target."""
    if terms.target.holds(value):
        return Fraction(0)
    return cost_of(Miss(terms, value, Decimal(100)), credit_terms())


@pytest.mark.parametrize("case", cases("service_points"))
def test_service_points(case: Any) -> None:
    asked, expected = given_of(case)
    regime = asked["regime"]
    assert regime["direction"] == "higher_is_better"
    bands = bands_of(regime["bands"], "points", regime["target"])
    terms = higher_is_better(f"{regime['target']} %", bands=bands, consequence="credit")
    rule = RepeatRule(factor=regime["repeat_multiplier"], not_assessable_breaks_chain=False)
    base = [judge_value(percent(value), terms).points for value in asked["performance_percent_per_period"]]
    after = [repeat_points(points, base[:place][::-1], rule) for place, points in enumerate(base)]
    assert [found.points for found in after] == expected["points_per_period"]
    assert [found.repeated for found in after] == expected["repeat_failure_per_period"]


@pytest.mark.parametrize("case", cases("points_to_credit"))
def test_points_to_credit(case: Any) -> None:
    asked, expected = given_of(case)
    cap = asked.get("cap_percent_of_charges", 100)
    terms = credit_terms(per_point=f"{asked['percent_per_point']} %", service_cap=f"{cap} %")
    fee, points = Decimal(asked["charges_of_period"]), asked["total_service_points"]
    lines = [line("service", share_of_points(points, terms) * Fraction(fee), points=points)]
    (credit,) = calculate_credits(lines, {"service": fee}, terms, "after_exclusions")[0]
    assert credit.amount == Decimal(expected["service_credit"])


@pytest.mark.parametrize("case", cases("points_per_step"))
def test_points_per_step_are_bands_a_step_wide(case: Any) -> None:
    asked, expected = given_of(case)
    target, step = Decimal(asked["target_percent"]), Decimal(asked["step_percent"])
    # A whole step below gives its point: a value of 98.9 belongs to the band of one point, 98.95 to none.
    bands: list[dict[str, Any]] = [{"above": f"{target - step} %", "below": f"{target} %", "points": 0}]
    bands += [
        {"above": f"{target - (count + 1) * step} %", "to": f"{target - count * step} %", "points": count}
        for count in range(1, 20)
    ]
    bands.append({"to": f"{target - 20 * step} %", "points": 20})
    terms = higher_is_better(f"{target} %", bands=bands, consequence="credit")
    assert judge_value(percent(asked["actual_percent"]), terms).points == expected["points"]


@pytest.mark.parametrize("case", cases("credit_tier"))
def test_a_credit_tier(case: Any) -> None:
    asked, expected = given_of(case)
    found = percent_of_fee(tiered(asked["tiers"]), percent(asked["uptime_percent"]))
    assert found == expected["credit_percent"]


@pytest.mark.parametrize("case", cases("availability_then_tier"))
def test_an_availability_without_planned_time_falls_into_its_tier(case: Any) -> None:
    asked, expected = given_of(case)
    counted = asked["total_minutes"] - asked["planned_downtime_minutes"]
    value = Fraction(counted - asked["unplanned_downtime_minutes"], counted)
    assert f"{float(value) * 100:.6f}" == f"{float(expected['availability_percent']):.6f}"
    assert percent_of_fee(tiered(asked["tiers"]), value) == expected["credit_percent"]


def at_risk(pool: str, allocation: str) -> IndicatorTerms:
    return with_scheme({"scheme": "at_risk", "pool": pool, "allocation": f"{allocation} %"})


@pytest.mark.parametrize("case", cases("pool_credit"))
def test_pool_credit(case: Any) -> None:
    asked, expected = given_of(case)
    pools = {"service": f"{asked['category_pool_percent']} %"}
    terms = credit_terms(at_risk={"share": f"{asked['at_risk_percent']} %", "pools": pools})
    miss = Miss(at_risk("service", asked["allocation_percent"]), Fraction(0), Decimal(asked["invoice"]))
    assert cost_of(miss, terms) == Fraction(expected["service_credit"])


@pytest.mark.parametrize("case", cases("pool_credit_month"))
def test_pool_credits_of_a_month_stop_at_the_amount_at_risk(case: Any) -> None:
    asked, expected = given_of(case)
    fee, defaults = Decimal(asked["invoice"]), list(enumerate(asked["defaults"]))
    pools = {str(number): f"{one['category_pool_percent']} %" for number, one in defaults}
    terms = credit_terms(at_risk={"share": f"{asked['at_risk_percent']} %", "pools": pools})
    costs = [
        cost_of(Miss(at_risk(str(number), one["allocation_percent"]), Fraction(0), fee), terms)
        for number, one in defaults
    ]
    lines = [line("S", cost, kind=LineKind.AT_RISK, points=0) for cost in costs]
    (credit,) = calculate_credits(lines, {"S": fee}, terms, "after_exclusions")[0]
    assert credit.amount == Decimal(expected["service_credit"])


@pytest.mark.parametrize("case", cases("shortfall_percent"))
def test_shortfall(case: Any) -> None:
    asked, expected = given_of(case)
    terms = with_scheme({"scheme": "shortfall"}, f"{asked['target_percent']} %")
    assert percent_of_fee(terms, percent(asked["actual_percent"])) == expected["credit_percent"]


@pytest.mark.parametrize("case", cases("day_credit"))
def test_day_credit(case: Any) -> None:
    asked, expected = given_of(case)
    scheme = {
        "scheme": "days",
        "day": 1,
        "counting": "whole",
        "days_in_month": 30,
        "at_most": asked["max_days"],
    }
    terms = with_scheme(scheme).model_copy(update={"target": Range(to=0)})
    miss = Miss(terms, Fraction(asked["days"]), Decimal(asked["monthly_charge"]))
    assert cost_of(miss, credit_terms()) == Fraction(expected["credit"])


@pytest.mark.parametrize("case", cases("sum_credit_percent"))
def test_credits_of_two_measures_add_up(case: Any) -> None:
    asked, expected = given_of(case)
    lines = [line("S", found, kind=LineKind.TIERS, points=0) for found in asked["credits_percent"]]
    (credit,) = calculate_credits(lines, {"S": Decimal(100)}, credit_terms(), "after_exclusions")[0]
    assert credit.share * 100 == expected["credit_percent"]


@pytest.mark.parametrize("case", cases("user_share_credit"))
def test_user_share_credit(case: Any) -> None:
    asked, expected = given_of(case)
    tiers = [{"below": "90 %", "share": f"{asked['credit_percent']} %"}]
    affected = {"indicator": "hit", "value_is": "affected", "if_unknown": "all"}
    terms = with_scheme({"scheme": "user_share", "tiers": tiers, "affected": affected})
    share = Fraction(asked["affected_users"], asked["users"])
    miss = Miss(terms, Fraction(0), Decimal(asked["monthly_fee"]), affected=share)
    assert cost_of(miss, credit_terms()) == Fraction(expected["credit"])


def test_every_case_of_the_material_is_run_here() -> None:
    shared(FILE)
    found = json.loads((SHARED / FILE).read_text(encoding="utf-8"))["cases"]
    operations = {
        "service_points",
        "points_to_credit",
        "points_per_step",
        "credit_tier",
        "availability_then_tier",
        "pool_credit",
        "pool_credit_month",
        "shortfall_percent",
        "day_credit",
        "sum_credit_percent",
        "user_share_credit",
    }
    assert (len(found), {case["input"]["op"] for case in found}) == (71, operations)
