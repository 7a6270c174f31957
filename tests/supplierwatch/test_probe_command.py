"""The command `probe` in real processes: what it saw of a real server is collected."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from collector.probing.health import read_health
from collector.store.database import open_database
from supplierwatch.__main__ import main
from tests.replay import Asked, Replay, Reply, replaying
from tests.services import wait_until
from tests.supplierwatch.watches import write_watch

SOURCE = """
  - name: own probe
    connector: {type: probe, since: 2026-01-01}
    mapping: own_probe.yaml
"""
MAPPING = """\
type: samples
columns: {at: at, state: state, service: service, unit: unit, prober: prober, speaks_for: speaks_for}
states: {up: up, degraded: degraded, down: down, unknown: unknown}
records: all
max_gap: 900
"""


def write_probing_watch(folder: Path, address: str) -> Path:
    """Write a watch that looks at `address` each second, and at itself as its references."""
    write_watch(folder)
    port = address.rpartition(":")[2]
    (folder / "probes.yaml").write_text(
        f"""\
prober: City hall
references:
  - {{name: a, look: {{kind: tcp, host: 127.0.0.1, port: {port}, time_out: 0.2}}}}
  - {{name: b, look: {{kind: tcp, host: 127.0.0.1, port: {port}, time_out: 0.2}}}}
probes:
  - name: desk page
    service: desk
    every: 1
    retries: 0
    look: {{kind: http, address: "{address}/", time_out: 0.4, must_contain: [Logga in]}}
""",
        encoding="utf-8",
    )
    with (folder / "sources.yaml").open("a", encoding="utf-8") as file:
        file.write(SOURCE)
    (folder / "mappings" / "own_probe.yaml").write_text(MAPPING, encoding="utf-8")
    return folder


@contextmanager
def desk() -> Iterator[tuple[Replay, threading.Event]]:
    """Serve the desk's page; it is broken while the event is set."""
    broken = threading.Event()

    def page(_asked: Asked) -> Reply:
        return Reply(500) if broken.is_set() else Reply(200, b"Logga in")

    with replaying(page) as server:
        yield server, broken


@contextmanager
def probing(folder: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    """Yield a prober that runs; it is killed where a test leaves it running."""
    command = [sys.executable, "-m", "supplierwatch", "--watch", str(folder), "probe", *options]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV_")}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def states(folder: Path) -> list[tuple[int, int]]:
    """Return (instant, state) of the desk as collected, in order."""
    with open_database(f"sqlite:///{folder / 'store.db'}") as database, database.reading() as connection:
        rows = connection.execute(sa.text("SELECT at, state FROM service_state ORDER BY at")).all()
    return [(int(at), int(state)) for at, state in rows]


@pytest.mark.long
def test_an_outage_of_three_seconds_is_collected_as_three_seconds(tmp_path: Path) -> None:
    with desk() as (server, broken):
        folder = write_probing_watch(tmp_path / "watch", server.address)
        with probing(folder) as process:
            wait_until("the first looks", lambda: len(server.asked) >= 2 or None)
            broken.set()
            time.sleep(3.0)
            broken.clear()
            time.sleep(2.0)
            process.send_signal(signal.SIGTERM)
            assert process.wait(10) == 0
    assert main(["--watch", str(folder), "--quiet", "collect"]) == 0
    # A machine that has much to do may leave the prober without a processor: unknown, and not looked at here.
    seen = [(at, state) for at, state in states(folder) if state != 0]
    assert [state for _, state in seen] == [1, 3, 1]
    # One look a second; how exact it can be is shown by the test of the availability, by a clock of its own.
    assert 3 <= seen[2][0] - seen[1][0] <= 5


def test_a_prober_that_was_killed_loses_nothing_that_was_on_disk(tmp_path: Path) -> None:
    with desk() as (server, _):
        folder = write_probing_watch(tmp_path / "watch", server.address)
        with probing(folder) as process:
            wait_until("samples on disk", lambda: len(_lines(folder)) >= 2 or None)
            process.kill()
        before = _lines(folder)
        with probing(folder, "--for", "1") as process:
            assert process.wait(20) == 0
    after = _lines(folder)
    assert after[: len(before)] == before
    assert len(list((folder / "spool" / "City hall").glob("*.open"))) == 0


def _lines(folder: Path) -> list[str]:
    files = sorted((folder / "spool" / "City hall").glob("*-*"))
    return [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.mark.long
def test_what_a_prober_that_was_stopped_for_three_seconds_saw_fail_is_no_outage(tmp_path: Path) -> None:
    def page(_asked: Asked) -> Reply:
        time.sleep(0.3)  # most of a second somebody waits for an answer: the stop hits a try
        return Reply(200, b"Logga in")

    with replaying(page) as server:
        folder = write_probing_watch(tmp_path / "watch", server.address)
        with probing(folder) as process:
            wait_until("samples on disk", lambda: len(_lines(folder)) >= 2 or None)
            asked = len(server.asked)
            wait_until("a try under way", lambda: len(server.asked) > asked or None)
            process.send_signal(signal.SIGSTOP)
            time.sleep(3.0)
            process.send_signal(signal.SIGCONT)
            time.sleep(2.0)
            process.send_signal(signal.SIGTERM)
            assert process.wait(10) == 0
    seen = {(one["state"], one["result"]) for one in map(json.loads, _lines(folder))}
    assert seen <= {("up", "up"), ("unknown", "asleep")}
    [health] = read_health(folder / "spool")
    assert health.prober == "City hall"


def test_once_shows_what_is_seen_and_writes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with desk() as (server, broken):
        folder = write_probing_watch(tmp_path / "watch", server.address)
        broken.set()
        assert main(["--watch", str(folder), "probe", "--once", "--json", "--name", "School"]) == 0
    [sample] = json.loads(capsys.readouterr().out)["samples"]
    assert (sample["prober"], sample["state"], sample["result"]) == ("School", "down", "status")
    assert len(list((folder / "spool" / "School").glob("*.jsonl"))) == 1


def test_a_name_that_leaves_the_spool_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_probing_watch(tmp_path / "watch", "http://127.0.0.1:9")
    assert main(["--watch", str(folder), "probe", "--once", "--name", "../elsewhere"]) == 2
    assert "--name" in capsys.readouterr().err


def test_the_service_probes_where_its_settings_say_so_and_writes_all_when_it_stops(tmp_path: Path) -> None:
    with desk() as (server, _):
        folder = write_probing_watch(tmp_path / "watch", server.address)
        with (folder / "supplierwatch.yaml").open("a", encoding="utf-8") as file:
            file.write("service: {probe: true, grace: 10 s}\n")
        command = [sys.executable, "-m", "supplierwatch", "--watch", str(folder)]
        command += ["serve", "--no-web", "--no-jobs"]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("COV_")}
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
            try:
                wait_until("the first looks", lambda: len(server.asked) >= 2 or None)
                process.send_signal(signal.SIGTERM)
                assert process.wait(20) == 0
            finally:
                if process.poll() is None:
                    process.kill()
    written = [json.loads(line) for line in _lines(folder)]
    assert len(written) >= 1
    assert {one["state"] for one in written} == {"up"}
    assert list((folder / "spool" / "City hall").glob("*.open")) == []
