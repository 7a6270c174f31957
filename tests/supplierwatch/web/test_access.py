"""Every address and every role: what opens, what does not, and that nothing is missing from the list."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from dashboards.viewers import Role
from supplierwatch.web.access import ACCESS, OPEN, STATIC, is_open, roles_for
from tests.supplierwatch.web.served import PROXY, app_of, as_role, client_of

PEER = ("192.0.2.3", 40_000)
FILLED = {
    "{indicator}": "P2",
    "{service}": "T1",
    "{unit}": "S1",
    "{key:path}": "2026-10/P2/T1",
    "{ticket}": "A-2",
    "{period}": "2026-10",
}
NEEDED = {"/api/v1/evidence/tickets": "?indicator=P2", "/api/v1/evidence/outages": "?indicator=availability"}
WRITTEN = ("/sign-out", "/acknowledge")

ALL = set(Role)
EXPECTED: dict[str, set[Role]] = {
    "/": ALL,
    "/indicators/{indicator}": ALL,
    "/services/{service}": ALL,
    "/units": ALL,
    "/units/{unit}": ALL,
    "/evidence/{key:path}": ALL,
    "/tickets/{ticket}": ALL,
    "/reports": ALL,
    "/reports/{period}": ALL,
    "/decision": {Role.READER, Role.CONTRACT_MANAGER},
    "/health": {Role.READER, Role.UNIT_READER, Role.CONTRACT_MANAGER},
    "/sign-out": ALL,
    "/acknowledge": {Role.CONTRACT_MANAGER},
    "/api/openapi.json": ALL,
    "/api/v1/contract": ALL,
    "/api/v1/months": ALL,
    "/api/v1/outcomes": ALL,
    "/api/v1/indicators": ALL,
    "/api/v1/indicators/{indicator}/history": ALL,
    "/api/v1/credits": ALL,
    "/api/v1/score": ALL,
    "/api/v1/triggers": ALL,
    "/api/v1/evidence/tickets": ALL,
    "/api/v1/evidence/outages": ALL,
    "/api/v1/seals": ALL,
    "/api/v1/decision-dates": {Role.READER, Role.CONTRACT_MANAGER},
    "/api/v1/sources": {Role.READER, Role.UNIT_READER, Role.CONTRACT_MANAGER},
    "/api/v1/standing": {Role.READER, Role.UNIT_READER, Role.CONTRACT_MANAGER},
}
READ = [path for path in EXPECTED if path not in WRITTEN]


@pytest.fixture(scope="module")
def behind_proxy(read_only_folder: Path) -> Iterator[TestClient]:
    app = app_of(read_only_folder, PROXY | {"limits": {"burst": 100_000}})
    with client_of(app, PEER) as client:
        yield client


def address(path: str) -> str:
    for name, value in FILLED.items():
        path = path.replace(name, value)
    return path + NEEDED.get(path, "")


def test_the_list_says_of_every_address_who_may_open_it() -> None:
    assert {path: set(roles) for path, roles in ACCESS.items()} == EXPECTED


def test_every_route_of_the_application_is_in_the_list(behind_proxy: TestClient) -> None:
    app = behind_proxy.app
    while not isinstance(app, FastAPI):
        app = getattr(app, "_app", None) or app.app
    found = {route.path for route in app.routes}
    assert {path for path in found if not path.startswith(STATIC)} == {*ACCESS, *OPEN}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("path", READ)
def test_each_role_opens_its_addresses_and_no_others(behind_proxy: TestClient, path: str, role: Role) -> None:
    answer = behind_proxy.get(address(path), headers=as_role(role))
    allowed = {200, 302, 303} if role in EXPECTED[path] else {403}
    assert answer.status_code in allowed


@pytest.mark.parametrize("path", READ)
def test_nobody_who_is_not_signed_in_opens_any(behind_proxy: TestClient, path: str) -> None:
    assert behind_proxy.get(address(path)).status_code == 401


@pytest.mark.parametrize("path", WRITTEN)
@pytest.mark.parametrize("role", Role)
def test_a_form_without_our_token_changes_nothing(behind_proxy: TestClient, path: str, role: Role) -> None:
    assert behind_proxy.post(address(path), headers=as_role(role)).status_code == 403


@pytest.mark.parametrize("path", ["/nothing", "/api/v2/contract", "/docs", "/redoc", "/openapi.json"])
def test_an_address_that_is_not_listed_is_opened_by_nobody(behind_proxy: TestClient, path: str) -> None:
    answer = behind_proxy.get(path, headers=as_role(Role.CONTRACT_MANAGER))
    assert answer.status_code == 404
    assert roles_for(path) == frozenset()


def test_a_person_of_no_known_group_sees_nothing(behind_proxy: TestClient) -> None:
    answer = behind_proxy.get("/", headers={"X-Remote-User": "eve", "X-Remote-Groups": "other"})
    assert answer.status_code == 403


def test_the_open_addresses_show_no_figure() -> None:
    assert {
        path for path in ("/alive", "/ready", "/metrics", "/sign-in", "/signed-out") if is_open(path)
    } == {
        "/alive",
        "/ready",
        "/metrics",
        "/sign-in",
        "/signed-out",
    }
    assert not any(is_open(path) for path in ACCESS)
