"""Points: the repeat rule."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from evaluator.contract.credits import RepeatRule
from evaluator.core.money.chains import Chains, is_judged
from evaluator.core.outcomes import Outcome


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


def with_repeat(outcome: Outcome, rule: RepeatRule, chains: Chains) -> Outcome:
    """Return the outcome with its points after the repeat rule; segments and units have none."""
    if not outcome.scope.is_whole or outcome.points == 0:
        return outcome
    before = [found.points if is_judged(found) else None for found in chains.before(outcome)]
    repeated = repeat_points(outcome.points, before, rule)
    return replace(outcome, repeated=repeated.repeated, points_after_repeat=repeated.points)


def _missed_before(earlier: Sequence[int | None], rule: RepeatRule) -> bool:
    for points in earlier:
        if points is not None:
            return points >= 1
        if rule.not_assessable_breaks_chain:
            return False
    return False
