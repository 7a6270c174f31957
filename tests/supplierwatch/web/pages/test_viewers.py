"""What a page shows depends on who looks: units of others, months that are not sealed, decisions."""

import re

import pytest
from starlette.testclient import TestClient

from dashboards.viewers import Role
from tests.supplierwatch.web.pages.test_content import text_of
from tests.supplierwatch.web.served import as_role

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
