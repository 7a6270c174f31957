"""What one miss costs, scheme by scheme; the published mechanics of domain.md 5.3 worked by hand."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.contract.credits import CreditTerms
from evaluator.contract.indicator_terms import IndicatorTerms
from evaluator.core.money.schemes import Miss, base_amount, cost_of, share_of_points, started
from tests.evaluator import small_contract as small
from tests.evaluator.core.money.money_for_tests import credit_terms

CANADIAN = [(5, "0 %"), (10, "2 %"), (15, "4 %"), (20, "6 %"), (25, "8 %"), (30, "10 %")]
"""Points to percent (domain.md 5.3b)."""

STATE = {
    "critical": {"share": "5 %", "of": "quarter", "at_least": 1000},
    "other": {"share": "1 %", "of": "quarter", "at_least": 200},
}
"""Base amounts of the Swedish state framework: of the object's quarterly cost, with minimums (5.3d)."""


def terms(**changes: Any) -> CreditTerms:
    return CreditTerms.model_validate(credit_terms(**changes))


def indicator(scheme: dict[str, Any], **changes: Any) -> IndicatorTerms:
    return small.contract(small.share(credit=scheme, consequence="credit", **changes)).indicators[0]


def cost(
    scheme: dict[str, Any], value: str, fee: int = 100_000, agreed: Any = None, **changes: Any
) -> Fraction:
    more = {name: changes.pop(name) for name in ("started_steps", "affected") if name in changes}
    found = indicator(scheme, **changes)
    return cost_of(Miss(found, Fraction(value), Decimal(fee), **more), terms() if agreed is None else agreed)


@pytest.mark.parametrize(
    ("points", "percent"),
    [
        (0, 0),
        (4, 0),
        (5, 0),
        (9, 0),
        (10, 2),
        (14, 2),
        (15, 4),
        (20, 6),
        (25, 8),
        (29, 8),
        (30, 10),
        (99, 10),
    ],
)
def test_points_cost_by_steps(points: int, percent: int) -> None:
    steps = [{"at_least": at_least, "share": share} for at_least, share in CANADIAN]
    assert share_of_points(points, terms(point_steps=steps)) == Fraction(percent, 100)


def test_points_without_a_price_are_refused() -> None:
    with pytest.raises(ValueError, match="neither per_point nor point_steps"):
        share_of_points(1, terms())


def test_points_alone_cost_nothing_line_by_line() -> None:
    assert cost({"scheme": "points"}, "0.8", bands=small.falling_bands("90 %", "85 %")) == 0


@pytest.mark.parametrize(("pool", "amount"), [("service", 2000), (None, 4000)])
def test_weight_times_the_amount_at_risk(pool: str | None, amount: int) -> None:
    # 10 % of 100 000 at risk; 40 % of it, or 40 % of the half that is the pool's (5.3c).
    agreed = terms(at_risk={"share": "10 %", "pools": {"service": "50 %"}})
    assert cost({"scheme": "at_risk", "pool": pool, "allocation": "40 %"}, "0.8", agreed=agreed) == amount


def test_a_tier_of_the_value_is_a_share_of_the_fee() -> None:
    tiers = [{"from": "80 %", "below": "90 %", "share": "10 %"}, {"below": "80 %", "share": "25 %"}]
    assert cost({"scheme": "tiers", "tiers": tiers}, "0.85") == 10_000
    assert cost({"scheme": "tiers", "tiers": tiers}, "0.79") == 25_000


def test_a_value_in_no_tier_is_refused() -> None:
    tiers = [{"from": "80 %", "below": "90 %", "share": "10 %"}]
    with pytest.raises(ValueError, match="let the outermost tier be open"):
        cost({"scheme": "tiers", "tiers": tiers}, "0.5")


def test_a_shortfall_costs_as_many_percent_as_the_value_is_short() -> None:
    # 5.3e: target 98 % less actual 75 % is 23 % of the charges.
    assert cost({"scheme": "shortfall"}, "0.75", target={"from": "98 %"}) == 23_000


def test_a_value_over_a_highest_target_is_short_by_what_it_is_over() -> None:
    assert cost({"scheme": "shortfall"}, "0.09", target={"to": "7 %"}) == 2_000


@pytest.mark.parametrize(
    ("counting", "value", "at_most", "days"),
    [("whole", 3, 7, 3), ("whole", 9, 7, 7), ("whole", "5/2", None, 2), ("started", "5/2", None, 3)],
)
def test_day_credits(counting: str, value: Any, at_most: int | None, days: int) -> None:
    # A thirtieth of 3 000 is 100 a day; the target permits none.
    scheme = {"scheme": "days", "day": 1, "counting": counting, "days_in_month": 30, "at_most": at_most}
    assert cost(scheme, str(value), fee=3000, target={"to": 0}) == 100 * days


