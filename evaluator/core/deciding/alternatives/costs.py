"""What the alternatives cost over one horizon, exactly, and the month from which a dearer start is made up.

Amounts are in whole units of the contract's currency as fractions; they are rounded for people only.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import accumulate

from evaluator.core.deciding.alternatives.values import Estimate


@dataclass(frozen=True)
class PricedEstimate:
    """An uncertain amount in the prices of a year."""

    amount: Estimate
    price_year: int


NOTHING = PricedEstimate(Estimate(Fraction(0), Fraction(0), Fraction(0)), 0)
"""An amount that is said not to be there; its year is of no matter."""


@dataclass(frozen=True)
class AlternativeCost:
    """The cost of an alternative; None where nobody stated it, which is not nothing.

    `running` is a month's, `transition` once, `dual_running` for all its months together, `appeal` what one
    costs if it comes, and `appeal_chance` how likely that is.
    """

    alternative: str
    running: PricedEstimate | None
    transition: PricedEstimate | None
    dual_running: PricedEstimate | None
    appeal: PricedEstimate | None
    appeal_chance: Fraction | None

    @property
    def missing(self) -> tuple[str, ...]:
        """The parts that nobody stated."""
        parts = ("running", "transition", "dual_running", "appeal")
        lacks = [name for name in parts if getattr(self, name) is None]
        return (*lacks, *(["appeal_chance"] if self.appeal_chance is None else []))


@dataclass(frozen=True)
class Horizon:
    """The months that costs are summed over, the yearly rise of prices and the yearly discount (0: none).

    Prices rise with each calendar year from the year of the price; amounts are discounted with each calendar
    year after the first of the horizon. What is paid once is paid in the first year.
    """

    first_year: int
    first_month: int
    months: int
    index: Fraction = Fraction(0)
    discount: Fraction = Fraction(0)

    def year_of(self, month: int) -> int:
        """Return the calendar year of the month counted from 1."""
        return self.first_year + (self.first_month - 1 + month - 1) // 12

    def factor(self, price_year: int, year: int) -> Fraction:
        """Return what one unit in the prices of `price_year`, paid in `year`, counts."""
        return (1 + self.index) ** (year - price_year) / (1 + self.discount) ** (year - self.first_year)

    def monthly_factors(self, price_year: int) -> tuple[Fraction, ...]:
        """Return the factor of every month."""
        return tuple(self.factor(price_year, self.year_of(month)) for month in range(1, self.months + 1))

    def once_factor(self, price_year: int) -> Fraction:
        """Return the factor of what is paid once."""
        return self.factor(price_year, self.first_year)


@dataclass(frozen=True)
class CostTotal:
    """What an alternative is expected to cost over the horizon, by part; the appeal is cost times chance."""

    alternative: str
    running: Fraction
    transition: Fraction
    dual_running: Fraction
    appeal: Fraction

    @property
    def once(self) -> Fraction:
        """All that is paid once."""
        return self.transition + self.dual_running + self.appeal

    @property
    def total(self) -> Fraction:
        """All together."""
        return self.running + self.once


@dataclass(frozen=True)
class BreakEven:
    """From which month, counted from 1, an alternative's savings cover what it costs once, and stay so.

    Everything is against the reference. `month` is None where that does not happen within the horizon.
    `to_cover` is what it costs more once, `cumulative` the savings up to and including each month.
    """

    alternative: str
    to_cover: Fraction
    cumulative: tuple[Fraction, ...]
    month: int | None


def total_cost(cost: AlternativeCost, horizon: Horizon) -> CostTotal | None:
    """Return the expected cost of an alternative; None while a part of it is not stated."""
    if (
        cost.running is None
        or cost.transition is None
        or cost.dual_running is None
        or cost.appeal is None
        or cost.appeal_chance is None
    ):
        return None
    return CostTotal(
        cost.alternative,
        running=sum(_months_of(cost.running, horizon), Fraction(0)),
        transition=_once(cost.transition, horizon),
        dual_running=_once(cost.dual_running, horizon),
        appeal=cost.appeal_chance * _once(cost.appeal, horizon),
    )


def cost_bounds(cost: AlternativeCost, horizon: Horizon) -> Estimate | None:
    """Return the expected cost, with all amounts at their least and no appeal, and at their most with one.

    None while a part is not stated.
    """
    total = total_cost(cost, horizon)
    parts = (cost.running, cost.transition, cost.dual_running, cost.appeal)
    if total is None or cost.running is None:
        return None
    months = sum(horizon.monthly_factors(cost.running.price_year), Fraction(0))
    low = cost.running.amount.low * months
    high = cost.running.amount.high * months
    for priced, comes_at_least in zip(parts[1:], (1, 1, 0), strict=True):
        if priced is not None and priced is not NOTHING:
            factor = horizon.once_factor(priced.price_year)
            low += comes_at_least * priced.amount.low * factor
            high += priced.amount.high * factor
    return Estimate(low, total.total, high)


def cumulative_cost(cost: AlternativeCost, horizon: Horizon) -> tuple[Fraction, ...] | None:
    """Return the cost up to and including each month, what is paid once before the first."""
    total = total_cost(cost, horizon)
    if total is None or cost.running is None:
        return None
    return tuple(total.once + paid for paid in accumulate(_months_of(cost.running, horizon)))


def break_even(cost: AlternativeCost, reference: AlternativeCost, horizon: Horizon) -> BreakEven | None:
    """Return when `cost` has made up for what it costs once, against `reference` (field.md 2e).

    None while a part of either is not stated.
    """
    ours, theirs = total_cost(cost, horizon), total_cost(reference, horizon)
    if ours is None or theirs is None or cost.running is None or reference.running is None:
        return None
    savings = [
        before - after
        for before, after in zip(
            _months_of(reference.running, horizon), _months_of(cost.running, horizon), strict=True
        )
    ]
    cumulative = tuple(accumulate(savings))
    to_cover = ours.once - theirs.once
    return BreakEven(cost.alternative, to_cover, cumulative, _first_covered(cumulative, to_cover))


def to_minor_units(amount: Fraction) -> Decimal:
    """Return an amount rounded to hundredths (öre), halves away from nothing."""
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _first_covered(cumulative: tuple[Fraction, ...], to_cover: Fraction) -> int | None:
    """The month from which savings cover it to the end of the horizon."""
    short = [month for month, saved in enumerate(cumulative, 1) if saved < to_cover]
    first = short[-1] + 1 if short else 1
    return first if first <= len(cumulative) else None


def _months_of(running: PricedEstimate, horizon: Horizon) -> Iterator[Fraction]:
    return (running.amount.likely * factor for factor in horizon.monthly_factors(running.price_year))


def _once(priced: PricedEstimate, horizon: Horizon) -> Fraction:
    if priced is NOTHING:
        return Fraction(0)
    return priced.amount.likely * horizon.once_factor(priced.price_year)
