"""How often a dearer start is made up when what is uncertain is drawn."""

from fractions import Fraction

from evaluator.core.deciding.alternatives.cost_draws import draw_break_even, draw_cost, spread_of
from evaluator.core.deciding.alternatives.costs import (
    NOTHING,
    AlternativeCost,
    Horizon,
    PricedEstimate,
    break_even,
)
from evaluator.decisions.alternatives import Simulation
from tests.evaluator.core.deciding.alternatives.cases import between
from tests.evaluator.core.deciding.alternatives.test_costs import REFERENCE, cost, priced

SIMULATION = Simulation(seed=1, draws=20_000)
YEARS = Horizon(2029, 1, 24)
AMOUNTS = (
    (Fraction(6_368_887, 100), Fraction(192_640, 100)),
    (Fraction(6_396_407, 100), Fraction(0)),
)


def chance_of(
    alternative: AlternativeCost, horizon: Horizon = YEARS, seed: int = 1
) -> tuple[float, int | None]:
    ours = draw_cost(alternative, horizon, SIMULATION, seed)
    theirs = draw_cost(REFERENCE, horizon, SIMULATION, seed)
    assert ours is not None
    assert theirs is not None
    found = draw_break_even(ours, theirs, horizon)
    return float(found.share), found.median


def test_n16_the_probability_of_breaking_even_by_hand() -> None:
    # 24 months save 48. Without an appeal 40 is covered in month 20; with one of 20 (30 %), 60 never is.
    share, median = chance_of(cost(22, 40, 0, 20, Fraction(30, 100)))
    assert abs(share - 0.7) < 0.015
    assert median == 20


def test_an_uncertain_running_cost_by_hand() -> None:
    # Saved within 24 months: 24 x (24 - r), which covers 24 when r is at most 23. Triangular 20, 22, 26:
    # above 23 lie (26 - 23)^2 / ((26 - 20) x (26 - 22)) = 9/24; so 15/24 = 62.5 % break even.
    uncertain = AlternativeCost(
        "anew",
        PricedEstimate(between(20, 22, 26), 2029),
        cost(0, 24).transition,
        NOTHING,
        NOTHING,
        Fraction(0),
    )
    share, _ = chance_of(uncertain)
    assert abs(share - 0.625) < 0.015


def test_what_is_certain_breaks_even_always_or_never() -> None:
    assert chance_of(cost(22, 44)) == (1.0, 22)
    assert chance_of(cost(22, 49)) == (0.0, None)


def test_what_is_covered_to_the_hundredth_is_covered_in_the_month_that_the_exact_sum_gives() -> None:
    # 63 688.87 a month against 63 964.07 saves 275.20; 7 x 275.20 = 1 926.40. In floating point the
    # difference of the sums comes out a trillionth lower, which would be month 8.
    ours, theirs = (cost(priced(each), priced(once)) for each, once in AMOUNTS)
    exact = break_even(ours, theirs, YEARS)
    first, second = (draw_cost(one, YEARS, SIMULATION, 1) for one in (ours, theirs))
    assert exact is not None
    assert first is not None
    assert second is not None
    assert exact.month == 7
    assert draw_break_even(first, second, YEARS).median == 7


def test_a_part_that_nobody_stated_is_not_drawn() -> None:
    assert draw_cost(cost(None), YEARS, SIMULATION, 1) is None


def test_the_spread_of_a_certain_cost_is_one_amount() -> None:
    drawn = draw_cost(REFERENCE, YEARS, SIMULATION, 1)
    assert drawn is not None
    found = spread_of(drawn, YEARS)
    assert (found.low, found.median, found.high) == (576, 576, 576)


def test_the_same_seed_draws_the_same_costs_and_another_others() -> None:
    uncertain = cost(PricedEstimate(between(200, 220, 260), 2029))
    first, again, other = (draw_cost(uncertain, YEARS, SIMULATION, seed) for seed in (1, 1, 2))
    assert first is not None
    assert again is not None
    assert other is not None
    assert (first.running == again.running).all()
    assert (first.running != other.running).any()
