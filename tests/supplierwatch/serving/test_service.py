"""How a process of the service ends where something does not end with it."""

import threading
import time
from pathlib import Path

import pytest

from supplierwatch.serving.job_names import JobName
from supplierwatch.serving.runner import Runner
from supplierwatch.serving.service import Service
from supplierwatch.serving.watch_holder import WatchHolder
from supplierwatch.serving.work import Work


class Ended(Exception):  # noqa: N818 - what happened
    """Stands for the end of the process."""


class BrokenWeb:
    """A web server whose thread ended by itself."""

    is_alive = False

    def start(self) -> None:
        """Nothing begins."""

    def ask_to_stop(self) -> None:
        """Nothing is left to stop."""

    def wait_stopped(self, _seconds: float) -> bool:
        """Nothing is left."""
        return True


def test_a_process_whose_pages_broke_down_ends_with_1_although_a_job_is_under_way(
    watch_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_end = threading.Event(), threading.Event()

    def slow(_work: Work) -> str:
        begun.set()
        may_end.wait(60)
        return ""

    def end(code: int) -> None:
        raise Ended(code)

    with (watch_folder / "supplierwatch.yaml").open("a", encoding="utf-8") as file:
        file.write("service: {grace: 0 s}\n")
    holder = WatchHolder(watch_folder)
    runner = Runner(holder.look, {}, lambda: 1_794_225_600, (JobName.COLLECT,), jobs={JobName.COLLECT: slow})
    service = Service(holder, runner, BrokenWeb())  # type: ignore[arg-type] # stands for one that broke
    monkeypatch.setattr("supplierwatch.serving.service.os._exit", end)
    monkeypatch.setattr(service.ended, "wait", lambda _seconds: begun.wait(60) and False)
    try:
        with pytest.raises(Ended) as ended:
            service.run()
    finally:
        may_end.set()
    assert ended.value.args == (1,)
    assert runner.wait_idle(time.monotonic() + 60)
