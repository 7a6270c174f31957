"""The ticker: asks every few seconds, per lane, whether something is due. It remembers nothing itself.

APScheduler keeps its jobs in memory only: what has run is in the project's own tables, so that nothing rests
on what it loses at a restart, on its misfires, or on how it counts at clock changes.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from supplierwatch.serving.job_names import LANES, JobName
from supplierwatch.serving.schedules import SHORTEST_INTERVAL

Lane = Sequence[JobName]


class Ticker:
    """Calls `tick` with each lane that has any of `names`, one call at a time per lane."""

    def __init__(self, tick: Callable[[Lane], object], names: Collection[JobName]) -> None:
        lanes = lanes_of(names)
        self._scheduler = BackgroundScheduler(
            timezone=UTC, executors={"default": ThreadPoolExecutor(max(len(lanes), 1))}, daemon=True
        )
        for lane in lanes:
            self._scheduler.add_job(
                tick,
                "interval",
                args=(lane,),
                seconds=SHORTEST_INTERVAL,
                next_run_time=datetime.now(UTC),
                # A tick that comes late or was left out while the last one worked is one tick.
                misfire_grace_time=None,
                coalesce=True,
                max_instances=1,
            )

    def start(self) -> None:
        """Begin; the first ticks come at once."""
        self._scheduler.start()

    def stop(self) -> None:
        """Tick no more; what is under way goes on."""
        self._scheduler.shutdown(wait=False)


def lanes_of(names: Collection[JobName]) -> list[Lane]:
    """Return the lanes in which any of `names` is done, each with these only."""
    found = [tuple(job for job in lane if job in names) for lane in LANES]
    return [lane for lane in found if lane]
