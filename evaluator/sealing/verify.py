"""Verify seals: records, documents, stored results, the watch's terms, facts, and the reckoning again."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from collector.errors import FactsRemoved, NothingFound
from collector.store.database import Database
from collector.store.ticket_keys import read_ticket_keys
from evaluator.contract.versions import ContractVersions
from evaluator.decisions.exclusions import Exclusion, as_known_on
from evaluator.inputs import find_period
from evaluator.prepare import local_day
from evaluator.results.published import Seal
from evaluator.results.seals import read_seals
from evaluator.sealing.content import read_beside, read_content
from evaluator.sealing.document import (
    evidence_fingerprints,
    exact,
    results_document,
    ticket_columns,
    version_document,
)
from evaluator.sealing.findings import Finding, Part, SealCheck, some, told_content, told_rows, told_sheets
from evaluator.sealing.gathered import Sealed, read_row, read_sealed, sealed_inputs
from evaluator.sealing.reckoning import FRAMES_OF, check_left, check_reckoning, check_terms, reckon
from evaluator.sealing.record import record_hash


def verify_seals(
    database: Database, versions: ContractVersions, exclusions: Sequence[Exclusion], period: str | None = None
) -> list[SealCheck]:
    """Return every seal (of `period`), in their order, with what was found of it.

    `versions` and `exclusions` are what the files of the watch say now. Raises NothingFound where there is no
    seal at all.
    """
    seals = read_seals(database)
    broken = _check_chain(database, seals)
    chosen = [one for one in seals if period in (None, one.period)]
    if not chosen:
        raise NothingFound(f"nothing is sealed{'' if period is None else f' of {period}'}")
    return [
        SealCheck(one, (*broken[one.number], *_check(database, versions, exclusions, one))) for one in chosen
    ]


def _check_chain(database: Database, seals: Sequence[Seal]) -> dict[int, list[Finding]]:
    found: dict[int, list[Finding]] = {}
    previous, expected = "", 1
    for seal in seals:
        row = read_row(database, seal.number)
        texts = []
        if seal.number != expected:
            texts.append(f"seal {expected} is missing before seal {seal.number}")
        elif seal.previous != previous:
            texts.append(f"seal {seal.number} does not follow on the seal before it")
        if record_hash(row, seal.differences) != seal.record_hash:
            texts.append(f"the record of seal {seal.number} was altered: its hash is another one")
        found[seal.number] = list(some(Part.RECORD, texts))
        previous, expected = seal.record_hash, seal.number + 1
    return found


def _check(
    database: Database, versions: ContractVersions, exclusions: Sequence[Exclusion], seal: Seal
) -> Iterator[Finding]:
    try:
        sealed = read_sealed(database, seal)
    except ValueError as error:
        yield Finding(Part.DOCUMENT, f"the document of seal {seal.number} is not what was sealed: {error}")
        return
    yield from _check_stored(database, sealed)
    yield from _check_watch(versions, exclusions, sealed)
    yield from _check_again(database, sealed)


def _check_stored(database: Database, sealed: Sealed) -> Iterator[Finding]:
    """What the store's rows of results say otherwise than the document, and than what stood beside it."""
    number = sealed.seal.evaluation
    content = read_content(database, number)
    keys = read_ticket_keys(
        database, [one["ticket_id"] for one in content.evidence.values() if "ticket_id" in one.columns]
    )
    stored, before = results_document(content, keys), sealed.document["results"]
    texts = told_sheets(before["tables"], stored["tables"])
    texts += told_sheets(sealed.beside, read_beside(database, number))
    prints = evidence_fingerprints(content, keys)
    for kind, digest in before["evidence"].items():
        both = (sealed.prints.get(kind, {}), prints.get(kind, {}))
        texts += told_rows(kind, digest, stored["evidence"].get(kind, {}), both)
    yield from some(Part.RESULTS, texts)


def _check_watch(
    versions: ContractVersions, exclusions: Sequence[Exclusion], sealed: Sealed
) -> Iterator[Finding]:
    """What the files of the watch say otherwise than the contract and exclusions that were sealed."""
    day = local_day(sealed.seal.sealed_at, versions.latest.contract)
    # What was agreed or decided later on the day of the seal is dated like what was before it.
    days = (day, day - timedelta(days=1))
    by_terms = [list(_check_contract(versions.as_known_on(one), sealed)) for one in days]
    yield from min(by_terms, key=len)
    then = [_by_id(as_known_on(exclusions, one)) for one in days]
    before = {one["id"]: one for one in sealed.document["exclusions"]}
    for name in dict.fromkeys([*before, *then[0]]):
        if before.get(name) not in [known_then.get(name) for known_then in then]:
            texts = list(told_content(name, before.get(name), then[0].get(name)))
            yield from some(Part.EXCLUSIONS, [f"exclusion {text}" for text in texts])


def _check_contract(known: ContractVersions, sealed: Sealed) -> Iterator[Finding]:
    try:
        in_force, _ = find_period(known, sealed.seal.period)
    except NothingFound as error:
        yield Finding(Part.CONTRACT, str(error))
        return
    yield from check_terms(sealed.document, [version_document(one) for one in known.until(in_force)])


def _by_id(exclusions: Sequence[Exclusion]) -> dict[str, Any]:
    return {one.id: exact(one.model_dump(mode="json")) for one in exclusions}


def _check_again(database: Database, sealed: Sealed) -> Iterator[Finding]:
    """What the facts of the store, judged again by the sealed terms, give otherwise than what was sealed."""
    try:
        inputs = sealed_inputs(database, sealed)
    except FactsRemoved as error:
        yield from _check_left(database, sealed, error)
        return
    except NothingFound as error:
        yield Finding(Part.FACTS, str(error))
        return
    except ValueError as error:
        who = f"this program cannot read the terms that were sealed with {sealed.document['program_version']}"
        yield Finding(Part.RECKONING, f"{who}, so they were not judged again: {error}", fails=False)
        return
    keys = read_ticket_keys(database, ticket_columns(inputs))
    yield from check_reckoning(sealed.document, sealed.prints, reckon(sealed.document, inputs, keys))


def _check_left(database: Database, sealed: Sealed, removed: FactsRemoved) -> Iterator[Finding]:
    """What was removed after its time of keeping, which fails nothing; the other facts must be as sealed."""
    gone = {frame for kind in removed.kinds for frame in FRAMES_OF[kind]}
    digests = {
        f"{length} {frame}": one["sha256"][:12]
        for length, frames in sealed.document["facts"].items()
        for frame, one in frames.items()
        if frame in gone and one["rows"] > 0
    }
    hashes = ", ".join(f"{name} {digest}" for name, digest in digests.items())
    yield Finding(Part.FACTS, f"{removed}; what they were was sealed as {hashes or 'none'}", fails=False)
    inputs = sealed_inputs(database, sealed, though_removed=True)
    keys = read_ticket_keys(database, ticket_columns(inputs))
    yield from check_left(sealed.document, sealed.prints, inputs, keys, gone)
