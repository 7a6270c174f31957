"""What one exclusion does: figures, points and money of a month without it and with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from evaluator.core.money.credits import ServiceCredit
from evaluator.core.outcomes import Figure, Outcome, View


@dataclass(frozen=True)
class FigureShown:
    """One outcome as an effect shows it; what its numbers count depends on the indicator (see `Figure`).

    Everything but verdict and points is None where nothing was measured.
    """

    numerator: int | None
    denominator: int | None
    cases: int | None
    misses: int | None
    known: int | None
    expected: int | None
    verdict: str
    points: int

    @property
    def figure(self) -> Figure | None:
        """The figure without the interval it lies in, None where nothing was measured."""
        if (
            self.numerator is None
            or self.denominator is None
            or self.cases is None
            or self.known is None
            or self.expected is None
        ):
            return None
        return Figure(
            numerator=self.numerator,
            denominator=self.denominator,
            sample_size=self.cases,
            misses=self.misses,
            known=self.known,
            expected=self.expected,
            low=None,
            high=None,
        )


@dataclass(frozen=True)
class FigureChanged:
    """An indicator on a service whose figure one exclusion changes; `points` are those after repeat."""

    indicator: str
    service: str
    before: FigureShown
    after: FigureShown


@dataclass(frozen=True)
class ExclusionEffect:
    """What is different with one exclusion: `before` without it, `after` with it (or its accepted part).

    All other decisions stay as they are. Of a request that is not accepted `after` is what accepting all of
    it would give (`is_in_force` False). Amounts are the calculated credits of the month in the contract's
    currency, None where the contract has no credits.
    """

    exclusion: str
    is_in_force: bool
    figures: tuple[FigureChanged, ...]
    credit_before: Decimal | None
    credit_after: Decimal | None

    @property
    def points(self) -> int:
        """By how many points the month changes."""
        return sum(one.after.points - one.before.points for one in self.figures)

    @property
    def credit(self) -> Decimal | None:
        """By how much the calculated credits of the month change."""
        if self.credit_before is None or self.credit_after is None:
            return None
        return self.credit_after - self.credit_before


class MonthJudged(Protocol):
    """What a month came to; of its outcomes and credits those after exclusions are looked at."""

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The outcomes, those of whole scopes among them."""
        ...

    @property
    def credits(self) -> tuple[ServiceCredit, ...]:
        """The credits of the services; empty where the contract has none."""
        ...


def effect_between(
    exclusion: str, before: MonthJudged, after: MonthJudged, *, is_in_force: bool
) -> ExclusionEffect:
    """Return what differs in the view after exclusions; `before` is without the exclusion."""
    with_it = {(one.indicator, one.scope): one for one in _judged(after)}
    changed = [
        FigureChanged(
            one.indicator, one.scope.service, _shown(one), _shown(with_it[one.indicator, one.scope])
        )
        for one in _judged(before)
        if _shown(one) != _shown(with_it[one.indicator, one.scope])
    ]
    return ExclusionEffect(exclusion, is_in_force, tuple(changed), _credit(before), _credit(after))


def _judged(evaluation: MonthJudged) -> Iterable[Outcome]:
    return (one for one in evaluation.outcomes if one.view is View.AFTER_EXCLUSIONS and one.scope.is_whole)


def _shown(outcome: Outcome) -> FigureShown:
    figure = outcome.figure
    verdict, points = outcome.verdict.value, outcome.points_after_repeat
    if figure is None:
        return FigureShown(None, None, None, None, None, None, verdict, points)
    return FigureShown(
        numerator=figure.numerator,
        denominator=figure.denominator,
        cases=figure.sample_size,
        misses=figure.misses,
        known=figure.known,
        expected=figure.expected,
        verdict=verdict,
        points=points,
    )


def _credit(evaluation: MonthJudged) -> Decimal | None:
    amounts = [one.amount for one in evaluation.credits if one.view == View.AFTER_EXCLUSIONS]
    return sum(amounts, Decimal(0)) if amounts else None
