"""Other limits and targets of an indicator, to be tried on history."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import assert_never

from evaluator.contract.bands import Range
from evaluator.contract.clocks import ClockCondition, Condition, TimeLimit
from evaluator.contract.indicator_terms import Consequence
from evaluator.contract.indicators import (
    AnyIndicator,
    CountTerms,
    LeadTimeTerms,
    LimitTerms,
    PeriodicDuty,
    Share,
    TimeWithinTarget,
)

_FACTORS = (Fraction(1, 2), Fraction(3, 4), Fraction(1), Fraction(5, 4), Fraction(3, 2))
_HIGH_SHARES = tuple(Fraction(share) / 100 for share in (80, 85, 90, 95, 97, 98, 99, "99.5", "99.9"))
_LOW_SHARES = tuple(Fraction(share) / 100 for share in (1, 2, 3, 5, 7, 10, 15, 20))
_COUNTS = tuple(Fraction(number) for number in range(6))


def own_limits(indicator: AnyIndicator) -> tuple[TimeLimit, ...]:
    """Return the limits of time that an indicator has, each once; none where its kind has no limit."""
    match indicator:
        case TimeWithinTarget() | LeadTimeTerms():
            within = indicator.within
            found = [within.limit, *within.limits.values()]
            return tuple(dict.fromkeys(limit for limit in found if limit is not None))
        case PeriodicDuty():
            return (indicator.within,)
        case CountTerms() | Share():
            times = [one.time for one in indicator.that if isinstance(one, ClockCondition)]
            return tuple(in_seconds(time) for time in dict.fromkeys(times))
        case _:
            return ()


def in_seconds(seconds: int) -> TimeLimit:
    """Return a limit of so many seconds."""
    # A contract writes a length of time as text.
    return TimeLimit.model_validate({"time": f"{seconds} s"})


def usual_limits(indicator: AnyIndicator) -> tuple[TimeLimit, ...]:
    """Return limits around the indicator's own: half, three quarters, the same, a quarter more, half more.

    None where it has none, or several: then which of them is to change is for people to say.
    """
    own = own_limits(indicator)
    if len(own) != 1:
        return ()
    [limit] = own
    if limit.time is not None:
        return tuple(in_seconds(int(limit.time * factor)) for factor in _FACTORS)
    days = limit.working_days or 0
    tried = dict.fromkeys(round(days * factor) for factor in _FACTORS)
    return tuple(TimeLimit(working_days=number) for number in tried)


def usual_ends(indicator: AnyIndicator) -> tuple[Fraction, ...]:
    """Return ends of a target around the indicator's own, which is one of them, in order."""
    own = target_end(indicator)
    if indicator.is_share:
        usual = _HIGH_SHARES if _is_floor(indicator) else _LOW_SHARES
    elif indicator.whole_numbers:
        usual = _COUNTS
    else:
        usual = tuple(own * factor for factor in _FACTORS)
    return tuple(sorted({*usual, own}))


def target_end(indicator: AnyIndicator) -> Fraction:
    """Return the one end of an indicator's target; raises ValueError where it has two."""
    low, high = indicator.target.lowest, indicator.target.highest
    if low is not None and high is None:
        return low
    if high is not None and low is None:
        return high
    raise ValueError(f"{indicator.id} has a target with two ends: no other target can be told by one number")


def with_target(indicator: AnyIndicator, end: Fraction) -> AnyIndicator:
    """Return `indicator` with another end of its target; what a miss costs is left out."""
    target = {
        key: end
        for key, own in (
            ("from", indicator.target.from_value),
            ("above", indicator.target.above),
            ("to", indicator.target.to),
            ("below", indicator.target.below),
        )
        if own is not None
    }
    changed = {"target": Range.model_validate(target), "bands": (), "consequence": Consequence.NONE}
    return indicator.model_copy(update=changed)


def with_limit(indicator: AnyIndicator, limit: TimeLimit) -> AnyIndicator:
    """Return `indicator` with `limit` for every ticket; raises ValueError where it cannot have it."""
    own = own_limits(indicator)
    if not own:
        raise ValueError(f"{indicator.id} has no limit of time that another could stand for")
    if any((limit.time is None) != (one.time is None) for one in own):
        raise ValueError(f"the limits of {indicator.id} are {_unit(own[0])}, and {_unit(limit)} are others")
    match indicator:
        case TimeWithinTarget() | LeadTimeTerms():
            return indicator.model_copy(update={"within": LimitTerms(limit=limit)})
        case PeriodicDuty():
            return indicator.model_copy(update={"within": limit})
        case CountTerms() | Share():
            return indicator.model_copy(update={"that": tuple(_conditions(indicator.that, limit))})
        case _:
            assert_never(indicator)  # type: ignore[arg-type]  # kinds without limits were refused above


def level_beyond(indicator: AnyIndicator, end: Fraction) -> Fraction:
    """Return the level halfway between a target of a share and 100 %, or 0 % where low is good."""
    return (1 + end) / 2 if _is_floor(indicator) else end / 2


def _is_floor(indicator: AnyIndicator) -> bool:
    return indicator.target.lowest is not None


def _unit(limit: TimeLimit) -> str:
    return "working days" if limit.time is None else "lengths of time"


def _conditions(conditions: Sequence[Condition], limit: TimeLimit) -> Iterator[Condition]:
    for one in conditions:
        if not isinstance(one, ClockCondition):
            yield one
        elif one.longer_than is not None:
            yield one.model_copy(update={"longer_than": limit.time})
        else:
            yield one.model_copy(update={"at_most": limit.time})
