"""Reading seals: which months are sealed, by whom, with which hash, and what a restatement changed."""

import base64
import json
import zlib
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from collector.store.database import Database
from evaluator.results.published import Evaluation, Seal, SealDifference
from evaluator.results.querying import read_mappings
from evaluator.results.seal_tables import SEAL, SEAL_DIFFERENCE

_DIFFERENCE = tuple(SealDifference.__dataclass_fields__)
_SHOWN = tuple(name for name in Seal.__dataclass_fields__ if name != "differences")


def read_seals(database: Database, period: str | None = None) -> list[Seal]:
    """Return every seal and restatement (of `period`), in the order in which they were made."""
    query = sa.select(*(SEAL.c[name] for name in _SHOWN)).order_by(SEAL.c.number)
    if period is not None:
        query = query.where(SEAL.c.period == period)
    return list(_with_differences(database, read_mappings(database, query)))


def read_seal(database: Database, evaluation: Evaluation, moment: int | None = None) -> Seal | None:
    """Return the seal that fixed `evaluation`, as it stood at `moment`; None where it was not sealed."""
    made = [
        one
        for one in read_seals(database, evaluation.period)
        if one.evaluation == evaluation.number and (moment is None or one.sealed_at <= moment)
    ]
    return made[-1] if made else None


def _with_differences(database: Database, found: Iterable[dict[str, Any]]) -> Iterable[Seal]:
    for row in found:
        query = sa.select(SEAL_DIFFERENCE).where(SEAL_DIFFERENCE.c.seal == row["number"])
        changed = read_mappings(database, query.order_by(SEAL_DIFFERENCE.c.position))
        differences = tuple(SealDifference(**{name: one[name] for name in _DIFFERENCE}) for one in changed)
        yield Seal(**row, differences=differences)


def read_document(database: Database, number: int) -> dict[str, Any]:
    """Return what seal `number` fixed: its document.

    Raises ValueError where it cannot be unfolded, as no unaltered one is.
    """
    query = sa.select(SEAL.c.document).where(SEAL.c.number == number)
    with database.reading() as connection:
        found: dict[str, Any] = json.loads(unfold(connection.execute(query).scalar_one()))
    return found


def fold(content: bytes) -> str:
    """Return `content` compressed, as text: both databases and a backup keep it as it is."""
    return base64.b64encode(zlib.compress(content, level=9)).decode()


def unfold(text: str) -> bytes:
    """Return what was folded; raises ValueError for text that nobody folded."""
    try:
        return zlib.decompress(base64.b64decode(text, validate=True))
    except zlib.error as error:
        raise ValueError(f"it cannot be unfolded: {error}") from error
