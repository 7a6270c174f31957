"""One period evaluated: facts to figures, figures to verdicts, verdicts to points, credits and a score."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from evaluator.contract.contract import Contract, Straddling
from evaluator.contract.indicator_terms import Consequence, PeriodLength
from evaluator.contract.indicators import AnyIndicator
from evaluator.contract.scorecard import MONTHS_LOOKED_BACK
from evaluator.core.calendar.contract_calendars import Calendars
from evaluator.core.confidence.outlook import Outlook, share_confidence
from evaluator.core.confidence.prospects import Forecast
from evaluator.core.credits import ServiceCredit, calculate_credits
from evaluator.core.facts import Facts, LeftOut
from evaluator.core.measuring.indicator import Measured, measure_indicator
from evaluator.core.measuring.ticket_book import TicketBook
from evaluator.core.outcomes import Outcome, Scope, Verdict, View
from evaluator.core.periods import Period, month_name_before, period_ending_with
from evaluator.core.points import repeat_points
from evaluator.core.score import Score, calculate_score
from evaluator.core.statements import Statement, compare_statements
from evaluator.core.verdicts import judge_scope

_MONTHS_BETWEEN = {
    PeriodLength.MONTH: 1,
    PeriodLength.QUARTER: 3,
    PeriodLength.HALF_YEAR: 6,
    PeriodLength.ROLLING_12_MONTHS: 1,
    PeriodLength.WHOLE_TERM: 1,
}


@dataclass(frozen=True, eq=False)
class PeriodEvaluation:
    """What the core says of one month.

    `tickets` and `outages` are frames of evidence: the columns of the cases and of the outages with
    `indicator` and `left_out_by` beside them.
    """

    outcomes: tuple[Outcome, ...]
    credits: tuple[ServiceCredit, ...]
    score: Score | None
    statements: tuple[Statement, ...]
    tickets: pd.DataFrame
    outages: pd.DataFrame
    forecasts: tuple[Forecast, ...] = ()


@dataclass(frozen=True, eq=False)
class FormerTerms:
    """A former version of the contract, which applied to what began before the instant `until`."""

    until: int
    contract: Contract
    calendars: Calendars


def evaluate_month(
    contract: Contract,
    facts: Mapping[PeriodLength, Facts],
    calendars: Calendars,
    left_out: Mapping[View, LeftOut],
    earlier: Sequence[Outcome],
    month: Period,
    former: Sequence[FormerTerms] = (),
) -> PeriodEvaluation:
    """Return the evaluation of `month`.

    `contract` is the version in force on its first day, `former` those before it, oldest first: they judge
    tickets that opened under them, where the contract says that the opening decides. `facts` holds those of
    each length of period the indicators have, `left_out` what is left out in each view wanted, and
    `earlier` the published outcomes of the months before (any order).
    """
    measured = list(_measure_all(contract, facts, calendars, left_out, month, former))
    known_at = max((found.known_at for found in facts.values()), default=month.ends_at)
    outlook = Outlook(contract, calendars, periods_of(contract, month), month, known_at, earlier)
    outcomes = tuple(outlook.beside(one) for one in _outcomes(contract, measured, earlier, month))
    return PeriodEvaluation(
        outcomes=outcomes,
        credits=tuple(_credits(contract, outcomes)),
        score=_score(contract, [*earlier, *outcomes], month),
        statements=_statements(facts, outcomes, month),
        tickets=_evidence([one.tickets for one in measured]),
        outages=_evidence([one.outages for one in measured]),
        forecasts=tuple(outlook.forecasts(outcomes)),
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
) -> Iterator[Measured]:
    periods = periods_of(contract, month)
    books = {length: TicketBook(contract, found, calendars) for length, found in facts.items()}
    by_opening = contract.tickets.straddling is Straddling.OPENING
    before = {
        length: [(one.until, TicketBook(one.contract, found, one.calendars)) for one in former]
        for length, found in facts.items()
        if by_opening
    }
    for indicator in contract.indicators:
        if indicator.period in periods:
            over, period = indicator.facts_over, periods[indicator.period]
            yield measure_indicator(indicator, books[over], period, left_out, before.get(over, []))


def _outcomes(
    contract: Contract, measured: Iterable[Measured], earlier: Sequence[Outcome], month: Period
) -> Iterator[Outcome]:
    history = _points_by_month(earlier)
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
            yield _with_repeat(contract, outcome, history)


History = Mapping[tuple[str, Scope, View], Mapping[str, int | None]]


def _points_by_month(earlier: Sequence[Outcome]) -> History:
    """Points before any repeat rule by month; None where a month was not judged."""
    history: dict[tuple[str, Scope, View], dict[str, int | None]] = {}
    for outcome in earlier:
        judged = outcome.verdict in (Verdict.MET, Verdict.MISSED)
        months = history.setdefault((outcome.indicator, outcome.scope, outcome.view), {})
        months[outcome.period] = outcome.points if judged else None
    return history


def _with_repeat(contract: Contract, outcome: Outcome, history: History) -> Outcome:
    if contract.credits is None or not outcome.scope.is_whole or outcome.points == 0:
        return outcome
    months = _earlier_points(outcome, history)
    step = _MONTHS_BETWEEN[contract.indicator(outcome.indicator).period]
    before: list[int | None] = []
    for back in range(step, MONTHS_LOOKED_BACK + 1, step):
        name = month_name_before(outcome.period, back)
        if name not in months:
            break
        before.append(months[name])
    repeated = repeat_points(outcome.points, before, contract.credits.repeat)
    return replace(outcome, repeated=repeated.repeated, points_after_repeat=repeated.points)


def _earlier_points(outcome: Outcome, history: History) -> Mapping[str, int | None]:
    """The points of earlier months in the view of `outcome`.

    A month in which nothing was undecided has no third view: there it is the same as after exclusions.
    """
    own = history.get((outcome.indicator, outcome.scope, outcome.view), {})
    if outcome.view is not View.IF_PENDING_ACCEPTED:
        return own
    return {**history.get((outcome.indicator, outcome.scope, View.AFTER_EXCLUSIONS), {}), **own}


def _credits(contract: Contract, outcomes: Sequence[Outcome]) -> Iterator[ServiceCredit]:
    if contract.credits is None:
        return
    fees = {
        service.id: service.monthly_fee for service in contract.services if service.monthly_fee is not None
    }
    for view in dict.fromkeys(outcome.view for outcome in outcomes):
        points = points_by_service(contract, [outcome for outcome in outcomes if outcome.view == view])
        yield from calculate_credits(points, fees, contract.credits, view)


def points_by_service(contract: Contract, outcomes: Iterable[Outcome]) -> dict[str, int]:
    """Return the points of each billed service, after the repeat rule, from outcomes of one view.

    An indicator measured over several services together gives its points to each of them; a service that
    is part of another gives its points to that one.
    """
    points: dict[str, int] = {}
    for outcome in outcomes:
        indicator = contract.indicator(outcome.indicator)
        if indicator.consequence is not Consequence.CREDIT or not outcome.scope.is_whole:
            continue
        for service in _charged(contract, indicator, outcome.scope):
            points[service] = points.get(service, 0) + outcome.points_after_repeat
    return points


def _charged(contract: Contract, indicator: AnyIndicator, scope: Scope) -> list[str]:
    services = [scope.service] if scope.service else list(indicator.services)
    return list(dict.fromkeys(contract.service(service).billed_as for service in services))


def _score(contract: Contract, outcomes: Iterable[Outcome], month: Period) -> Score | None:
    if contract.scorecard is None:
        return None
    weights = {indicator.id: indicator.weight for indicator in contract.indicators}
    return calculate_score(contract.scorecard, weights, outcomes, month.name)


def _statements(
    facts: Mapping[PeriodLength, Facts], outcomes: Sequence[Outcome], month: Period
) -> tuple[Statement, ...]:
    """The statements of the longest period read: it holds those of the shorter ones."""
    longest = max(facts.values(), key=lambda found: len(found.statements), default=None)
    return () if longest is None else compare_statements(longest.statements, outcomes, month)


def _evidence(frames: list[pd.DataFrame]) -> pd.DataFrame:
    kept = [frame for frame in frames if not frame.empty]
    return pd.concat(kept, ignore_index=True) if kept else pd.DataFrame()
