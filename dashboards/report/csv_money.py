"""Rows of the CSV report for credit lines and thresholds."""

from collections.abc import Iterator

from dashboards.figure_keys import FigureKind
from dashboards.report.context import Context
from dashboards.report.credit_lines import plain_amount
from dashboards.report.csv_columns import Row
from dashboards.report.triggers import reached_words, states_in
from dashboards.wording.terms import line_word
from evaluator.core.outcomes import Scope, View


def line_rows(context: Context) -> Iterator[Row]:
    """Yield what each credit is made of, after agreed exclusions; amounts before rounding."""
    words = context.wording
    for line in context.results.credit_lines:
        if line.view == View.AFTER_EXCLUSIONS:
            yield {
                "row": words.text("credit line"),
                "indicator": line.indicator,
                "label": line_word(line.kind, words),
                "service": context.service(line.service),
                "period": line.period,
                "after": plain_amount(line.after_caps),
                "after_numerator": line.after_caps.numerator,
                "after_denominator": line.after_caps.denominator,
                "points_after_repeat": line.points,
                "explain": context.keys.of_outcome(line.indicator, Scope(line.measured_on)),
            }


def trigger_rows(context: Context) -> Iterator[Row]:
    """Yield how far each threshold is reached, after agreed exclusions."""
    words, terms = context.wording, {one.id: one for one in context.contract.triggers}
    for state in states_in(context, View.AFTER_EXCLUSIONS):
        if state.trigger in terms:
            yield {
                "row": words.text("threshold"),
                "indicator": state.indicator,
                "label": terms[state.trigger].label.in_language(words.language),
                "service": context.service(state.service),
                "period": context.results.period.name,
                "outcome": words.text("Reached") if state.is_open else words.text("Not reached"),
                "after": reached_words(context, state, terms[state.trigger]),
                "explain": context.keys.of(FigureKind.TRIGGER, state.trigger),
            }
