"""What evaluations say, kept once it was read: it never changes after it was written.

Pages, metrics and alerts ask for the same few evaluations all day. What is kept is bounded, and of each open
database by itself.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from collector.store.database import Database
from evaluator.results.published import Evaluation
from evaluator.results.schema import EVALUATION
from evaluator.results.store import REDUCED

Found = TypeVar("Found")


class Kept(Generic[Found]):
    """Something of evaluations that are present, or were when they were found; `most` are kept."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: WeakKeyDictionary[sa.Engine, OrderedDict[Evaluation, Found]] = WeakKeyDictionary()

    def read(
        self,
        database: Database,
        evaluations: Sequence[Evaluation],
        read: Callable[[Sequence[Evaluation]], Mapping[int, Found]],
    ) -> dict[int, Found]:
        """Return what is kept of `evaluations` by their numbers, and what `read` says of the others."""
        found = self._find(database.engine, evaluations)
        missing = [one for one in evaluations if one.number not in found]
        if missing:
            fresh = dict(read(missing))
            whole = _whole(database, missing)
            kept = {one: fresh[one.number] for one in missing if one.number in whole}
            self._keep(database.engine, kept)
            found |= fresh
        return found

    def _find(self, engine: sa.Engine, evaluations: Sequence[Evaluation]) -> dict[int, Found]:
        with self._lock:
            ours = self._kept.setdefault(engine, OrderedDict())
            known = [one for one in evaluations if one in ours]
            for one in known:
                ours.move_to_end(one)
            return {one.number: ours[one] for one in known}

    def _keep(self, engine: sa.Engine, found: Mapping[Evaluation, Found]) -> None:
        with self._lock:
            ours = self._kept.setdefault(engine, OrderedDict())
            ours.update(found)
            while len(ours) > self._most:
                ours.popitem(last=False)


def _whole(database: Database, evaluations: Sequence[Evaluation]) -> set[int]:
    """The numbers of those from which nothing was taken because others replaced them while they were read."""
    numbers = [one.number for one in evaluations]
    query = sa.select(EVALUATION.c.number).where(
        EVALUATION.c.number.in_(numbers), EVALUATION.c.turn != REDUCED
    )
    with database.reading() as connection:
        return set(connection.execute(query).scalars())
