"""What a page shows depends on who looks: units of others, months that are not sealed, decisions."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from collector.store.database import open_database
from dashboards.viewers import Role
from evaluator.results.schema import EVALUATION
from evaluator.results.shown_tables import MAINTENANCE_WINDOW
from tests.supplierwatch.web.pages.conftest import PEER
from tests.supplierwatch.web.pages.test_content import text_of
from tests.supplierwatch.web.served import PROXY, app_of, as_role, client_of

OCTOBER = 1_791_300_000
"""An instant in the middle of October 2026."""

SCHOOL, SUPPLIER = as_role(Role.UNIT_READER), as_role(Role.SUPPLIER)
SHOWN_TO_UNITS = [
    "/?month=2026-10",
    "/indicators/P2?month=2026-10",
    "/services/T1?month=2026-10",
    "/units?month=2026-10",
    "/units?month=2026-10&indicator=P2",
    "/units/S1?month=2026-10",
    "/evidence/2026-10/P2/T1",
    "/reports/2026-10",
    "/reports/2026-10?form=html",
]


@pytest.mark.parametrize("path", SHOWN_TO_UNITS)
def test_a_unit_reader_sees_nothing_of_another_unit(client: TestClient, path: str) -> None:
    page = client.get(path, headers=SCHOOL)
    assert page.status_code == 200
    assert "Kontoret" not in page.text
    assert "A-3" not in page.text


def test_a_unit_reader_sees_the_own_unit(client: TestClient) -> None:
    assert client.get("/units/S1?month=2026-10", headers=SCHOOL).status_code == 200
    assert client.get("/tickets/A-2", headers=SCHOOL).status_code == 200


@pytest.mark.parametrize("path", ["/units/F1?month=2026-10", "/tickets/A-3", "/evidence/2026-10/P2/T1/F1"])
def test_what_is_of_another_unit_looks_as_if_it_were_not_there(client: TestClient, path: str) -> None:
    hidden = client.get(path, headers=SCHOOL)
    missing = client.get("/tickets/none", headers=SCHOOL)
    assert hidden.status_code == 404
    assert hidden.text == missing.text


def test_everybody_else_sees_that_unit(client: TestClient) -> None:
    assert client.get("/tickets/A-3", headers=as_role(Role.READER)).status_code == 200


def test_the_supplier_sees_sealed_months_only(client: TestClient) -> None:
    text = text_of(client.get("/reports", headers=SUPPLIER).text)
    assert "October 2026" in text
    assert "November 2026" not in text
    assert client.get("/?month=2026-11", headers=SUPPLIER).status_code == 404
    assert client.get("/evidence/2026-11/P2/T1", headers=SUPPLIER).status_code == 404
    assert client.get("/reports/2026-11", headers=SUPPLIER).status_code == 404


def test_the_supplier_does_not_see_a_ticket_of_a_month_that_is_not_sealed(client: TestClient) -> None:
    assert client.get("/tickets/A-2", headers=SUPPLIER).status_code == 200
    assert client.get("/tickets/B-1", headers=SUPPLIER).status_code == 404


@pytest.mark.parametrize("role", [Role.SUPPLIER, Role.UNIT_READER])
@pytest.mark.parametrize("path", ["/?month=2026-10", "/reports/2026-10", "/reports/2026-10?form=html"])
def test_decisions_are_shown_to_the_customers_own_only(client: TestClient, role: Role, path: str) -> None:
    page = client.get(path, headers=as_role(role)).text
    assert 'id="decision"' not in page
    assert 'href="/decision' not in page


def test_the_supplier_is_told_of_nothing_that_needs_attention(client: TestClient) -> None:
    assert 'id="attention"' not in client.get("/", headers=SUPPLIER).text


def test_a_report_kept_for_one_who_sees_all_is_not_given_to_one_who_does_not(client: TestClient) -> None:
    path = "/reports/2026-10?form=html"
    assert "Kontoret" in client.get(path, headers=as_role(Role.READER)).text
    assert "Kontoret" not in client.get(path, headers=SCHOOL).text
    assert "Kontoret" in client.get(path, headers=as_role(Role.READER)).text


def test_only_the_pages_that_may_be_opened_are_in_the_navigation(client: TestClient) -> None:
    ways = re.findall(r'<li><a href="(/[a-z]*)[?"]', client.get("/", headers=SUPPLIER).text)
    assert "/decision" not in ways
    assert "/health" not in ways
    assert "/reports" in ways


@pytest.fixture
def maintained(two_months: Path, tmp_path: Path) -> Iterator[TestClient]:
    """A client of a store where maintenance was stated of each of two units."""
    windows = [
        {"service": "T3", "unit": unit, "starts_at": OCTOBER, "ends_at": OCTOBER + 3_600}
        for unit in ("S1", "F1")
    ]
    address = f"sqlite:///{shutil.copy(two_months, tmp_path / 'store.db')}"
    october = sa.select(EVALUATION.c.number).where(EVALUATION.c.period == "2026-10")
    with open_database(address) as database, database.writing() as connection:
        numbers = connection.execute(october).scalars()
        rows = [{"evaluation": number, **window} for number in numbers for window in windows]
        connection.execute(sa.insert(MAINTENANCE_WINDOW), rows)
    with client_of(app_of(tmp_path, PROXY), PEER) as opened:
        yield opened


def test_a_unit_reader_sees_no_maintenance_of_another_unit(maintained: TestClient) -> None:
    path = "/services/T3?month=2026-10"
    assert "Kontoret" in maintained.get(path, headers=as_role(Role.READER)).text
    own = maintained.get(path, headers=SCHOOL)
    assert own.status_code == 200
    assert "Kontoret" not in own.text
