"""Wordings that people ask about: the contract on a day, after an amendment, or in a file of its own."""

from datetime import date
from functools import partial
from pathlib import Path

from collector.errors import Problem, ProblemsFound, SupplierwatchError
from collector.instants import to_datetime
from evaluator.contract.amendments import SECTIONS
from evaluator.contract.versions import ContractVersion, ContractVersions
from evaluator.core.periods import month_name_before
from supplierwatch.amendment_files import make_amendments, read_amendment
from supplierwatch.contract_files import misfits_among, read_contract, version_of
from supplierwatch.findings import Findings
from supplierwatch.periods_asked import find_period, last_finished_month
from supplierwatch.watch import Watch
from supplierwatch.yaml_files import read_document


def version_today(watch: Watch, now: int) -> ContractVersion:
    """Return the version in force at `now`, or the first where the contract has not begun."""
    day = to_datetime(now).astimezone(watch.zone).date()
    return watch.versions.in_force(max(day, watch.versions.versions[0].first_day))


def read_draft(path: Path, watch: Watch, base: ContractVersion) -> ContractVersion:
    """Return the draft in the file at `path`: a contract, or an amendment of `base`.

    Raises ProblemsFound with every problem of the file.
    """
    if path.is_dir():
        raise ProblemsFound([Problem(f"{path} is a folder", "a contract file, or an amendment")])
    findings = Findings()
    document = findings.attempt(partial(read_document, path))
    findings.refuse_errors()
    names = [source.name for source in watch.sources]
    content = {} if document is None else document.content
    is_amendment = isinstance(content, dict) and any(key in content for key in ("effective", *SECTIONS))
    found = _amended(path, base, names, findings) if is_amendment else read_contract(path, names, findings)
    findings.refuse_errors()
    if found is None:
        raise SupplierwatchError(f"{path} could not be read, and no problem says why")
    return found


def _amended(
    path: Path, base: ContractVersion, names: list[str], findings: Findings
) -> ContractVersion | None:
    file = read_amendment(path, findings)
    if file is None:
        return None
    misfits_of = partial(misfits_among, source_names=names)
    known = set(misfits_of(base.contract))
    made = list(make_amendments(dict(base.content), [file], known, misfits_of, findings))
    if not made:
        return None
    ids = (*base.amendments, file.amendment.id)
    return version_of(file.amendment.effective, made[0].contract, made[0].content, ids)


def find_version(asked: str, watch: Watch) -> ContractVersion:
    """Return the version that `asked` names: a day, the id of an amendment, or a file.

    A file with an amendment is one of the contract with all amendments so far. Raises ProblemsFound for
    anything else.
    """
    day = _day(asked)
    if day is not None:
        return watch.versions.in_force(day)
    after = [one for one in watch.versions.versions if asked in one.amendments[-1:]]
    # Several amendments of one day make one version, which the last of them names; so do the others.
    after += [one for one in watch.versions.versions if asked in one.amendments]
    if after:
        return after[0]
    if Path(asked).is_file():
        return read_draft(Path(asked), watch, watch.versions.latest)
    ids = ", ".join(watch.versions.latest.amendments) or "there are none yet"
    allowed = f"a day such as 2025-07-01, the id of an amendment ({ids}), or a file"
    raise ProblemsFound([Problem(f"{asked!r} names no version of the contract", allowed)])


def version_before(versions: ContractVersions, version: ContractVersion) -> ContractVersion:
    """Return the version before one of `versions`: the last where it is none of them; of the first itself."""
    found = versions.versions
    if version not in found:
        return found[-1]
    return found[max(found.index(version) - 1, 0)]


def months_asked(watch: Watch, now: int, count: int, first: str | None, last: str | None) -> tuple[str, ...]:
    """Return the names of the months from `first` to `last`, oldest first.

    Without `last` they end with the last month that was over at `now`; without `first` there are `count`.
    Raises ProblemsFound for what is no month, and where the first comes after the last.
    """
    end = last_finished_month(now, watch.zone) if last is None else _named(last, "--to", watch, now)
    if first is None:
        if count < 1:
            raise ProblemsFound([Problem(f"{count} months", "1 or more", path="--months")])
        return tuple(month_name_before(end, back) for back in range(count - 1, -1, -1))
    start = _named(first, "--from", watch, now)
    if start > end:
        raise ProblemsFound([Problem(f"{start} comes after {end}", "the first month first", path="--from")])
    names = [end]
    while names[-1] != start:
        names.append(month_name_before(names[-1]))
    return tuple(reversed(names))


def _named(asked: str, option: str, watch: Watch, now: int) -> str:
    return find_period(asked, now, watch.zone, option).name


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
