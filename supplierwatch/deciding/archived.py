"""Keeping the documents of a decision in the archive, as they were written."""

from collections.abc import Iterable
from pathlib import Path

from collector.store.database import Database
from evaluator.results.published import PeriodResults
from supplierwatch.archiving.making import making_of
from supplierwatch.archiving.store import Identity, keep
from supplierwatch.deciding.decision_basis import MadeDocument


def keep_documents(
    database: Database,
    results: PeriodResults,
    made: Iterable[MadeDocument],
    paths: Iterable[Path],
    now: int,
    *,
    unit: str = "",
) -> None:
    """Keep the files at `paths`, which are forms of the documents in `made`, as written at `now`.

    `unit` is the one whose reply they are. The same content is kept once.
    """
    by_name = {one.name: one for one in made}
    making = making_of(results, now)
    with database.writing() as connection:
        for path in paths:
            identity = _identity(by_name[path.stem], results.period.name, unit, path.suffix[1:])
            keep(connection, identity, making, path.read_bytes())


def _identity(made: MadeDocument, period: str, unit: str, form: str) -> Identity:
    document = made.document
    kind = made.name.removesuffix(f"-{period}-{document.language}")
    kind = kind if unit == "" else kind.removesuffix(f"-{unit}")
    return Identity(kind.replace("-", "_"), period, unit, document.edition.value, document.language, form)
