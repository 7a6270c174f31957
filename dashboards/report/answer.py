"""The answer in short sentences: facts of measurement only, no judgement (design rule 12)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from dashboards.report.context import Context, value_of
from dashboards.report.money import totals_by_view
from dashboards.report.segments import worst_segments
from dashboards.report.triggers import critical_sentences
from dashboards.report.verdicts import Badge, badge, badge_of, running_badge, verdict_anchor
from dashboards.wording.words import Wording
from evaluator.core.outcomes import Outcome, Verdict, View
from evaluator.decisions.exclusions import Decision

NAMED_AT_MOST = 5


@dataclass(frozen=True)
class Tally:
    """How many indicators have a verdict."""

    badge: Badge
    count: str


@dataclass(frozen=True)
class MissLink:
    """A missed indicator, leading to its verdict."""

    anchor: str
    text: str
    points: str


@dataclass(frozen=True)
class Answer:
    """The answer."""

    tallies: tuple[Tally, ...]
    sentences: tuple[str, ...]
    misses: tuple[MissLink, ...]


def build_answer(context: Context) -> Answer:
    """Return how many service levels were met, what was missed, and what it is worth."""
    outcomes, words = context.whole_outcomes(), context.wording
    counts = Counter(outcome.verdict for outcome in outcomes)
    missed = sorted(
        (one for one in outcomes if one.verdict is Verdict.MISSED), key=lambda one: -one.points_after_repeat
    )
    return Answer(
        tallies=tuple(Tally(one, words.number(count)) for one, count in _tallied(context, outcomes)),
        sentences=tuple(
            sentence
            for sentence in (
                _met(counts, words),
                _what_was_missed(context, missed),
                _incomplete(context, outcomes),
                *_credits(context),
                *critical_sentences(context),
                _undecided(context),
            )
            if sentence
        ),
        misses=tuple(_link(context, outcome) for outcome in missed),
    )


def _met(counts: Counter[Verdict], words: Wording) -> str:
    judged = counts[Verdict.MET] + counts[Verdict.MISSED]
    if judged == 0:
        return words.text("No service level could be judged in the period.")
    return words.text(
        "In the period {met} of {judged} service levels that could be judged were met.",
        met=counts[Verdict.MET],
        judged=judged,
    )


def _what_was_missed(context: Context, missed: list[Outcome]) -> str:
    if not missed:
        return ""
    words = context.wording
    labels = list(dict.fromkeys(_label(context, outcome) for outcome in missed))
    what = _named(labels, words)
    worst = worst_segments(context, missed)
    if not worst:
        return words.text("The deviations concern above all {indicators}.", indicators=what)
    return words.text(
        "The deviations concern above all {indicators}, and affect {segments} most.",
        indicators=what,
        segments=words.listing(worst),
    )


def _incomplete(context: Context, outcomes: list[Outcome]) -> str:
    found = [outcome for outcome in outcomes if _is_incomplete(outcome, is_over=context.is_over)]
    if not found:
        return ""
    words = context.wording
    labels = list(dict.fromkeys(_label(context, outcome) for outcome in found))
    return words.text(
        "The facts are incomplete for {indicators}; the result should be read with care.",
        indicators=_named(labels, words),
    )


def _tallied(context: Context, outcomes: Sequence[Outcome]) -> list[tuple[Badge, int]]:
    """Each verdict with how often it stands; what is not over yet stands beside what lacks facts."""
    counts = Counter(badge_of(context, outcome) for outcome in outcomes)
    running = running_badge(context.wording)
    shown = [badge(verdict, context.wording) for verdict in Verdict]
    return [(one, counts[one]) for one in (*shown, *([running] if counts[running] > 0 else []))]


def _is_incomplete(outcome: Outcome, *, is_over: bool) -> bool:
    if outcome.figure is None:
        return True
    if outcome.figure.completeness not in {None, 1}:
        return True
    # Before the period is over, no verdict and no case yet say nothing of how complete the facts are.
    return is_over and (outcome.verdict is Verdict.NOT_ASSESSABLE or value_of(outcome) is None)


def _credits(context: Context) -> list[str]:
    totals = totals_by_view(context)
    if View.AFTER_EXCLUSIONS not in totals:
        return []
    words, currency = context.wording, context.contract.contract.currency
    after = totals[View.AFTER_EXCLUSIONS]
    found = [words.text("Calculated credits amount to {amount}.", amount=words.money(after, currency))]
    before = totals.get(View.AS_MEASURED, after)
    if before != after:
        found.append(
            words.text(
                "Without the agreed exclusions they would be {amount}.", amount=words.money(before, currency)
            )
        )
    found.extend(_if_pending(totals, after, words, currency))
    return found


def _if_pending(totals: dict[View, Decimal], after: Decimal, words: Wording, currency: str) -> list[str]:
    pending = totals.get(View.IF_PENDING_ACCEPTED, after)
    if pending == after:
        return []
    return [
        words.text(
            "If all undecided exclusions are accepted they will be {amount}.",
            amount=words.money(pending, currency),
        )
    ]


def _undecided(context: Context) -> str:
    number = sum(one.decision is Decision.PENDING for one in context.results.exclusions)
    if number == 0:
        return ""
    return context.wording.plural(
        "{n} exclusion is undecided; figures it touches are shown both ways.",
        "{n} exclusions are undecided; figures they touch are shown both ways.",
        number,
    )


def _label(context: Context, outcome: Outcome) -> str:
    label = context.indicators[outcome.indicator].label.in_language(context.wording.language)
    return f"{label} ({outcome.indicator})"


def _named(labels: list[str], words: Wording) -> str:
    rest = len(labels) - NAMED_AT_MOST
    if rest < 1:
        return words.listing(labels)
    more = words.plural("{n} more", "{n} more", rest)
    return words.listing([*labels[:NAMED_AT_MOST], more])


def _link(context: Context, outcome: Outcome) -> MissLink:
    words = context.wording
    return MissLink(
        anchor=verdict_anchor(outcome),
        text=f"{_label(context, outcome)}, {context.service(outcome.scope.service)}",
        points=words.plural("{n} point", "{n} points", outcome.points_after_repeat),
    )
