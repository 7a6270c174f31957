"""A process of the service with a clock that runs fast and jobs that leave a trace, for tests to kill."""

import os
import time
from dataclasses import dataclass, replace
from pathlib import Path

from supplierwatch.notifying.messages import Message, Way
from supplierwatch.notifying.outbox import put
from supplierwatch.serving.job_names import JobName
from supplierwatch.serving.runner import Runner
from supplierwatch.serving.work import Work
from supplierwatch.watch import Watch, load_watch

LEASE_SECONDS = 2
WORKING_SECONDS = 0.05


@dataclass
class Traced:
    """A job that writes down when it begins and ends, works a little, and puts a mail for its occurrence."""

    trace: Path

    def __call__(self, work: Work) -> str:
        self._write("begin", work)
        time.sleep(WORKING_SECONDS)
        with work.database.writing() as connection:
            put(connection, mail_of(work.occurrence.name), work.now())
        time.sleep(WORKING_SECONDS)
        self._write("end", work)
        return ""

    def _write(self, what: str, work: Work) -> None:
        line = f"{time.monotonic_ns()} {os.getpid()} {what} {work.occurrence.name}\n"
        with self.trace.open("ab", buffering=0) as file:
            file.write(line.encode())


def mail_of(name: str) -> Message:
    """Return the mail that is to go out once for an occurrence."""
    return Message(f"report/{name}/a", Way.MAIL, "manager@city.example", f"Report of {name}", "As attached.")


def with_short_lease(watch: Watch) -> Watch:
    """Return `watch` with a lease that tests can wait for."""
    service = watch.settings.service.model_copy(update={"lease": LEASE_SECONDS})
    return replace(watch, settings=watch.settings.model_copy(update={"service": service}))


def run(
    folder: Path, trace: Path, job: JobName, start: float, speed: float, begun: float, until: float
) -> None:
    """Do `job` until a simulated clock shows `until` and nothing has been due for a while.

    The clock shows `start` at the real instant `begun`, and from then on it runs `speed` times as fast.
    """
    watch = with_short_lease(load_watch(folder))

    def now() -> int:
        return min(int(start + max(time.time() - begun, 0) * speed), int(until))

    runner = Runner(lambda: watch, os.environ, now, (job,), jobs={job: Traced(trace)})
    quiet_since = time.monotonic()
    while now() < until or time.monotonic() - quiet_since < LEASE_SECONDS + 2:
        if runner.run_due((job,)):
            quiet_since = time.monotonic()
        time.sleep(0.02)
