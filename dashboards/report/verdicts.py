"""The verdict of each indicator: both views with their difference, the basis, the points, the history."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from dashboards.report.charts import Sparkline
from dashboards.report.context import Context, anchor, value_of
from dashboards.report.history import HistoryIndex, build_sparkline, index_history
from dashboards.report.outage_words import describe_limit
from dashboards.report.outlook import describe_outlook
from dashboards.report.removed import removed_text
from dashboards.report.values import describe_target, format_difference, format_value
from dashboards.wording import Wording
from dashboards.wording.terms import VERDICT_SYMBOLS, verdict_word
from evaluator.contract.indicator_terms import BelowMinimum, PeriodLength
from evaluator.contract.indicators import AnyIndicator, OutageLimits, Outages
from evaluator.core.outcomes import Figure, Outcome, Verdict, View


@dataclass(frozen=True)
class Badge:
    """A verdict as sign and word; `kind` is its name for the style."""

    symbol: str
    word: str
    kind: str


@dataclass(frozen=True)
class VerdictRow:
    """One indicator on one service.

    `removed` says what the agreed exclusions take out, in minutes or cases. `pending` is empty unless an
    undecided exclusion would change something; `as_measured` is a badge only where its verdict differs from
    the one after agreed exclusions.
    """

    anchor: str
    evidence: str
    indicator: str
    label: str
    service: str
    clause: str
    target: str
    target_is_assumed: bool
    measured: str
    after: str
    difference: str
    removed: str
    pending: str
    verdict: Badge
    as_measured: Badge | None
    basis: tuple[str, ...]
    points: str
    repeat: str
    history: Sparkline | None


def badge(verdict: Verdict, wording: Wording) -> Badge:
    """Return the badge of a verdict."""
    return Badge(VERDICT_SYMBOLS[verdict], verdict_word(verdict, wording), verdict.value)


def badge_of(context: Context, outcome: Outcome) -> Badge:
    """Return the badge of an outcome; a period that is not over is no lack of facts, and is called so."""
    runs = not is_judged_yet(context, context.indicators[outcome.indicator])
    if runs and outcome.verdict is Verdict.NOT_ASSESSABLE:
        return running_badge(context.wording)
    return badge(outcome.verdict, context.wording)


def running_badge(wording: Wording) -> Badge:
    """Return the badge of what is judged only when its period is over."""
    shown = badge(Verdict.NOT_ASSESSABLE, wording)
    return replace(shown, symbol="…", word=wording.text("Not over"))


def is_judged_yet(context: Context, indicator: AnyIndicator) -> bool:
    """Return whether an indicator is judged: its period is over, or is the whole term so far."""
    return context.is_over or indicator.period is PeriodLength.WHOLE_TERM


def build_verdicts(context: Context) -> tuple[VerdictRow, ...]:
    """Return a row for each indicator and service the contract judges, in the contract's order."""
    return verdict_rows(context, context.whole_outcomes(), shows_basis=True)


def verdict_rows(
    context: Context, outcomes: Iterable[Outcome], *, shows_basis: bool
) -> tuple[VerdictRow, ...]:
    """Return a row for each of `outcomes`; what it rests on is left empty unless `shows_basis`."""
    history = index_history(context)
    rows = [(one, _row(context, one, context.indicators[one.indicator], history)) for one in outcomes]
    if not shows_basis:
        return tuple(row for _, row in rows)
    return tuple(
        replace(row, basis=_basis(context, context.indicators[one.indicator], one)) for one, row in rows
    )


def verdict_anchor(outcome: Outcome) -> str:
    """Return the place of an outcome's verdict in the page."""
    return anchor("verdict", outcome.indicator, outcome.scope.service)


def evidence_anchor(outcome: Outcome) -> str:
    """Return the place of an outcome's evidence in the page."""
    return anchor("evidence", outcome.indicator, outcome.scope.service)


