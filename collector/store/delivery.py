"""What a full delivery leaves out is removed: its rows become former versions without a successor.

A delivery is what a source brings from the end of its last one (a page marked complete, or the end of a run
that reached its end) until a page marked complete. It may span runs: one that broke off is resumed from its
cursor. What it brought is known without another list: facts with an intake number from the delivery's
first on, and facts noted as confirmed, which stood before and came again unchanged. Whatever else of the
source stands is missing. Where in doubt a fact stays: when a delivery breaks off and a different file comes
in its place, what only the first held is removed by the delivery after that.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from collector.records import FactKind
from collector.store.schema import CONFIRMED, FACT_TABLES, INTAKE, SOURCE_CURSOR, WORD


def delivery_start(connection: sa.Connection, source_name: str, number: int) -> int:
    """Return the first intake number of the delivery that the intake `number` belongs to."""
    query = sa.select(SOURCE_CURSOR.c.delivery_from).where(SOURCE_CURSOR.c.source == source_name)
    start = connection.execute(query).scalar_one_or_none()
    return number if start is None else int(start)


def save_removals(
    connection: sa.Connection, source: int, kinds: Sequence[FactKind], since: int, number: int
) -> int:
    """Remove standing facts of the word `source` that the delivery since intake `since` did not bring.

    Returns how many were removed.
    """
    removed = sum(_remove_missing(connection, source, kind, since, number) for kind in kinds)
    forget_confirmed(connection, source)
    return removed


def forget_confirmed(connection: sa.Connection, source: int) -> None:
    """Forget what the delivery of the word `source` confirmed: it has ended."""
    connection.execute(sa.delete(CONFIRMED).where(CONFIRMED.c.source == source))


def save_delivery_end(connection: sa.Connection, source_name: str) -> None:
    """Note that the source's run reached its end: what comes next is another delivery."""
    source = connection.execute(sa.select(WORD.c.id).where(WORD.c.text == source_name)).scalar_one_or_none()
    if source is None:
        return
    forget_confirmed(connection, int(source))
    following = sa.select(sa.func.coalesce(sa.func.max(INTAKE.c.number), 0) + 1).scalar_subquery()
    connection.execute(
        sa.update(SOURCE_CURSOR).where(SOURCE_CURSOR.c.source == source_name).values(delivery_from=following)
    )


def _remove_missing(connection: sa.Connection, source: int, kind: FactKind, since: int, number: int) -> int:
    fact = FACT_TABLES[kind]
    confirmed = sa.select(CONFIRMED.c.fact).where(
        CONFIRMED.c.source == source, CONFIRMED.c.kind == kind.value
    )
    missing = sa.and_(
        fact.c.source == source,
        fact.c.replaced_by.is_(None),
        fact.c.intake < since,
        fact.c.id.not_in(confirmed),
    )
    return connection.execute(sa.update(fact).where(missing).values(replaced_by=number)).rowcount
