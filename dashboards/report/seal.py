"""Whether a month is sealed, and what a restatement says otherwise: of whole figures, not small groups."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from collector.instants import format_instant
from dashboards.report.context import Context
from dashboards.wording.terms import verdict_word
from dashboards.wording.words import marked
from evaluator.core.outcomes import Verdict
from evaluator.results.published import Seal, SealDifference

DIGITS = 12
MOST_SHOWN = 40
_MINOR = 100


@dataclass(frozen=True)
class ChangeRow:
    """One thing that a restatement says otherwise; a side that was not there is empty."""

    subject: str
    what: str
    before: str
    after: str


@dataclass(frozen=True)
class RestatementSection:
    """A restatement: its number and reason, what it changed, and how much more there is."""

    title: str
    reason: str
    rows: tuple[ChangeRow, ...]
    more: str


def seal_text(context: Context) -> str:
    """Return whether and when the figures were sealed, with the first digits of the hash."""
    words, seal = context.wording, context.results.seal
    if seal is None:
        return words.text("not sealed: figures can still change")
    values = {
        "instant": context.instant(seal.sealed_at, none=""),
        "by": seal.sealed_by,
        "hash": seal.content_hash[:DIGITS],
        "number": seal.restatement,
    }
    if seal.restatement == 0:
        return words.text("sealed {instant} by {by}, seal {hash}", **values)
    return words.text("restatement no. {number}, {instant} by {by}, seal {hash}", **values)


def build_restatement(context: Context) -> RestatementSection | None:
    """Return what the restatement shown says otherwise than before; None where none is shown."""
    seal, words = context.results.seal, context.wording
    if seal is None or seal.restatement == 0:
        return None
    rows = tuple(_rows(context, seal))
    left = len(rows) - MOST_SHOWN
    return RestatementSection(
        title=words.text("Restatement no. {number}", number=seal.restatement),
        reason=seal.reason,
        rows=rows[:MOST_SHOWN],
        more=words.plural("and {n} more change", "and {n} more changes", left) if left > 0 else "",
    )


def seal_document(context: Context) -> dict[str, Any] | None:
    """Return the seal for programs; None where the month is not sealed."""
    seal = context.results.seal
    if seal is None:
        return None
    return {
        "number": seal.number,
        "restatement": seal.restatement,
        "sealed_at": format_instant(seal.sealed_at),
        "sealed_by": seal.sealed_by,
        "reason": seal.reason,
        "content_hash": seal.content_hash,
        "previous": seal.previous,
        "record_hash": seal.record_hash,
        "differences": [vars(one) for one in _told(context, seal)],
    }


def _rows(context: Context, seal: Seal) -> Iterator[ChangeRow]:
    for one in _told(context, seal):
        label, shown = _FIELDS[one.part, one.field]
        sides = ["" if side is None else shown(context, side) for side in (one.before, one.after)]
        yield ChangeRow(_subject(one), context.wording.text(label), *sides)


def _told(context: Context, seal: Seal) -> Iterator[SealDifference]:
    """The differences of what the contract judges, after exclusions, and of single tickets and outages."""
    outcomes = {
        "/".join(part for part in (one.indicator, one.scope.service, one.view.value) if part)
        for one in context.whole_outcomes()
    }
    for one in seal.differences:
        known = one.part != "outcome" or one.subject in outcomes
        of_view = one.part != "service_credit" or one.subject.endswith("/after_exclusions")
        if (one.part, one.field) in _FIELDS and known and of_view:
            yield one


def _subject(difference: SealDifference) -> str:
    return difference.subject.removesuffix("/after_exclusions")


def _verdict(context: Context, value: str) -> str:
    return verdict_word(Verdict(value), context.wording)


def _money(context: Context, value: str) -> str:
    return context.wording.money(Decimal(value) / _MINOR, context.contract.contract.currency)


def _score(context: Context, value: str) -> str:
    return context.wording.number(Fraction(value), 1)


def _missed(context: Context, value: str) -> str:
    return context.wording.text("missed") if value == "1" else context.wording.text("in time")


def _plain(_context: Context, value: str) -> str:
    return value


_FIELDS: Mapping[tuple[str, str], tuple[str, Callable[[Context, str], str]]] = {
    ("outcome", "verdict"): (marked("Verdict"), _verdict),
    ("outcome", "numerator"): (marked("Numerator"), _plain),
    ("outcome", "denominator"): (marked("Denominator"), _plain),
    ("outcome", "points_after_repeat"): (marked("Points"), _plain),
    ("service_credit", "amount_minor"): (marked("Credits"), _money),
    ("score", "low"): (marked("Score, at least"), _score),
    ("score", "high"): (marked("Score, at most"), _score),
    ("ticket_evidence", "missed"): (marked("Ticket"), _missed),
    ("ticket_evidence", "used"): (marked("Time used"), _plain),
    ("ticket_evidence", "left_out_by"): (marked("Left out by"), _plain),
    ("outage_evidence", "counted"): (marked("Seconds counted"), _plain),
}
"""What people are told of a restatement, by table and column, and how each is shown; programs get no more."""
