"""Collecting from the sources of a watch into its store."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from collector.breaker import Troubles, left_alone_until
from collector.collect import Progress, RunRecord, collect_from
from collector.source import Source
from collector.store.database import Database
from collector.store.heard import Heard, read_heard
from collector.store.intakes import Clock
from supplierwatch.migrate import upgrade
from supplierwatch.time_budget import Elapsed, TimeBudget
from supplierwatch.watch import Watch
from supplierwatch.watched_sources import WatchedSource

Lane = Sequence[WatchedSource]
"""Sources that are asked one after another."""


@dataclass(frozen=True)
class LeftAlone:
    """A source that is not asked before `until`: so many of its runs failed one after another."""

    source: str
    until: int
    failures: int


def _nothing(_told: object) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Told:
    """Who is told how it goes, from several threads.

    `begins` before each source, `goes_on` after each page of it; `leaves_alone` where one is not asked.
    What one of them raises ends all that is under way, between two pages.
    """

    begins: Callable[[str], None] = _nothing
    goes_on: Progress = _nothing
    leaves_alone: Callable[[LeftAlone], None] = _nothing


class _Halted(Exception):  # noqa: N818 - what happened to the run, named as that
    """Another source's run ended everything; this one ends between two pages."""


def _never() -> bool:
    return False


def _as_it_is(source: Source) -> Source:
    return source


@dataclass(frozen=True)
class Manner:
    """How sources are collected from, where that is not as usual.

    `is_to_stop` ends systems where they can go on later, `prepared` gives the source that is really read, and
    budgets are measured by `elapsed`.
    """

    is_to_stop: Callable[[], bool] = _never
    prepared: Callable[[Source], Source] = _as_it_is
    elapsed: Elapsed = time.monotonic


@contextmanager
def opened_store(watch: Watch, environment: Mapping[str, str]) -> Iterator[Database]:
    """Yield the store of `watch`, its tables brought to the present version."""
    with watch.open_store(environment) as database:
        upgrade(database)
        yield database


def collect_sources(
    watch: Watch,
    database: Database,
    now: Clock,
    environment: Mapping[str, str],
    names: Sequence[str] = (),
    told: Told | None = None,
    manner: Manner | None = None,
) -> list[RunRecord]:
    """Collect from the sources called `names` (none: from all), and return their runs in the files' order.

    Systems are asked several at a time, the one not heard for longest first, each for as long as its budget
    lasts; files are read one source after another beside them. A source that cannot be read ends its own run
    as failed; the others go on. One whose runs keep failing is left alone for a while, unless it is named.
    Raises ProblemsFound for a name that no source has, before anything is collected.
    """
    chosen = watch.chosen(names)
    heard = {one.source: one for one in read_heard(database)}
    left_alone = [] if names else list(find_left_alone(chosen, heard, now()))
    telling = told or Told()
    for one in left_alone:
        telling.leaves_alone(one)
    resting = {one.source for one in left_alone}
    asked = [one for one in chosen if one.name not in resting]
    collecting = _Collecting(watch, database, now, environment, telling, manner or Manner())
    runs = {run.source: run for run in collecting.run(_lanes(asked, heard))}
    return [runs[one.name] for one in asked]


def find_left_alone(
    sources: Iterable[WatchedSource], heard: Mapping[str, Heard], now: int
) -> Iterator[LeftAlone]:
    """Yield the systems among `sources` that are not asked at `now`; files are always looked at."""
    for one in sources:
        found = heard.get(one.name)
        if one.entry.connector is None or found is None:
            continue
        until = left_alone_until(one.name, Troubles(found.failures, found.failed_at))
        if until is not None and now < until:
            yield LeftAlone(one.name, until, found.failures)


def _lanes(sources: Lane, heard: Mapping[str, Heard]) -> list[Lane]:
    """All files in one lane, in the order of the sources file; each system in one of its own."""
    files = [one for one in sources if one.entry.connector is None]
    systems = [one for one in sources if one.entry.connector is not None]

    def last_heard(one: WatchedSource) -> tuple[bool, int]:
        found = heard.get(one.name)
        at = None if found is None else found.last_success_at
        return (at is not None, 0 if at is None else at)

    return [*([files] if files else []), *([one] for one in sorted(systems, key=last_heard))]


@dataclass(frozen=True)
class _Collecting:
    """One collecting of several lanes at once."""

    watch: Watch
    database: Database
    now: Clock
    environment: Mapping[str, str]
    told: Told
    manner: Manner
    halted: threading.Event = field(default_factory=threading.Event)

    def run(self, lanes: Sequence[Lane]) -> list[RunRecord]:
        """Return the runs of all lanes; a lane alone needs no thread."""
        if len(lanes) <= 1 or self.watch.settings.service.sources_at_once == 1:
            return [run for lane in lanes for run in self._lane(lane)]
        pool = ThreadPoolExecutor(self.watch.settings.service.sources_at_once, "collect")
        try:
            futures = [pool.submit(self._lane, lane) for lane in lanes]
            wait(futures, return_when=FIRST_EXCEPTION)
        finally:
            if not all(one.done() for one in futures):
                self.halted.set()
            pool.shutdown(wait=True, cancel_futures=True)
        return [run for future in _broken_first(futures) for run in future.result()]

    def _lane(self, lane: Lane) -> list[RunRecord]:
        return [self._source(one) for one in lane]

    def _source(self, watched: WatchedSource) -> RunRecord:
        self._go_on()
        self.told.begins(watched.name)
        until = self.manner.elapsed() + self.watch.settings.service.source_budget
        budget = TimeBudget(until, self.manner.elapsed, self._is_to_stop)
        opened = partial(self._open, watched, budget)
        return collect_from(watched.name, opened, self.database, self.now, self._page, budget.is_up)

    def _open(self, watched: WatchedSource, budget: TimeBudget) -> Source:
        source = self.watch.open_source(watched, self.environment, self.now, budget.is_up, budget.sleep)
        return self.manner.prepared(source)

    def _page(self, record: RunRecord) -> None:
        self._go_on()
        self.told.goes_on(record)

    def _is_to_stop(self) -> bool:
        return self.halted.is_set() or self.manner.is_to_stop()

    def _go_on(self) -> None:
        if self.halted.is_set():
            raise _Halted


def _broken_first(futures: Sequence[Future[list[RunRecord]]]) -> list[Future[list[RunRecord]]]:
    """Return `futures`, first the one that ended all others, so that what it raised is what is told."""

    def rank(future: Future[list[RunRecord]]) -> int:
        if future.cancelled():
            return 2
        error = future.exception()
        return 1 if error is None or isinstance(error, _Halted) else 0

    return sorted(futures, key=rank)
