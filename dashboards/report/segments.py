"""Segments and units, the worst first, so that none is hidden in an average."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from dashboards.report.context import Context, anchor, value_of
from dashboards.report.values import higher_is_better
from dashboards.report.verdicts import (
    Badge,
    badge_of,
    difference_text,
    evidence_anchor,
    is_judged_by_misses,
    value_text,
    verdict_anchor,
)
from evaluator.contract.indicators import AnyIndicator
from evaluator.core.outcomes import Outcome, Scope, Verdict, View

UNITS_SHOWN = 10
TIED_AT_MOST = 3


@dataclass(frozen=True)
class PartRow:
    """A segment or unit; where cases are too few only that is said, and `verdict` is None.

    `explain` is its key, and `unit` is empty for a segment.
    """

    label: str
    segment: str
    measured: str
    after: str
    difference: str
    cases: str
    remark: str
    verdict: Badge | None
    explain: str
    unit: str = ""


@dataclass(frozen=True)
class SegmentGroup:
    """The parts of one indicator on one service; `more_units` says how many better ones are not shown."""

    anchor: str
    verdict_anchor: str
    evidence: str
    title: str
    worst: PartRow | None
    whole: str
    segments: tuple[PartRow, ...]
    units: tuple[PartRow, ...]
    more_units: int


def build_segments(context: Context) -> tuple[SegmentGroup, ...]:
    """Return a group for each indicator with segments or units.

    Missed ones stand first, then those whose worst segment is below the target the whole meets.
    """
    parts = _parts(context)
    wholes = [one for one in context.whole_outcomes() if _place(one) in parts]
    groups = [
        (
            whole.verdict is not Verdict.MISSED,
            _group(context, whole, context.indicators[whole.indicator], parts[_place(whole)]),
        )
        for whole in wholes
    ]
    ordered = sorted(groups, key=lambda pair: (pair[0], not _has_segment_below(pair[1])))
    return tuple(group for _, group in ordered)


def part_rows(
    context: Context, whole: Outcome, *, units: bool, at_most: int | None = None
) -> tuple[PartRow, ...]:
    """Return the segments of what `whole` is about, or with `units` its units, the worst first."""
    indicator = context.indicators[whole.indicator]
    found = _parts(context).get(_place(whole), [])
    worst_first = _shown_first(context, indicator, found, units=units)
    return tuple(part_row(context, indicator, one) for one in worst_first[:at_most])


def worst_segments(context: Context, missed: Iterable[Outcome]) -> list[str]:
    """Return the labels of the segments that are the worst in most of the `missed` outcomes."""
    parts = _parts(context)
    worst: Counter[str] = Counter()
    for outcome in missed:
        found = parts.get(_place(outcome), [])
        segments = _shown_first(context, context.indicators[outcome.indicator], found, units=False)
        readable = [one for one in segments if not context.is_too_few(one) and value_of(one) is not None]
        if len(readable) > 1:
            worst[readable[0].scope.segment] += 1
    most = max(worst.values(), default=0)
    tied = [name for name, times in worst.items() if times == most]
    return [context.segment_labels.get(name, name) for name in tied] if len(tied) <= TIED_AT_MOST else []


def _parts(context: Context) -> dict[tuple[str, str], list[Outcome]]:
    found: dict[tuple[str, str], list[Outcome]] = {}
    for outcome in context.results.outcomes:
        if outcome.view is View.AFTER_EXCLUSIONS and not outcome.scope.is_whole:
            found.setdefault(_place(outcome), []).append(outcome)
    return found


def _place(outcome: Outcome) -> tuple[str, str]:
    return outcome.indicator, outcome.scope.service


def _has_segment_below(group: SegmentGroup) -> bool:
    verdict = None if group.worst is None else group.worst.verdict
    return verdict is not None and verdict.kind == Verdict.MISSED.value


def _group(context: Context, whole: Outcome, indicator: AnyIndicator, parts: list[Outcome]) -> SegmentGroup:
    words = context.wording
    segments = _shown_first(context, indicator, parts, units=False)
    units = _shown_first(context, indicator, parts, units=True)
    rows = tuple(part_row(context, indicator, one) for one in segments)
    title = f"{indicator.id} {indicator.label.in_language(words.language)}"
    return SegmentGroup(
        anchor=anchor("segments", whole.indicator, whole.scope.service),
        verdict_anchor=verdict_anchor(whole),
        evidence=evidence_anchor(whole),
        title=f"{title}, {context.service(whole.scope.service)}",
        worst=_worst(rows),
        whole=value_text(indicator, whole, words),
        segments=rows,
        units=tuple(part_row(context, indicator, one) for one in units[:UNITS_SHOWN]),
        more_units=max(len(units) - UNITS_SHOWN, 0),
    )


def _worst(rows: tuple[PartRow, ...]) -> PartRow | None:
    return next((row for row in rows if row.verdict is not None), None)


def _shown_first(
    context: Context, indicator: AnyIndicator, parts: list[Outcome], *, units: bool
) -> list[Outcome]:
    sign = 1 if higher_is_better(indicator) else -1

    def place(outcome: Outcome) -> tuple[bool, bool, Fraction, str]:
        value = value_of(outcome)
        hidden = context.is_too_few(outcome)
        # hidden values must not show through in the order either
        rank = Fraction(0) if value is None or hidden else sign * value
        return hidden, value is None, rank, _name(outcome.scope)

    return sorted((one for one in parts if bool(one.scope.unit) == units), key=place)


def _name(scope: Scope) -> str:
    return scope.unit or scope.segment


def part_row(context: Context, indicator: AnyIndicator, after: Outcome) -> PartRow:
    """Return a segment or unit as a row; of too few cases only that they are too few."""
    words, scope = context.wording, after.scope
    segment = context.segment_labels.get(scope.segment, scope.segment)
    label = context.unit_labels.get(scope.unit, scope.unit) if scope.unit else segment
    measured = context.outcome(after.indicator, scope, View.AS_MEASURED)
    explain = context.keys.of_outcome(after.indicator, scope)
    if context.is_too_few(after) or (measured is not None and context.is_too_few(measured)):
        few = words.text("too few")
        smallest = words.number(context.contract.reporting.smallest_group)
        cases = words.text("fewer than {number}", number=smallest)
        return PartRow(label, segment, few, few, "", cases, "", None, explain, scope.unit)
    return PartRow(
        label=label,
        segment=segment,
        measured=value_text(indicator, measured, words),
        after=value_text(indicator, after, words),
        difference=difference_text(indicator, measured, after, words),
        cases="" if after.figure is None else words.number(after.figure.sample_size),
        remark=words.text("few cases: judged by the number missed")
        if after.figure is not None and is_judged_by_misses(indicator, after.figure)
        else "",
        verdict=badge_of(context, after),
        explain=explain,
        unit=scope.unit,
    )
