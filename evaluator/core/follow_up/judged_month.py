"""What one wording of a contract made of a month, as a back-test holds it against another."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from evaluator.contract.contract import Contract
from evaluator.core.evaluation import PeriodEvaluation
from evaluator.core.facts import Facts
from evaluator.core.measuring.indicator import Measured
from evaluator.core.money.credits import ServiceCredit
from evaluator.core.money.lines import CreditLine
from evaluator.core.money.month import CreditTotal, MonthMoney
from evaluator.core.outcomes import Outcome, View
from evaluator.core.periods import Period

_NOT_MEASURED = {"indicators", "credits", "scorecard", "ticket_kinds"}
"""Parts of a contract that no indicator is measured by; the indicators are compared one by one."""


@dataclass(frozen=True, eq=False)
class JudgedMonth:
    """What one wording made of a month: its outcomes, its money, and the cases behind them."""

    outcomes: tuple[Outcome, ...]
    credits: tuple[ServiceCredit, ...]
    lines: tuple[CreditLine, ...]
    totals: tuple[CreditTotal, ...]
    tickets: pd.DataFrame
    measured: tuple[Measured, ...] = ()


def measured_alike(contract: Contract, judged: JudgedMonth, other: Contract) -> list[Measured]:
    """Return what `judged` under `contract` measured that `other` would measure alike on the same facts.

    An indicator that both have, where all that measuring looks at beside it is the same: services, units,
    hours, clocks, rules. What a target, its points and the score come to is not measured.
    """
    looked_at = set(Contract.model_fields) - _NOT_MEASURED
    if any(getattr(contract, name) != getattr(other, name) for name in looked_at):
        return []
    return [one for one in judged.measured if one.indicator in other.indicators]


def judged_month(found: PeriodEvaluation) -> JudgedMonth:
    """Return what an evaluation says of a month, as a back-test compares it."""
    return JudgedMonth(
        found.outcomes,
        found.credits,
        found.credit_lines,
        found.credit_totals,
        found.tickets,
        found.measured,
    )


def money_of(period: str, judged: JudgedMonth) -> MonthMoney:
    """Return the money of a month, on which later months rest."""
    return MonthMoney(period, judged.credits, judged.lines, judged.totals)


def has_facts(facts: Iterable[Facts], period: Period) -> bool:
    """Return whether any fact says something of `period`: a change, what was seen, a measurement."""
    return any(
        bool(one.changes["at"].between(period.starts_at, period.ends_at - 1).any())
        or any(
            bool(((frame["from_at"] < period.ends_at) & (frame["to_at"] > period.starts_at)).any())
            for frame in (one.observed, one.measurements, one.statements)
        )
        for one in facts
    )


def whole_outcomes(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """Yield the outcomes that the contract judges, not those of segments and units."""
    return (one for one in outcomes if one.scope.is_whole)


def remembered(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Return the outcomes that later months rest on: none of units, of segments those after exclusions."""
    return [
        one
        for one in outcomes
        if not one.scope.unit and (not one.scope.segment or one.view == View.AFTER_EXCLUSIONS)
    ]
