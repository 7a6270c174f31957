"""Points: the repeat rule."""

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.contract.credits import RepeatRule


@dataclass(frozen=True)
class RepeatedPoints:
    """Points after the repeat rule, and whether the miss was a repeat."""

    points: int
    repeated: bool


def repeat_points(current: int, earlier: Sequence[int | None], rule: RepeatRule) -> RepeatedPoints:
    """Return the points of a period after the repeat rule.

    `current` and `earlier` (newest first, one for each period without a gap) are points of the same
    indicator on the same service *before* any repeat: what is doubled is never itself a doubled figure,
    so a third period in a row doubles again and does not quadruple. None is a period that was not
    assessable or not measured: it is no repeat, and whether it ends the chain is the contract's choice.
    A period on target ends it.
    """
    repeated = current >= 1 and _missed_before(earlier, rule)
    return RepeatedPoints(current * rule.factor if repeated else current, repeated)


def _missed_before(earlier: Sequence[int | None], rule: RepeatRule) -> bool:
    for points in earlier:
        if points is not None:
            return points >= 1
        if rule.not_assessable_breaks_chain:
            return False
    return False
