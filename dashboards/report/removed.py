"""How much exclusions take out of a figure: minutes of lost time, cases, misses."""

from dataclasses import dataclass
from fractions import Fraction

from dashboards.wording import Wording
from dashboards.wording.rounding import round_half_up
from dashboards.wording.words import MINUS, NO_BREAK_SPACE
from evaluator.contract.availability import Denominator, UnknownTime, Weighting
from evaluator.contract.contract import Contract
from evaluator.contract.indicators import AnyIndicator, Availability, Outages
from evaluator.core.outcomes import Figure

DIGITS = 1
"""Decimals of minutes as people read them."""


@dataclass(frozen=True)
class Extent:
    """What a figure rests on: minutes lost (of users, where these weigh), cases, and how many of them missed.

    What the kind of indicator does not count is None.
    """

    minutes: Fraction | None
    cases: int
    misses: int | None


def extent_of(indicator: AnyIndicator, contract: Contract, figure: Figure) -> Extent:
    """Return what `figure` rests on."""
    lost = _lost_seconds(indicator, contract, figure)
    return Extent(None if lost is None else lost / 60, figure.sample_size, figure.misses)


def removed_text(
    indicator: AnyIndicator, contract: Contract, before: Figure | None, after: Figure | None, words: Wording
) -> str:
    """Return by how much a figure changes, in minutes or cases; empty where either is absent."""
    if before is None or after is None:
        return ""
    old, new = extent_of(indicator, contract, before), extent_of(indicator, contract, after)
    if old.minutes is not None and new.minutes is not None:
        unit = words.text("user minutes") if _by_users(indicator, contract) else words.text("min")
        return signed_minutes(new.minutes - old.minutes, words) + NO_BREAK_SPACE + unit
    if isinstance(indicator, Availability):
        # Without any time that counts there are no minutes, and cases say nothing of it.
        return ""
    cases = _signed(new.cases - old.cases, words)
    if isinstance(indicator, Outages):
        return words.plural("{cases} outage", "{cases} outages", abs(new.cases - old.cases), cases=cases)
    return words.plural("{cases} case", "{cases} cases", abs(new.cases - old.cases), cases=cases)


def signed_minutes(minutes: Fraction, words: Wording) -> str:
    """Return a difference of minutes with its sign, whole where it is."""
    digits = 0 if minutes.denominator == 1 else DIGITS
    if round_half_up(abs(minutes), digits) == 0:
        return "±0"
    return ("+" if minutes > 0 else MINUS) + words.number(abs(minutes), digits)


def _signed(count: int, words: Wording) -> str:
    if count == 0:
        return "±0"
    return ("+" if count > 0 else MINUS) + words.number(abs(count))


def _lost_seconds(indicator: AnyIndicator, contract: Contract, figure: Figure) -> Fraction | None:
    if isinstance(indicator, Outages) and not indicator.whole_numbers:
        return figure.value
    if not isinstance(indicator, Availability) or figure.value is None:
        return None
    rules = contract.availability_rules[indicator.rules]
    if rules.denominator is Denominator.NOMINAL:
        return Fraction(figure.denominator - figure.numerator)
    # The figure's own numbers may be multiplied to be whole; the seconds that counted are known beside.
    counted = figure.known if rules.unknown.treat_as is UnknownTime.EXCLUDE else figure.expected
    return (1 - figure.value) * counted


def _by_users(indicator: AnyIndicator, contract: Contract) -> bool:
    return (
        isinstance(indicator, Availability)
        and contract.availability_rules[indicator.rules].weighting is Weighting.UNITS
    )
