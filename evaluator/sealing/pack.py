"""The evidence pack of a sealed month: all that its results follow from, to be judged again by anybody."""

import json
from collections.abc import Mapping
from typing import Any

from collector.errors import NothingFound, SupplierwatchError
from collector.identifiers import canonical_json, content_hash
from collector.store.database import Database
from collector.store.ticket_keys import read_ticket_keys
from evaluator.core.evaluation import periods_of
from evaluator.exclude import left_out_of
from evaluator.inputs import EvaluationInputs, GivenFacts, assemble_inputs, find_period
from evaluator.results.published import Seal
from evaluator.sealing.archive import archive_of
from evaluator.sealing.document import ticket_columns
from evaluator.sealing.findings import Finding, Part, SealCheck
from evaluator.sealing.gathered import Sealed, read_sealed, sealed_inputs
from evaluator.sealing.pack_facts import column_kinds, fact_files, read_fact_files
from evaluator.sealing.plain import outcomes_in, past_in, plain_outcomes, plain_past
from evaluator.sealing.reckoning import check_reckoning, reckon, terms_in

FORM = 1
MANIFEST, DOCUMENT = "manifest.json", "document.json"
_PRINTS, _KINDS, _EARLIER = "fingerprints.json", "facts/columns.json", "earlier.json"
_README = "README.txt"
_TEXT = """\
Evidence pack: {period}{restatement}
Sealed {sealed_at} (seconds since 1970-01-01T00:00:00Z) by {sealed_by}
Hash of contents  {content_hash}
Program           {program_version}

What is here
  document.json     what the seal fixed, as exact JSON; its SHA-256 is the hash of contents
  contract/         the contract as sealed, one file for each version that judged
  exclusions.json   the requests to leave something out, as they stood
  facts/            the facts that were judged, as CSV in UTF-8, for each length of period
  earlier.json      the outcomes and the money of earlier months that were rested on
  results.json      the report, for programs
  report-sv.html    the report, for people
  fingerprints.json what names the ticket or service whose rows differ
  manifest.json     the seal, and the SHA-256 of every file here

To judge it again, with no store and no watch
  supplierwatch verify {file}

Another version of the program can judge otherwise; it says so. People are keyed hashes, as in the facts.
"""


def pack_seal(database: Database, seal: Seal, reports: Mapping[str, str]) -> bytes:
    """Return the archive with everything that the results of `seal` follow from; the same for equal content.

    `reports` are rendered reports by the name of their file. Raises SupplierwatchError where the store no
    longer holds what was sealed, so that no pack says what nobody sealed.
    """
    sealed = read_sealed(database, seal)
    inputs = sealed_inputs(database, sealed)
    keys = read_ticket_keys(database, ticket_columns(inputs))
    again = reckon(sealed.document, inputs, keys)
    broken = list(check_reckoning(sealed.document, sealed.prints, again))
    if any(one.fails for one in broken):
        raise SupplierwatchError(
            f"{seal.period} does not verify, so no pack is made of it ({broken[0].text}); "
            f"run: supplierwatch verify --period {seal.period}"
        )
    files = {
        DOCUMENT: canonical_json(sealed.document),
        _PRINTS: canonical_json(sealed.prints),
        _KINDS: _readable(column_kinds(inputs.facts)),
        _EARLIER: _readable({"outcomes": plain_outcomes(inputs.earlier), "money": plain_past(inputs.past)}),
        "exclusions.json": _readable(sealed.document["exclusions"]),
        _README: _readme(sealed).encode(),
        **{
            f"contract/{one['first_day']}.json": _readable(one["content"])
            for one in sealed.document["contract"]
        },
        **dict(fact_files(inputs.facts, keys)),
        **{name: text.encode() for name, text in reports.items()},
    }
    return archive_of({**files, MANIFEST: _readable(_manifest(seal, files))})


