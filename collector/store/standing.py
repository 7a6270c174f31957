"""Queries for the facts that stood at a horizon: all of a kind, or those that meet a condition."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import sqlalchemy as sa

from collector.records import COLUMNS, FactKind
from collector.store.bulk import Query
from collector.store.schema import FACT_TABLES, TICKET_KEYS, stored_name

Condition = sa.ColumnElement[bool]

LATER_THAN_ANY = 1 << 62
"""An intake number above any there will be: stands for *not replaced*."""


def stood(fact: sa.FromClause, horizon: int) -> Condition:
    """Return the condition that a version of a fact stood at `horizon`.

    As one expression no index answers it, so that all is read in the order it lies in.
    """
    return sa.and_(fact.c.intake <= horizon, sa.func.coalesce(fact.c.replaced_by, LATER_THAN_ANY) > horizon)


def all_facts(kind: FactKind, horizon: int, *, keys: bool, parts: Sequence[int]) -> list[Query]:
    """Return queries that together read all facts of `kind`, in the order they lie in.

    `parts` are row numbers, rising: each query ends with one and the next begins after it.
    """
    fact = FACT_TABLES[kind]
    query = _columns(kind, keys=keys).where(stood(fact, horizon))
    return [query.where(inside) for inside in ranges_of(fact, parts)] if parts else [query]


def ranges_of(fact: sa.FromClause, parts: Sequence[int]) -> list[Condition]:
    """Return the conditions of the rows up to each of `parts`, row numbers that rise, and after the last."""
    if not parts:
        return [sa.true()]
    ranges = [fact.c.id <= parts[0]]
    ranges += [sa.and_(fact.c.id > low, fact.c.id <= high) for low, high in pairwise(parts)]
    return [*ranges, fact.c.id > parts[-1]]


def some_facts(kind: FactKind, horizon: int, where: Condition, *, keys: bool) -> Query:
    """Return the query for what stands now, and what stood at `horizon` and was replaced since.

    Two selects, because each of them has an index of its own and one condition would use neither.
    """
    fact = FACT_TABLES[kind]
    known = _columns(kind, keys=keys).where(fact.c.intake <= horizon, where)
    return sa.union_all(
        known.where(fact.c.replaced_by.is_(None)),
        known.where(fact.c.replaced_by > horizon),
    )


def _columns(kind: FactKind, *, keys: bool) -> "sa.Select[Any]":
    fact = FACT_TABLES[kind]
    query = sa.select(fact.c.source, *(fact.c[stored_name(column)] for column in COLUMNS[kind]))
    if not keys:
        return query
    return query.add_columns(TICKET_KEYS.c.ticket).join_from(
        fact, TICKET_KEYS, TICKET_KEYS.c.id == fact.c.ticket_id
    )
