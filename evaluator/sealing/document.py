"""The document of a seal: everything a month's results follow from, and these, as exact JSON."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import pandas as pd

from collector.identifiers import canonical_json, content_hash
from collector.store.database import Database
from collector.store.ticket_keys import read_ticket_keys
from evaluator.contract.versions import ContractVersion
from evaluator.core.evaluation import PeriodEvaluation
from evaluator.core.facts import Facts
from evaluator.inputs import EvaluationInputs
from evaluator.prepare import Prepared, calendars_used
from evaluator.sealing.columns import plain_columns
from evaluator.sealing.content import Content, content_of
from evaluator.sealing.digests import digest_of, fingerprints_of
from evaluator.sealing.plain import earlier_document

FORM = 1
"""The version of this form; a program that reads another one says so."""

FRAMES = tuple(one.name for one in fields(Facts) if one.name != "known_at")
"""The kinds of facts the core is given, each a frame."""


@dataclass(frozen=True, eq=False)
class Sealable:
    """A month as a seal fixes it: the document, its bytes, and fingerprints of its rows by kind."""

    document: dict[str, Any]
    canonical: bytes
    fingerprints: dict[str, dict[str, int]]

    @property
    def content_hash(self) -> str:
        """The hash of the document: what a seal is known by."""
        return content_hash(self.canonical)


def sealable(prepared: Prepared, database: Database, content: Content | None = None) -> Sealable:
    """Return what a seal of `prepared` fixes; with `content` in place of what the core says.

    Raises TypeError for content that no exact JSON can hold.
    """
    keys = read_ticket_keys(database, ticket_columns(prepared.inputs, prepared.results))
    found = content_of(prepared.results, prepared.provenance.currency) if content is None else content
    return sealable_of(prepared.inputs, prepared.terms, found, keys, prepared.provenance.program_version)


def sealable_of(
    inputs: EvaluationInputs,
    terms: Sequence[ContractVersion],
    content: Content,
    keys: pd.DataFrame,
    program_version: str,
) -> Sealable:
    """Return what a seal fixes of `content`, judged from `inputs` by `terms`; `keys` are those of tickets."""
    document = {
        "form": FORM,
        "period": inputs.period.name,
        "program_version": program_version,
        "known_at": inputs.known_at,
        "contract": [version_document(one) for one in terms],
        "exclusions": [exact(one.model_dump(mode="json")) for one in inputs.exclusions],
        "facts": facts_document(inputs.facts, keys),
        "calendars": [vars(one) for one in calendars_used(inputs.contract, inputs.calendars)],
        "earlier": earlier_document(inputs.earlier, inputs.past),
        "results": results_document(content, keys),
    }
    prints = fact_fingerprints(inputs.facts, keys) | evidence_fingerprints(content, keys)
    return Sealable(document, canonical_json(document), prints)


def ticket_columns(inputs: EvaluationInputs, results: PeriodEvaluation | None = None) -> Iterator[pd.Series]:
    """Yield every column that holds numbers of tickets."""
    for facts in inputs.facts.values():
        for name in FRAMES:
            frame = getattr(facts, name)
            if "ticket_id" in frame.columns:
                yield frame["ticket_id"]
    if results is not None and not results.tickets.empty:
        yield results.tickets["ticket_id"]


def version_document(version: ContractVersion) -> dict[str, Any]:
    """Return one version of the contract: from when, and what it says."""
    return {"first_day": version.first_day.isoformat(), "content": exact(version.content)}


def facts_document(facts: Mapping[Any, Facts], keys: pd.DataFrame) -> dict[str, Any]:
    """Return the digest of each kind of facts, for each length of period."""
    return {
        str(length): {name: vars(digest_of(plain_columns(getattr(found, name), keys))) for name in FRAMES}
        for length, found in facts.items()
    }


def results_document(content: Content, keys: pd.DataFrame) -> dict[str, Any]:
    """Return results as a document holds them: rows in full, of evidence the digest."""
    evidence = {name: vars(digest_of(plain_columns(frame, keys))) for name, frame in content.evidence.items()}
    return {"tables": dict(content.sheets), "evidence": evidence}


def exact(content: Any) -> Any:
    """Return what a file says without floats: as the shortest text that gives them, which was written."""
    if isinstance(content, float):
        return repr(content)
    if isinstance(content, Mapping):
        return {str(key): exact(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [exact(entry) for entry in content]
    return content


def fact_fingerprints(facts: Mapping[Any, Facts], keys: pd.DataFrame) -> dict[str, dict[str, int]]:
    """Return the fingerprints of each kind of facts, of the length of period that has most of them."""
    found = {}
    for name in FRAMES:
        frames = [getattr(one, name) for one in facts.values()]
        longest = max(frames, key=len, default=pd.DataFrame())
        found[name] = dict(fingerprints_of(plain_columns(longest, keys)).sums)
    return found


def evidence_fingerprints(content: Content, keys: pd.DataFrame) -> dict[str, dict[str, int]]:
    """Return the fingerprints of each kind of evidence."""
    return {
        name: dict(fingerprints_of(plain_columns(frame, keys)).sums)
        for name, frame in content.evidence.items()
    }
