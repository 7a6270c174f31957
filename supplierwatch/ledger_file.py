"""The ledger's file, held against the contract."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from pydantic import TypeAdapter

from collector.errors import Problem
from evaluator.contract.contract import Contract
from evaluator.contract.versions import ContractVersions
from evaluator.core.follow_up.lapse import lapses_on
from evaluator.decisions.ledger import Claimed, LedgerEntries, LedgerEntry, Waived, last_day_of
from supplierwatch.decided_files import find_doubled, read_decided
from supplierwatch.findings import Findings
from supplierwatch.yaml_files import Document, KeyPath

LEDGER_FILE = "ledger.yaml"
ENTRIES = "entries"

_ENTRIES = TypeAdapter(LedgerEntries)


def read_ledger_entries(
    folder: Path, versions: ContractVersions | None, findings: Findings
) -> tuple[LedgerEntry, ...]:
    """Return the entries of the ledger of the watch in `folder`; problems go to `findings`."""
    read = read_decided(folder / LEDGER_FILE, _ENTRIES, findings)
    if read is None:
        return ()
    document, found = read
    findings.problems += find_doubled(document, ENTRIES, [entry.id for entry in found.entries], "entries")
    if versions is not None:
        for position, entry in enumerate(found.entries):
            findings.problems += _misfits((ENTRIES, position), entry, document, versions)
    return found.entries


def _misfits(
    path: KeyPath, entry: LedgerEntry, document: Document, versions: ContractVersions
) -> Iterator[Problem]:
    contract = _contract_of(entry, versions)
    if contract is None:
        first, last = versions.versions[0].first_day, versions.latest.contract.term.current_last_day
        found, allowed = f"{entry.period} is no month of the contract", f"{first:%Y-%m} to {last:%Y-%m}"
        yield document.problem((*path, "period"), found, allowed)
        return
    billed = [service.id for service in contract.services if service.monthly_fee is not None]
    if entry.service is not None and entry.service not in billed:
        found = f"{entry.service!r} is no service from which credits are taken"
        yield document.problem((*path, "service"), found, ", ".join(billed))
    currency = contract.contract.currency
    if entry.currency not in {None, currency}:
        found = f"{entry.currency} is not the contract's currency"
        yield document.problem((*path, "currency"), found, currency)
    yield from _too_late(path, entry, document, contract)


def _contract_of(entry: LedgerEntry, versions: ContractVersions) -> Contract | None:
    """The contract that judged the month of an entry; None for a month outside its term."""
    first_day = date.fromisoformat(f"{entry.period}-01")
    begins = versions.versions[0].first_day.replace(day=1)
    if first_day < begins or first_day > versions.latest.contract.term.current_last_day:
        return None
    return versions.in_force(max(first_day, versions.versions[0].first_day)).contract


def _too_late(path: KeyPath, entry: LedgerEntry, document: Document, contract: Contract) -> Iterator[Problem]:
    """A claim or waiver of what had lapsed, with the reckoning of the day."""
    if contract.credits is None or not isinstance(entry, Claimed | Waived):
        return
    months = contract.credits.claim_lapses_after_months
    lapsed = lapses_on(entry.period, months)
    if entry.day < lapsed or (isinstance(entry, Claimed) and entry.late_because is not None):
        return
    done = "claim" if isinstance(entry, Claimed) else "waive"
    found = (
        f"dated {entry.day}, when there was nothing left to {done}: {entry.period} ended on "
        f"{last_day_of(entry.period)}, and its claims lapsed on {lapsed} "
        f"(credits.claim_lapses_after_months: {months})"
    )
    remedy = "A claim made all the same says why in late_because" if isinstance(entry, Claimed) else ""
    allowed = f"a day up to {lapsed - timedelta(days=1)}"
    yield document.problem((*path, "day"), found, allowed, remedy)
