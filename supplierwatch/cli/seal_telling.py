"""Seals and what verifying them found, for people and for programs."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from rich.table import Table
from rich.text import Text

from collector.instants import format_instant, to_datetime
from evaluator.core.outcomes import View
from evaluator.results.published import Seal, SealDifference
from evaluator.sealing.findings import SealCheck
from evaluator.sealing.seal import OpenQuestions
from supplierwatch.cli.session import Session, printable, result_console, write_text

SHOWN_DIGITS = 12
_MOST_SHOWN = 40
_TELLING = ("verdict", "points_after_repeat", "amount_minor", "band_low", "missed", "counted")
"""What people ask about first of what differs."""
_OTHER_VIEWS = (View.AS_MEASURED.value, View.IF_PENDING_ACCEPTED.value)


def name_of(seal: Seal) -> str:
    """Return what a seal is called: its month, and its number where it is a restatement."""
    return seal.period if seal.restatement == 0 else f"{seal.period}, restatement {seal.restatement}"


def print_seal(seal: Seal) -> None:
    """Print a seal that was just made, with what a restatement says otherwise."""
    write_text(f"sealed {name_of(seal)} by {printable(seal.sealed_by)}")
    write_text(f"hash of contents  {seal.content_hash}")
    write_text(f"hash of record    {seal.record_hash}")
    if seal.differences:
        print_differences(seal.differences)


def print_seals(seals: Sequence[Seal], zone: ZoneInfo) -> None:
    """Print seals as a table, times in `zone`."""
    table = Table()
    for name in ("No.", "Month", "Sealed", "By", "Why", "Hash", "Changes"):
        table.add_column(name, overflow="fold")
    for one in seals:
        at = to_datetime(one.sealed_at).astimezone(zone).strftime("%Y-%m-%d %H:%M")
        changes = str(len(one.differences)) if one.restatement > 0 else ""
        digits = one.content_hash[:SHOWN_DIGITS]
        cells = (str(one.number), name_of(one), at, one.sealed_by, one.reason, digits)
        table.add_row(*(Text(printable(cell)) for cell in (*cells, changes)))
    result_console().print(table)


def print_differences(differences: Sequence[SealDifference]) -> None:
    """Print what is said otherwise than was sealed, the first of many."""
    table = Table()
    for name in ("", "of", "what", "before", "after"):
        table.add_column(name, overflow="fold")
    for one in sorted(differences, key=_rank)[:_MOST_SHOWN]:
        cells = (one.part, one.subject, one.field, one.before or "", one.after or "")
        table.add_row(*(Text(printable(cell)) for cell in cells))
    result_console().print(table)
    if len(differences) > _MOST_SHOWN:
        write_text(f"and {len(differences) - _MOST_SHOWN} more; --json has all of them")


def _rank(difference: SealDifference) -> tuple[bool, bool]:
    """Verdicts, points and money before all else, as they stand after exclusions before other views."""
    other_view = any(difference.subject.endswith(view) for view in _OTHER_VIEWS)
    return difference.field not in _TELLING or other_view, other_view


def warn_of(questions: OpenQuestions, session: Session) -> None:
    """Tell what is not settled in a month that was sealed."""
    if questions.exclusions:
        session.say(f"undecided exclusions: {', '.join(questions.exclusions)}; decided later, it is restated")
    if questions.open_tickets > 0:
        session.say(f"tickets that are still open: {questions.open_tickets}")
    if questions.unknown_tickets > 0:
        session.say(f"tickets of which nobody can tell whether they missed: {questions.unknown_tickets}")


def print_checks(checks: Sequence[SealCheck]) -> None:
    """Print what was found of each seal."""
    for check in checks:
        state = "verifies" if check.holds else "DOES NOT VERIFY"
        write_text(f"seal {check.seal.number}: {name_of(check.seal)} {state}")
        for one in check.findings:
            write_text(f"  {one.part.value}: {printable(one.text)}")


def seal_document(seal: Seal) -> dict[str, Any]:
    """Return a seal as JSON."""
    differences = [vars(one) for one in seal.differences]
    return {**vars(seal), "sealed_at": format_instant(seal.sealed_at), "differences": differences}


def check_document(check: SealCheck) -> dict[str, Any]:
    """Return what was found of a seal as JSON."""
    found = [{"part": one.part.value, "text": one.text, "fails": one.fails} for one in check.findings]
    return {
        "seal": check.seal.number,
        "period": check.seal.period,
        "restatement": check.seal.restatement,
        "content_hash": check.seal.content_hash,
        "verifies": check.holds,
        "findings": found,
    }
