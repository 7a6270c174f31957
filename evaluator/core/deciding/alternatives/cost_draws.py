"""What the alternatives may cost, drawn: how often an alternative makes up for what it costs once."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from evaluator.core.deciding.alternatives.costs import NOTHING, AlternativeCost, Horizon, PricedEstimate
from evaluator.core.deciding.alternatives.drawing import Draws, draw, generator
from evaluator.core.deciding.alternatives.model import cost_name
from evaluator.decisions.alternatives import Simulation

_SAME = 0.005
"""Half a hundredth: amounts that differ by less are equal, so that floating point moves no month."""


@dataclass(frozen=True)
class DrawnCost:
    """The draws of an alternative's cost: a month's running cost before factors, and what is paid once."""

    alternative: str
    running: Draws
    price_year: int
    once: Draws

    def total(self, horizon: Horizon) -> Draws:
        """Return what each draw costs over the horizon."""
        return self.running * float(sum(horizon.monthly_factors(self.price_year))) + self.once


@dataclass(frozen=True)
class CostSpread:
    """Between which amounts the cost lies in 90 % of the draws, with the middle one."""

    alternative: str
    low: float
    median: float
    high: float


@dataclass(frozen=True)
class BreakEvenChance:
    """In which share of the draws the break-even month lies within the horizon, and which months then.

    `low`, `median` and `high` are the months that 5, 50 and 95 % of those draws do not pass; None where no
    draw breaks even.
    """

    alternative: str
    share: Fraction
    low: int | None
    median: int | None
    high: int | None


def draw_cost(cost: AlternativeCost, horizon: Horizon, simulation: Simulation, seed: int) -> DrawnCost | None:
    """Return the draws of an alternative's cost; None while a part of it is not stated.

    Every part has random numbers of its own. The appeal comes in a draw or does not, with its chance.
    """
    if (
        cost.running is None
        or cost.transition is None
        or cost.dual_running is None
        or cost.appeal is None
        or cost.appeal_chance is None
    ):
        return None

    def once(priced: PricedEstimate, part: str) -> Draws:
        if priced is NOTHING:
            return np.zeros(simulation.draws)
        return _drawn(priced, cost.alternative, part, simulation, seed) * float(
            horizon.once_factor(priced.price_year)
        )

    appealed = generator(seed, f"{cost_name(cost.alternative)} appealed").random(simulation.draws)
    comes = appealed < float(cost.appeal_chance)
    return DrawnCost(
        cost.alternative,
        _drawn(cost.running, cost.alternative, "running", simulation, seed),
        cost.running.price_year,
        once(cost.transition, "transition")
        + once(cost.dual_running, "dual_running")
        + comes * once(cost.appeal, "appeal"),
    )


def spread_of(drawn: DrawnCost, horizon: Horizon) -> CostSpread:
    """Return where the drawn costs lie, rounded to whole units."""
    low, median, high = (float(round(float(one))) for one in np.percentile(drawn.total(horizon), [5, 50, 95]))
    return CostSpread(drawn.alternative, low, median, high)


def draw_break_even(drawn: DrawnCost, reference: DrawnCost, horizon: Horizon) -> BreakEvenChance:
    """Return how often, and when, the savings against `reference` cover what is paid once, and stay so.

    Each draw of one is held against the same draw of the other; a running cost that both have in common is
    known to cost the same in both only where it is certain.
    """
    months = _months(drawn, reference, horizon)
    within = months[months <= horizon.months]
    share = Fraction(int(within.size), int(months.size))
    if within.size == 0:
        return BreakEvenChance(drawn.alternative, share, None, None, None)
    low, median, high = (int(one) for one in np.percentile(within, [5, 50, 95], method="inverted_cdf"))
    return BreakEvenChance(drawn.alternative, share, low, median, high)


def _months(drawn: DrawnCost, reference: DrawnCost, horizon: Horizon) -> Draws:
    """The break-even month of every draw; one more than the horizon has where there is none."""
    to_cover = drawn.once - reference.once
    last_short = np.zeros(to_cover.size, dtype=np.int64)
    paid = saved = 0.0
    factors = zip(
        horizon.monthly_factors(drawn.price_year),
        horizon.monthly_factors(reference.price_year),
        strict=True,
    )
    for month, (ours, theirs) in enumerate(factors, 1):
        paid, saved = paid + float(ours), saved + float(theirs)
        short = reference.running * saved - drawn.running * paid < to_cover - _SAME
        last_short[short] = month
    return (last_short + 1).astype(np.float64)


def _drawn(priced: PricedEstimate, alternative: str, part: str, simulation: Simulation, seed: int) -> Draws:
    return draw(
        priced.amount, f"{cost_name(alternative)} {part}", simulation.draws, seed, simulation.distribution
    )
