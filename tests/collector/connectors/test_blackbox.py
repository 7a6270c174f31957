"""What a blackbox exporter sees of a website, collected from the Prometheus that asks it."""

import http.server
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from collector.records import FactKind, ServiceState
from collector.remote.surroundings import Surroundings
from tests.collector.connectors.helpers import World, connector_of, facts, fetched
from tests.services import Service, running_blackbox, running_prometheus, wait_until

UP, DOWN = int(ServiceState.UP), int(ServiceState.DOWN)
MAPPING: dict[str, Any] = {
    "type": "samples",
    "time_format": "unix",
    "columns": {"at": "at", "state": "state", "service": "metric.instance"},
    "states": {"up": "up", "down": "down"},
    "records": "all",
    "max_gap": 3,
}


@contextmanager
def _website() -> Iterator[Any]:
    """Yield a web server of this machine that answers with `status`."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(server.status)
            self.end_headers()

        def log_message(self, *_told: object) -> None:
            pass

    server: Any = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.status = 200
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _probing(target: int, blackbox: Service) -> str:
    return f"""
global: {{scrape_interval: 1s, scrape_timeout: 1s}}
scrape_configs:
  - job_name: city
    metrics_path: /probe
    params: {{module: [http]}}
    static_configs: [{{targets: ["http://127.0.0.1:{target}/"]}}]
    relabel_configs:
      - {{source_labels: [__address__], target_label: __param_target}}
      - {{source_labels: [__param_target], target_label: instance}}
      - {{target_label: __address__, replacement: "{blackbox.host_and_port}"}}
"""


@dataclass
class _Present(World):
    """The world as it is, a second on: what is just being sampled is there."""

    def surroundings(self) -> Surroundings:
        """Return the surroundings that a connector is given."""
        return Surroundings(lambda: int(time.time()) + 1, {}, self.folder)


def test_what_the_blackbox_exporter_sees_is_collected_within_a_probe_of_when_it_was(tmp_path: Path) -> None:
    modules, configuration = tmp_path / "blackbox.yml", tmp_path / "prometheus.yml"
    modules.write_text("modules: {http: {prober: http, timeout: 1s}}\n")
    with _website() as website, running_blackbox(tmp_path, modules) as blackbox:
        configuration.write_text(_probing(website.server_port, blackbox))
        with running_prometheus(tmp_path, configuration) as service:

            def states() -> list[tuple[int, int]]:
                today = datetime.now(UTC).date().isoformat()
                options = {"query": "probe_success", "since": today, "settle": 0, "slice": 86_400}
                options |= {"type": "prometheus", "address": service.address}
                connector = connector_of(options, MAPPING, _Present())
                found = [connector.normalise(page) for page in fetched(connector)]
                if not any(one.facts for one in found):
                    return []
                rows = facts(found, FactKind.SERVICE_STATE)
                return sorted(set(zip(rows["at"], rows["state"], strict=True)))

            wait_until("a first probe", lambda: [state for _, state in states()] == [UP])
            website.status, failed_at = 503, time.time()
            wait_until("the outage", lambda: [state for _, state in states()] == [UP, DOWN])
            website.status, mended_at = 200, time.time()
            wait_until("its end", lambda: [state for _, state in states()] == [UP, DOWN, UP])
            (_, _), (down_at, _), (up_at, _) = states()
    assert failed_at - 1 <= down_at <= failed_at + 3
    assert mended_at - 1 <= up_at <= mended_at + 3
