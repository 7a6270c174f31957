"""A served page goes down and comes back: from the probe over the alert to what a person receives.

Prometheus, blackbox exporter and Alertmanager are the real ones, with the files of deploy/; only addresses
are replaced, and waiting times shortened.
"""

import json
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from tests.deploy.mailbox import Mailbox, open_mailbox
from tests.deploy.provisioned import copied
from tests.services import (
    Service,
    free_port,
    running_alertmanager,
    running_blackbox,
    running_prometheus,
    wait_until,
)

TOKEN = "a token of the tests"  # noqa: S105 - of nothing


@dataclass
class Page:
    """A page that answers with `status`."""

    address: str
    status: int = 200


@dataclass(frozen=True)
class Chain:
    """Everything that runs, and where notifications arrive."""

    page: Page
    prometheus: Service
    alertmanager: Service
    mailbox: Mailbox
    webhooks: list[dict[str, Any]]

    def told(self, status: str) -> bool:
        """Whether the webhook was told that the probe's alert is `firing` or `resolved`."""
        return any(
            alert["labels"]["alertname"] == "ProbeFails" and alert["status"] == status
            for told in self.webhooks
            for alert in told["alerts"]
        )


@pytest.fixture
def page(httpserver: HTTPServer) -> Page:
    """A page that a test takes down."""
    served = Page(httpserver.url_for("/page"))
    httpserver.expect_request("/page").respond_with_handler(lambda _: Response("a page", served.status))
    return served


@pytest.fixture
def webhooks(httpserver: HTTPServer) -> list[dict[str, Any]]:
    """What arrives at a webhook."""
    arrived: list[dict[str, Any]] = []

    def keep(request: Any) -> Response:
        arrived.append(json.loads(request.get_data()))
        return Response("kept")

    httpserver.expect_request("/webhook", method="POST").respond_with_handler(keep)
    return arrived


@pytest.fixture
def chain(
    tmp_path: Path, page: Page, webhooks: list[dict[str, Any]], httpserver: HTTPServer
) -> Iterator[Chain]:
    """The services with the files of deploy/, started; the page answers."""
    with ExitStack() as stack:
        mailbox = stack.enter_context(open_mailbox())
        alertmanager_port = free_port()
        blackbox_files = copied("blackbox", tmp_path, {})
        blackbox = stack.enter_context(running_blackbox(tmp_path, blackbox_files / "blackbox.yml"))
        prometheus_file = _prometheus_files(tmp_path, page, blackbox, alertmanager_port)
        prometheus = stack.enter_context(running_prometheus(tmp_path, prometheus_file))
        alertmanager_file = _alertmanager_files(tmp_path, mailbox, httpserver.url_for("/webhook"))
        alertmanager = stack.enter_context(
            running_alertmanager(tmp_path, alertmanager_file, port=alertmanager_port)
        )
        yield Chain(page, prometheus, alertmanager, mailbox, webhooks)


def _prometheus_files(folder: Path, page: Page, blackbox: Service, alertmanager_port: int) -> Path:
    secret = folder / "metrics_token"
    secret.write_text(TOKEN, encoding="utf-8")
    replaced = {
        "scrape_interval: 30s": "scrape_interval: 1s",
        "scrape_timeout: 10s": "scrape_timeout: 1s",
        "evaluation_interval: 30s": "evaluation_interval: 1s",
        "/run/secrets/metrics_token": str(secret),
        "http://supplierwatch:8080/alive": page.address,
        "supplierwatch:8080": page.address.removeprefix("http://").removesuffix("/page"),
        "blackbox:9115": blackbox.host_and_port,
        "alertmanager:9093": f"127.0.0.1:{alertmanager_port}",
        "for: 2m": "for: 1s",
    }
    return copied("prometheus", folder, replaced) / "prometheus.yml"


def _alertmanager_files(folder: Path, mailbox: Mailbox, webhook: str) -> Path:
    replaced = {
        "inbox:1025": mailbox.address,
        "group_wait: 30s": "group_wait: 1s",
        "group_interval: 5m": "group_interval: 1s",
        # Beside the mail, a webhook: what is in it can be read field by field.
        "- name: receiver1\n": f"- name: receiver1\n    webhook_configs:\n      - url: {webhook}\n",
    }
    return copied("alertmanager", folder, replaced) / "alertmanager.yml"


def test_an_outage_goes_from_the_probe_to_a_received_notification_and_so_does_its_end(chain: Chain) -> None:
    wait_until("a probe that succeeds", lambda: _sample(chain.prometheus, "probe_success == 1"))
    assert chain.webhooks == []

    chain.page.status = 503
    wait_until("the alert at the webhook", lambda: chain.told("firing"))
    wait_until("the alert in the mailbox", lambda: any("FIRING" in one for one in chain.mailbox.subjects()))
    [alert] = [one for one in chain.webhooks[0]["alerts"] if one["labels"]["alertname"] == "ProbeFails"]
    assert alert["labels"]["instance"] == chain.page.address
    assert alert["annotations"]["summary_sv"] == f"{chain.page.address} svarar inte"
    assert not chain.told("resolved")

    chain.page.status = 200
    wait_until("the recovery at the webhook", lambda: chain.told("resolved"))
    wait_until("the recovery in the mailbox", lambda: any("RESOLVED" in s for s in chain.mailbox.subjects()))
    assert _sample(chain.prometheus, 'ALERTS{alertname="ProbeFails",alertstate="firing"}') == []


def _sample(prometheus: Service, query: str) -> list[Any]:
    asked = urllib.request.Request(  # noqa: S310 - our own service
        f"{prometheus.address}/api/v1/query", data=urllib.parse.urlencode({"query": query}).encode()
    )
    with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310 - an address of this machine
        found: list[Any] = json.load(answer)["data"]["result"]
    return found
