"""Published and derived cases of service points and credits from other contracts (conformance material).

Run here are `service_points` (bands, repeat failures), `points_to_credit` (rate and cap),
`points_per_step` (as the bands it amounts to), `availability_then_tier` and `credit_tier` (each tier as a
band whose points are its percentage). Our terms do not express, and so do not run:

* `pool_credit`, `pool_credit_month`: an amount at risk divided over categories; ours is a rate per point.
* `shortfall_percent`: credit equal to the difference from target, without bands.
* `day_credit`: credit by whole days of the monthly charge.
* `sum_credit_percent`: percentages of two measures added outside of points.
* `user_share_credit`: a credit for those affected only; ours weighs the availability instead.

The *level* of a failure (minor, serious, ...) is a name our bands do not carry; its points are compared.
"""

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from evaluator.contract.credits import CreditTerms, RepeatRule
from evaluator.contract.indicator_terms import IndicatorTerms
from evaluator.core.credits import calculate_credits
from evaluator.core.points import repeat_points
from evaluator.core.verdicts import judge_value
from tests.evaluator.core.indicators_for_tests import higher_is_better
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
    highest = tiers[0]["below"]
    return higher_is_better(
        f"{highest} %", bands=bands_of(tiers, "credit_percent", highest), consequence="credit"
    )


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
    terms = CreditTerms.model_validate(
        {
            "per_point": f"{asked['percent_per_point']} %",
            "repeat": {"factor": 2, "not_assessable_breaks_chain": False},
            "service_cap": f"{cap} %",
            "total_cap": "100 %",
            "cap_order": "service_first",
            "rounding": {"to": "0.01", "method": "half_up"},
            "claim_lapses_after_months": 3,
        }
    )
    fees = {"service": Decimal(asked["charges_of_period"])}
    (credit,) = calculate_credits({"service": asked["total_service_points"]}, fees, terms, "as_measured")
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
def test_a_credit_tier_is_a_band(case: Any) -> None:
    asked, expected = given_of(case)
    judged = judge_value(percent(asked["uptime_percent"]), tiered(asked["tiers"]))
    assert judged.points == expected["credit_percent"]


@pytest.mark.parametrize("case", cases("availability_then_tier"))
def test_an_availability_without_planned_time_falls_into_its_tier(case: Any) -> None:
    asked, expected = given_of(case)
    counted = asked["total_minutes"] - asked["planned_downtime_minutes"]
    value = Fraction(counted - asked["unplanned_downtime_minutes"], counted)
    assert f"{float(value) * 100:.6f}" == f"{float(expected['availability_percent']):.6f}"
    assert judge_value(value, tiered(asked["tiers"])).points == expected["credit_percent"]
