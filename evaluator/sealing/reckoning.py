"""Hold a sealed document against what its inputs give when they are judged again."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from collector.records import FactKind
from evaluator.contract.contract import Contract
from evaluator.contract.versions import ContractVersion, ContractVersions
from evaluator.decisions.exclusions import Exclusion
from evaluator.inputs import EvaluationInputs, judge
from evaluator.program import program_version
from evaluator.sealing.content import content_of
from evaluator.sealing.document import Sealable, fact_fingerprints, facts_document, sealable_of
from evaluator.sealing.findings import Finding, Part, some, told_content, told_rows, told_sheets
from evaluator.sealing.plain import earlier_document

Prints = Mapping[str, Mapping[str, int]]

FRAMES_OF = {
    FactKind.TICKET.value: ("tickets", "changes"),
    FactKind.SERVICE_STATE.value: ("states",),
    FactKind.OBSERVED.value: ("observed",),
    FactKind.MAINTENANCE.value: ("maintenance",),
    FactKind.MEASUREMENT.value: ("measurements",),
    FactKind.STATEMENT.value: ("statements",),
}
"""The frames of facts the core is given, by the kind under which they are removed."""


@dataclass(frozen=True)
class SealedTerms:
    """The contract and the exclusions as a document holds them."""

    versions: ContractVersions
    exclusions: tuple[Exclusion, ...]


def terms_in(document: Mapping[str, Any]) -> SealedTerms:
    """Return the terms in a document.

    Raises ValueError where this program cannot read them: another one wrote them.
    """
    versions = tuple(
        ContractVersion(
            first_day=date.fromisoformat(one["first_day"]),
            contract=Contract.model_validate(one["content"]),
            content_hash=str(place),
            content=one["content"],
        )
        for place, one in enumerate(document["contract"])
    )
    exclusions = tuple(Exclusion.model_validate(one) for one in document["exclusions"])
    return SealedTerms(ContractVersions(versions), exclusions)


def reckon(document: Mapping[str, Any], inputs: EvaluationInputs, keys: pd.DataFrame) -> Sealable:
    """Return what a seal of `inputs`, judged now, would fix; under the name of the program that sealed."""
    terms = terms_in(document).versions.versions
    content = content_of(judge(inputs), inputs.contract.contract.currency)
    return sealable_of(inputs, terms, content, keys, str(document["program_version"]))


def check_reckoning(document: Mapping[str, Any], prints: Prints, found: Sealable) -> Iterator[Finding]:
    """Yield what `found`, the same inputs judged again, says otherwise than the sealed `document`.

    Where inputs differ, what follows from them is not told too. Results that differ under another version of
    the program are said to be the program's, and fail nothing.
    """
    of_inputs = [
        *_check_facts(document, prints, found),
        *_check_earlier(document, found),
        *_check_calendars(document, found),
    ]
    yield from of_inputs
    if not of_inputs:
        yield from _check_results(document, prints, found)


def check_left(
    document: Mapping[str, Any],
    prints: Prints,
    inputs: EvaluationInputs,
    keys: pd.DataFrame,
    gone: Container[str],
) -> Iterator[Finding]:
    """Yield what the facts that are left, without the frames that are `gone`, are otherwise than sealed.

    What follows from them cannot be judged again; earlier months must be those that were rested on.
    """
    left = {
        "known_at": inputs.known_at,
        "facts": facts_document(inputs.facts, keys),
        "earlier": earlier_document(inputs.earlier, inputs.past),
    }
    found = Sealable(left, b"", fact_fingerprints(inputs.facts, keys))
    yield from _check_facts(document, prints, found, gone)
    yield from _check_earlier(document, found)


def _check_facts(
    document: Mapping[str, Any], prints: Prints, found: Sealable, gone: Container[str] = ()
) -> Iterator[Finding]:
    if document["known_at"] != found.document["known_at"]:
        yield Finding(Part.FACTS, f"known at {found.document['known_at']}, sealed {document['known_at']}")
    sealed, now = document["facts"], found.document["facts"]
    differing = {
        kind: (digests[kind], now.get(length, {}).get(kind, {}))
        for length, digests in sealed.items()
        for kind in digests
        if kind not in gone and digests[kind] != now.get(length, {}).get(kind, {})
    }
    for kind, (before, after) in differing.items():
        both = (prints.get(kind, {}), found.fingerprints.get(kind, {}))
        yield from some(Part.FACTS, told_rows(kind, before, after, both))


def _check_earlier(document: Mapping[str, Any], found: Sealable) -> Iterator[Finding]:
    for what, sealed in document["earlier"].items():
        now = found.document["earlier"][what]
        names = [name for name in dict.fromkeys([*sealed, *now]) if sealed.get(name) != now.get(name)]
        texts = [f"the {what} of {name} that it rests on are not those that were sealed" for name in names]
        yield from some(Part.EARLIER, texts)


def _check_calendars(document: Mapping[str, Any], found: Sealable) -> Iterator[Finding]:
    sealed = {one["name"]: one for one in document["calendars"]}
    for now in found.document["calendars"]:
        before = sealed.get(now["name"], {})
        if before.get("windows_hash") != now["windows_hash"]:
            versions = [(one.get("time_zone_data"), one.get("holidays_data")) for one in (before, now)]
            text = f"the hours {now['name']} open at other times than when it was sealed"
            data = f"time-zone data and holidays {versions[1]}, sealed with {versions[0]}"
            yield Finding(Part.CALENDARS, f"{text}; {data}", fails=versions[0] == versions[1])


def _check_results(document: Mapping[str, Any], prints: Prints, found: Sealable) -> Iterator[Finding]:
    before, now = document["results"], found.document["results"]
    texts = told_sheets(before["tables"], now["tables"])
    for kind, digest in before["evidence"].items():
        both: Sequence[Mapping[str, int]] = (prints.get(kind, {}), found.fingerprints.get(kind, {}))
        texts += told_rows(kind, digest, now["evidence"].get(kind, {}), both)
    sealed_with = document["program_version"]
    is_same = sealed_with == program_version()
    who = "judged again" if is_same else f"program {program_version()} judges otherwise than {sealed_with}"
    yield from some(Part.RECKONING, [f"{who}: {text}" for text in texts], fails=is_same)


def check_terms(document: Mapping[str, Any], now: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    """Yield, by path, where the versions of the contract `now` are not those that were sealed."""
    sealed = document["contract"]
    days = [[one["first_day"] for one in versions] for versions in (sealed, now)]
    if days[0] != days[1]:
        text = f"versions of the contract from {', '.join(days[1])}, sealed {', '.join(days[0])}"
        yield Finding(Part.CONTRACT, text)
        return
    for before, after in zip(sealed, now, strict=True):
        texts = list(told_content("", before["content"], after["content"]))
        yield from some(Part.CONTRACT, [f"contract from {before['first_day']}: {text}" for text in texts])
