"""The running service: ticks, serves, and ends when it is told to."""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

from supplierwatch.serving.log import told
from supplierwatch.serving.probe_thread import ProbeThread
from supplierwatch.serving.runner import Runner
from supplierwatch.serving.ticker import Ticker
from supplierwatch.serving.watch_holder import WatchHolder
from supplierwatch.serving.web_server import WebServer

_log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
"""How often it is looked whether the web server still serves."""


@dataclass
class Service:
    """One process: jobs, pages, or both."""

    holder: WatchHolder
    runner: Runner
    web: WebServer | None
    probe: ProbeThread | None = None
    ended: threading.Event = field(default_factory=threading.Event)

    def run(self) -> int:
        """Run until SIGTERM or SIGINT, and return the exit code: 0 after either, 1 where serving broke down.

        A second signal ends the process at once; what was under way is made up by the next one.
        """
        restore = _on_signals(self._told_to_stop)
        ticker = Ticker(self.runner.run_due, self.runner.names) if self.runner.names else None
        try:
            if self.web is not None:
                self.web.start()
            if ticker is not None:
                ticker.start()
            if self.probe is not None:
                self.probe.start()
            _log.info(told("service_started", process=self.runner.holder, jobs=",".join(self.runner.names)))
            code = self._wait()
            self._end(ticker, code)
        finally:
            restore()
        return code

    def _wait(self) -> int:
        while not self.ended.wait(LOOK_SECONDS):
            if self.web is not None and not self.web.is_alive:
                return 1
        return 0

    def _end(self, ticker: Ticker | None, code: int) -> None:
        """Take nothing new; wait for what is under way, and give back what takes too long.

        Does not return where something is still under way then: the process ends by `code`.
        """
        grace = self.holder.current().settings.service.grace
        _log.info(told("service_stops", grace=grace))
        until = time.monotonic() + grace
        self.runner.stopping.ask()
        if self.web is not None:
            self.web.ask_to_stop()
        if self.probe is not None:
            self.probe.ask_to_stop()
        if ticker is not None:
            ticker.stop()
        is_idle = self.runner.wait_idle(until)
        if not is_idle:
            self.runner.hand_back(self.holder.current())
        is_silent = self.web is None or self.web.wait_stopped(until - time.monotonic())
        is_written = self.probe is None or self.probe.wait_stopped(until - time.monotonic())
        _log.info(told("service_ended", jobs_finished=is_idle, answers_finished=is_silent))
        if not is_idle or not is_silent or not is_written:
            logging.shutdown()
            # Threads that work on would keep the process; what they have not committed is undone.
            os._exit(code)

    def _told_to_stop(self, number: int) -> None:
        if self.ended.is_set():
            os._exit(128 + number)
        self.ended.set()


def _on_signals(stop: Callable[[int], None]) -> Callable[[], None]:
    """Let SIGTERM and SIGINT call `stop`; returns what puts back how they were handled before."""

    def handled(number: int, _frame: FrameType | None) -> None:
        stop(number)

    numbers = (signal.SIGTERM, signal.SIGINT)
    before = [(number, signal.signal(number, handled)) for number in numbers]

    def restore() -> None:
        for number, handler in before:
            signal.signal(number, handler)

    return restore
