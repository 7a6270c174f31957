"""Months that were sealed under other terms than the files say now: an amendment came after their seal."""

from collections.abc import Mapping
from datetime import date

from collector.errors import Problem, Severity, SupplierwatchError
from collector.store.database import Database
from evaluator.contract.versions import ContractVersions
from evaluator.results.present import read_latest
from evaluator.results.seals import read_seals
from supplierwatch.contract_files import AMENDMENTS_FOLDER
from supplierwatch.present_store import present_store
from supplierwatch.watch import Watch


def find_amended_seals(watch: Watch, environment: Mapping[str, str]) -> list[Problem]:
    """Return a warning that names the sealed months which the contract, as it reads now, judges otherwise.

    None where no store of this version can be read; one is neither made nor changed for it.
    """
    try:
        with present_store(watch, environment) as database:
            months = [] if database is None else _amended(database, watch.versions)
    except SupplierwatchError:
        # Why a store cannot be read is said by the commands that need it.
        return []
    if not months:
        return []
    return [
        Problem(
            f"sealed under other terms than those that apply to them now: {', '.join(months)}",
            remedy="Restate them where the amendment is to reach back to them, or mend its effective day",
            file=str(watch.folder / AMENDMENTS_FOLDER),
            severity=Severity.WARNING,
        )
    ]


def _amended(database: Database, versions: ContractVersions) -> list[str]:
    """The months, oldest first, whose sealed result names another version than the one in force now."""
    found = []
    for month in sorted({seal.period for seal in read_seals(database)}):
        sealed = read_latest(database, month)
        first_day = date.fromisoformat(f"{month}-01")
        if sealed is None or first_day < versions.versions[0].first_day:
            continue
        if sealed.contract_version != versions.hash_of(versions.in_force(first_day)):
            found.append(month)
    return found
