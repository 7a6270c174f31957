"""Exclusions in the CSV report: what they take out of each figure, and the effect of each of them."""

from collections.abc import Iterator
from fractions import Fraction

from dashboards.figure_keys import FigureKind
from dashboards.report.context import Context
from dashboards.report.csv_columns import Cell, Row
from dashboards.report.exclusion_effects import shown_value
from dashboards.report.removed import extent_of
from dashboards.report.values import describe_target, format_difference
from dashboards.wording.rounding import round_half_up
from dashboards.wording.terms import decision_word, verdict_word
from evaluator.contract.contract import Contract
from evaluator.contract.indicators import AnyIndicator
from evaluator.core.follow_up.exclusion_effects import ExclusionEffect, FigureChanged
from evaluator.core.outcomes import Figure, Scope, Verdict

DIGITS = 6


def removed_cells(
    indicator: AnyIndicator, contract: Contract, before: Figure | None, after: Figure | None
) -> dict[str, Cell]:
    """Return minutes lost and cases of a figure in both views, and their differences where there are both."""
    old = None if before is None else extent_of(indicator, contract, before)
    new = None if after is None else extent_of(indicator, contract, after)
    cells: dict[str, Cell] = {}
    if old is not None:
        cells |= {"minutes_measured": _minutes(old.minutes), "cases_measured": old.cases}
    if new is not None:
        cells |= {"minutes_after": _minutes(new.minutes), "cases_after": new.cases}
    if old is not None and new is not None:
        cells["cases_difference"] = new.cases - old.cases
        if old.minutes is not None and new.minutes is not None:
            cells["minutes_difference"] = _minutes(new.minutes - old.minutes)
    return cells


def exclusion_rows(context: Context) -> Iterator[Row]:
    """Yield what each exclusion changes: a row for each figure, and one for the credits of the month."""
    decisions = {one.id: decision_word(one.decision, context.wording) for one in context.results.exclusions}
    for effect in context.results.exclusion_effects:
        common: dict[str, Cell] = {
            "row": context.wording.text("exclusion"),
            "left_out_by": effect.exclusion,
            "outcome": decisions.get(effect.exclusion, ""),
            "period": context.results.period.name,
        }
        for changed in effect.figures:
            if changed.indicator in context.indicators:
                yield common | _figure(context, changed)
        yield common | _credit(context, effect)


def _figure(context: Context, changed: FigureChanged) -> dict[str, Cell]:
    words, indicator = context.wording, context.indicators[changed.indicator]
    before, after = changed.before, changed.after
    cells: dict[str, Cell] = {
        "indicator": changed.indicator,
        "label": indicator.label.in_language(words.language),
        "service": context.service(changed.service),
        "target": describe_target(indicator, context.contract, words),
        "measured": shown_value(indicator, before, words),
        "measured_numerator": before.numerator,
        "measured_denominator": before.denominator,
        "after": shown_value(indicator, after, words),
        "after_numerator": after.numerator,
        "after_denominator": after.denominator,
        "verdict_measured": verdict_word(Verdict(before.verdict), words),
        "verdict_after": verdict_word(Verdict(after.verdict), words),
        "points": before.points,
        "points_after_repeat": after.points,
        "explain": context.keys.of_outcome(changed.indicator, Scope(changed.service)),
    }
    old, new = before.figure, after.figure
    if old is not None and new is not None and old.value is not None and new.value is not None:
        difference = format_difference(indicator, new.value - old.value, words)
        # a plus in front would make a spreadsheet read a formula
        cells["difference"] = difference.removeprefix("+")
    return cells | removed_cells(indicator, context.contract, old, new)


def _credit(context: Context, effect: ExclusionEffect) -> dict[str, Cell]:
    return {
        "label": context.wording.text("Calculated credits"),
        "measured": effect.credit_before,
        "after": effect.credit_after,
        "difference": effect.credit,
        "explain": context.keys.of(FigureKind.CREDIT),
    }


def _minutes(minutes: Fraction | None) -> Cell:
    return None if minutes is None else round_half_up(minutes, DIGITS)
