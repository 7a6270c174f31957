"""What alternatives cost over one horizon, and the month in which a dearer start is made up."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from evaluator.core.deciding.alternatives.costs import (
    NOTHING,
    AlternativeCost,
    Horizon,
    PricedEstimate,
    break_even,
    cost_bounds,
    cumulative_cost,
    to_minor_units,
    total_cost,
)
from tests.evaluator.core.deciding.alternatives.cases import between, certain

YEARS = Horizon(2029, 1, 48)


def priced(amount: int | Fraction, year: int = 2029) -> PricedEstimate:
    return PricedEstimate(certain(amount), year)


def cost(
    running: int | PricedEstimate | None,
    transition: int | PricedEstimate | None = 0,
    dual: int | PricedEstimate | None = 0,
    appeal: int | PricedEstimate | None = 0,
    chance: Fraction | None = Fraction(0),
    name: str = "anew",
) -> AlternativeCost:
    def stated(found: int | PricedEstimate | None) -> PricedEstimate | None:
        return priced(found) if isinstance(found, int) else found

    return AlternativeCost(name, stated(running), stated(transition), stated(dual), stated(appeal), chance)


REFERENCE = cost(24, name="prolong")


def test_n16_the_break_even_month_by_hand() -> None:
    # Once: 30 transition + 12 for two suppliers at once + 5.3 % of 40 = 44.12. Saved each month: 24 - 22 = 2.
    # 22 months save 44.00, too little; 23 months save 46.00.
    anew = cost(22, 30, 12, 40, Fraction(53, 1000))
    found = break_even(anew, REFERENCE, YEARS)
    assert found is not None
    assert found.to_cover == Fraction(4412, 100)
    assert found.cumulative[21] == 44
    assert found.cumulative[22] == 46
    assert found.month == 23


def test_the_month_in_which_savings_just_cover_it_is_the_break_even_month() -> None:
    found = break_even(cost(22, 44), REFERENCE, YEARS)
    assert found is not None
    assert found.month == 22


def test_what_is_not_made_up_within_the_horizon_has_no_month() -> None:
    # 48 months save 96.
    found = break_even(cost(22, 97), REFERENCE, YEARS)
    assert found is not None
    assert found.month is None


def test_what_costs_nothing_more_at_first_is_even_from_the_first_month() -> None:
    found = break_even(cost(22), REFERENCE, YEARS)
    assert found is not None
    assert found.month == 1


def test_a_dearer_alternative_that_starts_cheaper_does_not_break_even() -> None:
    # It saves 10 once and costs 1 more a month: after ten months it has cost more.
    reference = cost(24, 10, name="prolong")
    found = break_even(cost(25), reference, YEARS)
    assert found is not None
    assert found.to_cover == -10
    assert found.month is None


def test_a_part_that_nobody_stated_is_named_and_never_zero() -> None:
    unknown = cost(22, None)
    assert unknown.missing == ("transition",)
    assert total_cost(unknown, YEARS) is None
    assert cumulative_cost(unknown, YEARS) is None
    assert cost_bounds(unknown, YEARS) is None
    assert break_even(unknown, REFERENCE, YEARS) is None
    assert break_even(REFERENCE, unknown, YEARS) is None


def test_a_chance_that_nobody_stated_is_named() -> None:
    assert cost(22, chance=None).missing == ("appeal_chance",)


def test_a_total_is_running_months_and_what_is_paid_once() -> None:
    # 12 x 22 + 30 + 12 + 10 % of 40 = 264 + 46 = 310.
    found = total_cost(cost(22, 30, 12, 40, Fraction(1, 10)), Horizon(2029, 1, 12))
    assert found is not None
    assert [found.running, found.once, found.total] == [Fraction(264), Fraction(46), Fraction(310)]


def test_prices_rise_with_each_calendar_year_from_the_year_of_the_price() -> None:
    # Two months of 2029 and one of 2030, from November, in prices of 2028 at 2 %: 2 x 1.02 + 1.0404 = 3.0804.
    horizon = Horizon(2029, 11, 3, index=Fraction(2, 100))
    found = total_cost(cost(PricedEstimate(certain(100), 2028)), horizon)
    assert found is not None
    assert found.running == Fraction(30804, 100)


def test_amounts_are_discounted_with_each_year_after_the_first() -> None:
    # 12 x 100 + 12 x 100 / 1.25 = 1200 + 960.
    horizon = Horizon(2029, 1, 24, discount=Fraction(1, 4))
    found = total_cost(cost(100), horizon)
    assert found is not None
    assert found.running == 2160


def test_what_is_paid_once_is_in_the_prices_of_the_first_year() -> None:
    horizon = Horizon(2029, 1, 12, index=Fraction(10, 100))
    found = total_cost(cost(0, PricedEstimate(certain(100), 2027)), horizon)
    assert found is not None
    assert found.transition == 121


def test_the_cost_so_far_begins_with_what_is_paid_once() -> None:
    found = cumulative_cost(cost(22, 30), Horizon(2029, 1, 3))
    assert found == (Fraction(52), Fraction(74), Fraction(96))


def test_the_least_cost_has_no_appeal_and_the_most_has_one() -> None:
    # Running 20 to 25 over 10 months, transition 5 to 9, an appeal of 4 to 6 with 10 %; dual running none.
    uncertain = AlternativeCost(
        "anew",
        PricedEstimate(between(20, 22, 25), 2029),
        PricedEstimate(between(5, 6, 9), 2029),
        NOTHING,
        PricedEstimate(between(4, 5, 6), 2029),
        Fraction(1, 10),
    )
    found = cost_bounds(uncertain, Horizon(2029, 1, 10))
    assert found is not None
    # 205; 220 + 6 + 0.5; 250 + 9 + 6.
    assert (found.low, found.likely, found.high) == (Fraction(205), Fraction(2265, 10), Fraction(265))


def test_amounts_are_rounded_to_hundredths_for_people_halves_away_from_nothing() -> None:
    assert to_minor_units(Fraction(1, 200)) == Decimal("0.01")
    assert to_minor_units(Fraction(2, 3)) == Decimal("0.67")


@given(st.integers(0, 100), st.integers(0, 40), st.integers(0, 40))
def test_a_dearer_start_is_never_made_up_sooner(start: int, ours: int, theirs: int) -> None:
    reference = cost(theirs, name="prolong")
    cheap, dear = (
        break_even(cost(ours, start), reference, YEARS),
        break_even(cost(ours, start + 1), reference, YEARS),
    )
    assert cheap is not None
    assert dear is not None
    assert (cheap.month or YEARS.months + 1) <= (dear.month or YEARS.months + 1)
