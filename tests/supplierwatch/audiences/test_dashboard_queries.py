"""Every query of every dashboard, asked by each audience: no row of another unit, none of an open month."""

from functools import cache
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from collector.store.database import open_database
from dashboards.grafana.audiences import Audience
from dashboards.grafana.build import AskedQuery, queries
from supplierwatch.audiences.apply import apply_audiences
from supplierwatch.audiences.settings import AudienceRole
from tests.dashboards.grafana.filled import expand, filled_store

OWN = "S1"
FOREIGN = ("F1", "Kontoret", "A-3")
"""Another unit, its label, and its ticket of October."""

READER = AudienceRole(role="dashboard_reader", kind="reader")
UNIT = AudienceRole(role="dashboard_unit", kind="unit_reader", units=(OWN,))
SUPPLIER = AudienceRole(role="dashboard_supplier", kind="supplier")
OPEN_TICKETS = ("B-1", "B-2", "B-3")
"""Tickets of November, which is not sealed."""

ASKED = [one for one in queries() if one.is_sql]


@pytest.fixture(scope="module")
def address(postgresql_server: str, postgresql_template: str) -> str:
    """A filled store with its audiences."""
    found = filled_store(postgresql_server, postgresql_template)
    with open_database(found) as database:
        apply_audiences(database, (READER, UNIT, SUPPLIER), frozenset({OWN}), {})
    return found


@cache
def answers(
    address: str, role: str, period: str, audience: Audience = Audience.CUSTOMER
) -> list[tuple[AskedQuery, list[tuple[Any, ...]]]]:
    """Every query of the dashboards made for `audience`, with the rows that a role gets for a month."""
    found = []
    as_role = sa.make_url(address.replace("+psycopg", "")).set(username=role).render_as_string()
    with psycopg.connect(as_role, autocommit=True) as connection:
        for one in queries(audience):
            if not one.is_sql:
                continue
            asked = expand(one.text, period=(period,)).encode()
            found.append((one, connection.execute(asked).fetchall()))
    return found


def texts(rows: list[tuple[Any, ...]]) -> set[str]:
    """Every text in rows, and every part of it between commas and slashes."""
    whole = {value for row in rows for value in row if isinstance(value, str)}
    return whole | {part.strip() for value in whole for part in value.replace("/", ",").split(",")}


@pytest.mark.parametrize("period", ["2026-10", "2026-11"])
def test_a_reader_gets_what_the_owner_gets(address: str, period: str) -> None:
    owner = [rows for _, rows in answers(address, "watch", period)]
    assert [rows for _, rows in answers(address, READER.role, period)] == owner
    assert any(owner)


@pytest.mark.parametrize("period", ["2026-10", "2026-11"])
def test_no_query_shows_a_unit_anything_of_another_unit(address: str, period: str) -> None:
    shown = {one.place: texts(rows) for one, rows in answers(address, UNIT.role, period)}
    assert {place: found & set(FOREIGN) for place, found in shown.items() if found & set(FOREIGN)} == {}


def test_there_is_something_of_another_unit_to_be_hidden(address: str) -> None:
    seen_by_all = set().union(*(texts(rows) for _, rows in answers(address, READER.role, "2026-10")))
    assert set(FOREIGN) & seen_by_all


def test_a_unit_still_gets_its_own_figures_and_those_of_the_whole(address: str) -> None:
    with_rows = [one.place for one, rows in answers(address, UNIT.role, "2026-10") if rows]
    assert len(with_rows) > len(ASKED) / 2


def test_no_query_shows_the_supplier_a_month_that_is_not_sealed(address: str) -> None:
    for one, rows in answers(address, SUPPLIER.role, "2026-11"):
        assert texts(rows) & {"2026-11", *OPEN_TICKETS} == set(), one.place


def test_the_supplier_gets_the_month_that_is_sealed(address: str) -> None:
    with_rows = [one.place for one, rows in answers(address, SUPPLIER.role, "2026-10") if rows]
    assert len(with_rows) > len(ASKED) / 3


@pytest.mark.parametrize(
    ("role", "audience"), [(UNIT.role, Audience.UNIT), (SUPPLIER.role, Audience.SUPPLIER)]
)
def test_every_query_of_an_audiences_own_dashboards_gives_it_rows(
    address: str, role: str, audience: Audience
) -> None:
    answered = answers(address, role, "2026-10", audience)
    assert [one.place for one, rows in answered if not rows] == []
    assert len(answered) > len(ASKED) / 2


@pytest.mark.parametrize("audience", [Audience.UNIT, Audience.SUPPLIER])
def test_an_audiences_own_dashboards_ask_nothing_of_prometheus(audience: Audience) -> None:
    assert [one.place for one in queries(audience) if not one.is_sql] == []


def test_a_unit_sees_its_own_month_that_runs(address: str) -> None:
    shown = {one.place: rows for one, rows in answers(address, UNIT.role, "2026-11", Audience.UNIT)}
    assert shown["tickets: Clocks that run now"] != []
