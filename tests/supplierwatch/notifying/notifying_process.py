"""A process that finds out and tells without end, by a clock that runs fast, for tests to kill."""

import time
from collections.abc import Callable
from pathlib import Path

import supplierwatch.notifying.alerting
import supplierwatch.notifying.delivering  # noqa: F401 - both loaded once, and not by every process anew
from supplierwatch.serving.job_names import LANES, JobName
from supplierwatch.serving.runner import Runner
from supplierwatch.watch import Watch
from tests.evaluator.october import NOW
from tests.supplierwatch.notifying.stories import MINUTE
from tests.supplierwatch.notifying.watches import telling
from tests.supplierwatch.serving.process import with_short_lease

SPEED = 60
"""Seconds that the clock shows in one."""

REPEATED = MINUTE
SETTINGS = "service: {notify: every 5 s, deliver: every 5 s}\n"


def restless(folder: Path, port: int) -> Watch:
    """Return a watch that tells of everything again every minute."""
    rules = {"group_wait": "5 s", "group_interval": "0 s", "repeat_after": "60 s", "escalate_after": "2 min"}
    return with_short_lease(telling(folder, port, **rules))


def fast_clock(begun: float) -> Callable[[], int]:
    """Return a clock that shows the time of the tests at the real instant `begun`."""
    return lambda: int(NOW + (time.time() - begun) * SPEED)


def run(folder: Path, port: int, begun: float) -> None:
    """Notify and deliver until killed."""
    watch = restless(folder, port)
    runner = Runner(lambda: watch, {}, fast_clock(begun), (JobName.NOTIFY, JobName.DELIVER))
    while True:
        runner.run_due(LANES[1])
        time.sleep(0.005)
