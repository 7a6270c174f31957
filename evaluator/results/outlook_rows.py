"""Columns and rows of what stands beside an outcome: its trend, its budget, and forecasts."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from evaluator.core.confidence.prospects import Basis, Direction, Forecast, Occasion, Projection, Trend
from evaluator.core.outcomes import Budget

Row = Mapping[str, Any]


def trend_columns(trend: Trend | None) -> dict[str, Any]:
    """Return the columns of the trend of an outcome; its exact slope as text."""
    return {
        "trend_direction": None if trend is None else trend.direction.value,
        "trend_slope": None if trend is None or trend.slope is None else str(trend.slope),
        "trend_p_value": None if trend is None else trend.p_value,
        "trend_periods": None if trend is None else trend.periods,
    }


def trend_in(row: Row) -> Trend | None:
    """Return the trend in the row of an outcome."""
    if row["trend_direction"] is None:
        return None
    slope = row["trend_slope"]
    return Trend(
        direction=Direction(row["trend_direction"]),
        slope=None if slope is None else Fraction(slope),
        p_value=row["trend_p_value"],
        periods=row["trend_periods"],
    )


def budget_columns(budget: Budget | None) -> dict[str, Any]:
    """Return the columns of the budget of an outcome, exact as text."""
    return {
        "budget_initial": None if budget is None else str(budget.initial),
        "budget_consumed": None if budget is None else str(budget.consumed),
    }


def budget_in(row: Row) -> Budget | None:
    """Return the budget in the row of an outcome."""
    if row["budget_initial"] is None:
        return None
    return Budget(Fraction(row["budget_initial"]), Fraction(row["budget_consumed"]))


def forecast_row(number: int, forecast: Forecast) -> dict[str, Any]:
    """Return the row of a forecast; its values are rounded, for no verdict rests on them."""
    projection = forecast.projection
    ends = {"value": projection.value, "low": projection.low, "high": projection.high}
    return {
        "evaluation": number,
        "indicator": forecast.indicator,
        "service": forecast.service,
        "occasion": forecast.occasion.value,
        "option": forecast.option,
        "on_day": forecast.on_day.isoformat(),
        "basis": projection.basis.value,
        "periods": projection.periods,
        **{name: None if end is None else float(end) for name, end in ends.items()},
    }


def forecast_of(row: Row) -> Forecast:
    """Return the forecast of a row."""
    ends = [None if row[name] is None else Fraction(row[name]) for name in ("value", "low", "high")]
    return Forecast(
        indicator=row["indicator"],
        service=row["service"],
        occasion=Occasion(row["occasion"]),
        option=row["option"],
        on_day=date.fromisoformat(row["on_day"]),
        projection=Projection(Basis(row["basis"]), row["periods"], *ends),
    )
