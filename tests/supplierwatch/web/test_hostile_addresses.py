"""What no name can hold is refused on either database, and never a failure."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from collector.store.database import Database
from dashboards.viewers import Role
from supplierwatch.web.app import build_app
from tests.supplierwatch.web.served import PROXY, Clock, as_role, client_of, save_two_months, watch_of

PEER = ("192.0.2.3", 40_000)
ANSWERED = {
    "/tickets/%00": 404,
    "/evidence/%00": 404,
    "/evidence/T3/%00@2026-10-10T08:00:00Z": 404,
    "/indicators/P2?service=%00": 422,
    "/api/v1/outcomes?indicator=%00": 422,
    "/api/v1/evidence/tickets?indicator=%00": 422,
    "/api/v1/evidence/outages?indicator=P2&after=%5B1%2C%22%5Cu0000%22%2C%22%22%5D": 422,
    "/api/v1/evidence/outages?indicator=P2&after=%5B1%2C%22%5Cud800%22%2C%22%22%5D": 422,
    "/evidence/T3@0001-01-01T00:00:00%2B14:00": 404,
    "/evidence/T3@9999-12-31T23:59:59-14:00": 404,
}


@pytest.fixture
def asked(database: Database, tmp_path: Path) -> Iterator[TestClient]:
    save_two_months(database)
    watch = watch_of(tmp_path, PROXY, database.url.render_as_string(hide_password=False))
    with client_of(build_app(lambda: watch, {}, Clock()), PEER) as client:
        yield client


def test_what_no_name_can_hold_is_refused_and_breaks_nothing(asked: TestClient) -> None:
    reader = as_role(Role.READER)
    found = {path: asked.get(path, headers=reader).status_code for path in ANSWERED}
    assert found == ANSWERED
