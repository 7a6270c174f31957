"""A Prometheus of the benchmark's own, with its samples imported, in a folder of its own on a free port."""

import json
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

from bench.samples_inputs import Samples

METRIC = "probe_success"
_READY_WITHIN = 60
_NOWHERE = subprocess.DEVNULL


def is_installed() -> bool:
    return all(shutil.which(name) is not None for name in ("prometheus", "promtool"))


class Prometheus:
    """Answers instant queries over HTTP."""

    def __init__(self, address: str) -> None:
        self._address = address

    def query(self, expression: str, at: int) -> dict[str, float]:
        """Return the value of each service."""
        asked = urlencode({"query": expression, "time": at, "timeout": "300s"})
        result = self._get(f"/api/v1/query?{asked}")["data"]["result"]
        return {found["metric"]["service"]: float(found["value"][1]) for found in result}

    def wait_until_ready(self) -> None:
        for _ in range(_READY_WITHIN * 10):
            try:
                with urlopen(f"{self._address}/-/ready") as answer:  # noqa: S310 - our own server
                    if answer.status == 200:
                        return
            except OSError:
                pass
            time.sleep(0.1)
        raise RuntimeError(f"Prometheus was not ready within {_READY_WITHIN} s")

    def _get(self, path: str) -> dict[str, Any]:
        with urlopen(self._address + path) as answer:  # noqa: S310 - our own server
            found: dict[str, Any] = json.load(answer)
        return found


@contextmanager
def running_prometheus(given: Samples) -> Iterator[Prometheus]:
    """Yield a Prometheus that holds `given`; it is stopped, and its folder removed, afterwards."""
    with tempfile.TemporaryDirectory(prefix="watch-prometheus-") as name:
        folder = Path(name)
        _write_samples(given, folder / "samples")
        blocks = ["promtool", "tsdb", "create-blocks-from", "openmetrics", "samples", "data"]
        _run(blocks, folder)
        (folder / "prometheus.yml").write_text("{}\n", encoding="utf-8")
        port = _free_port()
        command = [
            "prometheus",
            "--config.file=prometheus.yml",
            "--storage.tsdb.path=data",
            "--storage.tsdb.retention.time=100y",
            f"--web.listen-address=127.0.0.1:{port}",
        ]
        server = subprocess.Popen(command, cwd=folder, stdout=_NOWHERE, stderr=_NOWHERE)
        try:
            found = Prometheus(f"http://127.0.0.1:{port}")
            found.wait_until_ready()
            yield found
        finally:
            server.terminate()
            server.wait()


def _write_samples(given: Samples, file: Path) -> None:
    with file.open("w", encoding="ascii") as out:
        out.write(f"# TYPE {METRIC} gauge\n")
        for service, states in enumerate(given.is_up):
            label = f'{METRIC}{{service="{service}"}}'
            rows = zip(states.tolist(), given.at.tolist(), strict=True)
            out.writelines(f"{label} {int(state)} {at}\n" for state, at in rows)
        out.write("# EOF\n")


def _run(command: list[str], folder: Path) -> None:
    subprocess.run(command, check=True, cwd=folder, stdin=_NOWHERE, stdout=_NOWHERE, stderr=_NOWHERE)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
