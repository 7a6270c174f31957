"""What other figures would change: verdict, points and credits of the month with them in place of ours."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

import pandas as pd

from evaluator.contract.contract import Contract
from evaluator.contract.indicators import AnyIndicator
from evaluator.core.evaluation import judged_outcomes
from evaluator.core.facts import LeftOut
from evaluator.core.measuring.indicator import Measured
from evaluator.core.money.chains import Chains
from evaluator.core.money.month import MonthMoney, calculate_month
from evaluator.core.money.steps import started_steps
from evaluator.core.outcomes import Figure, Outcome, Scope, View
from evaluator.core.periods import Period
from evaluator.core.reconciliation.found import Effect

VIEW = View.AFTER_EXCLUSIONS
"""The view money follows from; both sides are compared in it."""

Steps = Mapping[tuple[str, Scope, View], int]


@dataclass(frozen=True, eq=False)
class Alternative:
    """Other outcomes of an indicator, and the steps its late cases have started by them."""

    outcomes: tuple[Outcome, ...]
    steps: Steps = field(default_factory=dict)

    def of(self, scopes: Iterable[Scope]) -> "Alternative":
        """Return the part of it in some scopes."""
        wanted = set(scopes)
        return Alternative(
            tuple(one for one in self.outcomes if one.scope in wanted),
            {key: count for key, count in self.steps.items() if key[1] in wanted},
        )


@dataclass(frozen=True, eq=False)
class Judging:
    """The month as it was judged, and what judges other figures of it.

    `evidence` are the cases behind it, with the column `indicator`; `left_out` what agreed exclusions leave
    out, `past` the money of earlier months, oldest first.
    """

    contract: Contract
    month: Period
    earlier: tuple[Outcome, ...]
    outcomes: tuple[Outcome, ...]
    evidence: pd.DataFrame
    left_out: LeftOut
    past: tuple[MonthMoney, ...]
    is_over: bool

    @cached_property
    def ours(self) -> dict[tuple[str, Scope], Outcome]:
        """The outcomes of whole scopes after exclusions."""
        return {
            (one.indicator, one.scope): one
            for one in self.outcomes
            if one.view is VIEW and one.scope.is_whole
        }

    @cached_property
    def amount(self) -> Decimal | None:
        """The credits of the month; None where the contract gives none."""
        return self.amount_with([])

    def judge(
        self, indicator: AnyIndicator, figures: Mapping[Scope, Figure | None], cases: pd.DataFrame
    ) -> Alternative:
        """Return what other figures of `indicator` come to; `cases` those behind them, where there are."""
        made = {(scope, VIEW): figure for scope, figure in figures.items() if scope.is_whole}
        known = cases.loc[cases["limit"].notna().to_numpy(dtype=bool)] if not cases.empty else cases
        measured = Measured(indicator, made, self.is_over, tickets=known.assign(ticket_id=0))
        outcomes = judged_outcomes(self.contract, [measured], self.earlier, self.month)
        return Alternative(tuple(outcomes), started_steps([measured], {VIEW: LeftOut()}))

    def amount_with(self, others: Sequence[Alternative]) -> Decimal | None:
        """Return the credits of the month with other outcomes in place of ours; None without credits."""
        if self.contract.credits is None:
            return None
        return sum((credit.amount for credit in self.money_with(others).credits), Decimal(0))

    def money_with(self, others: Sequence[Alternative]) -> MonthMoney:
        """Return the money of the month with other outcomes in place of ours."""
        steps = dict(self._steps)
        for other in others:
            replaced = {(one.indicator, one.scope) for one in other.outcomes}
            steps = {key: count for key, count in steps.items() if key[:2] not in replaced} | dict(
                other.steps
            )
        outcomes = self.outcomes_with(others)
        return calculate_month(self.contract, self.month.name, outcomes, steps, self.past, self._chains)

    def outcomes_with(self, others: Iterable[Alternative]) -> tuple[Outcome, ...]:
        """Return the outcomes of whole scopes after exclusions, with others in place of ours."""
        outcomes = dict(self.ours)
        for other in others:
            outcomes |= {(one.indicator, one.scope): one for one in other.outcomes}
        return tuple(outcomes.values())

    def effect(self, other: Alternative) -> Effect | None:
        """Return what other outcomes, and nothing else, would change; None for none."""
        if not other.outcomes:
            return None
        changed = [one for one in other.outcomes if self._differs(one)] or list(other.outcomes[:1])
        points = sum(
            one.points_after_repeat - self.ours[one.indicator, one.scope].points_after_repeat
            for one in changed
        )
        return Effect(changed[0].verdict, points, self.more(self.amount_with([other])))

    def more(self, amount: Decimal | None) -> Decimal | None:
        """Return how much more than the credits of the month an amount is."""
        return None if amount is None or self.amount is None else amount - self.amount

    @cached_property
    def _chains(self) -> Chains:
        return Chains(self.contract, self.earlier)

    @cached_property
    def _steps(self) -> Steps:
        """The steps that late cases have started as measured."""
        if self.evidence.empty:
            return {}
        measured = [
            Measured(one, {}, self.is_over, tickets=self.evidence.loc[self.evidence["indicator"] == one.id])
            for one in self.contract.indicators
        ]
        return started_steps(measured, {VIEW: self.left_out})

    def _differs(self, other: Outcome) -> bool:
        ours = self.ours[other.indicator, other.scope]
        return (ours.verdict, ours.points_after_repeat) != (other.verdict, other.points_after_repeat)


def without_effect(judging: Judging, indicator: str, scope: Scope) -> Effect:
    """Return the effect of what changes no figure of `scope`."""
    nothing = None if judging.amount is None else Decimal(0)
    return Effect(judging.ours[indicator, scope].verdict, 0, nothing)


def money_order(effect: Effect | None) -> tuple[bool, Decimal, int]:
    """Return what sorts an effect: the largest change of money first, then of points; not reckoned last."""
    if effect is None:
        return (True, Decimal(0), 0)
    amount = Decimal(0) if effect.amount is None else effect.amount
    return (False, -abs(amount), -abs(effect.points))
