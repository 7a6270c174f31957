"""Seal a month, and restate a sealed one: the results that follow from what is known now, fixed for good."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from collector.errors import NothingFound, Problem, ProblemsFound, SupplierwatchError
from collector.identifiers import canonical_json
from collector.instants import format_instant
from collector.store.database import Database
from collector.store.ticket_keys import read_ticket_keys
from evaluator.contract.contract import Contract
from evaluator.contract.versions import ContractVersions
from evaluator.decisions.exclusions import Exclusion
from evaluator.inputs import find_period
from evaluator.prepare import Asked, Prepared, Progress, prepare
from evaluator.results.present import read_earlier
from evaluator.results.published import Evaluation, Seal, SealDifference
from evaluator.results.schema import EVALUATION
from evaluator.results.seal_tables import SEAL
from evaluator.results.seals import fold, read_seals
from evaluator.results.store import REDUCED, save_results
from evaluator.sealing.conditions import WHERE, refusals_of_seal, refusals_of_stale
from evaluator.sealing.content import content_of, read_beside, read_content
from evaluator.sealing.differences import differences
from evaluator.sealing.document import Sealable, sealable, ticket_columns
from evaluator.sealing.record import insert_record
from evaluator.shown import shown_of


@dataclass(frozen=True)
class Signing:
    """Who seals, when and why; `early` says why before objections could have been made, or is empty."""

    by: str
    now: int
    reason: str = ""
    early: str = ""


@dataclass(frozen=True)
class Restatable:
    """What a sealed month would say of what is known now: otherwise than it was sealed where it differs."""

    seal: Seal
    prepared: Prepared
    differences: tuple[SealDifference, ...]


@dataclass(frozen=True)
class OpenQuestions:
    """What is not settled in a sealed month: undecided exclusions, tickets without an end or answer."""

    exclusions: tuple[str, ...]
    open_tickets: int
    unknown_tickets: int


def seal_period(
    database: Database,
    versions: ContractVersions,
    exclusions: Sequence[Exclusion],
    asked: Asked,
    signing: Signing,
    progress: Progress | None = None,
) -> tuple[Seal, OpenQuestions]:
    """Evaluate a month, publish it and fix it; return the seal, and what was not settled.

    Raises ProblemsFound with every reason against it: not over, sealed already, months before it not sealed
    or stale, objections still possible; and NothingFound for a month of which nothing is known.
    """
    found, period = find_period(versions, asked.period)
    _refuse(list(refusals_of_seal(database, found.contract, period, signing.now, signing.early)))
    prepared = prepare(database, versions, exclusions, asked, progress)
    _refuse_unknown(prepared)
    evaluation, fixed = _publish(database, prepared)
    reason = signing.reason or signing.early
    number = _fix(database, prepared, evaluation, fixed, (Signing(signing.by, signing.now, reason), ()), None)
    return _seal_numbered(database, number), open_questions(prepared)


def find_restatement(
    database: Database,
    versions: ContractVersions,
    exclusions: Sequence[Exclusion],
    asked: Asked,
    progress: Progress | None = None,
) -> Restatable:
    """Return what a sealed month would say of what is known now, beside what it says; publishes nothing.

    Raises NothingFound for a month that is not sealed.
    """
    seals = read_seals(database, asked.period)
    if not seals:
        raise NothingFound(
            f"{asked.period} is not sealed; run: supplierwatch evaluate --period {asked.period}"
        )
    prepared = prepare(database, versions, exclusions, asked, progress)
    before = read_content(database, seals[-1].evaluation)
    after = content_of(prepared.results, prepared.provenance.currency)
    columns = [one["ticket_id"] for one in before.evidence.values() if "ticket_id" in one.columns]
    keys = read_ticket_keys(database, [*columns, *ticket_columns(prepared.inputs, prepared.results)])
    return Restatable(seals[-1], prepared, differences(before, after, keys))


def restate_period(
    database: Database,
    versions: ContractVersions,
    exclusions: Sequence[Exclusion],
    asked: Asked,
    signing: Signing,
    progress: Progress | None = None,
) -> Seal:
    """Fix a sealed month anew, with its next number, the reason, and what is said otherwise than before.

    Raises NothingFound for a month that is not sealed; ProblemsFound where nothing differs, or where an
    earlier month is to be restated first.
    """
    _, period = find_period(versions, asked.period)
    found = find_restatement(database, versions, exclusions, asked, progress)
    _refuse(list(refusals_of_stale(database, period)))
    if not found.differences:
        what = f"nothing differs from what was sealed of {asked.period}"
        _refuse([Problem(what, "a month whose figures changed", path=WHERE)])
    evaluation, fixed = _publish(database, found.prepared)
    signed = (signing, found.differences)
    number = _fix(database, found.prepared, evaluation, fixed, signed, found.seal.number)
    return _seal_numbered(database, number)


def open_questions(prepared: Prepared) -> OpenQuestions:
    """Return what is not settled of a month."""
    tickets = prepared.results.tickets
    ids = [] if tickets.empty else [tickets.loc[mask, "ticket_id"] for mask in _open_masks(tickets)]
    counts = [int(one.nunique()) for one in ids] or [0, 0]
    undecided = tuple(one.id for one in prepared.provenance.exclusions if one.is_undecided)
    return OpenQuestions(undecided, *counts)


def _open_masks(tickets: Any) -> tuple[Any, Any]:
    return tickets["ended_at"].isna(), tickets["unknown"].astype(bool)


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise ProblemsFound(problems)


def _refuse_unknown(prepared: Prepared) -> None:
    period, known_at = prepared.inputs.period, prepared.inputs.known_at
    if known_at < period.ends_at:
        found = f"of {period.name} only what was collected until {format_instant(known_at)} is known"
        remedy = "run supplierwatch collect, and seal it then"
        _refuse([Problem(found, "a month whose last facts were collected after it", remedy, path=WHERE)])


def _publish(database: Database, prepared: Prepared) -> tuple[Evaluation, Sealable]:
    """Publish the evaluation as ever; return it with what a seal fixes of it, as it stands in the store."""
    shown = shown_of(database, prepared.inputs, prepared.results)
    evaluation = save_results(database, prepared.provenance, prepared.results, shown)
    _refuse_incomplete(prepared)
    judged = sealable(prepared, database)
    stored = sealable(prepared, database, read_content(database, evaluation.number))
    if stored.content_hash != judged.content_hash:
        raise SupplierwatchError(
            f"the stored results of evaluation {evaluation.number} are not what the same contract, facts and"
            f" exclusions give: somebody or something altered them. Restore the store from a backup"
        )
    return evaluation, stored


def _refuse_incomplete(prepared: Prepared) -> None:
    """Where the content of a version is not all that it was made from, nobody could judge by it again."""
    for version in prepared.terms:
        if Contract.model_validate(dict(version.content)) != version.contract:
            raise SupplierwatchError(
                f"the contract from {version.first_day} is not what its file says; run: supplierwatch check"
            )


def _fix(
    database: Database,
    prepared: Prepared,
    evaluation: Evaluation,
    fixed: Sealable,
    signed: tuple[Signing, Sequence[SealDifference]],
    after: int | None,
) -> int:
    """Write the seal in one transaction, if nothing it rests on changed meanwhile; return its number."""
    signing, changed = signed
    beside = canonical_json(read_beside(database, evaluation.number))
    row = {
        "period": evaluation.period,
        "evaluation": evaluation.number,
        "sealed_at": signing.now,
        "sealed_by": signing.by,
        "reason": signing.reason,
        "content_hash": fixed.content_hash,
        "document": fold(fixed.canonical),
        "beside": fold(beside),
        "fingerprints": fold(canonical_json(fixed.fingerprints)),
    }
    with database.writing() as connection:
        _refuse_overtaken(connection, evaluation, after)
        earlier = read_earlier(database, evaluation.period, evaluation.horizon)
        if tuple(one.number for one in earlier) != prepared.provenance.earlier:
            raise _overtaken(evaluation.period, "an earlier month was evaluated or restated")
        return int(insert_record(connection, row, changed)["number"])


def _refuse_overtaken(connection: sa.Connection, evaluation: Evaluation, after: int | None) -> None:
    last = sa.select(sa.func.max(SEAL.c.number)).where(SEAL.c.period == evaluation.period)
    if connection.execute(last).scalar_one() != after:
        raise _overtaken(evaluation.period, "somebody else sealed it")
    turn = sa.select(EVALUATION.c.turn).where(EVALUATION.c.number == evaluation.number)
    if connection.execute(turn).scalar_one_or_none() in (None, REDUCED):
        raise _overtaken(evaluation.period, "somebody else evaluated it on later facts")


def _overtaken(period: str, what: str) -> ProblemsFound:
    found = f"while {period} was evaluated to be sealed, {what}"
    return ProblemsFound([Problem(found, "", "look at it, and run the command again", path=WHERE)])


def _seal_numbered(database: Database, number: int) -> Seal:
    return next(one for one in read_seals(database) if one.number == number)
