"""Holding `tender.yaml` against the contract."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from collector.errors import Problem, Severity
from evaluator.contract.contract import Contract, ExtensionOption
from evaluator.contract.versions import ContractVersions
from evaluator.core.deciding.tender.next_contract import find_next_dead_ends
from evaluator.decisions.needs import CheckMethod, Level
from evaluator.decisions.tender import NextContract, TenderFile
from supplierwatch.yaml_files import Document


def check_tender(document: Document, found: TenderFile, versions: ContractVersions) -> Iterator[Problem]:
    """Yield what the file says that the contract contradicts, and warnings of what is left out."""
    contract = versions.latest.contract
    yield from _unknown_indicators(document, found, contract)
    yield from _unknown_segments(document, found, contract)
    yield from _unchecked(document, found)
    if found.next_contract is not None:
        yield from _dead_ends(document, found.next_contract, versions)
        yield from _term(document, found.next_contract, contract)
    yield from _clauses(document, found)


def _unknown_indicators(document: Document, found: TenderFile, contract: Contract) -> Iterator[Problem]:
    known = [one.id for one in contract.indicators]
    named = {
        "proposed_targets": [one.indicator for one in found.proposed_targets],
        "counted_volumes": [one.indicator for one in found.counted_volumes],
    }
    for key, indicators in named.items():
        for place, indicator in enumerate(indicators):
            if indicator not in known:
                told = f"the contract has no indicator {indicator!r}"
                yield document.problem((key, place, "indicator"), told, ", ".join(known))


def _unknown_segments(document: Document, found: TenderFile, contract: Contract) -> Iterator[Problem]:
    known = [one.id for one in contract.segments]
    for place, entry in enumerate(found.stated_volumes):
        if entry.segment is not None and entry.segment not in known:
            told = f"the contract has no segment {entry.segment!r}"
            yield document.problem(("stated_volumes", place, "segment"), told, ", ".join(known))


def _unchecked(document: Document, found: TenderFile) -> Iterator[Problem]:
    for place, one in enumerate(found.requirements):
        if one.level is Level.SHALL and one.check.method is CheckMethod.NONE_STATED:
            yield _warning(
                document.problem(
                    ("requirements", place, "check"),
                    f"{one.id} is a shall and says no way to check it: the annex refuses it",
                    "a check by indicator, inspection, test, certificate or reference",
                    "Say how it is checked (EU Court of Justice, C-448/01)",
                )
            )


def _dead_ends(document: Document, terms: NextContract, versions: ContractVersions) -> Iterator[Problem]:
    for section, place, why in find_next_dead_ends(terms, versions.latest.content):
        yield document.problem(
            ("next_contract", section, place, "path"), why, "a path that the present contract has"
        )


def _term(document: Document, terms: NextContract, contract: Contract) -> Iterator[Problem]:
    last_day, first_day = contract.term.current_last_day, terms.term.first_day
    if first_day > last_day + timedelta(days=1):
        yield _warning(
            document.problem(
                ("next_contract", "term", "first_day"),
                f"the present contract ends on {last_day} and the next begins on {first_day}: in between"
                " there is none",
                f"{last_day + timedelta(days=1)} or earlier, unless an option is used",
            )
        )
    for place, option in enumerate(terms.term.options):
        yield from _option(document, place, option, terms)


def _option(
    document: Document, place: int, option: ExtensionOption, terms: NextContract
) -> Iterator[Problem]:
    path = ("next_contract", "term", "options", place)
    if option.prolongs_to <= terms.term.last_day:
        yield document.problem(
            (*path, "prolongs_to"),
            f"{option.id} prolongs to {option.prolongs_to}, and the term ends on {terms.term.last_day}",
            "a later day",
        )
    if option.notice_by is None:
        yield _warning(
            document.problem(
                (*path, "notice_by"),
                f"{option.id} does not state by when notice must be given, and the law sets no such day",
                "a day ahead of the last day without it",
                "State it in the tender documents",
            )
        )


def _clauses(document: Document, found: TenderFile) -> Iterator[Problem]:
    known = [] if found.next_contract is None else [one.id for one in found.next_contract.term.options]
    for place, clause in enumerate(found.option_clauses):
        if clause.option not in known:
            told = f"the next contract has no option {clause.option!r}"
            yield document.problem(("option_clauses", place, "option"), told, ", ".join(known) or "none")


def _warning(problem: Problem) -> Problem:
    return replace(problem, severity=Severity.WARNING)
