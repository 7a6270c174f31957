"""The judging of single indicators in words."""

from dashboards.report.context import Context
from dashboards.report.head import Entry
from dashboards.report.method_cases import describe_attribution
from dashboards.report.values import describe_range, describe_target
from dashboards.wording import Wording
from dashboards.wording.rounding import digits_needed
from evaluator.contract.indicator_terms import (
    BelowMinimum,
    Consequence,
    EmptyPeriod,
    MinimumSample,
    PeriodLength,
)
from evaluator.contract.indicators import AnyIndicator


def describe_indicator(indicator: AnyIndicator, context: Context) -> Entry:
    """Return what an indicator is judged by: target, bands, sample, completeness, consequence."""
    words = context.wording
    floor = indicator.completeness_floor
    sentences = [
        words.text("Target: {target}.", target=describe_target(indicator, context.contract, words)),
        _over(indicator, words),
        describe_attribution(indicator, words),
        _bands(indicator, words),
        _sample(indicator.minimum_sample, words),
        _empty(indicator, words),
        words.text(
            "With less than {share} of the facts known it is not assessable.",
            share=words.percent(floor, digits_needed(floor * 100)),
        ),
        "" if indicator.consequence is Consequence.CREDIT else words.text("A miss leads to no credit."),
    ]
    return Entry(
        f"{indicator.id} {indicator.label.in_language(words.language)}",
        " ".join(sentence for sentence in sentences if sentence),
    )


def _over(indicator: AnyIndicator, words: Wording) -> str:
    if indicator.period is not PeriodLength.ROLLING_12_MONTHS:
        return ""
    return words.text(
        "Judged every month over the twelve months that end with it, fewer in the contract's first year."
    )


def _bands(indicator: AnyIndicator, words: Wording) -> str:
    if not indicator.bands:
        return words.text("A miss gives no points.")
    bands = "; ".join(
        words.plural(
            "{range}: {n} point",
            "{range}: {n} points",
            band.points,
            range=describe_range(indicator, band, words),
        )
        for band in indicator.bands
    )
    return words.text("Points: {bands}.", bands=bands)


def _sample(minimum: MinimumSample | None, words: Wording) -> str:
    if minimum is None:
        return ""
    if minimum.below is BelowMinimum.NOT_ASSESSABLE:
        return words.plural(
            "With fewer than {n} case it is not assessable.",
            "With fewer than {n} cases it is not assessable.",
            minimum.size,
        )
    points = ", ".join(f"{misses} → {points}" for misses, points in enumerate(minimum.points_by_misses))
    return words.plural(
        "With fewer than {n} case the number of misses gives the points ({points}; the last one for more"
        " too).",
        "With fewer than {n} cases the number of misses gives the points ({points}; the last one for more"
        " too).",
        minimum.size,
        points=points,
    )


def _empty(indicator: AnyIndicator, words: Wording) -> str:
    if indicator.empty_period is EmptyPeriod.MET:
        return words.text("A period without cases is met.")
    return words.text("A period without cases is not assessable.")
