"""A missed target goes from a delivered file over our own metrics to an alert that Alertmanager sends on.

Rules are those `supplierwatch alerts rules` writes for the watch; Prometheus and Alertmanager are real.
"""

import json
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from evaluator.core.periods import month
from supplierwatch.alert_files import rules_text
from supplierwatch.collecting import collect_sources, opened_store
from supplierwatch.evaluating import evaluate_watch
from supplierwatch.metrics import metrics_response
from supplierwatch.watch import Watch, load_watch
from tests.deploy.provisioned import copied
from tests.services import free_port, running_alertmanager, running_prometheus, wait_until
from tests.supplierwatch.watches import replace_text, write_watch

OCTOBER_IS_OVER = int(datetime(2026, 11, 9, 6, tzinfo=ZoneInfo("Europe/Stockholm")).timestamp())
NOW = max(int(time.time()), OCTOBER_IS_OVER)
"""Prometheus knows the clock of the machine alone, and old results silence what rests on them."""
TOKEN = "a token of the tests"  # noqa: S105 - of nothing


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    """A watch whose one ticket of October took days, where 16 hours were promised; evaluated."""
    folder = write_watch(tmp_path / "watch")
    replace_text(folder / "deliveries" / "tickets-2026-10.csv", "2026-10-05 10:00:00", "2026-10-09 10:00:00")
    replace_text(folder / "contract.yaml", "minimum_sample:", "minimum_sample: null #")
    watch = load_watch(folder)
    with opened_store(watch, {}) as database:
        collect_sources(watch, database, lambda: NOW, {})
        evaluate_watch(watch, database, month("2026-10", watch.zone), None, NOW)
    return watch


@pytest.fixture
def alerts(tmp_path: Path, watch: Watch, httpserver: HTTPServer) -> Iterator[list[dict[str, Any]]]:
    """The alerts that arrive at a webhook, while Prometheus scrapes the metrics of the watch."""
    arrived: list[dict[str, Any]] = []

    def metrics(request: Request) -> Response:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return Response("who asks?", 401)
        with opened_store(watch, {}) as database:
            text, kind = metrics_response(watch, database, NOW, request.headers.get("Accept", ""))
        return Response(text, content_type=kind)

    def keep(request: Request) -> Response:
        arrived.extend(json.loads(request.get_data())["alerts"])
        return Response("kept")

    httpserver.expect_request("/metrics").respond_with_handler(metrics)
    httpserver.expect_request("/webhook", method="POST").respond_with_handler(keep)
    httpserver.expect_request(re.compile("/.*")).respond_with_data("")
    with ExitStack() as stack:
        port = free_port()
        stack.enter_context(
            running_alertmanager(tmp_path, _alertmanager(tmp_path, httpserver.url_for("/webhook")), port=port)
        )
        served = httpserver.url_for("").removeprefix("http://").rstrip("/")
        stack.enter_context(running_prometheus(tmp_path, _prometheus(tmp_path, watch, served, port)))
        yield arrived


def _prometheus(folder: Path, watch: Watch, served: str, alertmanager_port: int) -> Path:
    secret = folder / "metrics_token"
    secret.write_text(TOKEN, encoding="utf-8")
    replaced = {
        "scrape_interval: 30s": "scrape_interval: 1s",
        "scrape_timeout: 10s": "scrape_timeout: 1s",
        "evaluation_interval: 30s": "evaluation_interval: 1s",
        "/run/secrets/metrics_token": str(secret),
        "supplierwatch:8080": served,
        "alertmanager:9093": f"127.0.0.1:{alertmanager_port}",
        "blackbox:9115": served,
    }
    copy = copied("prometheus", folder, replaced)
    (copy / "rules" / "example.yaml").write_text(rules_text(watch, NOW), encoding="utf-8")
    return copy / "prometheus.yml"


def _alertmanager(folder: Path, webhook: str) -> Path:
    replaced = {
        "group_wait: 30s": "group_wait: 1s",
        "- name: receiver2\n": f"- name: receiver2\n    webhook_configs:\n      - url: {webhook}\n",
        # Nobody reads mail here.
        "inbox:1025": "127.0.0.1:9",
    }
    return copied("alertmanager", folder, replaced) / "alertmanager.yml"


def test_a_missed_target_of_the_finished_month_reaches_who_is_told(alerts: list[dict[str, Any]]) -> None:
    def told() -> dict[str, Any] | None:
        found = (one for one in alerts if one["labels"]["alertname"] == "SupplierwatchTargetMissed")
        return next(found, None)

    alert = wait_until("the alert of the missed target", told, 60)
    assert alert["labels"]["indicator"] == "resolved-in-time"
    assert alert["labels"]["contract"] == "my-contract"
    assert alert["status"] == "firing"
    assert alert["annotations"]["link"].endswith("/indicators/resolved-in-time")
