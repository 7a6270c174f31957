"""The contract file and its amendments, resolved to dated versions."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from collector.identifiers import canonical_json, content_hash
from evaluator.contract.checks import Finding, find_misfits
from evaluator.contract.contract import Contract
from evaluator.contract.versions import ContractVersion, ContractVersions, KnownBefore
from evaluator.core.calendar.calendar_checks import find_calendar_misfits
from supplierwatch.amendment_files import (
    Amended,
    AmendmentFile,
    FindMisfits,
    agreed_days,
    known_before,
    make_amendments,
    read_amendments,
    warn_of_broken_month,
    words_of,
)
from supplierwatch.findings import Findings
from supplierwatch.salvage import find_misfits_of_parts
from supplierwatch.terms import validate_terms
from supplierwatch.yaml_files import read_document

CONTRACT_FILE = "contract.yaml"
AMENDMENTS_FOLDER = "amendments"

_CONTRACT = TypeAdapter(Contract)


def read_versions(
    folder: Path, source_names: Iterable[str] | None, findings: Findings
) -> ContractVersions | None:
    """Return every version of the contract in `folder`; problems go to `findings`.

    `source_names` are the names in the sources file, None where that file could not be read. Returns None
    where the contract itself cannot be read.
    """
    names = None if source_names is None else list(source_names)
    files = read_amendments(folder / AMENDMENTS_FOLDER, findings)
    first = read_contract(folder / CONTRACT_FILE, names, findings)
    if first is None:
        return None
    misfits_of = partial(misfits_among, source_names=names)
    known = set(misfits_of(first.contract))
    amended = list(make_amendments(dict(first.content), files, known, misfits_of, findings))
    by_id = {file.amendment.id: file for file in files}
    for one in amended:
        warn_of_broken_month(by_id[one.amendment.id], one.contract.tickets.straddling, findings)
    if len(amended) < len(files):
        return _versions(first, amended)
    return ContractVersions(
        _versions(first, amended).versions, tuple(_known_before(first, files, misfits_of, findings))
    )


def read_contract(path: Path, source_names: list[str] | None, findings: Findings) -> ContractVersion | None:
    """Return the contract in the file at `path`, from its first day; None after keeping its problems."""
    document = findings.attempt(partial(read_document, path))
    contract = None if document is None else findings.attempt(partial(validate_terms, document, _CONTRACT))
    if document is None:
        return None
    if contract is None:
        misfits = find_misfits_of_parts(document.content, source_names)
    else:
        misfits = misfits_among(contract, source_names)
    findings.problems += [document.problem(misfit.path, *words_of(misfit)) for misfit in misfits]
    if contract is None:
        return None
    return version_of(contract.term.first_day, contract, document.content)


def misfits_among(contract: Contract, source_names: list[str] | None) -> list[Finding]:
    """Return what in `contract` does not fit together, and names that no source has."""
    of_calendars = [Finding(*found) for found in find_calendar_misfits(contract)]
    return find_misfits(contract, source_names) + of_calendars


def version_of(
    first_day: date, contract: Contract, content: Any, amendments: Sequence[str] = ()
) -> ContractVersion:
    """Return a version whose hash is that of what its file says, whatever its layout and comments."""
    found = content_hash(canonical_json(_exact(content)))
    return ContractVersion(first_day, contract, found, content, tuple(amendments))


def _exact(content: Any) -> Any:
    if isinstance(content, float):
        return repr(content)
    if isinstance(content, dict):
        return {key: _exact(value) for key, value in content.items()}
    if isinstance(content, list):
        return [_exact(entry) for entry in content]
    return content


def _versions(first: ContractVersion, amended: Sequence[Amended]) -> ContractVersions:
    """The first version and those after each day on which amendments take effect."""
    found, ids = {first.first_day: first}, []
    for one in amended:
        ids.append(one.amendment.id)
        day = one.amendment.effective
        found[day] = version_of(day, one.contract, one.content, ids)
    return ContractVersions(tuple(found.values()))


def _known_before(
    first: ContractVersion, files: Sequence[AmendmentFile], misfits_of: FindMisfits, findings: Findings
) -> Iterator[KnownBefore]:
    """Yield what was known before each day on which an amendment was agreed.

    What was agreed must hold without what was agreed later: else nobody could have gone by it.
    """
    for day in agreed_days(files):
        files_then, then = known_before(files, day), Findings()
        known = set(misfits_of(first.contract))
        amended = list(make_amendments(dict(first.content), files_then, known, misfits_of, then))
        for problem in then.problems:
            later = next(file for file in files if file.amendment.agreed_on == day)
            found = f"until it was agreed the amendments before it did not hold: {problem}"
            findings.problems.append(later.document.problem(("agreed_on",), found))
        yield KnownBefore(day, _versions(first, amended).versions)
