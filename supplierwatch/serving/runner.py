"""Doing what is due: claims a job, does it, records how it ended. Nothing a job does stops the others."""

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from collector.errors import SupplierwatchError, name_of
from collector.store.database import Database
from supplierwatch.migrate import upgrade
from supplierwatch.serving.calendars import calendar_of
from supplierwatch.serving.claims import Claim, claim, remember_job, remove_old_runs, save_end
from supplierwatch.serving.due import find_due
from supplierwatch.serving.heartbeat import kept_lease
from supplierwatch.serving.job_names import MONTHLY, JobName, Outcome
from supplierwatch.serving.jobs import JOBS, Job
from supplierwatch.serving.log import told
from supplierwatch.serving.report_schedule import schedule_of
from supplierwatch.serving.work import HandedBack, Stopping, Work
from supplierwatch.watch import Watch

_log = logging.getLogger(__name__)

LookAtWatch = Callable[[], Watch]
Clock = Callable[[], int]


def name_of_process() -> str:
    """Return a name for this process that no other one has, on any machine, now or later."""
    return f"{socket.gethostname()}/{os.getpid()}/{secrets.token_hex(4)}"


@dataclass
class Runner:
    """Does the jobs called `names`, as `holder`; `watch` gives the watch as its files say now."""

    watch: LookAtWatch
    environment: Mapping[str, str]
    now: Clock
    names: Collection[JobName]
    holder: str = field(default_factory=name_of_process)
    jobs: Mapping[JobName, Job] = field(default_factory=lambda: JOBS)
    stopping: Stopping = field(default_factory=Stopping)
    running: dict[JobName, Claim] = field(default_factory=dict)
    _in_trouble: threading.Event = field(default_factory=threading.Event)
    _known: dict[JobName, int] = field(default_factory=dict)
    _upgraded: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _idle: threading.Condition = field(default_factory=threading.Condition)
    _busy: int = 0

    def run_due(self, lane: Sequence[JobName]) -> dict[JobName, Outcome]:
        """Do what is due now of the jobs of `lane`, one after another, and return how each ended.

        Of a job whose missed occurrences are made up one by one, all that are due. Never raises: a store that
        does not answer is told once, and asked again at the next call.
        """
        ended: dict[JobName, Outcome] = {}
        with self._counted():
            self._run_lane(lane, ended)
        return ended

    def _run_lane(self, lane: Sequence[JobName], ended: dict[JobName, Outcome]) -> None:
        try:
            watch = self.watch()
            with watch.open_store(self.environment) as database:
                self._upgrade(database)
                for job in lane:
                    if job in self.names and not self.stopping.is_asked:
                        self._run_job(job, watch, database, ended)
            self._answers()
        except SupplierwatchError as error:
            self._does_not_answer(error)
        except Exception as error:  # noqa: BLE001 - the outermost loop of the service goes on, whatever happens
            self._in_trouble.set()
            _log.error(told("unexpected", error=name_of(error)))

    @contextmanager
    def _counted(self) -> Iterator[None]:
        with self._idle:
            self._busy += 1
        try:
            yield
        finally:
            with self._idle:
                self._busy -= 1
                self._idle.notify_all()

    @property
    def is_in_trouble(self) -> bool:
        """Whether the store did not answer, or something unexpected came up, at the last call."""
        return self._in_trouble.is_set()

    def wait_idle(self, until: float) -> bool:
        """Wait until nothing is under way, or the monotonic clock shows `until`; return whether it is so."""
        with self._idle:
            return self._idle.wait_for(lambda: self._busy == 0, max(until - time.monotonic(), 0))

    def _run_job(self, job: JobName, watch: Watch, database: Database, ended: dict[JobName, Outcome]) -> None:
        tried: set[str] = set()
        while not self.stopping.is_asked:
            claimed = self._claim(job, watch, database)
            if claimed is None or claimed.occurrence.name in tried:
                if claimed is not None:
                    save_end(database, claimed, Outcome.HANDED_BACK, self.now())
                return
            tried.add(claimed.occurrence.name)
            ended[job] = self._do(claimed, watch, database)
            if job not in MONTHLY:
                # One that takes longer than its interval is due again: the others of its lane come first.
                return

    def _claim(self, job: JobName, watch: Watch, database: Database) -> Claim | None:
        settings = watch.settings.service
        now = self.now()
        if job not in self._known:
            self._known[job] = remember_job(database, job, now)
        due = find_due(schedule_of(watch.settings, job), self._known[job], now, calendar_of(watch))
        return claim(database, job, due, self.holder, settings.lease, now) if due.occurrences else None

    def _do(self, claimed: Claim, watch: Watch, database: Database) -> Outcome:
        job, begun = claimed.job, self.now()
        _log.info(told("job_begins", job=job, occurrence=claimed.occurrence.name))
        self.running[job] = claimed
        lost = Stopping()
        try:
            with kept_lease(database, claimed, watch.settings.service.lease, lost):
                outcome, problem = self._tried(claimed, watch, database, lost)
        finally:
            del self.running[job]
        seconds = self.now() - begun
        level = logging.ERROR if outcome is Outcome.FAILED else logging.INFO
        said = {"problem": problem} if problem else {}
        name = claimed.occurrence.name
        _log.log(level, told("job_ended", job=job, occurrence=name, outcome=outcome, seconds=seconds, **said))
        save_end(database, claimed, outcome, self.now(), problem)
        if outcome is Outcome.DONE and job not in MONTHLY:
            remove_old_runs(database, job, self.now())
        return outcome

    def _tried(self, claimed: Claim, watch: Watch, database: Database, lost: Stopping) -> tuple[Outcome, str]:
        def is_to_stop() -> bool:
            return self.stopping.is_asked or lost.is_asked

        work = Work(watch, database, self.environment, self.now, claimed.occurrence, is_to_stop)
        try:
            return Outcome.DONE, self.jobs[claimed.job](work)
        except HandedBack:
            return Outcome.HANDED_BACK, "the service was told to stop, or lost its lease"
        except SupplierwatchError as error:
            return Outcome.FAILED, str(error)
        except Exception as error:  # noqa: BLE001 - as in `run_due`: one job never stops the others
            _log.error(told("job_broke", job=claimed.job, error=name_of(error)))
            return Outcome.FAILED, f"unexpected: {type(error).__name__}; the log says where"

    def hand_back(self, watch: Watch) -> None:
        """Give back what is still under way, so that others can do it at once; used when time is up."""
        for claimed in tuple(self.running.values()):
            _log.warning(told("job_handed_back", job=claimed.job, occurrence=claimed.occurrence.name))
            try:
                with watch.open_store(self.environment) as database:
                    save_end(database, claimed, Outcome.HANDED_BACK, self.now(), "not finished when stopped")
            except SupplierwatchError as error:
                _log.warning(told("not_handed_back", job=claimed.job, problem=error))

    def _upgrade(self, database: Database) -> None:
        """Bring the tables of a store to the present version when it is first seen."""
        address = database.url.render_as_string()
        with self._lock:
            if address not in self._upgraded:
                upgrade(database)
                self._upgraded.add(address)
                self._known.clear()

    def _does_not_answer(self, error: SupplierwatchError) -> None:
        if not self._in_trouble.is_set():
            self._in_trouble.set()
            _log.error(told("store_away", problem=error))

    def _answers(self) -> None:
        if self._in_trouble.is_set():
            self._in_trouble.clear()
            _log.info(told("trouble_over"))
