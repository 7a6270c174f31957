"""The draft of the next contract: what is in force today with what tender.yaml says is other."""

import io
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import TypeAdapter, ValidationError
from ruamel.yaml import YAML

from collector.errors import Problem, ProblemsFound
from evaluator.contract.contract import Contract
from evaluator.contract.versions import ContractVersion
from evaluator.core.deciding.tender.findings import NextDraft
from evaluator.core.deciding.tender.next_contract import (
    changes_of,
    find_next_dead_ends,
    next_content,
    next_indicators,
)
from evaluator.core.lint.examined import examine
from evaluator.core.lint.rules import lint
from evaluator.core.outcomes import Outcome
from evaluator.decisions.tender import NextContract
from supplierwatch.contract_files import misfits_among, version_of
from supplierwatch.source_abilities import what_it_gives
from supplierwatch.terms import explain
from supplierwatch.watch import Watch
from supplierwatch.yaml_files import parse_document, write_path

_CONTRACT = TypeAdapter(Contract)
_FILE = "tender.yaml"
_PLACE = "next_contract"


@dataclass(frozen=True)
class Drafted:
    """The draft as a version that history can be held against, and what is told of it."""

    version: ContractVersion
    told: NextDraft


def draft_next_contract(
    terms: NextContract, base: ContractVersion, watch: Watch, today: date, history: tuple[Outcome, ...]
) -> Drafted:
    """Return the next contract as `terms` change `base`; `history` is for the linter's rules that look at it.

    Raises ProblemsFound where the changes lead nowhere, or to a contract that does not hold.
    """
    content = _content(terms, base)
    text = contract_text(content, terms, base)
    version = _read_back(text, [source.name for source in watch.sources])
    gives = {source.name: what_it_gives(source.mapping) for source in watch.sources}
    first = max(today, version.contract.term.first_day)
    found = tuple(lint(examine(version.contract, first, gives, history)))
    return Drafted(version, NextDraft(version.contract, found, text, version.content_hash))


def draft_indicators(watch: Watch) -> frozenset[str]:
    """Return the ids of the next contract's indicators; none where nothing is drafted that could be made."""
    file = watch.deciding.tender
    if file is None or file.content.next_contract is None:
        return frozenset()
    return next_indicators(file.content.next_contract, watch.versions.latest.content)


def _content(terms: NextContract, base: ContractVersion) -> dict[str, Any]:
    dead_ends = find_next_dead_ends(terms, base.content)
    if dead_ends:
        raise ProblemsFound(
            [
                Problem(
                    why, "a path that the contract has", file=_FILE, path=f"{_PLACE}.{section}[#{at + 1}]"
                )
                for section, at, why in dead_ends
            ]
        )
    return next_content(terms, base.content)


def contract_text(content: dict[str, Any], terms: NextContract, base: ContractVersion) -> str:
    """Return the contract file: what people read first as comments, then the content, key by key."""
    made = changes_of(terms)
    changed = [] if made is None else [change.path for _, _, change in made.changes()]
    head = [
        "yaml-language-server: $schema=schemas/contract.schema.json",
        "",
        "Draft of the next contract, made by `supplierwatch tender --contract` from the contract with hash",
        f"{base.content_hash[:12]} and what tender.yaml changes of it. Nothing in it is agreed, and",
        "the supplier is not known before the award.",
        "",
        "Other than in the present contract: the card, the term and its options"
        + (", and" if changed else "."),
        *(f"  {path}" for path in dict.fromkeys(changed)),
    ]
    writer = YAML()
    writer.width = 110
    writer.allow_unicode = True
    writer.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    writer.dump(content, stream)
    return "".join(f"# {line}".rstrip() + "\n" for line in head) + "\n" + stream.getvalue()


def _read_back(text: str, sources: list[str]) -> ContractVersion:
    """The version that the written file says: what is told of the draft is told of the file itself."""
    document = parse_document(text, _FILE)
    try:
        contract = _CONTRACT.validate_python(document.content)
    except ValidationError as error:
        complaints = explain(error, document.content, _CONTRACT.json_schema())
        raise ProblemsFound(
            [
                _problem(write_path(path, document.content), words.found, words.allowed)
                for path, words in complaints
            ]
        ) from error
    misfits = misfits_among(contract, sources)
    if misfits:
        raise ProblemsFound(
            [_problem(write_path(one.path, document.content), one.found, one.allowed) for one in misfits]
        )
    version = version_of(contract.term.first_day, contract, document.content)
    return replace(version, amendments=())


def _problem(path: str, found: str, allowed: str) -> Problem:
    told = f"the next contract does not hold at {path}: {found}"
    return Problem(told, allowed, "Change what next_contract replaces or adds", file=_FILE, path=_PLACE)
