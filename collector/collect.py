"""Collecting from one source: fetch its pages, normalise and save each, and record how the run went."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from collector.errors import Problem, SupplierwatchError
from collector.source import Page, Source
from collector.store.database import Database
from collector.store.planning import MANY_FACTS, save_statistics
from collector.store.runs import Run, RunOutcome, save_run_end, save_run_start
from collector.store.save import Clock, SavedPage, read_cursor, save_page


@dataclass(frozen=True)
class RunRecord:
    """What one run brought: pages, rows of the source, counts of facts, and what a person should know."""

    id: int
    source: str
    started_at: int
    finished_at: int
    outcome: RunOutcome
    pages: int = 0
    rows: int = 0
    rejects: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    warnings: tuple[Problem, ...] = ()
    problem: str = ""


Progress = Callable[[RunRecord], None]
"""Is told after every page how the run stands."""


def collect(source: Source, database: Database, now: Clock, progress: Progress | None = None) -> RunRecord:
    """Collect what `source` has since its cursor, one transaction per page.

    Where the source cannot be read, or a page of it not be understood, the run is `failed`, its problem is
    recorded and returned, and pages saved before stay.
    """
    run = save_run_start(database, source.name, now())
    record = RunRecord(run.id, source.name, run.started_at, run.started_at, RunOutcome.RUNNING)
    try:
        for page in source.fetch(read_cursor(database, source.name)):
            record = _with_page(record, source, database, page, now)
            if progress is not None:
                progress(record)
    except SupplierwatchError as error:
        return _ended(database, run, replace(record, outcome=RunOutcome.FAILED, problem=str(error)), now())
    return _ended(database, run, replace(record, outcome=RunOutcome.COMPLETE), now())


def _with_page(record: RunRecord, source: Source, database: Database, page: Page, now: Clock) -> RunRecord:
    normalised = source.normalise(page)
    saved: SavedPage = save_page(
        database, source.name, normalised, page, record.id, now, system=source.system
    )
    return replace(
        record,
        pages=record.pages + 1,
        rows=record.rows + len(page.rows),
        rejects=record.rejects + len(normalised.rejects),
        new=record.new + saved.new,
        changed=record.changed + saved.changed,
        unchanged=record.unchanged + saved.unchanged,
        removed=record.removed + saved.removed,
        warnings=record.warnings + normalised.warnings,
    )


def _ended(database: Database, run: Run, record: RunRecord, instant: int) -> RunRecord:
    save_run_end(database, run, record.outcome, instant, record.problem)
    if record.new + record.changed >= MANY_FACTS:
        save_statistics(database)
    return replace(record, finished_at=instant)
