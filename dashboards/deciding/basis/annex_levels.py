"""Parts 4 and 5 of the annex: how often each level was reached, for the whole and for each segment."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from dashboards.deciding.basis.measured import history_told, subject, whole_fulfilment
from dashboards.deciding.basis.telling import Telling, numbers, table
from dashboards.document.model import Block, Column, Run, Section
from dashboards.report.context import Context
from dashboards.report.values import describe_target
from dashboards.report.verdicts import badge_of, value_text
from dashboards.reports.segments import hidden_segments
from dashboards.wording.words import Wording, marked
from evaluator.core.confidence.prospects import Direction
from evaluator.core.deciding.basis.fulfilment import Fulfilment, fulfilment
from evaluator.core.outcomes import Outcome, Scope, View

_DIRECTIONS = {
    Direction.IMPROVED: marked("improved"),
    Direction.UNCHANGED: marked("unchanged"),
    Direction.WORSENED: marked("worsened"),
    Direction.UNKNOWN: marked("cannot be told"),
}

_COUNTS = (
    marked("Met"),
    marked("Missed"),
    marked("Without a verdict"),
    marked("Repeated"),
    marked("Longest row of misses"),
    marked("Cases"),
)


def requirement_fulfilment(telling: Telling) -> Section:
    """Return part 4: each service level over the months, with its target and its last outcome."""
    words, found = telling.words, whole_fulfilment(telling)
    order = {name: place for place, name in enumerate(telling.context.indicators)}
    rows = sorted(found, key=lambda one: (order[one.indicator], one.scope))
    levels = table(
        "annex-levels",
        words.text("Service levels: targets and latest outcome, {month}", month=_month(telling)),
        [
            Column(words.text("Service level"), share=4),
            Column(words.text("Target"), share=3),
            Column(words.text("Outcome"), is_number=True, share=2),
            Column(words.text("Verdict"), share=2),
            Column(words.text("Trend"), share=2),
        ],
        (_level(telling, one.latest) for one in rows),
        words.text("Outcomes are those after agreed exclusions."),
    )
    return Section(
        "annex-fulfilment", words.text("Requirement fulfilment"), (levels, _periods(telling, rows))
    )


def _month(telling: Telling) -> str:
    return telling.words.month(telling.sources.results.period.name)


def _level(telling: Telling, outcome: Outcome) -> Iterator[str | Run]:
    context, words = telling.context, telling.words
    indicator = context.indicators[outcome.indicator]
    yield subject(telling, outcome)
    target = describe_target(indicator, context.contract, words)
    yield telling.of_contract("indicators", target)
    value = value_text(indicator, outcome, words)
    # What is judged by quarter or half-year has its latest outcome in another month than the rest.
    is_now = outcome.period == telling.sources.results.period.name
    shown = value if is_now else f"{value} ({outcome.period})"
    yield telling.of_outcome(outcome.indicator, outcome.scope, shown, "" if is_now else outcome.period)
    badge = badge_of(context, outcome)
    yield f"{badge.symbol} {badge.word}"
    yield _trend(outcome, words)


def _trend(outcome: Outcome, words: Wording) -> str:
    return words.text(_DIRECTIONS[Direction.UNKNOWN if outcome.trend is None else outcome.trend.direction])


def _periods(telling: Telling, rows: Iterable[Fulfilment]) -> Block:
    words = telling.words
    return table(
        "annex-periods",
        words.text("Service levels: judged periods, oldest {first}", first=_first(telling)),
        [
            Column(words.text("Service level"), share=7),
            *(Column(words.text(one), is_number=True) for one in _COUNTS),
        ],
        (_counts(telling, one) for one in rows),
        words.text(
            "A period without a verdict counts as neither met nor missed. Repeated: missed in the period"
            " before too."
        ),
    )


def _first(telling: Telling) -> str:
    return min((one.period for one in telling.sources.results.history), default="")


def _counts(telling: Telling, one: Fulfilment) -> Iterator[str | Run]:
    words, told = telling.words, history_told(telling)
    yield subject(telling, one.latest)
    met = words.text("{met} of {judged}", met=words.number(one.met), judged=words.number(one.judged))
    yield telling.of_outcome(one.indicator, one.scope, met, told)
    for number in (one.missed, one.without_verdict, one.repeats, one.longest_miss, one.cases):
        yield telling.of_outcome(one.indicator, one.scope, words.number(number), told)


def segments(telling: Telling) -> Section | None:
    """Return part 5: each segment, the worst first; None where the contract has no segments."""
    words = telling.words
    found = segment_fulfilment(telling.context)
    if not found:
        return None
    hidden = hidden_segments(telling.context)
    rows = table(
        "annex-segments",
        words.text("Segments: months in which the target was reached, the worst first"),
        [
            Column(words.text("Service level"), share=4),
            Column(words.text("Segment"), share=2),
            Column(words.text("Met"), is_number=True, share=2),
            Column(words.text("Outcome of the month"), is_number=True, share=2),
            numbers(words.text("Cases")),
        ],
        (_segment(telling, one, hidden) for one in found),
        words.text(
            "Months in which a segment had fewer than {number} cases are left out of its count and shown as"
            " too few, as is what such a segment could be worked out from.",
            number=words.number(telling.sources.results.contract.reporting.smallest_group),
        ),
    )
    return Section("annex-segments", words.text("By segment"), (rows,))


def segment_fulfilment(context: Context) -> tuple[Fulfilment, ...]:
    """Return the fulfilment of segments, the one that missed the largest share first.

    Months in which a segment had too few cases to be printed are left out (design rule 11).
    """
    found = fulfilment(
        one
        for one in context.results.history
        if one.scope.segment
        and not one.scope.unit
        and one.indicator in context.indicators
        and not context.is_too_few(one)
    )
    judged = (one for one in found if one.judged > 0)
    return tuple(
        sorted(judged, key=lambda one: (-Fraction(one.missed, one.judged), one.indicator, one.scope))
    )


def _segment(telling: Telling, one: Fulfilment, hidden: frozenset[tuple[str, Scope]]) -> Iterator[str | Run]:
    words, context, told = telling.words, telling.context, history_told(telling)
    yield subject(telling, one.latest)
    yield context.segment_labels.get(one.scope.segment, one.scope.segment)
    met = words.text("{met} of {judged}", met=words.number(one.met), judged=words.number(one.judged))
    yield telling.of_outcome(one.indicator, one.scope, met, told)
    now = context.outcome(one.indicator, one.scope, View.AFTER_EXCLUSIONS)
    if (one.indicator, one.scope) in hidden:
        yield words.text("too few")
        yield words.text("too few")
        return
    indicator = context.indicators[one.indicator]
    yield telling.of_outcome(one.indicator, one.scope, value_text(indicator, now, words))
    cases = "" if now is None or now.figure is None else words.number(now.figure.sample_size)
    yield telling.of_outcome(one.indicator, one.scope, cases) if cases else ""
