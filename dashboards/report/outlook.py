"""What stands beside a verdict, in words: trend, room left by the target, response; and forecasts."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from dashboards.report.confidence import describe_chance, describe_confidence
from dashboards.report.context import Context
from dashboards.report.values import describe_target, format_difference, format_value
from dashboards.wording import Wording
from dashboards.wording.rounding import digits_needed
from dashboards.wording.terms import basis_word, direction_word
from evaluator.contract.indicators import AnyIndicator, Imported, SurveyIndex
from evaluator.core.confidence.prospects import (
    FEWEST_FOR_A_TREND,
    Basis,
    Direction,
    Forecast,
    Occasion,
    Projection,
    Trend,
)
from evaluator.core.outcomes import Budget, Outcome


@dataclass(frozen=True)
class ForecastRow:
    """Where one indicator on one service will stand on a day."""

    indicator: str
    label: str
    service: str
    target: str
    day: str
    occasion: str
    basis: str
    text: str


@dataclass(frozen=True)
class ForecastSection:
    """The forecasts of the next day that decides something: those of a running period and those by trend.

    `others` says how many have only a range, `untold` of what nothing can be told.
    """

    rows: tuple[ForecastRow, ...]
    others: str
    untold: str


def describe_outlook(indicator: AnyIndicator, outcome: Outcome, words: Wording) -> tuple[str, ...]:
    """Return the lines on confidence, chance, response, room left and trend."""
    lines = (
        describe_confidence(indicator, outcome, words),
        describe_chance(indicator, outcome, words),
        _response(indicator, outcome, words),
        "" if outcome.budget is None else describe_budget(indicator, outcome.budget, words),
        "" if outcome.trend is None else describe_trend(indicator, outcome.trend, words),
    )
    return tuple(line for line in lines if line)


def describe_trend(indicator: AnyIndicator, trend: Trend, words: Wording) -> str:
    """Return where an indicator is going, by how much a period, and how easily chance alone gives it."""
    if trend.periods < FEWEST_FOR_A_TREND or trend.slope is None or trend.p_value is None:
        return words.plural(
            "{n} judged period: too few to tell a trend",
            "{n} judged periods: too few to tell a trend",
            trend.periods,
        )
    if trend.direction in {Direction.UNCHANGED, Direction.UNKNOWN}:
        return words.text(
            "no clear trend in {periods} periods (p {p_value})",
            periods=trend.periods,
            p_value=_probability(trend.p_value, words),
        )
    return words.text(
        "trend in {periods} periods: {direction}, {slope} a period (p {p_value})",
        periods=trend.periods,
        direction=direction_word(trend.direction, words),
        slope=format_difference(indicator, trend.slope, words),
        p_value=_probability(trend.p_value, words),
    )


def describe_budget(indicator: AnyIndicator, budget: Budget, words: Wording) -> str:
    """Return how much of the room that the target leaves is used up, and how many more cases may miss."""
    used = budget.consumed_share
    if used is None:
        return ""
    share = words.percent(used, 0)
    if budget.remaining < 0:
        return words.text("the room that the target leaves is overdrawn: {share} used", share=share)
    if not indicator.counts_misses:
        return words.text("{share} of the room that the target leaves is used", share=share)
    return words.text(
        "{share} of the room that the target leaves is used, {left} left",
        share=share,
        left=words.number(budget.remaining.__floor__()),
    )


def build_forecasts(context: Context) -> ForecastSection | None:
    """Return the forecasts for the end of a running period and for the next day that decides something."""
    shown = [one for one in _next(context.results.forecasts) if one.indicator in context.indicators]
    if not shown:
        return None
    told = [one for one in shown if one.projection.basis is not Basis.CANNOT_BE_TOLD]
    untold = {one.indicator for one in shown} - {one.indicator for one in told}
    telling = [one for one in told if _is_telling(one)]
    order = {name: position for position, name in enumerate(context.indicators)}
    telling.sort(key=lambda one: (order[one.indicator], one.service, one.on_day))
    return ForecastSection(
        rows=tuple(_row(context, one) for one in telling),
        others=_others(len(told) - len(telling), context.wording),
        untold=_untold(untold, context.wording),
    )


def describe_projection(indicator: AnyIndicator, found: Projection, words: Wording) -> str:
    """Return the value and interval of a forecast in words."""
    ends = [None if end is None else format_value(indicator, end, words) for end in (found.low, found.high)]
    if found.basis is Basis.CANNOT_BE_TOLD or ends[0] is None:
        return words.text("cannot be told")
    if found.value is not None:
        value = format_value(indicator, found.value, words)
        return words.text("{value}, within {low} to {high}", value=value, low=ends[0], high=ends[1])
    if ends[1] is None:
        return words.text("at least {value}", value=ends[0])
    return words.text("{low} to {high}", low=ends[0], high=ends[1])


def describe_occasion(context: Context, forecast: Forecast) -> str:
    """Return what is decided on the day of a forecast."""
    words = context.wording
    if forecast.occasion is Occasion.PERIOD_END:
        return words.text("the period ends")
    if forecast.occasion is Occasion.LAST_DAY:
        return words.text("the contract ends")
    labels = {option.id: option.label.in_language(words.language) for option in context.contract.term.options}
    return words.text("notice of {option}", option=labels.get(forecast.option, forecast.option))


def _next(forecasts: tuple[Forecast, ...]) -> list[Forecast]:
    """Those for the end of the period, and those for the first of the days that decide something."""
    later = [one.on_day for one in forecasts if one.occasion is not Occasion.PERIOD_END]
    first = min(later, default=date.max)
    return [one for one in forecasts if one.occasion is Occasion.PERIOD_END or one.on_day == first]


def _is_telling(forecast: Forecast) -> bool:
    return forecast.projection.basis is Basis.TREND or forecast.occasion is Occasion.PERIOD_END


def _others(number: int, words: Wording) -> str:
    if number == 0:
        return ""
    return words.plural(
        "{n} more has no clear trend; the range of its values so far: supplierwatch report --format csv",
        "{n} more have no clear trend; the range of their values so far: supplierwatch report --format csv",
        number,
    )


def _row(context: Context, forecast: Forecast) -> ForecastRow:
    words, indicator = context.wording, context.indicators[forecast.indicator]
    return ForecastRow(
        indicator=indicator.id,
        label=indicator.label.in_language(words.language),
        service=context.service(forecast.service),
        target=describe_target(indicator, context.contract, words),
        day=words.day(forecast.on_day),
        occasion=describe_occasion(context, forecast),
        basis=_basis(forecast, words),
        text=describe_projection(indicator, forecast.projection, words),
    )


def _basis(forecast: Forecast, words: Wording) -> str:
    if forecast.occasion is Occasion.PERIOD_END:
        return words.text("what is still possible")
    found = forecast.projection
    return words.plural(
        "{basis}, {n} period", "{basis}, {n} periods", found.periods, basis=basis_word(found.basis, words)
    )


def _untold(indicators: set[str], words: Wording) -> str:
    if not indicators:
        return ""
    return words.text(
        "Nothing can be told of {indicators}: too few periods were judged.",
        indicators=words.listing(sorted(indicators)),
    )


def _response(indicator: AnyIndicator, outcome: Outcome, words: Wording) -> str:
    figure = outcome.figure
    if not isinstance(indicator, Imported | SurveyIndex) or figure is None:
        return ""
    floor = indicator.response
    if figure.response is None:
        return "" if floor is None else words.text("how many were asked is not known")
    answered = words.percent(figure.response, 1)
    if floor is None:
        return words.text("{share} of those asked answered", share=answered)
    return words.text(
        "{share} of those asked answered, at least {floor} must",
        share=answered,
        floor=words.percent(floor.at_least, digits_needed(floor.at_least * 100)),
    )


def _probability(value: float, words: Wording) -> str:
    smallest = Fraction(1, 1000)
    shown = Fraction(value)
    return f"= {words.number(shown, 3)}" if shown >= smallest else f"< {words.number(smallest, 3)}"
