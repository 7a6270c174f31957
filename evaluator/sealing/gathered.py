"""A seal with all that its record holds, and the facts of the store that it was made from."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from collector.errors import NothingFound
from collector.identifiers import content_hash
from collector.store.database import Database
from evaluator.inputs import EvaluationInputs, gather_inputs
from evaluator.results import rows
from evaluator.results.money_read import read_past_money
from evaluator.results.present import read_inputs
from evaluator.results.published import Evaluation, Seal
from evaluator.results.querying import read_history, read_mappings
from evaluator.results.schema import EVALUATION
from evaluator.results.seal_tables import SEAL
from evaluator.results.seals import unfold
from evaluator.sealing.reckoning import terms_in


@dataclass(frozen=True)
class Sealed:
    """One seal with its document, what stands beside, and the fingerprints of its rows."""

    seal: Seal
    document: Mapping[str, Any]
    beside: Mapping[str, Any]
    prints: Mapping[str, Mapping[str, int]]


def read_sealed(database: Database, seal: Seal) -> Sealed:
    """Return all that the record of `seal` holds.

    Raises ValueError where its document is not the one that was sealed.
    """
    row = read_row(database, seal.number)
    canonical = unfold(row["document"])
    if content_hash(canonical) != seal.content_hash:
        raise ValueError("its hash is another one")
    parts = [json.loads(unfold(row[name])) for name in ("beside", "fingerprints")]
    return Sealed(seal, json.loads(canonical), *parts)


def read_row(database: Database, number: int) -> Mapping[str, Any]:
    """Return the record of seal `number`, all of its columns."""
    [row] = read_mappings(database, sa.select(SEAL).where(SEAL.c.number == number))
    return row


def sealed_inputs(database: Database, sealed: Sealed, *, though_removed: bool = False) -> EvaluationInputs:
    """Return what the sealed terms judge: the facts up to the sealed horizon, as the store has them now.

    Raises ValueError where this program cannot read the sealed terms, NothingFound where the evaluation or
    the facts are not there, and FactsRemoved (unless `though_removed`) where these were removed after their
    time of keeping.
    """
    terms, evaluation = terms_in(sealed.document), _read_evaluation(database, sealed.seal.evaluation)
    rested_on = read_inputs(database, evaluation)
    earlier, past = read_history(database, rested_on), read_past_money(database, rested_on)
    period, horizon = sealed.seal.period, evaluation.horizon
    return gather_inputs(
        database,
        terms.versions,
        terms.exclusions,
        period,
        horizon,
        earlier,
        past=past,
        though_removed=though_removed,
    )


def _read_evaluation(database: Database, number: int) -> Evaluation:
    found = read_mappings(database, sa.select(EVALUATION).where(EVALUATION.c.number == number))
    if not found:
        raise NothingFound(f"evaluation {number}, which was sealed, is not there")
    return rows.evaluation_of(found[0])
