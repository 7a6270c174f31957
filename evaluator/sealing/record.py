"""The record of a seal: what is written for good, chained by its hash to the record before it."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from collector.identifiers import canonical_json, content_hash
from evaluator.results.published import SealDifference
from evaluator.results.seal_tables import SEAL, SEAL_DIFFERENCE

_HASHED = (
    "number",
    "period",
    "restatement",
    "evaluation",
    "sealed_at",
    "sealed_by",
    "reason",
    "content_hash",
    "previous",
)
_LONG = ("document", "beside", "fingerprints")
_OF_DIFFERENCE = ("part", "subject", "field", "before", "after")


def record_hash(row: Mapping[str, Any], differences: Sequence[SealDifference]) -> str:
    """Return the hash of the record of a seal: of all its columns, and of its differences in their order."""
    record = {
        **{name: row[name] for name in _HASHED},
        **{name: content_hash(str(row[name]).encode()) for name in _LONG},
        "differences": [[getattr(one, name) for name in _OF_DIFFERENCE] for one in differences],
    }
    return content_hash(canonical_json(record))


def insert_record(
    connection: sa.Connection, row: Mapping[str, Any], differences: Sequence[SealDifference]
) -> dict[str, Any]:
    """Write the record of a seal, numbered and chained to the last one, and return it.

    `row` has the columns of the table but `number`, `restatement`, `previous` and `record_hash`.
    """
    last = connection.execute(
        sa.select(SEAL.c.number, SEAL.c.record_hash).order_by(SEAL.c.number.desc()).limit(1)
    ).one_or_none()
    of_period = sa.select(sa.func.count()).select_from(SEAL).where(SEAL.c.period == row["period"])
    record = {
        **row,
        "number": 1 if last is None else last.number + 1,
        "restatement": int(connection.execute(of_period).scalar_one()),
        "previous": "" if last is None else last.record_hash,
    }
    record["record_hash"] = record_hash(record, differences)
    connection.execute(sa.insert(SEAL).values(record))
    rows = [
        {
            "seal": record["number"],
            "position": position,
            **{name: getattr(one, name) for name in _OF_DIFFERENCE},
        }
        for position, one in enumerate(differences)
    ]
    if rows:
        connection.execute(sa.insert(SEAL_DIFFERENCE), rows)
    return record
