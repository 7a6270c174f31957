"""The money of a month: lines, caps over time, bonus and earn-back."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.contract.contract import Contract
from evaluator.contract.credits import CreditTerms
from evaluator.core.money.chains import Chains
from evaluator.core.money.credits import Cap, Spent, calculate_credits
from evaluator.core.money.lines import CreditLine, LineKind
from evaluator.core.money.month import MonthMoney, calculate_month
from evaluator.core.outcomes import Outcome, Scope, View
from tests.evaluator import small_contract as small
from tests.evaluator.core.money.money_for_tests import (
    credit_of,
    credit_terms,
    figure,
    line,
    money_of,
    outcome,
    unjudged,
)

T1 = {"id": "T1", "label": small.LABEL, "hours": "desk", "users": 10, "monthly_fee": 100_000}
TIERS = {"scheme": "tiers", "tiers": [{"below": "90 %", "share": "10 %"}]}
"""10 % of 100 000 for any miss."""


def contract(
    *indicators: dict[str, Any], services: list[dict[str, Any]] | None = None, **changes: Any
) -> Contract:
    given_indicators = indicators or (small.share(credit=TIERS, consequence="credit"),)
    return small.contract(
        *given_indicators, services=[T1] if services is None else services, credits=credit_terms(**changes)
    )


def month(
    agreed: Contract,
    *outcomes: Outcome,
    past: tuple[MonthMoney, ...] = (),
    earlier: tuple[Outcome, ...] = (),
    name: str = "2026-10",
    **steps: Any,
) -> MonthMoney:
    return calculate_month(agreed, name, outcomes, steps.get("steps", {}), past, Chains(agreed, earlier))


def shown(lines: tuple[CreditLine, ...]) -> list[tuple[LineKind, str, Fraction]]:
    return [(one.kind, one.indicator, one.after_caps) for one in lines]


# Lines ----------------------------------------------------------------------------------------------------


def test_a_contract_without_credits_has_no_money() -> None:
    agreed = small.contract(small.share(), credits=None)
    assert month(agreed, outcome(points=1)) == MonthMoney("2026-10")


def test_a_miss_is_a_line_and_a_met_target_none() -> None:
    found = month(contract(), outcome(points=1))
    assert shown(found.lines) == [(LineKind.TIERS, "K", Fraction(10_000))]
    assert [one.amount for one in found.credits] == [10_000]
    assert month(contract(), outcome()).lines == ()


def test_a_line_keeps_its_points_only_where_points_cost() -> None:
    by_points = small.share(id="P", bands=small.falling_bands("90 %", "85 %"), consequence="credit")
    by_tier = small.share(credit=TIERS, consequence="credit")
    agreed = contract(by_points, by_tier, per_point="1 %")
    found = month(agreed, outcome(points=2, indicator="P"), outcome(points=3))
    assert [(one.kind, one.points, one.before_caps) for one in found.lines] == [
        (LineKind.POINTS, 2, Fraction(2_000)),
        (LineKind.TIERS, 0, Fraction(10_000)),
    ]
    assert [(one.points, one.amount) for one in found.credits] == [(2, 12_000)]


def test_steps_of_points_are_shared_over_their_indicators() -> None:
    # 4 + 6 points reach the step of 10: 2 % of 100 000, of which 4 and 6 tenths.
    bands = small.falling_bands("90 %", "85 %")
    agreed = contract(
        small.share(id="A", bands=bands, consequence="credit"),
        small.share(id="B", bands=bands, consequence="credit"),
        point_steps=[{"at_least": 5, "share": "0 %"}, {"at_least": 10, "share": "2 %"}],
    )
    found = month(agreed, outcome(points=4, indicator="A"), outcome(points=6, indicator="B"))
    assert [one.before_caps for one in found.lines] == [800, 1200]


def test_a_miss_without_points_costs_nothing_and_stays_a_line() -> None:
    bands = [{"below": "90 %", "points": 0}]
    agreed = contract(small.share(bands=bands, consequence="credit"), per_point="1 %")
    missed = outcome(points=1, figure=figure(Fraction(8, 10)))
    found = month(agreed, missed.__class__(**{**vars(missed), "points": 0, "points_after_repeat": 0}))
    assert [(one.points, one.after_caps) for one in found.lines] == [(0, 0)]


def test_segments_and_indicators_without_consequence_are_no_lines() -> None:
    free = small.share(id="FREE", target={"to": 0})
    agreed = contract(small.share(credit=TIERS, consequence="credit"), free)
    in_segment = outcome(points=1, scope=Scope("T1", "schools"))
    assert month(agreed, in_segment, outcome(points=1, indicator="FREE")).lines == ()


NO_FEE = {"id": "T2", "label": small.LABEL, "hours": "desk", "users": 10}


def test_a_miss_without_a_fee_to_take_it_from_is_refused_by_name() -> None:
    terms = small.share(services=["T1", "T2"], credit=TIERS, consequence="credit")
    with pytest.raises(ValueError, match="T2"):
        month(contract(terms, services=[T1, NO_FEE]), outcome(points=1, scope=Scope("T2")))


def test_a_miss_that_costs_no_points_needs_no_fee() -> None:
    bands = [{"below": "90 %", "points": 0}]
    terms = small.share(services=["T1", "T2"], bands=bands, consequence="credit")
    agreed = contract(terms, services=[T1, NO_FEE], per_point="1 %")
    missed = outcome(points=1, scope=Scope("T2"))
    plain = missed.__class__(**{**vars(missed), "points": 0, "points_after_repeat": 0})
    assert month(agreed, plain).lines == ()


def test_started_steps_reach_their_line() -> None:
    scheme = {"scheme": "per_started", "base": "fault", "share": "100 %", "over": "cases", "each": "1 h"}
    base = {"fault": {"share": "1 %", "of": "month", "at_least": 0}}
    agreed = contract(small.share(credit=scheme, consequence="credit"), base_amounts=base)
    steps = {("K", Scope("T1"), View.AFTER_EXCLUSIONS): 3}
    assert month(agreed, outcome(points=1), steps=steps).credits[0].amount == 3_000


@pytest.mark.parametrize(
    ("value_is", "hit", "amount"),
    [
        ("affected", outcome(indicator="HIT", figure=figure(Fraction(1, 4))), 2_500),
        ("unaffected", outcome(indicator="HIT", figure=figure(Fraction(1, 4))), 7_500),
        ("affected", outcome(indicator="HIT", figure=None), 10_000),
        ("affected", outcome(indicator="HIT", figure=figure(Fraction(1, 4)), scope=Scope("T9")), 10_000),
    ],
)
def test_another_indicator_tells_who_was_hit(value_is: str, hit: Outcome, amount: int) -> None:
    affected = {"indicator": "HIT", "value_is": value_is, "if_unknown": "all"}
    scheme = {**TIERS, "scheme": "user_share", "affected": affected}
    agreed = contract(small.share(credit=scheme, consequence="credit"), small.share(id="HIT"))
    assert month(agreed, outcome(points=1), hit).credits[0].amount == amount


def test_a_share_of_users_without_cases_is_unknown() -> None:
    affected = {"indicator": "HIT", "value_is": "unaffected", "if_unknown": "none"}
    scheme = {**TIERS, "scheme": "user_share", "affected": affected}
    agreed = contract(small.share(credit=scheme, consequence="credit"), small.share(id="HIT"))
    empty = figure(Fraction(1)).__class__(0, 0, 0, None, 0, 0, None, None)
    assert month(agreed, outcome(points=1), outcome(indicator="HIT", figure=empty)).credits[0].amount == 0


# Caps -----------------------------------------------------------------------------------------------------

FEES = {"T1": Decimal(100_000), "T2": Decimal(300_000)}


def capped(lines: list[CreditLine], spent: Spent | None = None, **changes: Any) -> Any:
    terms = CreditTerms.model_validate(credit_terms(**changes))
    return calculate_credits(lines, FEES, terms, "after_exclusions", Spent() if spent is None else spent)


def test_what_is_at_risk_stops_at_the_amount_at_risk_and_other_lines_do_not() -> None:
    # 10 % of 100 000 at risk: two lines of 8 000 keep 5 000 each; the line by tier stays.
    lines = [
        line("T1", 8_000, kind=LineKind.AT_RISK, indicator="A"),
        line("T1", 8_000, kind=LineKind.AT_RISK, indicator="B"),
        line("T1", 1_000, kind=LineKind.TIERS, indicator="C"),
    ]
    found, after = capped(lines, at_risk={"share": "10 %"})
    assert [one.after_caps for one in after] == [5_000, 5_000, 1_000]
    assert (found[0].amount, found[0].capped_by, found[0].reached) == (11_000, Cap.AT_RISK, (Cap.AT_RISK,))


def test_less_than_the_amount_at_risk_is_not_held_down() -> None:
    found, _ = capped([line("T1", 8_000, kind=LineKind.AT_RISK)], at_risk={"share": "10 %"})
    assert (found[0].amount, found[0].capped_by) == (8_000, Cap.NONE)


def test_caps_are_shared_over_the_lines_of_a_service_in_proportion() -> None:
    # 12 % of 100 000: 12 000 of 20 000, so each line keeps six tenths.
    _, after = capped(
        [line("T1", 15_000, indicator="A"), line("T1", 5_000, indicator="B")], service_cap="12 %"
    )
    assert [one.after_caps for one in after] == [9_000, 3_000]


def test_a_credit_that_comes_up_to_a_cap_has_reached_it_without_being_lowered() -> None:
    found, _ = capped([line("T1", 12_000)], service_cap="12 %")
    assert (found[0].capped_by, found[0].reached) == (Cap.NONE, (Cap.SERVICE,))
    assert found[1].reached == ()


def test_a_service_stops_at_its_quarters_cost() -> None:
    # 100 % of three fees is 300 000; 290 000 were credited in the quarter before this month.
    spent = Spent(quarter={"T1": Decimal(290_000)})
    found, _ = capped([line("T1", 50_000)], spent, quarter_cap="100 %")
    assert (found[0].amount, found[0].capped_by) == (10_000, Cap.QUARTER)


def test_a_year_stops_at_its_cap_shared_in_proportion() -> None:
    # 1 % of twelve months of 400 000 is 48 000; 36 000 are used, 12 000 are left of 8 000 + 16 000.
    lines = [line("T1", 8_000), line("T2", 16_000)]
    found, _ = capped(lines, Spent(year=Decimal(36_000)), yearly_cap={"share": "1 %", "year": "calendar"})
    assert [one.amount for one in found] == [4_000, 8_000]
    assert {one.capped_by for one in found} == {Cap.YEAR}


def test_a_yearly_cap_of_twelve_monthly_caps_never_binds_first() -> None:
    found, _ = capped(
        [line("T1", 100_000)], total_cap="10 %", yearly_cap={"share": "10 %", "year": "calendar"}
    )
    assert (found[0].amount, found[0].capped_by) == (40_000, Cap.TOTAL)


def test_nothing_is_left_of_a_cap_that_was_overdrawn() -> None:
    # 20 % of a contract of 1 000 000 is 200 000.
    term = {"share": "20 %", "contract_sum": 1_000_000}
    found, after = capped([line("T1", 5_000)], Spent(term=Decimal(250_000)), term_cap=term)
    assert (found[0].amount, found[0].capped_by, after[0].after_caps) == (0, Cap.TERM, 0)


def test_a_service_without_a_fee_has_no_share() -> None:
    terms = CreditTerms.model_validate(credit_terms())
    found, _ = calculate_credits([], {"T1": Decimal(0)}, terms, "as_measured")
    assert (found[0].raw_share, found[0].amount) == (0, 0)


@given(
    st.lists(st.tuples(st.sampled_from(["T1", "T2"]), st.integers(0, 400_000)), max_size=6),
    st.sampled_from(["service_first", "total_first"]),
)
def test_the_lines_after_caps_always_add_up_to_the_credits(parts: list[tuple[str, int]], order: str) -> None:
    lines = [line(service, amount, indicator=str(place)) for place, (service, amount) in enumerate(parts)]
    found, after = capped(lines, service_cap="12 %", total_cap="10 %", cap_order=order)
    for one in found:
        left = sum((part.after_caps for part in after if part.service == one.service), Fraction(0))
        assert left == one.share * Fraction(one.monthly_fee)


# Over time ------------------------------------------------------------------------------------------------


def test_the_quarter_the_year_and_the_term_remember_earlier_months() -> None:
    # Credits of 10 000 in June (another quarter), July and August; to date 30 000, of which a contract year
    # from July has 20 000.
    agreed = contract(
        quarter_cap="10 %",
        yearly_cap={"share": "2.5 %", "year": "contract"},
        term_cap={"share": "20 %", "contract_sum": 1_000_000},
    ).model_copy(update={"term": small.contract().term.model_copy(update={"first_day": _day("2025-07-01")})})
    past = tuple(
        money_of(name, credit_of("T1", 10_000), to_date=to_date)
        for name, to_date in (("2026-06", 10_000), ("2026-07", 20_000), ("2026-08", 30_000))
    )
    found = month(agreed, outcome("2026-09", points=1), past=past, name="2026-09")
    # 10 % of 300 000 leaves 10 000 of the quarter; 2.5 % of 1 200 000 leaves 10 000 of 30 000.
    assert [one.amount for one in found.credits] == [10_000]
    assert found.totals[0].to_date == 40_000
    assert found.credits[0].reached == (Cap.QUARTER, Cap.YEAR)


def test_the_term_remembers_what_was_credited_before_a_month_whose_terms_gave_no_credits() -> None:
    # 2 % of 1 000 000 is 20 000, of which August used 15 000; in September the contract had no credit terms.
    agreed = contract(term_cap={"share": "2 %", "contract_sum": 1_000_000})
    past = (money_of("2026-08", credit_of("T1", 15_000), to_date=15_000), MonthMoney("2026-09"))
    found = month(agreed, outcome(points=1), past=past)
    assert [one.amount for one in found.credits] == [5_000]
    assert found.totals[0].to_date == 20_000


def _day(text: str) -> Any:
    return date.fromisoformat(text)


def test_a_contract_year_begins_in_the_year_before() -> None:
    agreed = contract(yearly_cap={"share": "1 %", "year": "contract"}).model_copy(
        update={"term": small.contract().term.model_copy(update={"first_day": _day("2025-07-01")})}
    )
    past = (money_of("2025-12", credit_of("T1", 8_000), to_date=8_000),)
    # 1 % of 1 200 000 is 12 000, of which December used 8 000.
    found = month(agreed, outcome("2026-02", points=1), past=past, name="2026-02")
    assert [one.amount for one in found.credits] == [4_000]


def test_a_third_view_stands_on_earlier_months_after_exclusions() -> None:
    agreed = contract(yearly_cap={"share": "1 %", "year": "calendar"})
    past = (money_of("2026-09", credit_of("T1", 8_000), to_date=8_000),)
    found = month(agreed, outcome(points=1, view=View.IF_PENDING_ACCEPTED), past=past)
    assert [(one.view, one.amount) for one in found.credits] == [("if_pending_accepted", 4_000)]


# Bonus ----------------------------------------------------------------------------------------------------


def bonus(share: str) -> dict[str, Any]:
    return small.share(bonus={"value": {"from": "95 %"}, "share": share}, credit=TIERS, consequence="credit")


def test_a_bonus_is_a_line_of_its_own_and_lowers_no_credit() -> None:
    found = month(contract(bonus("2 %"), bonus={"at_most": "5 %"}), outcome())
    assert shown(found.lines) == [(LineKind.BONUS, "K", Fraction(-2_000))]
    assert (found.totals[0].credited, found.totals[0].given_back) == (0, 2_000)


def test_all_bonuses_together_stop_at_their_cap() -> None:
    found = month(contract(bonus("8 %"), bonus={"at_most": "5 %"}), outcome())
    assert [(one.before_caps, one.after_caps) for one in found.lines] == [(-8_000, -5_000)]


@pytest.mark.parametrize(
    "one",
    [
        outcome(points=1),
        outcome(figure=figure(Fraction(91, 100))),
        outcome(scope=Scope("T1", "schools")),
        outcome(figure=None),
        outcome(figure=figure(Fraction(1)).__class__(0, 0, 0, None, 0, 0, None, None)),
    ],
)
def test_a_miss_a_lower_value_a_segment_and_no_value_give_no_bonus(one: Outcome) -> None:
    found = month(contract(bonus("2 %"), bonus={"at_most": "5 %"}), one)
    assert [line for line in found.lines if line.kind is LineKind.BONUS] == []


def test_a_bonus_of_a_service_without_a_fee_is_none() -> None:
    terms = small.share(
        services=["T1", "T2"], bonus={"value": {"from": "95 %"}, "share": "2 %"}, measured="together"
    )
    found = month(contract(terms, services=[T1, NO_FEE], bonus={"at_most": "5 %"}), outcome(scope=Scope()))
    assert [one.service for one in found.lines] == ["T1"]


def test_an_indicator_without_a_bonus_gives_none() -> None:
    assert month(contract(bonus={"at_most": "5 %"}), outcome()).lines == ()


# Earn-back ------------------------------------------------------------------------------------------------

EARN = {"share": "50 %", "periods": 3, "not_assessable_breaks_chain": False}
JULY = money_of(
    "2026-07", credit_of("T1", 10_000), lines=(line("T1", 10_000, period="2026-07"),), to_date=10_000
)


def given_back(
    *earlier: Outcome, now: Outcome | None = None, past: Any = (JULY,), **changes: Any
) -> list[Any]:
    agreed = contract(earn_back={**EARN, **changes})
    found = month(agreed, outcome() if now is None else now, earlier=earlier, past=past)
    return [(one.period, one.after_caps) for one in found.lines if one.kind is LineKind.EARN_BACK]


MISSED_IN_JULY = outcome("2026-07", points=1)


def test_half_a_credit_comes_back_after_three_periods_on_target() -> None:
    # Missed in July at 10 000; August, September and October met.
    back = given_back(MISSED_IN_JULY, outcome("2026-08"), outcome("2026-09"))
    assert back == [("2026-07", -5_000)]


def test_it_comes_back_once_and_not_before() -> None:
    assert given_back(outcome("2026-08", points=1), outcome("2026-09")) == []
    later = [outcome("2026-06", points=1), outcome("2026-07"), outcome("2026-08"), outcome("2026-09")]
    assert given_back(*later) == []


def test_nothing_comes_back_without_an_earlier_miss_or_in_a_miss() -> None:
    assert given_back(outcome("2026-08"), outcome("2026-09")) == []
    assert given_back(MISSED_IN_JULY, outcome("2026-08"), outcome("2026-09"), now=outcome(points=1)) == []


def test_a_period_not_assessable_breaks_the_run_or_is_passed_over() -> None:
    june = money_of("2026-06", lines=(line("T1", 10_000, period="2026-06"),), to_date=0)
    run = [outcome("2026-06", points=1), outcome("2026-07"), unjudged("2026-08"), outcome("2026-09")]
    assert given_back(*run, past=(june,)) == [("2026-06", -5_000)]
    assert given_back(*run, past=(june,), not_assessable_breaks_chain=True) == []


def test_only_credits_of_the_indicator_itself_come_back() -> None:
    others = (
        line("T1", 10_000, period="2026-07", indicator="OTHER"),
        line("T1", 10_000, period="2026-07", measured_on="T1A"),
        line("T1", -1_000, period="2026-07", kind=LineKind.BONUS),
        line("T1", 0, period="2026-07"),
    )
    past = (money_of("2026-07", lines=others),)
    assert given_back(MISSED_IN_JULY, outcome("2026-08"), outcome("2026-09"), past=past) == []


def test_a_segment_earns_nothing_back() -> None:
    assert given_back(MISSED_IN_JULY, now=outcome(scope=Scope("T1", "schools"))) == []
