"""Every expression that dashboards ask of Prometheus, against a real one that has scraped our metrics."""

import json
import re
import urllib.parse
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from dashboards.grafana.build import AskedQuery, queries
from dashboards.metrics.catalogue import METRICS
from dashboards.metrics.exposition import build_metrics, write_metrics
from tests.dashboards.grafana.filled import expand
from tests.dashboards.metrics.snapshots import snapshot
from tests.services import Service, running_prometheus, wait_until

ASKED = [one for one in queries() if not one.is_sql and one.language == "sv"]
METRIC = re.compile(r"supplierwatch_(\w+)")


@pytest.fixture(scope="module")
def prometheus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A Prometheus that has scraped the metrics of a store in which everything is there."""
    body, kind = write_metrics(build_metrics(snapshot()), "text/plain")
    folder = tmp_path_factory.mktemp("prometheus")
    configuration = folder / "prometheus.yml"
    with HTTPServer(host="127.0.0.1", port=0) as server:
        server.expect_request("/metrics").respond_with_data(body, content_type=kind)
        configuration.write_text(
            "global: {scrape_interval: 1s, scrape_timeout: 1s}\nscrape_configs:\n"
            "  - job_name: supplierwatch\n"
            f"    static_configs: [{{targets: ['{server.host}:{server.port}']}}]\n",
            encoding="utf-8",
        )
        with running_prometheus(folder, configuration) as service:
            wait_until("the first scrape", lambda: ask(service, "supplierwatch_store_up"))
            yield service


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: str(asked.place))
def test_an_expression_returns_series(asked: AskedQuery, prometheus: Service) -> None:
    contract = snapshot().standing.contract.contract.id
    assert ask(prometheus, expand(asked.text, contract=(contract,))) != []


def test_every_metric_a_dashboard_names_exists() -> None:
    known = {one.name for one in METRICS}
    named = {name for asked in ASKED for name in METRIC.findall(asked.text)}
    assert named - known == set()
    assert named


def test_both_languages_ask_the_same_expressions() -> None:
    texts = {
        language: [one.text for one in queries() if not one.is_sql and one.language == language]
        for language in ("sv", "en")
    }
    assert texts["sv"] == texts["en"]


def ask(service: Service, expression: str) -> list[Any]:
    """The series that an expression gives now."""
    query = urllib.parse.urlencode({"query": expression})
    address = f"{service.address}/api/v1/query?{query}"
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - an address of this machine
        return list(json.load(answer)["data"]["result"])
