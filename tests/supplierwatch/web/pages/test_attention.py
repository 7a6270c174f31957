"""What needs attention: no crowd hides the rest, and contract managers say what they look after."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from collector.store.database import Database, open_database
from dashboards.viewers import Role
from evaluator.core.alerts.signals import Signal
from evaluator.decisions.alert_terms import Kind, Severity
from supplierwatch.notifying.alert_store import read_states
from supplierwatch.notifying.alerting import Seen, notify, see
from supplierwatch.watch import Watch
from supplierwatch.web.pages import attention
from tests.supplierwatch.web.pages.test_content import text_of
from tests.supplierwatch.web.served import NOW, PROXY, app_of, as_role, client_of, watch_of

PEER = ("192.0.2.3", 40_000)
MANAGER, READER = as_role(Role.CONTRACT_MANAGER), as_role(Role.READER)


@pytest.fixture
def database(two_months: Path, tmp_path: Path) -> Iterator[Database]:
    with open_database(f"sqlite:///{shutil.copy(two_months, tmp_path / 'store.db')}") as opened:
        notify(opened, watch_of(tmp_path, PROXY), NOW)
        yield opened


@pytest.fixture
def client(database: Database) -> Iterator[TestClient]:
    folder = Path(database.url.database or "").parent
    with client_of(app_of(folder, PROXY), PEER) as opened:
        yield opened


def attention_of(client: TestClient, who: dict[str, str]) -> str:
    page = client.get("/?language=en", headers=who).text
    return page.partition('<section id="attention"')[2].partition("</section>")[0]


def test_a_crowd_of_tickets_hides_no_claim(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    crowd = [
        Signal(Kind.TICKET_ABOUT_TO_MISS, Severity.TICKET, "P2", "T1", f"A-{number}") for number in range(30)
    ]
    claim = Signal(Kind.CLAIM_LAPSING, Severity.INFO, service="T1", month="2026-10")

    def crowded(database: Database, watch: Watch, now: int) -> Seen:
        return replace(see(database, watch, now), signals=(*crowd, claim))

    monkeypatch.setattr(attention, "see", crowded)
    text = text_of(attention_of(client, READER))
    assert text.count("soon misses its limit") == attention.MOST_OF_A_KIND
    assert f"and {30 - attention.MOST_OF_A_KIND} more" in text
    assert "A credit of October 2026 for Servicedesk is not claimed and soon lapses" in text


def test_a_contract_manager_acknowledges_an_alert_from_the_overview(
    client: TestClient, database: Database
) -> None:
    shown = attention_of(client, MANAGER)
    [(token, alert), *_] = re.findall(
        r'name="form_token" value="([^"]+)">\s*<input type="hidden" name="alert" value="([^"]+)"', shown
    )
    sent = {"form_token": token, "alert": unescape(alert)}
    answer = client.post("/acknowledge", data=sent, headers=MANAGER)
    with database.reading() as connection:
        states = {one.key: one for one in read_states(connection)}
    after = attention_of(client, MANAGER)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert states[unescape(alert)].acknowledged_by == "anna"
    assert f'value="{alert}"' not in after
    assert "acknowledged" in text_of(after)


@pytest.mark.parametrize("role", [Role.READER, Role.UNIT_READER])
def test_others_are_shown_no_way_to_acknowledge(client: TestClient, role: Role) -> None:
    assert "<form" not in attention_of(client, as_role(role))


def test_an_alert_is_acknowledged_by_our_own_pages_only(client: TestClient, database: Database) -> None:
    with database.reading() as connection:
        key = read_states(connection)[0].key
    answer = client.post("/acknowledge", data={"form_token": "made up", "alert": key}, headers=MANAGER)
    with database.reading() as connection:
        assert {one.acknowledged_at for one in read_states(connection)} == {None}
    assert answer.status_code == 403
