"""The own probe inside the service."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from supplierwatch.serving.probe_thread import ProbeThread
from supplierwatch.serving.watch_holder import WatchHolder
from tests.replay import Replay, Reply, replaying
from tests.services import wait_until
from tests.supplierwatch.test_probe_command import write_probing_watch
from tests.supplierwatch.watches import replace_text


@contextmanager
def probing(folder: Path) -> Iterator[ProbeThread]:
    """Yield a thread that probes by the files in `folder`."""
    thread = ProbeThread(WatchHolder(folder))
    thread.start()
    try:
        yield thread
    finally:
        thread.ask_to_stop()
        assert thread.wait_stopped(20)


@pytest.fixture
def desk() -> Iterator[Replay]:
    with replaying(lambda _asked: Reply(200, b"Logga in")) as server:
        yield server


@pytest.fixture
def folder(tmp_path: Path, desk: Replay) -> Path:
    """A watch whose service probes."""
    found = write_probing_watch(tmp_path / "watch", desk.address)
    with (found / "supplierwatch.yaml").open("a", encoding="utf-8") as file:
        file.write("service: {probe: true}\n")
    return found


def test_a_change_of_the_file_of_probes_is_taken_over(folder: Path, desk: Replay) -> None:
    with probing(folder):
        wait_until("a look at the old page", lambda: "/" in desk.paths() or None)
        replace_text(folder / "probes.yaml", f"{desk.address}/", f"{desk.address}/new")
        wait_until("a look at the new page", lambda: "/new" in desk.paths() or None)
    assert list(dict.fromkeys(desk.paths())) == ["/", "/new"]


def test_without_the_setting_nothing_is_asked(folder: Path, desk: Replay) -> None:
    replace_text(folder / "supplierwatch.yaml", "probe: true", "probe: false")
    with probing(folder) as thread:
        thread.ask_to_stop()
        assert thread.wait_stopped(10)
    assert desk.asked == []
    assert not (folder / "spool").exists()


def test_a_second_process_of_one_name_waits_and_says_why(
    folder: Path, desk: Replay, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "supplierwatch"), probing(folder):
        wait_until("a look", lambda: len(desk.asked) >= 1 or None)
        with probing(folder):
            wait_until("the second one to say so", lambda: "probe_waits" in caplog.text or None)
    assert "another process probes under the name" in caplog.text