def _row(context: Context, outcome: Outcome, indicator: AnyIndicator, history: HistoryIndex) -> VerdictRow:
    words = context.wording
    measured = context.outcome(outcome.indicator, outcome.scope, View.AS_MEASURED)
    differs = measured is not None and measured.verdict is not outcome.verdict
    return VerdictRow(
        anchor=verdict_anchor(outcome),
        evidence=evidence_anchor(outcome),
        indicator=indicator.id,
        label=indicator.label.in_language(words.language),
        service=context.service(outcome.scope.service),
        clause=indicator.clause,
        target=describe_target(indicator, context.contract, words),
        target_is_assumed=indicator.target_is_assumed or context.contract.contract.targets_are_assumed,
        measured=value_text(indicator, measured, words),
        after=value_text(indicator, outcome, words),
        difference=difference_text(indicator, measured, outcome, words),
        removed=removed_text(
            indicator, context.contract, None if measured is None else measured.figure, outcome.figure, words
        ),
        pending=_pending(context, indicator, outcome),
        verdict=badge_of(context, outcome),
        as_measured=badge(measured.verdict, words) if differs and measured is not None else None,
        basis=(),
        points=words.number(outcome.points_after_repeat),
        repeat=_repeat(outcome, words),
        history=build_sparkline(context, indicator, outcome.scope, history),
    )


def value_text(indicator: AnyIndicator, outcome: Outcome | None, words: Wording) -> str:
    """Return the value of an outcome, or words for its being absent: never a zero, never a hundred."""
    value = value_of(outcome)
    if value is not None:
        return format_value(indicator, value, words)
    if outcome is None or outcome.figure is None:
        return words.text("not measured")
    return words.text("no cases")


def difference_text(
    indicator: AnyIndicator, measured: Outcome | None, after: Outcome | None, words: Wording
) -> str:
    """Return what the agreed exclusions change, empty where either value is absent."""
    before, now = value_of(measured), value_of(after)
    return "" if before is None or now is None else format_difference(indicator, now - before, words)


def _pending(context: Context, indicator: AnyIndicator, outcome: Outcome) -> str:
    words = context.wording
    pending = context.outcome(outcome.indicator, outcome.scope, View.IF_PENDING_ACCEPTED)
    if pending is None or pending.figure == outcome.figure:
        return ""
    return words.text(
        "{value} if undecided exclusions are accepted: {verdict}",
        value=value_text(indicator, pending, words),
        verdict=verdict_word(pending.verdict, words),
    )


def _basis(context: Context, indicator: AnyIndicator, outcome: Outcome) -> tuple[str, ...]:
    words = context.wording
    if outcome.figure is None:
        return (words.text("no source observed the period"),)
    figure = outcome.figure
    lines = [_sample(indicator, figure, words)]
    if figure.misses is not None and not isinstance(indicator, Outages):
        lines[0] += ", " + words.plural("{n} missed", "{n} missed", figure.misses)
    if not is_judged_yet(context, indicator):
        lines.append(words.text("the period is not over"))
    elif is_judged_by_misses(indicator, figure):
        lines.append(words.text("few cases: judged by the number missed"))
    if isinstance(indicator, OutageLimits) and figure.binding:
        limit = describe_limit(indicator.limit(figure.binding), words)
        lines.append(words.text("the limit that binds: {limit}", limit=limit))
    outlook = describe_outlook(indicator, outcome, words)
    return (*lines, *_completeness(indicator, figure, words), *outlook)


def _sample(indicator: AnyIndicator, figure: Figure, words: Wording) -> str:
    if isinstance(indicator, Outages | OutageLimits):
        return words.plural("{n} outage", "{n} outages", figure.sample_size)
    return words.plural("{n} case", "{n} cases", figure.sample_size)


def is_judged_by_misses(indicator: AnyIndicator, figure: Figure) -> bool:
    """Return whether the sample is so small that the contract counts misses, whatever the share is."""
    minimum = indicator.minimum_sample
    return (
        minimum is not None
        and minimum.below is BelowMinimum.COUNT_MISSES
        and 0 < figure.sample_size < minimum.size
    )


def _completeness(indicator: AnyIndicator, figure: Figure, words: Wording) -> tuple[str, ...]:
    share = figure.completeness
    if share is None or share == 1:
        return ()
    known = words.text("facts {share} complete", share=percent_below_all(share, words))
    if figure.low is None or figure.high is None or figure.low == figure.high:
        return (known,)
    bounds = words.text(
        "lies between {low} and {high}",
        low=format_value(indicator, figure.low, words),
        high=format_value(indicator, figure.high, words),
    )
    return (known, bounds)


def percent_below_all(share: Fraction, words: Wording) -> str:
    """Return a share with one decimal, and all of it without; anything missing never reads as 100 %."""
    return words.percent(share, 0 if share == 1 else 1)


def _repeat(outcome: Outcome, words: Wording) -> str:
    if not outcome.repeated:
        return ""
    return words.text(
        "repeated: {before} → {after}", before=outcome.points, after=outcome.points_after_repeat
    )
