"""Trends and forecasts in the JSON report."""

from typing import Any

from evaluator.core.confidence.prospects import Forecast, Trend

CONFIDENCE_DIGITS = 6


def trend_of(trend: Trend) -> dict[str, Any]:
    """Return a trend; its exact slope as numerator and denominator."""
    slope = trend.slope
    return {
        "direction": trend.direction.value,
        "slope": None if slope is None else {"numerator": slope.numerator, "denominator": slope.denominator},
        "p_value": None if trend.p_value is None else round(trend.p_value, CONFIDENCE_DIGITS),
        "periods": trend.periods,
    }


def forecast_of(forecast: Forecast) -> dict[str, Any]:
    """Return a forecast, its values rounded."""
    found = forecast.projection
    ends = {"value": found.value, "low": found.low, "high": found.high}
    return {
        "indicator": forecast.indicator,
        "service": forecast.service,
        "occasion": forecast.occasion.value,
        "option": forecast.option,
        "on_day": forecast.on_day.isoformat(),
        "basis": found.basis.value,
        "periods": found.periods,
        **{name: None if end is None else round(float(end), CONFIDENCE_DIGITS) for name, end in ends.items()},
    }
