"""Names from sources, contract and addresses are shown as they are, and never become part of a page."""

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from collector.store.database import open_database
from dashboards.viewers import Role
from supplierwatch.settings import Settings
from supplierwatch.watch import Watch
from supplierwatch.web.app import build_app
from tests.collector.store.pages import save
from tests.evaluator.october import agreed, contract_content, evaluate, incident, tickets
from tests.supplierwatch.web.served import NEAR, NOW, as_role, client_of

HOSTILE = "<script>alert(1)</script>\"'&"
TICKET = "A-1<img src=x onerror=alert(1)>"


def hostile_terms() -> Any:
    content = contract_content()
    content["contract"]["title"] = {"sv": HOSTILE, "en": HOSTILE}
    content["units"][0]["label"] = HOSTILE
    content["services"][0]["label"] = {"sv": HOSTILE, "en": HOSTILE}
    content["indicators"][0]["label"] = {"sv": HOSTILE, "en": HOSTILE}
    return agreed(content)


@pytest.fixture(scope="module")
def hostile(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "store.db").write_bytes(sqlite_template.read_bytes())
    with open_database(f"sqlite:///{folder / 'store.db'}") as database:
        slow = incident(TICKET, "2026-10-06 08:00", ("2026-10-09 08:00", 6))
        save(database, tickets(slow), at=NOW - 1000, source="tickets")
        evaluate(database, "2026-10", now=NOW, versions=hostile_terms())
    settings = Settings.model_validate({"store": {"url": "sqlite:///store.db"}, "language": "en"})
    watch = Watch(folder, settings, hostile_terms(), (), (), ())
    return client_of(build_app(lambda: watch, {}, lambda: NOW), NEAR)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/indicators/P2",
        "/services/T1",
        "/units",
        "/units/S1",
        "/reports",
        "/reports/2026-10",
        "/reports/2026-10?form=html",
        "/decision",
        "/health",
        "/evidence/2026-10/P2/T1",
        "/evidence/A-1%3Cimg%20src=x%20onerror=alert(1)%3E",
    ],
)
def test_a_name_never_becomes_a_part_of_the_page(hostile: TestClient, path: str) -> None:
    page = hostile.get(path)
    assert page.status_code == 200
    assert "<script" not in page.text
    assert "<img" not in page.text


def test_the_address_of_a_hostile_ticket_leads_to_it(hostile: TestClient) -> None:
    page = hostile.get("/indicators/P2").text
    assert "/tickets/A-1%3Cimg%20src%3Dx%20onerror%3Dalert%281%29%3E" in page
    assert hostile.get("/tickets/A-1%3Cimg%20src%3Dx%20onerror%3Dalert%281%29%3E").status_code == 200


@pytest.mark.parametrize("name", ["month", "language", "indicator", "service", "view", "form", "other"])
def test_what_an_address_asks_for_never_becomes_a_part_of_the_page(client: TestClient, name: str) -> None:
    page = client.get("/units", params={name: HOSTILE}, headers=as_role(Role.READER))
    assert "<script" not in page.text
