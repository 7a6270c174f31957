"""The contract file and its amendments, resolved to dated versions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from collector.errors import Problem
from collector.identifiers import canonical_json, content_hash
from evaluator.contract.amendments import Amendment, amend
from evaluator.contract.checks import Finding, find_misfits
from evaluator.contract.contract import Contract, OptionState, Straddling
from evaluator.contract.versions import ContractVersion, ContractVersions
from evaluator.core.calendar.calendar_checks import find_calendar_misfits
from supplierwatch.findings import Findings
from supplierwatch.salvage import find_misfits_of_parts
from supplierwatch.terms import Words, explain, validate_terms
from supplierwatch.yaml_files import Document, KeyPath, read_document, write_path

CONTRACT_FILE = "contract.yaml"
AMENDMENTS_FOLDER = "amendments"

_CONTRACT = TypeAdapter(Contract)
_AMENDMENT = TypeAdapter(Amendment)


@dataclass(frozen=True)
class _AmendmentFile:
    document: Document
    amendment: Amendment


def read_versions(
    folder: Path, source_names: Iterable[str] | None, findings: Findings
) -> ContractVersions | None:
    """Return every version of the contract in `folder`; problems go to `findings`.

    `source_names` are the names in the sources file, None where that file could not be read. Returns None
    where the contract itself cannot be read.
    """
    document = findings.attempt(partial(read_document, folder / CONTRACT_FILE))
    amendments = list(_read_amendments(folder / AMENDMENTS_FOLDER, findings))
    contract = None if document is None else findings.attempt(partial(validate_terms, document, _CONTRACT))
    if document is None:
        return None
    names = None if source_names is None else list(source_names)
    if contract is None:
        misfits = find_misfits_of_parts(document.content, names)
    else:
        misfits = _misfits(contract, names)
    findings.problems += [document.problem(misfit.path, *_words(misfit)) for misfit in misfits]
    if contract is None:
        return None
    _warn_of_pitfalls(contract, document, findings)
    first = _version(contract.term.first_day, contract, document.content)
    later = _amended(document.content, amendments, set(misfits), names, findings)
    return ContractVersions(tuple({version.first_day: version for version in [first, *later]}.values()))


def _misfits(contract: Contract, source_names: list[str] | None) -> list[Finding]:
    of_calendars = [Finding(*found) for found in find_calendar_misfits(contract)]
    return find_misfits(contract, source_names) + of_calendars


def _hash(content: Any) -> str:
    """Return a hash of what a file says, whatever its layout and comments."""
    return content_hash(canonical_json(_exact(content)))


def _exact(content: Any) -> Any:
    if isinstance(content, float):
        return repr(content)
    if isinstance(content, dict):
        return {key: _exact(value) for key, value in content.items()}
    if isinstance(content, list):
        return [_exact(entry) for entry in content]
    return content


def _version(first_day: date, contract: Contract, content: Any) -> ContractVersion:
    return ContractVersion(first_day, contract, _hash(content))


def _read_amendments(folder: Path, findings: Findings) -> Iterator[_AmendmentFile]:
    for path in sorted(folder.glob("*.yaml")):
        document = findings.attempt(partial(read_document, path))
        if document is None:
            continue
        amendment = findings.attempt(partial(validate_terms, document, _AMENDMENT))
        if amendment is not None:
            yield _AmendmentFile(document, amendment)


def _amended(
    content: dict[str, Any],
    amendments: list[_AmendmentFile],
    known: set[Finding],
    source_names: list[str] | None,
    findings: Findings,
) -> Iterator[ContractVersion]:
    for file in sorted(amendments, key=lambda file: file.amendment.effective):
        dead_ends = list(_dead_ends(content, file))
        findings.problems += dead_ends
        if dead_ends:
            continue
        content = amend(content, file.amendment)
        try:
            contract = Contract.model_validate(content)
        except ValidationError as error:
            complaints = explain(error, content, _CONTRACT.json_schema())
            findings.problems += [_blame(file, path, words, content) for path, words in complaints]
            continue
        misfits = [misfit for misfit in _misfits(contract, source_names) if misfit not in known]
        findings.problems += [_blame(file, misfit.path, _words(misfit), content) for misfit in misfits]
        known |= set(misfits)
        _warn_of_broken_month(file, contract, findings)
        yield _version(file.amendment.effective, contract, content)


def _dead_ends(content: dict[str, Any], file: _AmendmentFile) -> Iterator[Problem]:
    for position, replacement in enumerate(file.amendment.replacements):
        try:
            amend(content, file.amendment.model_copy(update={"replacements": (replacement,)}))
        except ValueError as error:
            place: KeyPath = ("replacements", position, "path")
            yield file.document.problem(place, str(error), "a path that the contract has")


def _blame(file: _AmendmentFile, path: KeyPath, words: Words, content: Any) -> Problem:
    """Return a problem of the amended contract, at the replacement in the amendment that led to it."""
    whole = write_path(path, content)
    place: KeyPath = ("replacements",)
    for position, replacement in enumerate(file.amendment.replacements):
        length = len(replacement.path)
        if whole.startswith(replacement.path) and whole[length : length + 1] in {"", ".", "["}:
            depth = next(i for i in range(len(path) + 1) if write_path(path[:i], content) == replacement.path)
            place = ("replacements", position, "value", *path[depth:])
    found, allowed, remedy = words
    return file.document.problem(place, f"amended so, {whole} does not hold: {found}", allowed, remedy)


def _warn_of_broken_month(file: _AmendmentFile, contract: Contract, findings: Findings) -> None:
    """Warn of an amendment from within a month: a period is judged by the terms of its first day."""
    effective = file.amendment.effective
    if effective.day == 1:
        return
    following = f"{effective.year + effective.month // 12}-{effective.month % 12 + 1:02}-01"
    when = f"it takes effect with periods from {following} on, and "
    when += f"{effective:%Y-%m} is judged by the terms before"
    if contract.tickets.straddling is Straddling.OPENING:
        when += f", and so is every ticket that opened before {effective}"
    findings.warn(
        file.document.problem(
            ("effective",),
            f"{effective} is not the first day of a month: {when}",
            remedy="Write the first day of a month where that is what was agreed",
        )
    )


def _words(misfit: Finding) -> Words:
    if misfit.path[-1] == "data":
        found = f"a target without a data source: {misfit.found} among the sources"
        return found, misfit.allowed, "Add the source to sources.yaml, or name one that is there"
    return misfit.found, misfit.allowed, ""


def _warn_of_pitfalls(contract: Contract, document: Document, findings: Findings) -> None:
    for position, option in enumerate(contract.term.options):
        if option.notice_by is None and option.state is OptionState.OPEN:
            findings.warn(
                document.problem(
                    ("term", "options", position),
                    "an open option without notice_by: nobody is reminded before it lapses",
                    remedy="Write the last day on which the notice must be received",
                )
            )
