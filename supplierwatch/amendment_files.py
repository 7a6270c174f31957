"""The amendments of a watch: read from their files, made one after another, each problem in its file."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from collector.errors import Problem
from evaluator.contract.amendments import SECTIONS, Addition, Amendment, Change, Section, amend, shared_paths
from evaluator.contract.amendments import find_dead_ends as find_dead_ends_of
from evaluator.contract.checks import Finding
from evaluator.contract.contract import Contract, Straddling
from evaluator.contract.rule_names import DATA_SOURCE
from supplierwatch.findings import Findings
from supplierwatch.terms import Words, explain, validate_terms
from supplierwatch.yaml_files import Document, KeyPath, read_document, write_path

_AMENDMENT = TypeAdapter(Amendment)
_CONTRACT = TypeAdapter(Contract)

FindMisfits = Callable[[Contract], list[Finding]]
"""Returns what in a contract does not fit together."""


@dataclass(frozen=True)
class AmendmentFile:
    """An amendment and the file that says it."""

    document: Document
    amendment: Amendment


@dataclass(frozen=True)
class Amended:
    """What the contract says with an amendment and all before it."""

    amendment: Amendment
    content: dict[str, Any]
    contract: Contract


def read_amendment(path: Path, findings: Findings) -> AmendmentFile | None:
    """Return the amendment in the file at `path`; None after keeping its problems."""
    document = findings.attempt(partial(read_document, path))
    if document is None:
        return None
    amendment = findings.attempt(partial(validate_terms, document, _AMENDMENT))
    return None if amendment is None else AmendmentFile(document, amendment)


def read_amendments(folder: Path, findings: Findings) -> list[AmendmentFile]:
    """Return the amendments in `folder` by effective date, those of one day by the names of their files."""
    found = [read_amendment(path, findings) for path in sorted(folder.glob("*.yaml"))]
    files = [file for file in found if file is not None]
    findings.problems += _doubled_ids(files)
    for problem in _made_twice(files):
        findings.warn(problem)
    return sorted(files, key=lambda file: file.amendment.effective)


def make_amendments(
    content: dict[str, Any],
    files: Sequence[AmendmentFile],
    known: set[Finding],
    find_misfits: FindMisfits,
    findings: Findings,
) -> Iterator[Amended]:
    """Yield the contract after each amendment; problems go to `findings`, but for misfits `known` before.

    An amendment that cannot be made is passed over, so that those after it are looked at too.
    """
    for file in files:
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
        misfits = [misfit for misfit in find_misfits(contract) if misfit not in known]
        findings.problems += [_blame(file, misfit.path, words_of(misfit), content) for misfit in misfits]
        known |= set(misfits)
        yield Amended(file.amendment, content, contract)


def warn_of_broken_month(file: AmendmentFile, straddling: Straddling, findings: Findings) -> None:
    """Warn of an amendment from within a month: a period is judged by the terms of its first day."""
    effective = file.amendment.effective
    if effective.day == 1:
        return
    following = f"{effective.year + effective.month // 12}-{effective.month % 12 + 1:02}-01"
    when = f"it takes effect with periods from {following} on, and "
    when += f"{effective:%Y-%m} is judged by the terms before"
    if straddling is Straddling.OPENING:
        when += f", and so is every ticket that opened before {effective}"
    findings.warn(
        file.document.problem(
            ("effective",),
            f"{effective} is not the first day of a month: {when}",
            remedy="Write the first day of a month where that is what was agreed",
        )
    )


def agreed_days(files: Sequence[AmendmentFile]) -> list[date]:
    """Return the days on which amendments were agreed, each once, in order."""
    days = [file.amendment.agreed_on for file in files]
    return sorted({day for day in days if day is not None})


def known_before(files: Sequence[AmendmentFile], day: date) -> list[AmendmentFile]:
    """Return the amendments that were agreed before `day`, or always known."""
    return [file for file in files if file.amendment.agreed_on is None or file.amendment.agreed_on < day]


def words_of(misfit: Finding) -> Words:
    """Return what was found, what is allowed, and how to mend it."""
    if misfit.path[-1] == "data":
        found = f"a target without a data source: {misfit.found} among the sources"
        remedy = "Add the source to sources.yaml, or name one that is there"
        return Words(found, misfit.allowed, remedy, DATA_SOURCE)
    return Words(misfit.found, misfit.allowed)


def _doubled_ids(files: Sequence[AmendmentFile]) -> Iterator[Problem]:
    counts = Counter(file.amendment.id for file in files)
    seen: dict[str, str] = {}
    for file in files:
        name = file.amendment.id
        if name in seen:
            found = f"{name} is the id of {counts[name]} amendments, the first in {seen[name]}"
            yield file.document.problem(("id",), found, "each id once")
        seen.setdefault(name, file.document.file)


def _made_twice(files: Sequence[AmendmentFile]) -> Iterator[Problem]:
    """Yield amendments of one day that change the same place: the name of the file decides which holds."""
    for before, after in combinations(files, 2):
        if before.amendment.effective != after.amendment.effective:
            continue
        for path in shared_paths(before.amendment, after.amendment):
            section, position = _place_of(after.amendment, path)
            yield after.document.problem(
                (section, position, "path"),
                f"{path} is changed by amendment {before.amendment.id} from the same day too, "
                f"and {after.amendment.id} has the last word",
                remedy="Write both changes in one amendment, or let them take effect on days of their own",
            )


def _place_of(amendment: Amendment, path: str) -> tuple[Section, int]:
    return next(
        (section, position) for section, position, change in amendment.changes() if change.path == path
    )


def _dead_ends(content: dict[str, Any], file: AmendmentFile) -> Iterator[Problem]:
    for section, position, message in find_dead_ends_of(content, file.amendment):
        is_nowhere = "leads nowhere" in message
        allowed = "a path that the contract has" if is_nowhere else ""
        remedy = "Write it under additions if it is new" if is_nowhere and section == "replacements" else ""
        yield file.document.problem((section, position, "path"), message, allowed, remedy)


def _blame(file: AmendmentFile, path: KeyPath, words: Words, content: Any) -> Problem:
    """Return a problem of the amended contract, at the change in the amendment that led to it."""
    whole = write_path(path, content)
    place = _place_to_blame(file.amendment, path, content)
    told = words._replace(found=f"amended so, {whole} does not hold: {words.found}")
    return file.document.problem(place, *told)


def _place_to_blame(amendment: Amendment, path: KeyPath, content: Any) -> KeyPath:
    prefixes = [write_path(path[:depth], content) for depth in range(len(path) + 1)]
    place: KeyPath = (next(section for section in SECTIONS if getattr(amendment, section)),)
    for section, position, change in amendment.changes():
        name = _name_of(change)
        if section != "removals" and name in prefixes:
            place = (section, position, "value", *path[prefixes.index(name) :])
    return place


def _name_of(change: Change) -> str:
    """The path of what a change brought: of an entry added to a list, by its own id."""
    if isinstance(change, Addition) and isinstance(change.value, dict) and "id" in change.value:
        return f"{change.path}[{change.value['id']}]"
    return change.path
