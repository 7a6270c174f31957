"""Requests to leave something out, in the terminal."""

from collections.abc import Sequence
from datetime import date

from rich.table import Table
from rich.text import Text

from dashboards.report.exclusion_effects import effect_lines
from dashboards.report.exclusions import decided_text, describe_decision, ground_text
from dashboards.wording import Wording
from dashboards.wording.terms import decision_word, party_word
from evaluator.contract.versions import ContractVersions
from evaluator.core.follow_up.exclusion_effects import ExclusionEffect
from supplierwatch.cli.session import printable, result_console
from supplierwatch.exclusion_register import RegisteredExclusion


def print_requests(register: Sequence[RegisteredExclusion], words: Wording) -> None:
    """Print a table of requests to standard output, those whose decision is overdue marked."""
    table = Table()
    for heading in (
        words.text("Exclusion"),
        words.text("What"),
        words.text("Asked by"),
        words.text("Asked on"),
        words.text("Decision"),
        words.text("To be decided by"),
    ):
        table.add_column(heading, overflow="fold")
    for one in register:
        exclusion = one.exclusion
        decided = ", ".join(
            part
            for part in (decision_word(exclusion.decision, words), decided_text(exclusion, words))
            if part
        )
        table.add_row(
            _text(exclusion.id),
            _text(subject_text(one)),
            _text(party_word(exclusion.proposed_by, words)),
            _text(words.day(exclusion.proposed_on)),
            _text(decided),
            _deadline(one, words),
        )
    result_console().print(table)


def print_request(
    found: RegisteredExclusion,
    effect: tuple[str, ExclusionEffect] | None,
    versions: ContractVersions,
    today: date,
    words: Wording,
) -> None:
    """Print one request with its decisions, and what it does to the month of `effect`."""
    exclusion, contract = found.exclusion, versions.latest.contract
    lines = [
        (words.text("Exclusion"), exclusion.id),
        (words.text("What"), subject_text(found)),
        (words.text("Ground"), ground_text(exclusion, contract, words)),
        (words.text("Asked by"), party_word(exclusion.proposed_by, words)),
        (words.text("Asked on"), words.day(exclusion.proposed_on)),
        (words.text("Reason"), exclusion.reason),
        (words.text("Proof"), exclusion.evidence),
        (words.text("Imported from"), exclusion.imported_from or ""),
        (words.text("Decision"), decision_word(exclusion.decision, words)),
        (words.text("Decided by"), decided_text(exclusion, words)),
        ("", "\n".join(describe_decision(exclusion, versions, today, words))),
    ]
    services = {one.id: one.label.in_language(words.language) for one in contract.services}
    if effect is None:
        lines.append((words.text("Effect"), words.text("It changes no figure of the month.")))
    else:
        told = "\n".join(effect_lines(effect[1], contract, services, words))
        lines.append((words.text("Effect in {month}", month=words.month(effect[0])), told))
    table = Table(show_header=False)
    table.add_column()
    table.add_column(overflow="fold")
    for label, said in lines:
        if said:
            table.add_row(_text(label), _text(said))
    result_console().print(table)


def subject_text(found: RegisteredExclusion) -> str:
    """Return what a request is about: the keys of its tickets, or service, unit and time."""
    exclusion = found.exclusion
    interval = exclusion.interval
    what = ", ".join(exclusion.tickets)
    if interval is not None:
        where = " ".join(part for part in (interval.service, interval.unit) if part)
        what = f"{where} {interval.starts_at.isoformat()}/{interval.ends_at.isoformat()}"
    return what + (f" ({', '.join(exclusion.indicators)})" if exclusion.indicators else "")


def _deadline(found: RegisteredExclusion, words: Wording) -> Text:
    if found.decide_by is None or not found.exclusion.is_undecided:
        return Text("")
    day = words.day(found.decide_by)
    return Text(f"! {day}", style="bold red") if found.is_overdue else Text(day)


def _text(text: str) -> Text:
    # Text, not markup: what stands in a file must not style the terminal.
    return Text(printable(text))
