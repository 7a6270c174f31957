"""The routes, loaded by a real Alertmanager: what is held back while something else says why."""

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboards.alerting.indicator_rules import BREACH, BURN, TICKETS
from dashboards.alerting.service_rules import AWAY, SILENT, STALE
from supplierwatch.alert_files import routes_text
from tests.dashboards.alerting.test_rule_files import example_watch
from tests.services import Service, running_alertmanager, wait_until


@pytest.fixture
def alertmanager(tmp_path: Path) -> Iterator[Service]:
    """One that has heard of nothing yet."""
    configuration = tmp_path / "alertmanager.yaml"
    configuration.write_text(routes_text(example_watch()), encoding="utf-8")
    with running_alertmanager(tmp_path, configuration) as service:
        yield service


def send(service: Service, *alerts: dict[str, str]) -> None:
    body = json.dumps([{"labels": labels} for labels in alerts]).encode()
    address, kind = f"{service.address}/api/v2/alerts", {"Content-Type": "application/json"}
    request = urllib.request.Request(address, data=body, headers=kind)  # noqa: S310 - of this machine
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - of this machine
        answer.read()


def held_back(service: Service, contract: str) -> dict[str, bool]:
    """Of each alert of a contract, by name and severity, whether something else holds it back."""
    address = f"{service.address}/api/v2/alerts"
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - of this machine
        found: list[dict[str, Any]] = json.load(answer)
    return {
        f"{one['labels']['alertname']} {one['labels']['severity']}": bool(one["status"]["inhibitedBy"])
        for one in found
        if one["labels"].get("contract") == contract
    }


def alert(name: str, contract: str, severity: str = "ticket", **labels: str) -> dict[str, str]:
    return {"alertname": name, "contract": contract, "severity": severity, **labels}


def settle(service: Service, contract: str, expected: dict[str, bool]) -> dict[str, bool]:
    """What is held back, once that is as expected, or after a while what it is instead."""

    def now() -> dict[str, bool] | None:
        found = held_back(service, contract)
        return found if found == expected else None

    return wait_until("alerts are held back as expected", now)


def test_a_stale_evaluation_holds_figures_of_its_contract_back(alertmanager: Service) -> None:
    send(
        alertmanager,
        alert(STALE, "one", "page"),
        alert(BREACH, "one"),
        alert(BURN, "one", "page"),
        alert(BREACH, "two"),
    )
    expected = {f"{STALE} page": False, f"{BREACH} ticket": True, f"{BURN} page": True}
    assert settle(alertmanager, "one", expected) == expected
    assert held_back(alertmanager, "two") == {f"{BREACH} ticket": False}


def test_a_silent_source_holds_budgets_measured_from_it_back_and_no_breach(alertmanager: Service) -> None:
    about = {"indicator": "K09a"}
    silent = alert(SILENT, "three", source="monitoring")
    send(alertmanager, silent, alert(BREACH, "three", **about), alert(BURN, "three", "page", **about))
    expected = {f"{SILENT} ticket": False, f"{BREACH} ticket": False, f"{BURN} page": True}
    assert settle(alertmanager, "three", expected) == expected


def test_a_silent_source_holds_no_budget_back_that_is_not_measured_from_it(alertmanager: Service) -> None:
    send(
        alertmanager,
        alert(SILENT, "eight", source="tickets"),
        alert(BURN, "eight", "page", indicator="K09a"),
        alert(TICKETS, "eight", indicator="K05"),
    )
    expected = {f"{SILENT} ticket": False, f"{BURN} page": False, f"{TICKETS} ticket": True}
    assert settle(alertmanager, "eight", expected) == expected


def test_a_page_about_a_budget_holds_the_ticket_about_it_back(alertmanager: Service) -> None:
    about = {"indicator": "K09a", "service": "T3A"}
    send(
        alertmanager,
        alert(BURN, "four", "page", **about),
        alert(BURN, "four", "ticket", **about),
        alert(BURN, "five", "ticket", **about),
    )
    expected = {f"{BURN} page": False, f"{BURN} ticket": True}
    assert settle(alertmanager, "four", expected) == expected
    assert held_back(alertmanager, "five") == {f"{BURN} ticket": False}


def test_a_database_that_is_away_holds_everything_else_back(alertmanager: Service) -> None:
    send(alertmanager, alert(AWAY, "six", "page"), alert(STALE, "seven", "page"), alert(BREACH, "seven"))
    expected = {f"{STALE} page": True, f"{BREACH} ticket": True}
    assert settle(alertmanager, "seven", expected) == expected
    assert held_back(alertmanager, "six") == {f"{AWAY} page": False}
