"""Which rule of the contract gave a verdict, in the order in which the rules are tried."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from dashboards.report.context import Context
from dashboards.report.values import describe_range, format_value
from dashboards.report.verdicts import percent_below_all
from dashboards.wording import Wording
from dashboards.wording.rounding import digits_needed
from evaluator.contract.bands import Range
from evaluator.contract.indicator_terms import BelowMinimum, EmptyPeriod, PeriodLength
from evaluator.contract.indicators import AnyIndicator, Imported, ShareOfUnits, SurveyIndex
from evaluator.core.outcomes import Figure, Outcome


class VerdictRule(StrEnum):
    """The rule that decided."""

    NOT_OBSERVED = "not_observed"
    NOT_OVER = "not_over"
    RESPONSE = "response"
    COMPLETENESS = "completeness"
    EMPTY_MET = "empty_met"
    EMPTY = "empty"
    SMALL = "small"
    MISSES = "misses"
    VALUE = "value"


def rule_of(outcome: Outcome, indicator: AnyIndicator, *, is_over: bool) -> VerdictRule:
    """Return which rule decided the verdict of an outcome."""
    figure = outcome.figure
    if figure is None:
        return VerdictRule.NOT_OBSERVED
    if not is_over and indicator.period is not PeriodLength.WHOLE_TERM:
        return VerdictRule.NOT_OVER
    is_unit = _is_unit(outcome, indicator)
    if _too_few_answered(figure, indicator) and not is_unit:
        return VerdictRule.RESPONSE
    completeness = figure.completeness
    if completeness is not None and completeness < indicator.completeness_floor:
        return VerdictRule.COMPLETENESS
    return _by_cases(figure, indicator, is_unit=is_unit)


def _by_cases(figure: Figure, indicator: AnyIndicator, *, is_unit: bool) -> VerdictRule:
    """The rule for figures that are known well enough: none, few or enough cases."""
    if figure.value is None:
        is_met = figure.expected == 0 and indicator.empty_period is EmptyPeriod.MET
        return VerdictRule.EMPTY_MET if is_met and not is_unit else VerdictRule.EMPTY
    sample = indicator.minimum_sample
    if sample is None or figure.sample_size >= sample.size or is_unit:
        return VerdictRule.VALUE
    return VerdictRule.SMALL if sample.below is BelowMinimum.NOT_ASSESSABLE else VerdictRule.MISSES


def tell_rule(outcome: Outcome, indicator: AnyIndicator, context: Context) -> str:
    """Return, in a sentence, why the verdict is what it is."""
    rule = rule_of(outcome, indicator, is_over=context.is_over)
    if outcome.figure is None:
        return context.wording.text("No source observed the period: it is not measured.")
    return _Told(outcome, outcome.figure, indicator, context.wording).tell(rule)


def _too_few_answered(figure: Figure, indicator: AnyIndicator) -> bool:
    if not isinstance(indicator, Imported | SurveyIndex) or indicator.response is None:
        return False
    return figure.response is None or figure.response < indicator.response.at_least


def _is_unit(outcome: Outcome, indicator: AnyIndicator) -> bool:
    """Whether it is one unit of a share of units, which is held against a level of its own."""
    return isinstance(indicator, ShareOfUnits) and outcome.scope.unit != ""


@dataclass(frozen=True)
class _Told:
    """One figure and the words for each rule."""

    outcome: Outcome
    figure: Figure
    indicator: AnyIndicator
    words: Wording

    def tell(self, rule: VerdictRule) -> str:
        match rule:
            case VerdictRule.VALUE:
                return self._value()
            case VerdictRule.MISSES:
                return self._misses()
            case VerdictRule.COMPLETENESS:
                return self._completeness()
            case VerdictRule.RESPONSE:
                return self._response()
            case VerdictRule.SMALL:
                return self._small()
            case _:
                return self._without_value(rule)

    def _without_value(self, rule: VerdictRule) -> str:
        words = self.words
        if rule is VerdictRule.NOT_OVER:
            return words.text("The period is not over: it is not assessable yet.")
        if rule is VerdictRule.EMPTY_MET:
            return words.text("There were no cases, and a period without cases is met.")
        if self.figure.expected > 0:
            return words.text("There were cases, but nothing is known of any: it is not assessable.")
        return words.text("There were no cases, and a period without cases is not assessable.")

    def _value(self) -> str:
        words, value = self.words, self.figure.value
        if value is None:
            return ""
        target = self._target()
        named = {
            "value": _exact(self.indicator, value, words),
            "target": describe_range(self.indicator, target, words),
        }
        if target.holds(value):
            return words.text("The exact value, {value}, meets the target ({target}).", **named)
        missed = words.text("The exact value, {value}, misses the target ({target}).", **named)
        return f"{missed} {self._band(value)}"

    def _target(self) -> Range:
        if isinstance(self.indicator, ShareOfUnits) and self.outcome.scope.unit:
            return self.indicator.unit_target
        return self.indicator.target

    def _band(self, value: Fraction) -> str:
        words = self.words
        band = next((one for one in self.indicator.bands if one.holds(value)), None)
        if band is None or _is_unit(self.outcome, self.indicator):
            return words.text("A miss gives no points.")
        return words.plural(
            "It lies in the band {range}, which gives {n} point.",
            "It lies in the band {range}, which gives {n} points.",
            band.points,
            range=describe_range(self.indicator, band, words),
        )

    def _misses(self) -> str:
        words, sample, figure = self.words, self.indicator.minimum_sample, self.figure
        if sample is None or figure.misses is None:
            return ""
        fewer = words.text(
            "{cases} cases are fewer than the smallest sample of {size}, so that the number missed decides.",
            cases=words.number(figure.sample_size),
            size=words.number(sample.size),
        )
        points = sample.points_by_misses[min(figure.misses, len(sample.points_by_misses) - 1)]
        given = words.plural("{n} point", "{n} points", points)
        missed = words.plural(
            "{n} missed gives {points}.", "{n} missed give {points}.", figure.misses, points=given
        )
        return f"{fewer} {missed}"

    def _small(self) -> str:
        sample = self.indicator.minimum_sample
        return self.words.text(
            "{cases} cases are fewer than the smallest sample of {size}: it is not assessable.",
            cases=self.words.number(self.figure.sample_size),
            size=self.words.number(0 if sample is None else sample.size),
        )

    def _completeness(self) -> str:
        floor, share = self.indicator.completeness_floor, self.figure.completeness
        return self.words.text(
            "The facts are {share} complete, below the floor of {floor}: it is not assessable.",
            share="" if share is None else percent_below_all(share, self.words),
            floor=self.words.percent(floor, digits_needed(floor * 100)),
        )

    def _response(self) -> str:
        words, share = self.words, self.figure.response
        least = Fraction(0)
        if isinstance(self.indicator, Imported | SurveyIndex) and self.indicator.response is not None:
            least = self.indicator.response.at_least
        return words.text(
            "Of those asked {share} answered, fewer than the {least} that must have: it is not assessable.",
            share=words.text("an unknown share") if share is None else words.percent(share, 1),
            least=words.percent(least, digits_needed(least * 100)),
        )


def _exact(indicator: AnyIndicator, value: Fraction, words: Wording) -> str:
    """The value as it is shown, with the fraction that is compared."""
    shown = format_value(indicator, value, words)
    if value.denominator == 1:
        return shown
    return f"{shown} ({words.number(value.numerator)}/{words.number(value.denominator)})"
