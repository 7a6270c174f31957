"""The command `serve` in real processes: it begins, answers, ends when told to, and does what is due once."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from supplierwatch.__main__ import main

LONGEST_WAIT = 60.0


@contextmanager
def served(folder: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    """Yield a process of the service that has begun; it is killed where a test leaves it running."""
    command = [sys.executable, "-m", "supplierwatch", "--watch", str(folder), "serve", *options]
    # The suite measures coverage in processes of its own.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV_")}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def log_until(process: subprocess.Popen[str], event: str) -> list[str]:
    """Read the log until a line of `event`, and return the lines so far."""
    assert process.stderr is not None
    lines = []
    for line in process.stderr:
        lines.append(line)
        if f"event={event}" in line:
            return lines
    raise AssertionError(f"the service ended before {event}:\n{''.join(lines)}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ask(address: str) -> str:
    """Return what is answered at `address`, asked until something is."""
    until = time.monotonic() + LONGEST_WAIT
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - an address of this machine
                return str(answer.read().decode())
        except urllib.error.URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_service_answers_does_its_jobs_and_ends_well_when_told_to(
    watch_folder: Path, number: signal.Signals
) -> None:
    port = free_port()
    with served(watch_folder, "--port", str(port)) as process:
        lines = log_until(process, "job_ended job=evaluate")
        assert ask(f"http://127.0.0.1:{port}/alive").strip() == "alive"
        process.send_signal(number)
        lines += log_until(process, "service_ended")
        assert process.wait(LONGEST_WAIT) == 0
    text = "".join(lines)
    assert "event=web_serves host=127.0.0.1" in text
    assert "event=job_ended job=collect" in text
    assert "outcome=failed" not in text
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5)


def test_a_second_signal_ends_the_service_at_once(watch_folder: Path) -> None:
    with served(watch_folder, "--no-web") as process:
        log_until(process, "service_started")
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGINT)
        assert process.wait(LONGEST_WAIT) in {0, 128 + signal.SIGINT, 128 + signal.SIGTERM}


def test_once_does_what_is_due_and_ends(watch_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--watch", str(watch_folder), "-q"]
    assert main([*options, "serve", "--once", "--jobs", "collect,evaluate"]) == 0
    capsys.readouterr()
    assert main([*options, "jobs", "--json"]) == 0
    jobs = {one["job"]: one for one in json.loads(capsys.readouterr().out)["jobs"]}
    assert (jobs["collect"]["outcome"], jobs["evaluate"]["outcome"]) == ("done", "done")
    assert (jobs["report"]["outcome"], jobs["retain"]["is_on"]) == ("", False)
    assert main([*options, "jobs"]) == 0
    assert "every 15 min" in capsys.readouterr().out


def test_once_ends_with_1_where_a_job_failed(watch_folder: Path) -> None:
    (watch_folder / "deliveries" / "tickets-2026-10.csv").write_text("Other\nA-1\n", encoding="utf-8")
    assert main(["--watch", str(watch_folder), "-q", "serve", "--once", "--jobs", "collect"]) == 1


def test_a_job_that_is_not_there_is_refused(watch_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--watch", str(watch_folder), "serve", "--jobs", "collect,dig"]) == 2
    assert "there is no job 'dig'; allowed: collect, evaluate, report" in capsys.readouterr().err


def test_an_address_others_reach_is_refused_while_nobody_signs_in(
    watch_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--watch", str(watch_folder), "serve", "--host", "0.0.0.0"]) == 2  # noqa: S104 - refused
    assert "can be reached from other machines, and nobody has to sign in" in capsys.readouterr().err


def test_a_port_that_is_taken_is_told(watch_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert main(["--watch", str(watch_folder), "serve", "--port", port]) == 1
    assert f"127.0.0.1 port {port} cannot be served: Address already in use" in capsys.readouterr().err


def test_without_the_extra_the_service_says_which_one_is_missing(
    watch_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("supplierwatch.serving.needs.NEEDED", ("no_such_library",))
    assert main(["--watch", str(watch_folder), "serve"]) == 1
    told = capsys.readouterr().err
    assert "the service needs no_such_library, which is not installed" in told
    assert "supplierwatch[serve]" in told


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("service: {collect: weekly}", "a schedule is text such as"),
        ("service: {report: every 15 min}", "report cannot be done every 15 min"),
        ("service: {collect: on working day 5 at 07:00}", "collect cannot be done on working day 5"),
        ("service: {lease: 1 s}", "lease"),
    ],
)
def test_schedules_that_cannot_be_are_refused_where_they_stand(
    watch_folder: Path, capsys: pytest.CaptureFixture[str], line: str, expected: str
) -> None:
    settings = watch_folder / "supplierwatch.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    assert main(["--watch", str(watch_folder), "serve"]) == 2
    assert expected in capsys.readouterr().err
