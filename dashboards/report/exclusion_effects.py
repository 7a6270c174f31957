"""What one exclusion changes, in words: values, minutes or cases, verdicts, points, money."""

from collections.abc import Mapping

from dashboards.report.context import Context
from dashboards.report.removed import removed_text
from dashboards.report.values import format_value
from dashboards.wording import Wording
from dashboards.wording.terms import VERDICT_SYMBOLS, verdict_word
from evaluator.contract.contract import Contract
from evaluator.contract.indicators import AnyIndicator
from evaluator.core.follow_up.exclusion_effects import ExclusionEffect, FigureChanged, FigureShown
from evaluator.core.outcomes import Verdict


def describe_effect(context: Context, effect: ExclusionEffect) -> tuple[str, ...]:
    """Return what an exclusion changes in the month, line by line."""
    return effect_lines(effect, context.contract, context.service_labels, context.wording)


def effect_lines(
    effect: ExclusionEffect, contract: Contract, services: Mapping[str, str], words: Wording
) -> tuple[str, ...]:
    """Return what an exclusion changes, line by line: first whether it is so or would be so."""
    indicators = {one.id: one for one in contract.indicators}
    told = [one for one in effect.figures if one.indicator in indicators]
    if not told:
        return (words.text("It changes no figure of the month."),)
    head = (
        words.text("Without it, and with it:")
        if effect.is_in_force
        else words.text("As it is, and if it were accepted:")
    )
    lines = [_line(one, indicators[one.indicator], contract, services, words) for one in told]
    return (head, *lines, *_credit(effect, contract, words))


def shown_value(indicator: AnyIndicator, shown: FigureShown, words: Wording) -> str:
    """Return the value of a figure, or words for its being absent."""
    figure = shown.figure
    if figure is None:
        return words.text("not measured")
    if figure.value is None:
        return words.text("no cases")
    return format_value(indicator, figure.value, words)


def _line(
    changed: FigureChanged,
    indicator: AnyIndicator,
    contract: Contract,
    services: Mapping[str, str],
    words: Wording,
) -> str:
    before, after = changed.before, changed.after
    where = ", ".join(
        part for part in (changed.indicator, services.get(changed.service, changed.service)) if part
    )
    value = f"{shown_value(indicator, before, words)} → {shown_value(indicator, after, words)}"
    removed = removed_text(indicator, contract, before.figure, after.figure, words)
    parts = [f"{where}: {value}" + (f" ({removed})" if removed else "")]
    if before.verdict != after.verdict:
        parts.append(f"{_verdict(before, words)} → {_verdict(after, words)}")
    if before.points != after.points:
        parts.append(words.text("points {before} → {after}", before=before.points, after=after.points))
    return "; ".join(parts)


def _verdict(shown: FigureShown, words: Wording) -> str:
    verdict = Verdict(shown.verdict)
    return f"{VERDICT_SYMBOLS[verdict]} {verdict_word(verdict, words)}"


def _credit(effect: ExclusionEffect, contract: Contract, words: Wording) -> tuple[str, ...]:
    if effect.credit_before is None or effect.credit_after is None:
        return ()
    currency = contract.contract.currency
    before, after = (words.money(one, currency) for one in (effect.credit_before, effect.credit_after))
    if effect.credit_before == effect.credit_after:
        return (words.text("Calculated credits unchanged: {amount}", amount=after),)
    return (words.text("Calculated credits: {before} → {after}", before=before, after=after),)
