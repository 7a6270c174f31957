"""How well each source was heard."""

from dataclasses import dataclass

from dashboards.report.context import Context, anchor
from dashboards.wording.terms import intake_word
from evaluator.results.published import SourceHealth


@dataclass(frozen=True)
class HealthRow:
    """One source; `needs_care` where something of it was lost, not understood, or not heard."""

    anchor: str
    source: str
    last_intake: str
    last_success: str
    known_until: str
    gone: str
    outcome: str
    problem: str
    rows: str
    rejects: str
    unmapped: str
    unmapped_words: str
    needs_care: bool


def build_health(context: Context) -> tuple[HealthRow, ...]:
    """Return the health of each source."""
    return tuple(_health(context, one) for one in context.results.health)


def _health(context: Context, health: SourceHealth) -> HealthRow:
    words = context.wording
    return HealthRow(
        anchor=anchor("source", health.source),
        source=health.source,
        last_intake=context.instant(health.last_intake_at, none=words.text("never")),
        last_success=context.instant(health.last_success_at, none=""),
        known_until=context.instant(health.reached_at, none=""),
        gone="" if health.gone is None else words.number(health.gone),
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
