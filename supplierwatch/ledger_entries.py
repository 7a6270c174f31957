"""Making an entry of the ledger by command: held against the results first, then added to the file."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter

from collector.errors import Problem, ProblemsFound
from collector.store.database import Database
from collector.store.read import read_horizon
from evaluator.contract.credits import read_money
from evaluator.core.follow_up.ledger import Ledger, make_ledger
from evaluator.decisions.ledger import LedgerEntries, LedgerEntry
from evaluator.ledger import read_ledger_facts
from supplierwatch.decided_files import next_id
from supplierwatch.file_changes import add_entry
from supplierwatch.ledger_file import ENTRIES, LEDGER_FILE
from supplierwatch.ledgers import day_of, tell_excess
from supplierwatch.terms import validate_terms
from supplierwatch.watch import Watch, load_watch
from supplierwatch.yaml_files import Document

_ENTRIES = TypeAdapter(LedgerEntries)
_AMOUNTS = ("amount", "stands", "falls")
_OPTIONS = {
    "decided_by": "--by",
    "late_because": "--late-because",
    "legal_review.by": "--reviewed-by",
    "legal_review.day": "--reviewed-on",
    "legal_review.finding": "--finding",
}
"""The options of commands that are called otherwise than the keys of the file."""

_TRIES = 20
"""How often another command may take the next id first before this one gives up."""


def record_entry(watch: Watch, database: Database, now: int, said: Mapping[str, Any]) -> LedgerEntry:
    """Add what is `said` (an entry without its id; null where nothing was said) to the ledger, and return it.

    Raises ProblemsFound, and leaves the file as it was, where the entry is incomplete, dated in the future,
    about something that no result gives, or over what there is to claim, credit, dispute, settle or withdraw.
    """
    for attempt in range(_TRIES):
        content = {"id": next_id(f"L-{said['period']}", (one.id for one in watch.ledger)), **_written(said)}
        entry = _read(content)
        _refuse_future(entry, watch, now)
        _refuse_over(entry, watch, database, now)
        try:
            add_entry(watch.folder / LEDGER_FILE, ENTRIES, content)
        except ProblemsFound:
            watch = load_watch(watch.folder)
            if attempt == _TRIES - 1 or entry.id not in {other.id for other in watch.ledger}:
                raise
        else:
            return entry
    raise AssertionError("the last attempt returns or raises")


def _written(said: Mapping[str, Any]) -> dict[str, Any]:
    """What is said as the file has it: whole amounts as plain numbers."""
    content = {key: value for key, value in said.items() if value is not None}
    for name in _AMOUNTS:
        if name in content:
            content[name] = _amount(name, content[name])
    return content


def _amount(name: str, text: str) -> int | str:
    try:
        found: Decimal = read_money(text)
    except ValueError as error:
        raise ProblemsFound([Problem(repr(text), str(error), path=f"--{name}")]) from error
    return int(found) if found == found.to_integral_value() else str(found)


def _read(content: Mapping[str, Any]) -> LedgerEntry:
    as_file = Document(LEDGER_FILE, {ENTRIES: [dict(content)]}, {})
    try:
        [entry] = validate_terms(as_file, _ENTRIES).entries
    except ProblemsFound as error:
        raise ProblemsFound(_of_command(problem) for problem in error.problems) from error
    return entry


def _of_command(problem: Problem) -> Problem:
    """Return a problem of an entry that is in no file yet, at the option that it is about."""
    key = problem.path.partition("].")[2]
    option = _OPTIONS.get(key, f"--{key}") if key else ""
    return replace(problem, file="", line=None, path=option)


def _refuse_future(entry: LedgerEntry, watch: Watch, now: int) -> None:
    today = day_of(now, watch)
    if entry.day > today:
        raise ProblemsFound([Problem(f"{entry.day} is still to come", f"a day up to {today}", path="--day")])


def _refuse_over(entry: LedgerEntry, watch: Watch, database: Database, now: int) -> None:
    """Refuse an entry by which it, or one made later, is over what there was."""
    day = day_of(now, watch)
    facts = read_ledger_facts(database, watch.versions, day, read_horizon(database))
    before, after = (make_ledger(facts, entries, day) for entries in (watch.ledger, (*watch.ledger, entry)))
    if entry in after.unplaced:
        raise ProblemsFound([_unplaced(entry, before)])
    known = {one.entry.id for one in before.excesses}
    problems = [
        Problem(tell_excess(one, after.currency), remedy="Nothing was written", path="--amount")
        for one in after.excesses
        if one.entry.id not in known
    ]
    if problems:
        raise ProblemsFound(problems)


def _unplaced(entry: LedgerEntry, ledger: Ledger) -> Problem:
    services = [row.service for row in ledger.rows if row.period == entry.period]
    if services:
        found = f"{entry.period} has no calculated credit for {entry.service}"
        return Problem(found, ", ".join(services), path="--service")
    months = ", ".join(ledger.by_month()) or "no month has results yet"
    found = f"{entry.period} has no result from after it was over"
    remedy = f"Evaluate it: supplierwatch evaluate --period {entry.period}"
    return Problem(found, months, remedy, path="--period")
