"""Every expression that dashboards ask of Prometheus, against a real one that has scraped our metrics."""

import json
import re
import urllib.parse
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from dashboards.grafana.build import MAKERS, AskedQuery, queries
from dashboards.grafana.panels import Panel
from dashboards.grafana.queries import Promql
from dashboards.metrics.catalogue import METRICS
from dashboards.metrics.exposition import build_metrics, write_metrics
from dashboards.wording import wording
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


def test_every_label_that_a_legend_or_a_link_names_is_one_of_its_series(prometheus: Service) -> None:
    contract = snapshot().standing.contract.contract.id
    missing = []
    for panel, query in expressions():
        named = set(re.findall(r"\{\{(\w+)\}\}", query.legend))
        named |= set(re.findall(r"__field\.labels\.(\w+)", panel.link))
        series = ask(prometheus, expand(query.expression, contract=(contract,)))
        missing += [(panel.title, name) for name in named if any(name not in one["metric"] for one in series)]
    assert missing == []
    assert len(expressions()) > 10


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


def expressions() -> list[tuple[Panel, Promql]]:
    """Every expression with its panel."""
    every = [one for maker in MAKERS for one in maker(wording("sv")).contents if isinstance(one, Panel)]
    return [(panel, query) for panel in every for query in panel.queries if isinstance(query, Promql)]


def ask(service: Service, expression: str) -> list[Any]:
    """The series that an expression gives now."""
    query = urllib.parse.urlencode({"query": expression})
    address = f"{service.address}/api/v1/query?{query}"
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - an address of this machine
        return list(json.load(answer)["data"]["result"])
