"""Budgets: how much may be missed before a target on a share is lost, what of it is used up, what is left."""

from fractions import Fraction

from evaluator.contract.bands import Range
from evaluator.core.outcomes import Budget, Figure

__all__ = ["Budget", "allowed_share", "budget_of"]


def budget_of(figure: Figure, target: Range, whole: int | None = None) -> Budget | None:
    """Return the budget of `target` for a figure that is a share, and what of it is used up.

    A target with a lower end (at least 95 %) allows to miss the rest; one with only an upper end (at most
    5 %) allows its own share, of which the numerator uses up. `whole` is the extent of the period, in what
    the denominator counts, where it goes on beyond what is counted: the seconds of a month that is not
    over. None leaves it at what is counted.

    None is returned where nothing was counted and no `whole` is stated, where the counted is no share
    (more good than all, below zero), and where the target has two ends and thus no single budget. An end
    that belongs to the target (`from`, `to`) is still kept with nothing left, one that does not (`above`,
    `below`) is lost then.

    Raises ValueError for a `whole` smaller than what was counted.
    """
    allowed = allowed_share(target)
    extent = figure.denominator if whole is None else whole
    if extent < figure.denominator:
        raise ValueError(f"a whole of {extent} is less than the {figure.denominator} that were counted")
    is_share = 0 <= figure.numerator <= figure.denominator
    if allowed is None or extent == 0 or not is_share:
        return None
    higher_is_better = target.lowest is not None
    missed = figure.denominator - figure.numerator if higher_is_better else figure.numerator
    return Budget(initial=allowed * extent, consumed=Fraction(missed))


def allowed_share(target: Range) -> Fraction | None:
    """Return the share that `target` leaves to miss; None for one with two ends."""
    if target.lowest is not None:
        return 1 - target.lowest if target.highest is None else None
    return target.highest
