"""One period evaluated: facts to figures, figures to verdicts, verdicts to points, credits and a score."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from evaluator.contract.contract import Contract, Straddling
from evaluator.contract.indicator_terms import PeriodLength
from evaluator.core.calendar.contract_calendars import Calendars
from evaluator.core.confidence.outlook import Outlook, share_confidence
from evaluator.core.confidence.prospects import Forecast
from evaluator.core.facts import Facts, LeftOut
from evaluator.core.measuring.indicator import Measured, measure_indicator
from evaluator.core.measuring.ticket_book import TicketBook
from evaluator.core.money.chains import Chains
from evaluator.core.money.credits import ServiceCredit
from evaluator.core.money.lines import CreditLine
from evaluator.core.money.month import CreditTotal, MonthMoney, calculate_month
from evaluator.core.money.points import with_repeat
from evaluator.core.money.steps import started_steps
from evaluator.core.money.triggers import TriggerState, critical_and_open, trigger_states
from evaluator.core.outcomes import Outcome, View
from evaluator.core.periods import Period, period_ending_with
from evaluator.core.score import Score, calculate_score
from evaluator.core.statements import Statement, compare_statements
from evaluator.core.verdicts import judge_scope


@dataclass(frozen=True, eq=False)
class PeriodEvaluation:
    """What the core says of one month.

    `tickets` and `outages` are frames of evidence: the columns of the cases and of the outages with
    `indicator` and `left_out_by` beside them. `measured` is what all of it was made from.
    """

    outcomes: tuple[Outcome, ...]
    credits: tuple[ServiceCredit, ...]
    score: Score | None
    statements: tuple[Statement, ...]
    tickets: pd.DataFrame
    outages: pd.DataFrame
    forecasts: tuple[Forecast, ...] = ()
    credit_lines: tuple[CreditLine, ...] = ()
    credit_totals: tuple[CreditTotal, ...] = ()
    triggers: tuple[TriggerState, ...] = ()
    measured: tuple[Measured, ...] = ()


@dataclass(frozen=True, eq=False)
class FormerTerms:
    """A former version of the contract, which applied to what began before the instant `until`."""

    until: int
    contract: Contract
    calendars: Calendars


@dataclass(frozen=True, eq=False)
class Past:
    """What came before the month.

    `former` are the versions of the contract before the one in force, oldest first: they judge tickets that
    opened under them, where the contract says that the opening decides. `money` is that of the months before,
    oldest first: what is left of caps over a longer time, what is given back, and thresholds rest on it.
    """

    former: Sequence[FormerTerms] = ()
    money: Sequence[MonthMoney] = ()


NO_PAST = Past()


def evaluate_month(
    contract: Contract,
    facts: Mapping[PeriodLength, Facts],
    calendars: Calendars,
    left_out: Mapping[View, LeftOut],
    earlier: Sequence[Outcome],
    month: Period,
    past: Past = NO_PAST,
    known: Sequence[Measured] = (),
) -> PeriodEvaluation:
    """Return the evaluation of `month`.

    `contract` is the version in force on its first day. `facts` holds those of each length of period the
    indicators have, `left_out` what is left out in each view wanted, and `earlier` the published outcomes of
    the months before (any order). `known` is what was measured already of the same facts under the same
    terms: it is not measured anew.
    """
    measured = list(_measure_all(contract, facts, calendars, left_out, month, past.former, known))
    known_at = max((found.known_at for found in facts.values()), default=month.ends_at)
    outlook = Outlook(contract, calendars, periods_of(contract, month), month, known_at, earlier)
    outcomes = tuple(outlook.beside(one) for one in judged_outcomes(contract, measured, earlier, month))
    chains = Chains(contract, earlier)
    steps = started_steps(measured, left_out)
    money = calculate_month(contract, month.name, outcomes, steps, past.money, chains)
    triggers = tuple(trigger_states(contract, outcomes, money, past.money, chains))
    return PeriodEvaluation(
        outcomes=outcomes,
        credits=money.credits,
        score=_score(contract, [*earlier, *outcomes], month, triggers),
        statements=_statements(facts, outcomes, month),
        tickets=_evidence([one.tickets for one in measured]),
        outages=_evidence([one.outages for one in measured]),
        forecasts=tuple(outlook.forecasts(outcomes)),
        credit_lines=money.lines,
        credit_totals=money.totals,
        triggers=triggers,
        measured=tuple(measured),
    )


def periods_of(contract: Contract, month: Period) -> dict[PeriodLength, Period]:
    """Return the periods that end with `month` and that indicators are judged over or take facts from."""
    card, starts = contract.contract, contract.term.first_day
    found: dict[PeriodLength, Period] = {}
    for indicator in contract.indicators:
        judged = period_ending_with(month, indicator.period, card.zone, starts)
        over = period_ending_with(month, indicator.facts_over, card.zone, starts)
        if judged is not None and over is not None:
            found |= {indicator.period: judged, indicator.facts_over: over}
    return dict(sorted(found.items()))


def _measure_all(
    contract: Contract,
    facts: Mapping[PeriodLength, Facts],
    calendars: Calendars,
    left_out: Mapping[View, LeftOut],
    month: Period,
    former: Sequence[FormerTerms],
    known: Sequence[Measured],
) -> Iterator[Measured]:
    by_name = {one.indicator.id: one for one in known}
    periods = periods_of(contract, month)
    books = {length: TicketBook(contract, found, calendars) for length, found in facts.items()}
    by_opening = contract.tickets.straddling is Straddling.OPENING
    before = {
        length: [(one.until, TicketBook(one.contract, found, one.calendars)) for one in former]
        for length, found in facts.items()
        if by_opening
    }
    for indicator in contract.indicators:
        if indicator.id in by_name:
            yield by_name[indicator.id]
        elif indicator.period in periods:
            over, period = indicator.facts_over, periods[indicator.period]
            yield measure_indicator(indicator, books[over], period, left_out, before.get(over, []))


def judged_outcomes(
    contract: Contract, measured: Iterable[Measured], earlier: Sequence[Outcome], month: Period
) -> Iterator[Outcome]:
    """Yield the outcomes of what was measured, with their points before and after the repeat rule."""
    chains = Chains(contract, earlier)
    for one in measured:
        for (scope, view), figure in one.figures.items():
            judgement = judge_scope(figure, one.indicator, scope, is_over=one.is_over)
            outcome = Outcome(
                indicator=one.indicator.id,
                period=month.name,
                scope=scope,
                view=view,
                figure=figure,
                verdict=judgement.verdict,
                points=judgement.points,
                repeated=False,
                points_after_repeat=judgement.points if scope.is_whole else 0,
                confidence=one.confidence.get((scope, view), share_confidence(figure, one.indicator)),
            )
            rule = None if contract.credits is None else contract.credits.repeat
            yield outcome if rule is None else with_repeat(outcome, rule, chains)


def _score(
    contract: Contract, outcomes: Iterable[Outcome], month: Period, triggers: Iterable[TriggerState]
) -> Score | None:
    if contract.scorecard is None:
        return None
    weights = {indicator.id: indicator.weight for indicator in contract.indicators}
    return calculate_score(contract.scorecard, weights, outcomes, month.name, critical_and_open(triggers))


def _statements(
    facts: Mapping[PeriodLength, Facts], outcomes: Sequence[Outcome], month: Period
) -> tuple[Statement, ...]:
    """The statements of the longest period read: it holds those of the shorter ones."""
    longest = max(facts.values(), key=lambda found: len(found.statements), default=None)
    return () if longest is None else compare_statements(longest.statements, outcomes, month)


def _evidence(frames: list[pd.DataFrame]) -> pd.DataFrame:
    kept = [frame for frame in frames if not frame.empty]
    return pd.concat(kept, ignore_index=True) if kept else pd.DataFrame()
