"""Collecting from one source: fetch its pages, normalise and save each, and record how the run went."""

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar

from collector.again import normalise_again
from collector.errors import Problem, SupplierwatchError, name_of
from collector.source import Normalised, Page, Source
from collector.store.database import Database
from collector.store.intakes import Clock, SavedPage
from collector.store.planning import MANY_FACTS, save_statistics
from collector.store.run_warnings import RunWarnings, listed, merged
from collector.store.runs import Run, RunOutcome, save_run_end, save_run_start
from collector.store.save import read_cursor, save_page

Found = TypeVar("Found")


@dataclass(frozen=True)
class RunRecord:
    """What one run brought: pages, rows of the source, counts of facts, and what a person should know.

    `resolved` rows left quarantine: they were understood, or are no longer said.
    """

    id: int
    source: str
    started_at: int
    finished_at: int
    outcome: RunOutcome
    pages: int = 0
    rows: int = 0
    rejects: int = 0
    resolved: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    told: RunWarnings = field(default_factory=RunWarnings)
    problem: str = ""

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What a person should know all the same, each once."""
        return listed(self.told)


Progress = Callable[[RunRecord], None]
"""Is told after every page how the run stands."""


def _never() -> bool:
    return False


def collect(
    source: Source,
    database: Database,
    now: Clock,
    progress: Progress | None = None,
    is_time_up: Callable[[], bool] = _never,
) -> RunRecord:
    """Collect what `source` has since its cursor, one transaction per page.

    Where its mapping has changed, the pages kept of it are normalised again before anything is asked; where
    `is_time_up` before that is done, the run ends there and the next one goes on. A source that fetches for
    long looks at its time itself.
    Where the source cannot be read, a page of it not be understood, or anything unexpected comes up in it,
    the run is `failed`, its problem is recorded and returned, and pages saved before stay. What `progress`
    raises ends the run where it is.
    """
    run = save_run_start(database, source.name, now())
    record = RunRecord(run.id, source.name, run.started_at, run.started_at, RunOutcome.RUNNING)
    try:
        again = normalise_again(source, database, now, run.id, is_time_up)
        while (step := _guarded(partial(next, again, None))) is not None:
            record = _counted(record, step.normalised, step.saved, pages=step.pages, rows=0)
            if progress is not None:
                progress(record)
            if step.is_cut_off:
                return _ended(database, run, replace(record, outcome=RunOutcome.COMPLETE), now())
        with closing(pages_of(source, read_cursor(database, source.name))) as pages:
            for page in pages:
                record = _guarded(partial(_with_page, record, source, database, page, now))
                if progress is not None:
                    progress(record)
    except SupplierwatchError as error:
        return _ended(database, run, replace(record, outcome=RunOutcome.FAILED, problem=str(error)), now())
    return _ended(database, run, replace(record, outcome=RunOutcome.COMPLETE), now())


def collect_from(
    name: str,
    open_source: Callable[[], Source],
    database: Database,
    now: Clock,
    progress: Progress | None = None,
    is_time_up: Callable[[], bool] = _never,
) -> RunRecord:
    """Open the source `name` and collect from it; one that cannot be opened fails its own run, as above."""
    try:
        source = _guarded(open_source)
    except SupplierwatchError as error:
        run = save_run_start(database, name, now())
        record = RunRecord(run.id, name, run.started_at, run.started_at, RunOutcome.FAILED)
        return _ended(database, run, replace(record, problem=str(error)), now())
    return collect(source, database, now, progress, is_time_up)


def pages_of(source: Source, cursor: str | None) -> Generator[Page, None, None]:
    """Yield the pages of `source`, and let go of it whatever ends the run."""
    pages = _guarded(partial(source.fetch, cursor))
    try:
        while (page := _guarded(partial(next, pages, None))) is not None:
            yield page
    finally:
        # A source's pages are a generator as a rule, but need not be one.
        close = getattr(pages, "close", None)
        if close is not None:
            close()


def _guarded(work: Callable[[], Found]) -> Found:
    """Return what `work` gives; what it raises unexpectedly becomes an error without any text of the source.

    Raises SupplierwatchError.
    """
    try:
        return work()
    except SupplierwatchError:
        raise
    except Exception as error:
        # The outermost frame of one source's run: whatever a connector raises ends that run, and no other.
        raise SupplierwatchError(
            f"unexpected: {name_of(error)}. Pages saved before stay, and the next run goes on after them. "
            "Where it comes up again, report this line to whoever maintains the connector"
        ) from error


def _with_page(record: RunRecord, source: Source, database: Database, page: Page, now: Clock) -> RunRecord:
    normalised = source.normalise(page)
    saved: SavedPage = save_page(
        database,
        source.name,
        normalised,
        page,
        record.id,
        now,
        system=source.system,
        fingerprint=source.fingerprint,
    )
    return _counted(record, normalised, saved, pages=1, rows=len(page.rows))


def _counted(
    record: RunRecord, normalised: Normalised, saved: SavedPage, *, pages: int, rows: int
) -> RunRecord:
    return replace(
        record,
        pages=record.pages + pages,
        rows=record.rows + rows,
        rejects=record.rejects + len(normalised.rejects),
        resolved=record.resolved + saved.resolved,
        new=record.new + saved.new,
        changed=record.changed + saved.changed,
        unchanged=record.unchanged + saved.unchanged,
        removed=record.removed + saved.removed,
        told=merged(record.told, (*normalised.warnings, *saved.warnings)),
    )


def _ended(database: Database, run: Run, record: RunRecord, instant: int) -> RunRecord:
    save_run_end(database, run, record.outcome, instant, record.problem)
    if record.new + record.changed >= MANY_FACTS:
        save_statistics(database)
    return replace(record, finished_at=instant)
