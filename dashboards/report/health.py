"""Exclusions with their decisions, and how well each source was heard."""

from dataclasses import dataclass

from dashboards.report.context import Context, anchor
from dashboards.wording.terms import decision_word, intake_word, party_word
from evaluator.decisions.exclusions import Decision, Exclusion
from evaluator.results.published import SourceHealth

TICKETS_NAMED = 5


@dataclass(frozen=True)
class ExclusionRow:
    """One request to leave something out; `is_pending` where nobody has decided yet."""

    anchor: str
    name: str
    what: str
    proposed_by: str
    proposed_on: str
    reason: str
    evidence: str
    decision: str
    decided: str
    is_pending: bool


@dataclass(frozen=True)
class HealthRow:
    """One source; `needs_care` where something of it was lost, not understood, or not heard."""

    anchor: str
    source: str
    last_intake: str
    outcome: str
    problem: str
    rows: str
    rejects: str
    unmapped: str
    unmapped_words: str
    needs_care: bool


def build_exclusions(context: Context) -> tuple[ExclusionRow, ...]:
    """Return the exclusions, the undecided first."""
    found = sorted(context.results.exclusions, key=lambda one: one.decision is not Decision.PENDING)
    return tuple(_exclusion(context, exclusion) for exclusion in found)


def build_health(context: Context) -> tuple[HealthRow, ...]:
    """Return the health of each source."""
    return tuple(_health(context, one) for one in context.results.health)


def _exclusion(context: Context, exclusion: Exclusion) -> ExclusionRow:
    words = context.wording
    decided = [
        exclusion.decided_by or "",
        "" if exclusion.decided_on is None else words.day(exclusion.decided_on),
    ]
    return ExclusionRow(
        anchor=anchor("exclusion", exclusion.id),
        name=exclusion.id,
        what=_what(context, exclusion),
        proposed_by=party_word(exclusion.proposed_by, words),
        proposed_on=words.day(exclusion.proposed_on),
        reason=exclusion.reason,
        evidence=exclusion.evidence,
        decision=decision_word(exclusion.decision, words),
        decided=", ".join(part for part in decided if part),
        is_pending=exclusion.decision is Decision.PENDING,
    )


def _what(context: Context, exclusion: Exclusion) -> str:
    words, interval = context.wording, exclusion.interval
    if interval is None:
        rest = len(exclusion.tickets) - TICKETS_NAMED
        more = [words.plural("{n} more", "{n} more", rest)] if rest > 0 else []
        what = words.listing([*exclusion.tickets[:TICKETS_NAMED], *more])
    else:
        where = [context.service(interval.service), context.unit_labels.get(interval.unit or "", "")]
        what = words.text(
            "{where}: {starts} to {ends}",
            where=", ".join(part for part in where if part),
            starts=words.instant(int(interval.starts_at.timestamp()), context.zone),
            ends=words.instant(int(interval.ends_at.timestamp()), context.zone),
        )
    if exclusion.indicators:
        what += " " + words.text("(only {indicators})", indicators=words.listing(exclusion.indicators))
    return what


def _health(context: Context, health: SourceHealth) -> HealthRow:
    words = context.wording
    return HealthRow(
        anchor=anchor("source", health.source),
        source=health.source,
        last_intake=context.instant(health.last_intake_at, none=words.text("never")),
        outcome=intake_word(health.last_outcome, words),
        problem=health.problem,
        rows=words.number(health.rows),
        rejects=words.number(health.rejects),
        unmapped=words.number(health.unmapped),
        unmapped_words=", ".join(health.unmapped_words),
        needs_care=health.last_intake_at is None
        or health.problem != ""
        or health.rejects > 0
        or health.unmapped > 0,
    )