def verify_packed(files: Mapping[str, bytes]) -> SealCheck:
    """Return what was found of the seal in the files of a pack, judged again from these alone.

    Raises ValueError (KeyError) for files that are no pack.
    """
    manifest = json.loads(files[MANIFEST])
    seal = Seal(**{**manifest["seal"], "differences": ()})
    altered = [name for name, found in manifest["files"].items() if _hash_of(files, name) != found]
    added = sorted(set(files) - set(manifest["files"]) - {MANIFEST})
    findings = [
        Finding(Part.DOCUMENT, f"{name} is not the file that was packed") for name in (*altered, *added)
    ]
    if content_hash(files[DOCUMENT]) != seal.content_hash:
        findings.append(Finding(Part.DOCUMENT, f"{DOCUMENT} is not what was sealed: its hash is another one"))
        return SealCheck(seal, tuple(findings))
    document, prints = json.loads(files[DOCUMENT]), json.loads(files[_PRINTS])
    return SealCheck(
        seal, (*findings, *_check_terms(files, document), *_judge_again(files, document, prints))
    )


def _check_terms(files: Mapping[str, bytes], document: Mapping[str, Any]) -> list[Finding]:
    """The readable contract and exclusions must say what the document does."""
    told = {**_contract_files(document), "exclusions.json": document["exclusions"]}
    differing = [name for name, content in told.items() if json.loads(files[name]) != content]
    return [Finding(Part.CONTRACT, f"{name} does not say what was sealed") for name in differing]


def _contract_files(document: Mapping[str, Any]) -> dict[str, Any]:
    return {f"contract/{one['first_day']}.json": one["content"] for one in document["contract"]}


def _judge_again(
    files: Mapping[str, bytes], document: Mapping[str, Any], prints: Mapping[str, Any]
) -> tuple[Finding, ...]:
    try:
        inputs, keys = _packed_inputs(files, document)
    except NothingFound as error:
        return (Finding(Part.RECKONING, str(error)),)
    return tuple(check_reckoning(document, prints, reckon(document, inputs, keys)))


def _packed_inputs(files: Mapping[str, bytes], document: Mapping[str, Any]) -> tuple[EvaluationInputs, Any]:
    terms = terms_in(document)
    version, period = find_period(terms.versions, document["period"])
    facts, keys = read_fact_files(json.loads(files[_KINDS]), files, document["known_at"])
    ids = keys.groupby("ticket")["ticket_id"].apply(list).to_dict()
    earlier = json.loads(files[_EARLIER])
    given = GivenFacts(
        facts, document["known_at"], 0, [period, *periods_of(version.contract, period).values()]
    )
    inputs = assemble_inputs(
        terms.versions,
        terms.exclusions,
        left_out_of(terms.exclusions, lambda key: ids.get(key, ())),
        given,
        outcomes_in(earlier["outcomes"]),
        past_in(earlier["money"]),
    )
    return inputs, keys


def _manifest(seal: Seal, files: Mapping[str, bytes]) -> dict[str, Any]:
    record = {name: value for name, value in vars(seal).items() if name != "differences"}
    hashes = {name: content_hash(files[name]) for name in sorted(files)}
    return {"form": FORM, "seal": record, "files": hashes}


def _readme(sealed: Sealed) -> str:
    seal = sealed.seal
    restatement = "" if seal.restatement == 0 else f", restatement {seal.restatement}: {seal.reason}"
    file = pack_name(seal)
    program = sealed.document["program_version"]
    return _TEXT.format(**{**vars(seal), "restatement": restatement}, program_version=program, file=file)


def pack_name(seal: Seal) -> str:
    """Return the name of the file of a pack, `2026-10-seal-1a2b3c4d5e6f.zip`."""
    return f"{seal.period}-seal-{seal.content_hash[:12]}.zip"


def _hash_of(files: Mapping[str, bytes], name: str) -> str:
    return content_hash(files[name]) if name in files else ""


def _readable(content: Any) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
