from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.contract.credits import CreditRounding, CreditTerms
from evaluator.core.money.credits import Cap, ServiceCredit, calculate_credits, round_amount
from tests.evaluator.core.money.money_for_tests import line

FEES = {
    "T1": Decimal(3_600_000),
    "T2": Decimal(10_800_000),
    "T3": Decimal(7_200_000),
    "T4": Decimal(2_400_000),
}
"""The monthly fee of the example contract by service (domain.md 8.1): 24 mnkr together."""


def terms(**changes: Any) -> CreditTerms:
    """Half a percent a point, at most 12 % of a service's fee and 10 % of the month's (domain.md 8.5)."""
    agreed: dict[str, Any] = {
        "per_point": "0.5 %",
        "repeat": {"factor": 2, "not_assessable_breaks_chain": False},
        "service_cap": "12 %",
        "total_cap": "10 %",
        "cap_order": "service_first",
        "rounding": {"to": 1, "method": "half_up"},
        "claim_lapses_after_months": 3,
    }
    return CreditTerms.model_validate(agreed | changes)


def credits_of(
    points: dict[str, int], agreed: CreditTerms, fees: dict[str, Decimal] = FEES
) -> tuple[ServiceCredit, ...]:
    """The credits of so many points on each service."""
    assert agreed.per_point is not None
    lines = [
        line(service, count * agreed.per_point * Fraction(fees[service]), points=count)
        for service, count in points.items()
    ]
    return calculate_credits(lines, fees, agreed, "after_exclusions")[0]


def amounts(points: dict[str, int], **changes: Any) -> list[Decimal]:
    return [found.amount for found in credits_of(points, terms(**changes))]


def test_vectors_1_to_4_give_their_kronor_and_330_000_together() -> None:
    # T1: K01 1 + K02 2 x 2 = 5; T2 none; T3 3; T4: 4 x 2 + 2 + 1 = 11.
    found = amounts({"T1": 5, "T3": 3, "T4": 11})
    assert found == [90_000, 0, 108_000, 132_000]
    assert sum(found) == 330_000


def test_vector_5_thirty_points_stop_at_the_service_cap() -> None:
    credit = credits_of({"T4": 30}, terms())[3]
    assert (credit.raw_share, credit.share) == (Fraction(15, 100), Fraction(12, 100))
    assert (credit.amount, credit.capped_by) == (288_000, Cap.SERVICE)


def test_a_credit_keeps_what_it_was_made_from() -> None:
    credit = credits_of({"T1": 5}, terms())[0]
    assert (credit.service, credit.view, credit.points) == ("T1", "after_exclusions", 5)
    assert (credit.monthly_fee, credit.share, credit.capped_by) == (3_600_000, Fraction(1, 40), Cap.NONE)


def test_the_total_cap_is_shared_in_proportion_to_the_credits() -> None:
    # All at the service cap: 12 % of 24 mnkr = 2 880 000, held to 2 400 000, so each keeps 10 %.
    found = credits_of(dict.fromkeys(FEES, 24), terms())
    assert [credit.amount for credit in found] == [360_000, 1_080_000, 720_000, 240_000]
    assert {credit.capped_by for credit in found} == {Cap.TOTAL}


def test_a_service_without_points_is_capped_by_nothing() -> None:
    points = {"T1": 24, "T2": 24, "T3": 24}
    found = credits_of(points, terms(total_cap="1 %"))
    assert (found[3].amount, found[3].capped_by) == (0, Cap.NONE)


def test_the_order_of_the_caps_is_the_contracts_choice() -> None:
    # Points 40, 4, 4, 4: 20 %, 2 %, 2 %, 2 % of the fees are 720 000 + 216 000 + 144 000 + 48 000, together
    # 1 128 000; the total cap is 1 % of 24 mnkr = 240 000. Service first: T1 at 12 % is 432 000, the sum
    # 840 000, and each keeps 2/7 of its credit. Total first: each keeps 240/1128, T1 is then under its cap.
    points = {"T1": 40, "T2": 4, "T3": 4, "T4": 4}
    service_first = amounts(points, total_cap="1 %")
    total_first = amounts(points, total_cap="1 %", cap_order="total_first")
    assert service_first == [123_429, 61_714, 41_143, 13_714]
    assert total_first == [153_191, 45_957, 30_638, 10_213]


def test_the_last_cap_that_lowered_a_credit_is_named() -> None:
    # Total first at 10 %: only T4 has points, 60 x 0.5 % = 30 % of its fee: under the total, over its own.
    credit = credits_of({"T4": 60}, terms(cap_order="total_first"))[3]
    assert (credit.capped_by, credit.share) == (Cap.SERVICE, Fraction(12, 100))


def test_credits_exactly_at_the_total_cap_are_not_capped() -> None:
    found = credits_of(dict.fromkeys(FEES, 20), terms())
    assert {credit.capped_by for credit in found} == {Cap.NONE}
    assert sum(credit.amount for credit in found) == 2_400_000


def test_rounding_never_lifts_the_sum_over_the_total_cap() -> None:
    # Three equal credits under a cap of 100: 33.33 each would be 33 + 33 + 33; at 200 of 300 each is
    # 66.67, which rounds to 67 and 201, so all are rounded down to 66.
    fees = dict.fromkeys(["a", "b", "c"], Decimal(1000))
    agreed = terms(per_point="10 %", service_cap="100 %", total_cap="6.666666 %")
    found = credits_of(dict.fromkeys(fees, 1), agreed, fees)
    assert [credit.amount for credit in found] == [66, 66, 66]


def test_no_services_have_no_credits() -> None:
    assert credits_of({}, terms(), {}) == ()


@pytest.mark.parametrize(
    ("method", "amount", "expected"),
    [
        ("half_up", "2.5", "3"),
        ("half_up", "2.4", "2"),
        ("half_even", "2.5", "2"),
        ("half_even", "3.5", "4"),
        ("half_even", "2.6", "3"),
        ("down", "2.9", "2"),
        ("down", "3", "3"),
    ],
)
def test_rounding_methods(method: str, amount: str, expected: str) -> None:
    rounding = CreditRounding.model_validate({"to": 1, "method": method})
    assert round_amount(Fraction(amount), rounding) == Decimal(expected)


def test_amounts_round_to_the_step_that_the_contract_names() -> None:
    to_ore = CreditRounding.model_validate({"to": "0.01", "method": "half_up"})
    assert str(round_amount(Fraction(10, 3), to_ore)) == "3.33"
    to_hundreds = CreditRounding.model_validate({"to": 100, "method": "half_up"})
    assert round_amount(Fraction(1250), to_hundreds) == 1300


@given(
    st.dictionaries(st.sampled_from(sorted(FEES)), st.integers(0, 60)),
    st.sampled_from(["half_up", "half_even", "down"]),
    st.sampled_from(["0.01", "1", "1000"]),
)
def test_caps_hold_whatever_the_points(points: dict[str, int], method: str, step: str) -> None:
    found = credits_of(points, terms(rounding={"to": step, "method": method}))
    assert sum(credit.amount for credit in found) <= 2_400_000
    for credit in found:
        assert credit.amount <= credit.monthly_fee * Decimal("0.12") + Decimal(step)
        assert credit.amount % Decimal(step) == 0


@given(st.integers(0, 60), st.integers(0, 60))
def test_more_points_never_mean_a_smaller_credit_for_the_service(one: int, other: int) -> None:
    fewer, more = sorted((one, other))
    assert amounts({"T1": fewer})[0] <= amounts({"T1": more})[0]
