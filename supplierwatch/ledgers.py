"""The ledger of a watch: its entries held against the results in the store."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from collector.errors import Problem, ProblemsFound, Severity
from collector.instants import to_datetime
from collector.store.database import Database
from collector.store.read import read_horizon
from evaluator.core.follow_up.laying import Excess
from evaluator.core.follow_up.ledger import Ledger, LedgerRow, make_ledger
from evaluator.decisions.ledger import Claimed, LedgerEntry, Waived, amount_of
from evaluator.ledger import read_ledger_facts
from supplierwatch.ledger_file import ENTRIES, LEDGER_FILE
from supplierwatch.watch import Watch
from supplierwatch.yaml_files import Document, read_document

_ABOUT = {
    "claimed": "was open",
    "waived": "was open",
    "credited": "was claimed and not yet credited, disputed or lost",
    "disputed": "was claimed and not yet credited, disputed or lost",
    "withdrawn": "was claimed and not yet credited, disputed or lost",
    "settled": "was in dispute",
}


def day_of(instant: int, watch: Watch) -> date:
    """Return the day of an instant in the contract's time zone."""
    return to_datetime(instant).astimezone(watch.zone).date()


def read_ledger(watch: Watch, database: Database, now: int, as_of: int | None = None) -> Ledger:
    """Return the ledger of `watch` as it stands at `now`, or as it stood at `as_of`.

    As of a past moment it holds the results and amendments known then, and the entries made by that day.
    """
    day = day_of(now if as_of is None else as_of, watch)
    versions = watch.versions if as_of is None else watch.versions.as_known_on(day)
    facts = read_ledger_facts(database, versions, day, read_horizon(database, as_of), as_of)
    return make_ledger(facts, watch.ledger, day)


def refuse_future_entries(watch: Watch, now: int) -> None:
    """Raise ProblemsFound where an entry is dated after the day of `now`."""
    problems = list(find_future_entries(watch, now))
    if problems:
        raise ProblemsFound(problems)


def find_future_entries(watch: Watch, now: int) -> Iterator[Problem]:
    """Yield a problem for each entry that is dated after the day of `now`."""
    today = day_of(now, watch)
    for position, entry in enumerate(watch.ledger):
        if entry.day > today:
            found = f"{entry.id} is dated {entry.day}, which is still to come"
            place = (ENTRIES, position, "day")
            yield _document(watch.folder).problem(place, found, f"a day up to {today}")


def find_ledger_problems(watch: Watch, ledger: Ledger) -> Iterator[Problem]:
    """Yield what does not fit the results, with the reckoning.

    A claim or waiver over what is calculated is a warning: a restatement can have lowered it since. So is
    an entry about a month without results. More credited, disputed, settled or withdrawn than there was to
    do so with is an error of the file.
    """
    places = {entry.id: position for position, entry in enumerate(watch.ledger)}
    for one in ledger.excesses:
        path = (ENTRIES, places[one.entry.id], "stands" if one.entry.kind == "settled" else "amount")
        yield _problem(watch, path, tell_excess(one, ledger.currency), is_error=not _may_be_restated(one))
    for entry in ledger.unplaced:
        path = (ENTRIES, places[entry.id], "period")
        found = f"{entry.id} is about {_place(entry)}, of which no calculated credit is known"
        remedy = f"Evaluate the month: supplierwatch evaluate --period {entry.period}"
        yield _problem(watch, path, found, is_error=False, remedy=remedy)


def find_lapsing(watch: Watch, ledger: Ledger) -> Iterator[Problem]:
    """Yield a warning for each claim that lapses within the days that the settings name."""
    for row in ledger.lapsing_within(watch.settings.warn_days_before_lapse):
        yield Problem(
            found=tell_lapse(row, ledger),
            remedy=f"Claim it, or waive it: supplierwatch ledger claim --period {row.period} "
            f"--service {row.service} --amount {row.balance.open} ...",
            file=str(watch.folder / LEDGER_FILE),
            severity=Severity.WARNING,
        )


def tell_lapse(row: LedgerRow, ledger: Ledger) -> str:
    """Return what lapses when, for people."""
    days = (row.lapses_on - ledger.day).days
    return (
        f"{row.balance.open} {ledger.currency} of {row.period} for {row.service} is not claimed, and lapses "
        f"on {row.lapses_on}, in {days} days; the last day to claim it is {row.last_day_to_claim}"
    )


def tell_excess(one: Excess, currency: str) -> str:
    """Return the arithmetic of an entry over what there was."""
    amount = amount_of(one.entry)
    return (
        f"{one.entry.id} is about {amount} {currency} of {_place(one.entry)}, of which {one.available} "
        f"{_ABOUT[one.entry.kind]}: {amount} - {one.available} = {one.too_much} too much"
    )


def _may_be_restated(one: Excess) -> bool:
    return isinstance(one.entry, Claimed | Waived)


def _place(entry: LedgerEntry) -> str:
    return entry.period if entry.service is None else f"{entry.period} for {entry.service}"


def _problem(
    watch: Watch, path: tuple[str, int, str], found: str, *, is_error: bool, remedy: str = ""
) -> Problem:
    problem = _document(watch.folder).problem(path, found, remedy=remedy)
    return problem if is_error else replace(problem, severity=Severity.WARNING)


def _document(folder: Path) -> Document:
    return read_document(folder / LEDGER_FILE)
