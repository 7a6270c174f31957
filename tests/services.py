"""Prometheus, Alertmanager and the blackbox exporter, started by tests on 127.0.0.1 in their own folders."""

import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest

PROMETHEUS, PROMTOOL = "prometheus", "promtool"
ALERTMANAGER, AMTOOL = "prometheus-alertmanager", "amtool"
BLACKBOX = "prometheus-blackbox-exporter"

_PACKAGES = {
    PROMETHEUS: "prometheus",
    PROMTOOL: "prometheus",
    ALERTMANAGER: "prometheus-alertmanager",
    AMTOOL: "prometheus-alertmanager",
    BLACKBOX: "prometheus-blackbox-exporter",
}
_START_SECONDS = 30.0
_STOP_SECONDS = 10.0

Found = TypeVar("Found")


@dataclass(frozen=True)
class Service:
    """A service that runs: its address (`http://127.0.0.1:PORT`), the file it reads and what it logs to."""

    address: str
    configuration: Path
    log: Path

    @property
    def host_and_port(self) -> str:
        """The address without its scheme, as targets are written."""
        return self.address.removeprefix("http://")

    def reload(self) -> None:
        """Have the service read its files again; fails where it refuses them."""
        request = urllib.request.Request(f"{self.address}/-/reload", method="POST")  # noqa: S310 - our own
        with urllib.request.urlopen(request, timeout=10):  # noqa: S310 - an address of this machine
            pass


def program(name: str) -> str:
    """Return the path of an installed program, or skip the test naming the package that has it."""
    found = shutil.which(name) or shutil.which(name, path="/usr/bin:/usr/sbin")
    if found is None:
        pytest.skip(f"{name} is not installed (Debian package {_PACKAGES.get(name, name)})")
    return found


def free_port() -> int:
    """Return a port of 127.0.0.1 that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(told: str, ask: Callable[[], Found | None], seconds: float = 30.0) -> Found:
    """Return what `ask` finds, asking ten times a second until it is neither None, False nor empty.

    Fails naming what was waited for, after `seconds`.
    """
    until = time.monotonic() + seconds
    while True:
        found = ask()
        if found:
            return found
        if time.monotonic() > until:
            pytest.fail(f"waited {seconds:g} seconds for {told}, last found {found!r}")
        time.sleep(0.1)


@contextmanager
def running_prometheus(folder: Path, configuration: Path, *, port: int | None = None) -> Iterator[Service]:
    """Yield a Prometheus that reads `configuration`, with its data below `folder`."""
    name, port = program(PROMETHEUS), port or free_port()
    data = folder / "prometheus-data"
    command = [
        name,
        f"--config.file={configuration}",
        f"--storage.tsdb.path={data}",
        "--storage.tsdb.retention.time=20y",
        f"--web.listen-address=127.0.0.1:{port}",
        "--web.enable-lifecycle",
        "--log.level=warn",
    ]
    with _running(command, folder, configuration, port) as service:
        yield service


def load_samples(folder: Path, lines: Iterable[str]) -> None:
    """Lay samples in the text of OpenMetrics, with their times, where `running_prometheus` looks for data."""
    folder.mkdir(parents=True, exist_ok=True)
    written = folder / "samples.txt"
    written.write_text("".join(f"{line}\n" for line in [*lines, "# EOF"]))
    data = str(folder / "prometheus-data")
    # Blocks of two hours, as without the option, would take minutes for years.
    done = run_checker(
        PROMTOOL,
        "tsdb",
        "create-blocks-from",
        "--max-block-duration=4374h",
        "openmetrics",
        str(written),
        data,
    )
    if done.returncode != 0:
        pytest.fail(f"promtool made no blocks:\n{done.stderr}")


@contextmanager
def running_alertmanager(folder: Path, configuration: Path, *, port: int | None = None) -> Iterator[Service]:
    """Yield an Alertmanager that reads `configuration`, alone, with its data below `folder`."""
    name, port = program(ALERTMANAGER), port or free_port()
    command = [
        name,
        f"--config.file={configuration}",
        f"--storage.path={folder / 'alertmanager-data'}",
        f"--web.listen-address=127.0.0.1:{port}",
        "--cluster.listen-address=",
        "--log.level=warn",
    ]
    with _running(command, folder, configuration, port) as service:
        yield service


@contextmanager
def running_blackbox(folder: Path, configuration: Path, *, port: int | None = None) -> Iterator[Service]:
    """Yield a blackbox exporter that reads `configuration`."""
    name, port = program(BLACKBOX), port or free_port()
    command = [
        name,
        f"--config.file={configuration}",
        f"--web.listen-address=127.0.0.1:{port}",
        "--log.level=warn",
    ]
    with _running(command, folder, configuration, port) as service:
        yield service


@contextmanager
def _running(command: list[str], folder: Path, configuration: Path, port: int) -> Iterator[Service]:
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / f"{Path(command[0]).name}-{port}.log"
    with log.open("wb") as output:
        started = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, cwd=folder
        )
    service = Service(f"http://127.0.0.1:{port}", configuration, log)
    try:
        _wait_for_answer(service, started)
        yield service
    finally:
        _stop(started)


def _wait_for_answer(service: Service, started: "subprocess.Popen[bytes]") -> None:
    def answers() -> bool:
        if started.poll() is not None:
            pytest.fail(f"{service.log.name} ended with {started.returncode}:\n{service.log.read_text()}")
        return _answers(service.address)

    wait_until(f"an answer of {service.address}", answers, _START_SECONDS)


def _answers(address: str) -> bool:
    # The blackbox exporter has no such path and answers 404; a service that is not ready yet says 503.
    try:
        with urllib.request.urlopen(f"{address}/-/ready", timeout=5):  # noqa: S310 - an address of this machine
            return True
    except urllib.error.HTTPError as error:
        return error.code != 503
    except OSError:
        return False


def _stop(started: "subprocess.Popen[bytes]") -> None:
    started.terminate()
    try:
        started.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        started.kill()
        started.wait(_STOP_SECONDS)


def run_checker(
    *command: str, environment: dict[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run promtool or amtool with arguments and return what it said; skips where it is not installed."""
    name, *arguments = command
    return subprocess.run(
        [program(name), *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, **(environment or {})},
    )
