"""What stands beside a verdict and never changes it: confidence, trend, budget, forecast (design rule 6)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from itertools import dropwhile

from collector.instants import FAR_FUTURE
from evaluator.contract.availability import Denominator
from evaluator.contract.contract import Contract, OptionState
from evaluator.contract.indicator_terms import PeriodLength
from evaluator.contract.indicators import AnyIndicator, Availability, Imported, OutageLimits, SurveyIndex
from evaluator.core.calendar.contract_calendars import ALWAYS, SERVICE, Calendars
from evaluator.core.confidence.budget import budget_of
from evaluator.core.confidence.forecasts import Bounds, project
from evaluator.core.confidence.prospects import Basis, Direction, Forecast, Occasion, Projection, Trend
from evaluator.core.confidence.statistics import trend, wilson
from evaluator.core.outcomes import Budget, Figure, Outcome, Scope, Verdict, View
from evaluator.core.periods import MONTHS_IN, Period, month_name_before, start_of_day

PERIODS_LOOKED_AT = 24
Value = Fraction | None


def share_confidence(figure: Figure | None, indicator: AnyIndicator) -> tuple[float, float] | None:
    """Return the Wilson interval of a share of cases; counts, times and seconds are no such shares."""
    if figure is None or figure.misses is None or not indicator.is_share:
        return None
    is_share = figure.denominator == figure.sample_size and 0 <= figure.numerator <= figure.denominator
    return wilson(figure.numerator, figure.denominator) if is_share else None


def budget_left(figure: Figure | None, indicator: AnyIndicator, whole: int | None = None) -> Budget | None:
    """Return how much the target leaves to miss, and what of it is used; None where no sum of misses counts.

    `whole` is as in `budget_of`.
    """
    if figure is None or figure.value is None:
        return None
    if indicator.sums_misses:
        most = indicator.target.highest if indicator.target.lowest is None else None
        return None if most is None else Budget(most, figure.value)
    return budget_of(figure, indicator.target, whole) if indicator.is_share else None


@dataclass(frozen=True, eq=False)
class Outlook:
    """What the months before, and the dates of the contract, say of the outcomes of `month`.

    `periods` are those that end with `month`, by their length; `earlier` the outcomes of months before.
    """

    contract: Contract
    calendars: Calendars
    periods: Mapping[PeriodLength, Period]
    month: Period
    known_at: int
    earlier: Sequence[Outcome]

    def beside(self, outcome: Outcome) -> Outcome:
        """Return `outcome` with its trend and budget."""
        indicator = self.contract.indicator(outcome.indicator)
        budget = budget_left(outcome.figure, indicator, self._whole(indicator, outcome))
        return replace(outcome, trend=self._trend(indicator, outcome), budget=budget)

    def forecasts(self, outcomes: Sequence[Outcome]) -> Iterator[Forecast]:
        """Yield the forecasts of those of `outcomes` that the contract judges.

        To the end of a period that is not over: how far the value can still go. To each day by which notice
        of an open option must be given, and to the contract's last day: by its months so far.
        """
        dates = list(_dates(self.contract, self.month))
        for outcome in outcomes:
            if outcome.scope.is_whole and outcome.view is View.AFTER_EXCLUSIONS:
                yield from self._to_period_end(outcome)
                yield from self._to_dates(outcome, dates)

    @cached_property
    def _values(self) -> dict[tuple[str, Scope], dict[str, Value]]:
        found: dict[tuple[str, Scope], dict[str, Value]] = {}
        for outcome in self.earlier:
            if outcome.view is View.AFTER_EXCLUSIONS:
                found.setdefault((outcome.indicator, outcome.scope), {})[outcome.period] = _judged(outcome)
        return found

    def _series(self, outcome: Outcome, step: int) -> list[Value]:
        """The judged values up to that of `outcome`, oldest first; None where a period was not judged."""
        values = self._values.get((outcome.indicator, outcome.scope), {})
        back = range((PERIODS_LOOKED_AT - 1) * step, 0, -step)
        before = [values.get(month_name_before(outcome.period, months)) for months in back]
        return [*dropwhile(_is_missing, before), _judged(outcome)]

    def _trend(self, indicator: AnyIndicator, outcome: Outcome) -> Trend | None:
        step = MONTHS_IN.get(indicator.period)
        if step is None or outcome.scope.unit or outcome.view is not View.AFTER_EXCLUSIONS:
            # Periods that overlap hold the same facts again, and would show a trend that is none.
            return None
        found = trend(self._series(outcome, step), higher_is_better=indicator.target.highest is None)
        two_ends = indicator.target.lowest is not None and indicator.target.highest is not None
        return replace(found, direction=Direction.UNKNOWN) if two_ends else found

    def _whole(self, indicator: AnyIndicator, outcome: Outcome) -> int | None:
        """What the denominator of an availability will be when its period is over; None where it is."""
        period, figure = self.periods[indicator.period], outcome.figure
        if not isinstance(indicator, Availability) or figure is None or self.known_at >= period.ends_at:
            return None
        rules = self.contract.availability_rules[indicator.rules]
        named = ALWAYS if rules.denominator is Denominator.WALL_CLOCK else SERVICE
        hours, life = self.calendars.named(named, outcome.scope.service), self._life(outcome.scope.service)
        starts_at, ends_at = max(period.starts_at, life[0]), min(period.ends_at, life[1])
        now = min(max(self.known_at, starts_at), ends_at)
        counted, whole = (int(hours.elapsed([starts_at], [end])[0]) for end in (now, ends_at))
        return None if counted == 0 else figure.denominator * whole // counted

    def _life(self, name: str) -> tuple[int, int]:
        service, zone = self.contract.service(name), self.contract.contract.zone
        first = self.contract.term.first_day if service.first_day is None else service.first_day
        if service.last_day is None:
            return start_of_day(first, zone), FAR_FUTURE
        return start_of_day(first, zone), start_of_day(service.last_day + timedelta(days=1), zone)

    def _to_period_end(self, outcome: Outcome) -> Iterator[Forecast]:
        indicator = self.contract.indicator(outcome.indicator)
        period, figure = self.periods[indicator.period], outcome.figure
        if figure is None or figure.value is None or self.known_at >= period.ends_at:
            return
        projection = Projection(Basis.CANNOT_BE_TOLD, 1, None, None, None)
        whole = self._whole(indicator, outcome)
        if whole is not None:
            to_come = whole - figure.denominator
            low, high = Fraction(figure.numerator, whole), Fraction(figure.numerator + to_come, whole)
            projection = Projection(Basis.RANGE, 1, None, low, high)
        elif indicator.sums_misses:
            projection = Projection(Basis.RANGE, 1, None, figure.value, None)
        last_day = period.end_day - timedelta(days=1)
        yield Forecast(indicator.id, outcome.scope.service, Occasion.PERIOD_END, "", last_day, projection)

    def _to_dates(self, outcome: Outcome, dates: Sequence[tuple[Occasion, str, date]]) -> Iterator[Forecast]:
        indicator = self.contract.indicator(outcome.indicator)
        step = MONTHS_IN.get(indicator.period)
        if step is None:
            return
        values = self._series(outcome, step)
        for occasion, option, day in dates:
            ahead = -(-_months_until(day, self.month) // step)
            projection = project(values, ahead, _bounds(indicator))
            yield Forecast(indicator.id, outcome.scope.service, occasion, option, day, projection)


def _judged(outcome: Outcome) -> Value:
    """The value of an outcome that was judged; others do not show how the supplier keeps the contract."""
    if outcome.figure is None or outcome.verdict not in (Verdict.MET, Verdict.MISSED):
        return None
    return outcome.figure.value


def _is_missing(value: Value) -> bool:
    return value is None


def _dates(contract: Contract, month: Period) -> Iterator[tuple[Occasion, str, date]]:
    """The days after `month` that decide something."""
    for option in contract.term.options:
        day = option.notice_by
        if option.state is OptionState.OPEN and day is not None and day >= month.end_day:
            yield Occasion.NOTICE, option.id, day
    last_day = contract.term.current_last_day
    if last_day >= month.end_day:
        yield Occasion.LAST_DAY, "", last_day


def _months_until(day: date, month: Period) -> int:
    return (day.year - month.first_day.year) * 12 + day.month - month.first_day.month


def _bounds(indicator: AnyIndicator) -> Bounds:
    if isinstance(indicator, SurveyIndex):
        return Bounds(Fraction(0), Fraction(100))
    if isinstance(indicator, Imported) and not indicator.is_share:
        return Bounds(None, None)
    is_part = indicator.is_share and not isinstance(indicator, OutageLimits)
    return Bounds(Fraction(0), Fraction(1) if is_part else None)
