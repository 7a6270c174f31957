"""Exclusions: what was asked, what was decided, and what each does to figures, points and money."""

from dataclasses import dataclass
from datetime import date

from dashboards.report.context import Context, anchor
from dashboards.report.exclusion_effects import describe_effect
from dashboards.wording import Wording
from dashboards.wording.terms import decision_word, party_word
from evaluator.contract.contract import Contract
from evaluator.contract.versions import ContractVersion, ContractVersions
from evaluator.core.follow_up.exclusion_deadlines import decide_by, is_overdue, propose_by
from evaluator.decisions.exclusions import Decision, DecisionTerms, Exclusion

TICKETS_NAMED = 5


@dataclass(frozen=True)
class ExclusionRow:
    """One request to leave something out; `is_pending` where nobody has decided yet.

    `decided` says who decided and when, `remarks` why, which part, under which clause a late one is refused,
    by when it is to be decided, and what was decided before. `effect` says what it changes, line by line.
    """

    anchor: str
    name: str
    what: str
    ground: str
    proposed_by: str
    proposed_on: str
    reason: str
    evidence: str
    decision: str
    decided: str
    remarks: tuple[str, ...]
    effect: tuple[str, ...]
    is_pending: bool


def build_exclusions(context: Context) -> tuple[ExclusionRow, ...]:
    """Return the exclusions, the undecided first."""
    found = sorted(context.results.exclusions, key=lambda one: one.decision is not Decision.PENDING)
    return tuple(_exclusion(context, exclusion) for exclusion in found)


def _exclusion(context: Context, exclusion: Exclusion) -> ExclusionRow:
    words = context.wording
    effects = {one.exclusion: one for one in context.results.exclusion_effects}
    effect = effects.get(exclusion.id)
    is_refused = exclusion.decision is Decision.REFUSED_LATE
    return ExclusionRow(
        anchor=anchor("exclusion", exclusion.id),
        name=exclusion.id,
        what=describe_subject(context, exclusion),
        ground=ground_text(exclusion, context.contract, words),
        proposed_by=party_word(exclusion.proposed_by, words),
        proposed_on=words.day(exclusion.proposed_on),
        reason=exclusion.reason,
        evidence=exclusion.evidence,
        decision=decision_word(exclusion.decision, words),
        decided="" if is_refused else decided_text(exclusion, words),
        remarks=describe_decision(exclusion, _alone(context.contract), context.known_day, words),
        effect=() if effect is None else describe_effect(context, effect),
        is_pending=exclusion.decision is Decision.PENDING,
    )


def decided_text(decision: DecisionTerms, words: Wording) -> str:
    """Return who decided, and when; empty where nobody did."""
    day = "" if decision.decided_on is None else words.day(decision.decided_on)
    return ", ".join(part for part in (decision.decided_by or "", day) if part)


def ground_text(exclusion: Exclusion, contract: Contract, words: Wording) -> str:
    """Return the contract's ground for a request, with its clause; empty where none is named."""
    listed = () if contract.exclusions is None else contract.exclusions.grounds
    found = {ground.id: ground for ground in listed}.get(exclusion.ground or "")
    if found is None:
        return exclusion.ground or ""
    return f"{found.label.in_language(words.language)} ({found.clause})"


def describe_decision(
    exclusion: Exclusion, versions: ContractVersions, today: date, words: Wording
) -> tuple[str, ...]:
    """Return what is to be known of a decision, line by line; `today` says whether it is overdue."""
    lines = [
        exclusion.decision_reason or "",
        _part(exclusion, versions, words),
        _late(exclusion, versions, words),
        _deadline(exclusion, versions, today, words),
    ]
    for former in exclusion.earlier_decisions:
        told = f"{decision_word(former.decision, words)}, {decided_text(former, words)}"
        lines.append(words.text("Before that: {decision}", decision=told))
    return tuple(line for line in lines if line)


def _part(exclusion: Exclusion, versions: ContractVersions, words: Wording) -> str:
    if exclusion.decision is not Decision.PARTLY_ACCEPTED:
        return ""
    zone = versions.latest.contract.contract.zone
    spans = [
        words.text(
            "{starts} to {ends}",
            starts=words.instant(int(part.starts_at.timestamp()), zone),
            ends=words.instant(int(part.ends_at.timestamp()), zone),
        )
        for part in exclusion.accepted_intervals
    ]
    return words.text("Left out: {part}", part=words.listing([*exclusion.accepted_tickets, *spans]))


def _late(exclusion: Exclusion, versions: ContractVersions, words: Wording) -> str:
    last_day = propose_by(exclusion, versions)
    terms = versions.latest.contract.exclusions
    if last_day is None or terms is None or terms.proposing is None or exclusion.proposed_on <= last_day:
        return ""
    if exclusion.late_accepted_because is not None:
        return words.text("Taken up though late: {reason}", reason=exclusion.late_accepted_because)
    return words.text(
        "Asked too late: the last day was {day} ({clause})",
        day=words.day(last_day),
        clause=terms.proposing.clause,
    )


def _deadline(exclusion: Exclusion, versions: ContractVersions, today: date, words: Wording) -> str:
    last_day = decide_by(exclusion, versions)
    if exclusion.decision is not Decision.PENDING or last_day is None:
        return ""
    if is_overdue(exclusion, versions, today):
        return words.text("The decision is overdue since {day}", day=words.day(last_day))
    return words.text("To be decided by {day}", day=words.day(last_day))


def describe_subject(context: Context, exclusion: Exclusion) -> str:
    """Return what a request asks to leave out."""
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


def _alone(contract: Contract) -> ContractVersions:
    """The contract the results were made with, as if it had always been."""
    return ContractVersions((ContractVersion(contract.term.first_day, contract, ""),))
