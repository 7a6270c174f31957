"""Checking a watch: the problems of its files, and what the linter finds in the terms of its contract."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from collector.errors import Problem, ProblemsFound, Severity
from collector.instants import to_datetime
from evaluator.contract.rule_names import DATA_SOURCE
from evaluator.contract.versions import ContractVersion, ContractVersions
from evaluator.core.lint.examined import SourceGives, examine
from evaluator.core.lint.findings import LintFinding
from evaluator.core.lint.rules import RULES, lint
from evaluator.core.outcomes import Outcome
from supplierwatch.amended_seals import find_amended_seals
from supplierwatch.contract_files import CONTRACT_FILE, read_versions
from supplierwatch.deciding.needs_gaps import find_dangling_points, find_needs_gaps
from supplierwatch.findings import Findings
from supplierwatch.ledger_checks import check_ledger
from supplierwatch.ledgers import day_of
from supplierwatch.lint_history import read_lint_history
from supplierwatch.settings import AcceptedFinding
from supplierwatch.source_abilities import what_it_gives
from supplierwatch.unknown_tickets import find_unknown_tickets
from supplierwatch.watch import Watch, load_watch
from supplierwatch.watch_settings import SETTINGS_FILE, read_settings
from supplierwatch.watched_sources import read_sources
from supplierwatch.yaml_files import Document, KeyPath, read_document

RULE_IDS = tuple(rule.id for rule in RULES)


@dataclass(frozen=True)
class Check:
    """What `check` finds; `remarks` say what could not be looked at, and why."""

    problems: tuple[Problem, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Looked:
    """A contract as it could be read, with what its sources give and what was measured so far."""

    versions: ContractVersions
    sources: Mapping[str, SourceGives]
    history: Sequence[Outcome] = ()
    accepted: Sequence[AcceptedFinding] = ()


def check_watch(folder: Path, now: int, environment: Mapping[str, str]) -> Check:
    """Return every problem of the files in `folder`, and every finding of the linter.

    The contract is examined over the year from the instant `now` on, in the version in force then and in
    those that follow. Where other files have errors it is examined all the same; where it has some itself,
    only if no other error than a missing source stands in the way.
    """
    try:
        watch = load_watch(folder)
    except ProblemsFound as error:
        looked = _look_at_contract_alone(folder)
        problems, remarks = list(error.problems), []
        if looked is None:
            remarks = ["The terms of the contract are examined further when its errors are mended."]
    else:
        history, remark = read_lint_history(watch, now, environment)
        remarks = [remark] if remark else []
        looked, problems = _look(watch, history), list(watch.warnings)
        problems += find_unknown_tickets(watch, environment)
        problems += check_ledger(watch, now, environment)
        problems += find_amended_seals(watch, environment)
        problems += find_needs_gaps(watch, history, day_of(now, watch))
        problems += find_dangling_points(watch)
    if looked is not None:
        problems += _findings(folder, looked, now)
    return Check(tuple(problems), tuple(remarks))


def select(problems: Sequence[Problem], rules: Sequence[str], ignored: Sequence[str]) -> tuple[Problem, ...]:
    """Return errors, and those findings whose rule was asked for (none named: all) and is not ignored."""
    return tuple(
        problem
        for problem in problems
        if problem.severity is Severity.ERROR
        or ((not rules or problem.rule in rules) and (not problem.rule or problem.rule not in ignored))
    )


def _look(watch: Watch, history: Sequence[Outcome]) -> _Looked:
    sources = {source.name: what_it_gives(source.mapping) for source in watch.sources}
    return _Looked(watch.versions, sources, history, watch.settings.accepted_findings)


def _look_at_contract_alone(folder: Path) -> _Looked | None:
    findings = Findings()
    sources = read_sources(folder, keeps_pseudonyms=True, findings=Findings())
    versions = read_versions(folder, sources.names, findings)
    errors = [problem for problem in findings.problems if problem.severity is Severity.ERROR]
    if versions is None or any(problem.rule != DATA_SOURCE for problem in errors):
        return None
    given = {source.name: what_it_gives(source.mapping) for source in sources.sources}
    settings = findings.attempt(partial(read_settings, folder))
    return _Looked(versions, given, (), () if settings is None else settings.accepted_findings)


def _findings(folder: Path, looked: _Looked, now: int) -> Iterator[Problem]:
    zone = looked.versions.latest.contract.contract.zone
    today = to_datetime(now).astimezone(zone).date()
    document = read_document(folder / CONTRACT_FILE)
    used: set[AcceptedFinding] = set()
    for version, finding in _found_in_versions(looked, today):
        problem = _placed(document, version, finding)
        accepted = next((one for one in looked.accepted if _is_accepted(one, problem)), None)
        if accepted is not None:
            used.add(accepted)
            problem = replace(problem, accepted=f"{accepted.by}: {accepted.reason}")
        yield problem
    yield from _accepted_in_vain(folder, looked.accepted, used)


def _found_in_versions(looked: _Looked, today: date) -> Iterator[tuple[ContractVersion, LintFinding]]:
    """Yield each finding once, with the first version from that of today on that has it."""
    begun = [version for version in looked.versions.versions if version.first_day <= today]
    later = [version for version in looked.versions.versions if version.first_day > today]
    seen: set[tuple[str, KeyPath, str]] = set()
    for version in [*begun[-1:], *later]:
        first_day = max(today, version.first_day)
        for finding in lint(examine(version.contract, first_day, looked.sources, looked.history)):
            key = finding.rule, finding.path, finding.found
            if key not in seen:
                seen.add(key)
                yield version, finding


def _placed(document: Document, version: ContractVersion, finding: LintFinding) -> Problem:
    """Return a finding at its place in the contract's file, with the amendments where these changed it."""
    found, read = finding.found, partial(_at, finding.path)
    if version.amendments and read(version.content) != read(document.content):
        found += f" (as amended by {', '.join(version.amendments)})"
    place = replace(document, content=version.content)
    told = place.problem(finding.path, found, "", finding.remedy, finding.rule, finding.arithmetic)
    return replace(told, severity=Severity.WARNING)


def _at(path: KeyPath, content: Any) -> Any:
    """Return what stands at `path`; None where nothing does."""
    for step in path:
        if isinstance(content, list):
            content = content[step] if isinstance(step, int) and step < len(content) else None
        else:
            content = content.get(step) if isinstance(content, Mapping) else None
    return content


def _is_accepted(accepted: AcceptedFinding, problem: Problem) -> bool:
    return (accepted.rule, accepted.path) == (problem.rule, problem.path)


def _accepted_in_vain(
    folder: Path, accepted: Sequence[AcceptedFinding], used: set[AcceptedFinding]
) -> Iterator[Problem]:
    for position, one in enumerate(accepted):
        if one not in used:
            found = f"{one.rule} finds nothing at {one.path}: there is nothing to accept"
            document = read_document(folder / SETTINGS_FILE)
            problem = document.problem(("accepted_findings", position), found, remedy="Remove it")
            yield replace(problem, severity=Severity.WARNING)