def test_days_begin_where_the_target_ends() -> None:
    # 5 working days late where 2 are permitted: three days.
    scheme = {"scheme": "days", "day": 1, "counting": "whole", "days_in_month": 30, "at_most": None}
    assert cost(scheme, "5", fee=3000, target={"to": 2}) == 300


def user_share(if_unknown: str = "all") -> dict[str, Any]:
    affected = {"indicator": "hit", "value_is": "affected", "if_unknown": if_unknown}
    return {"scheme": "user_share", "tiers": [{"below": "90 %", "share": "10 %"}], "affected": affected}


@pytest.mark.parametrize(
    ("affected", "if_unknown", "amount"),
    [(Fraction(2, 200), "all", 100), (None, "all", 10_000), (None, "none", 0), (Fraction(0), "all", 0)],
)
def test_users_who_were_hit_alone_are_credited(affected: Any, if_unknown: str, amount: int) -> None:
    assert cost(user_share(if_unknown), "0.8", affected=affected) == amount


# The Swedish state framework (5.3d) ------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "fee", "amount"),
    [
        ("critical", 100_000, 15_000),  # 5 % of a quarter of 300 000
        ("critical", 5_000, 1_000),  # 5 % of 15 000 is 750: the minimum is 1 000
        ("other", 100_000, 3_000),  # 1 % of 300 000
        ("other", 5_000, 200),  # 1 % of 15 000 is 150: the minimum is 200
    ],
)
def test_base_amounts_have_their_minimum(name: str, fee: int, amount: int) -> None:
    assert base_amount(name, Decimal(fee), terms(base_amounts=STATE)) == amount


def test_a_base_amount_may_be_of_a_month() -> None:
    monthly = {"fault": {"share": "5 %", "of": "month", "at_least": 0}}
    assert base_amount("fault", Decimal(100_000), terms(base_amounts=monthly)) == 5_000


@pytest.mark.parametrize(("minutes", "steps"), [(0, 0), (1, 1), (60, 1), (61, 2), (120, 2), (150, 3)])
def test_each_started_hour_counts(minutes: int, steps: int) -> None:
    assert started(Fraction(minutes * 60), Fraction(3600)) == steps


def test_started_hours_of_cases_are_charged_with_the_whole_base_amount() -> None:
    # Faults 61 and 30 minutes late: 2 + 1 started hours at 15 000.
    scheme = {
        "scheme": "per_started",
        "base": "critical",
        "share": "100 %",
        "over": "cases",
        "each": "60 min",
    }
    agreed = terms(base_amounts=STATE)
    assert cost(scheme, "0.8", agreed=agreed, started_steps=3) == 45_000


@pytest.mark.parametrize(("hours", "steps"), [("4.5", 1), ("6", 1), ("6.5", 2), ("10", 3)])
def test_each_started_half_of_the_permitted_outage_time_counts(hours: str, steps: int) -> None:
    # 4 h a quarter are permitted, so a step is 2 h.
    scheme = {
        "scheme": "per_started",
        "base": "critical",
        "share": "100 %",
        "over": "value",
        "each_part": "50 %",
    }
    value = str(Fraction(hours) * 3600)
    found = cost(scheme, value, agreed=terms(base_amounts=STATE), target={"to": "4 h"})
    assert found == 15_000 * steps


@pytest.mark.parametrize(("faults", "steps"), [(5, 1), (6, 1), (7, 2), (8, 2), (9, 3)])
def test_each_started_half_of_the_permitted_faults_counts(faults: int, steps: int) -> None:
    # 4 faults a quarter are permitted, so a step is 2 faults.
    scheme = {
        "scheme": "per_started",
        "base": "other",
        "share": "100 %",
        "over": "value",
        "each_part": "50 %",
    }
    found = cost(scheme, str(faults), agreed=terms(base_amounts=STATE), target={"to": 4})
    assert found == 3_000 * steps


def test_a_step_over_a_value_may_be_an_amount() -> None:
    scheme = {"scheme": "per_started", "base": "other", "share": "50 %", "over": "value", "each": "1 h"}
    found = cost(scheme, "5401", agreed=terms(base_amounts=STATE), target={"to": "1 h"})
    assert found == 1_500


@given(st.integers(0, 10**6), st.integers(1, 10**5))
def test_started_steps_cover_what_is_over_and_no_step_more(over: int, step: int) -> None:
    steps = started(Fraction(over), Fraction(step))
    assert (steps - 1) * step < max(over, 1)
    assert steps * step >= over
