"""What stands beside an outcome, and forecasts, as cells of the CSV report."""

from collections.abc import Iterator
from fractions import Fraction

from dashboards.report.context import Context
from dashboards.report.csv_columns import Cell, Row
from dashboards.report.outlook import describe_occasion, describe_projection
from dashboards.report.values import describe_target, format_difference, format_value
from dashboards.wording import Wording
from dashboards.wording.rounding import round_half_up
from dashboards.wording.terms import basis_word, direction_word
from evaluator.contract.indicators import AnyIndicator
from evaluator.core.confidence.prospects import Trend
from evaluator.core.outcomes import Budget, Outcome, Scope

DIGITS = 6
"""Of numbers on which no verdict rests."""


def outlook_cells(indicator: AnyIndicator, outcome: Outcome | None, words: Wording) -> dict[str, Cell]:
    """Return the cells of confidence, limit that binds, response, room left and trend of an outcome."""
    if outcome is None:
        return {}
    figure, confidence = outcome.figure, outcome.confidence
    cells: dict[str, Cell] = {"binding": "" if figure is None else figure.binding}
    if figure is not None and figure.response is not None:
        cells["response"] = words.percent(figure.response, 1)
    if confidence is not None:
        ends = [format_value(indicator, Fraction(end), words) for end in confidence]
        cells |= {"confidence_low": ends[0], "confidence_high": ends[1]}
    return cells | _budget(outcome.budget) | _trend(indicator, outcome.trend, words)


def forecast_rows(context: Context) -> Iterator[Row]:
    """Yield every forecast, that of the period's end and those of all days that decide something."""
    words = context.wording
    for one in context.results.forecasts:
        if one.indicator in context.indicators:
            indicator, found = context.indicators[one.indicator], one.projection
            ends = {"low": found.low, "high": found.high}
            yield {
                "row": words.text("forecast: {occasion}", occasion=describe_occasion(context, one)),
                "indicator": one.indicator,
                "label": indicator.label.in_language(words.language),
                "service": context.service(one.service),
                "period": one.on_day.isoformat(),
                "explain": context.keys.of_outcome(one.indicator, Scope(one.service)),
                "target": describe_target(indicator, context.contract, words),
                "forecast": describe_projection(indicator, found, words),
                "basis": basis_word(found.basis, words),
                "trend_periods": found.periods,
                **{
                    name: None if end is None else format_value(indicator, end, words)
                    for name, end in ends.items()
                },
            }


def _budget(budget: Budget | None) -> dict[str, Cell]:
    if budget is None:
        return {}
    return {
        "budget": round_half_up(budget.initial, DIGITS),
        "budget_used": round_half_up(budget.consumed, DIGITS),
    }


def _trend(indicator: AnyIndicator, trend: Trend | None, words: Wording) -> dict[str, Cell]:
    if trend is None:
        return {}
    cells: dict[str, Cell] = {
        "trend": direction_word(trend.direction, words),
        "trend_periods": trend.periods,
    }
    if trend.slope is not None:
        # a plus in front would make a spreadsheet read a formula
        cells["trend_slope"] = format_difference(indicator, trend.slope, words).removeprefix("+")
    if trend.p_value is not None:
        cells["trend_p_value"] = round_half_up(Fraction(trend.p_value), DIGITS)
    return cells
