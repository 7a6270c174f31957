"""Normalising kept pages again, without the network, when the mapping of their source has changed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pandas as pd

from collector.errors import Problem, Severity, SourceUnreadable
from collector.instants import to_datetime
from collector.records import FactKind
from collector.source import Normalised, Page, Source, empty_rejects
from collector.store.database import Database
from collector.store.intakes import Clock, SavedPage
from collector.store.kept_pages import KeptPage, count_kept, read_last_kept
from collector.store.restating import (
    Restating,
    begin_restating,
    count_not_kept,
    end_restating,
    is_restating,
    leave_as_read,
    read_stated,
    save_again,
)
from collector.store.runs import save_run_warnings
from collector.store.schema import TICKET_KINDS


@dataclass(frozen=True)
class PageAgain:
    """A step of normalising again: what a page (`pages` is 1) holds now, and what that changed.

    `pages` is 0 where something is only told, or what no page gives any longer was withdrawn. `is_cut_off`
    marks the last step where time was up before all pages were read.
    """

    normalised: Normalised
    saved: SavedPage
    pages: int = 0
    is_cut_off: bool = False


def _never() -> bool:
    return False


def normalise_again(
    source: Source,
    database: Database,
    now: Clock,
    run_id: int,
    is_time_up: Callable[[], bool] = _never,
) -> Iterator[PageAgain]:
    """Normalise the kept pages of `source` again where its mapping is another now, and save what they give.

    Yields after each page, saved in a transaction of its own; what broke off goes on where it was. Nothing
    is yielded where all pages were read under the present mapping. What is older than the pages is told in
    the first one's warnings. Memory holds one page at a time. Where `is_time_up` after a page, the rest is
    left for the next run, which must come before anything new is fetched: what a page kept meanwhile says
    would be overruled by an older one.
    """
    if not is_restating(database, source.name, source.fingerprint):
        return
    restating = Restating(source.name, source.system, source.fingerprint, run_id)
    begin_restating(database, restating, now)
    yield _told(database, run_id, _not_kept(database, source.name))
    while (kept := read_last_kept(database, source.name, other_than=source.fingerprint)) is not None:
        yield _page_again(source, database, restating, kept, now)
        left = count_kept(database, source.name, other_than=source.fingerprint) if is_time_up() else 0
        if left > 0:
            yield replace(_told(database, run_id, (_cut_off(source.name, left),)), is_cut_off=True)
            return
    yield PageAgain(_nothing(), end_restating(database, restating, now))


def _page_again(
    source: Source, database: Database, restating: Restating, kept: KeptPage, now: Clock
) -> PageAgain:
    try:
        page = kept.page()
    except SourceUnreadable as error:
        leave_as_read(database, restating, kept)
        return _told(database, restating.run, (error.problem,))
    page, normalised = _not_stated(source, database, restating, page)
    return PageAgain(normalised, save_again(database, restating, normalised, kept, page, now), pages=1)


def _not_stated(
    source: Source, database: Database, restating: Restating, page: Page
) -> tuple[Page, Normalised]:
    """Return `page` without the tickets that a page seen later stated whole, or that are gone."""
    found = source.normalise(page)
    if found.tickets is None:
        return page, _without_gone(database, restating, found)
    stated = read_stated(database, restating, found.tickets.unique().tolist())
    if not stated:
        return page, found
    left_out = found.tickets.isin(stated)
    if bool(left_out.all()):
        # Nothing is left to be understood or not.
        return page, replace(_nothing(), replaces_whole_tickets=True, tickets=found.tickets[~left_out])
    page = replace(page, rows=page.rows.drop(index=found.tickets.index[left_out]))
    return page, source.normalise(page)


def _without_gone(database: Database, restating: Restating, found: Normalised) -> Normalised:
    frames = [frame["ticket"] for kind, frame in found.facts.items() if kind in TICKET_KINDS]
    if not frames:
        return found
    gone = read_stated(database, restating, pd.concat(frames).unique().tolist())
    return replace(found, facts={kind: _others(kind, frame, gone) for kind, frame in found.facts.items()})


def _others(kind: FactKind, frame: pd.DataFrame, gone: set[str]) -> pd.DataFrame:
    return frame[~frame["ticket"].isin(gone)] if kind in TICKET_KINDS else frame


def _nothing() -> Normalised:
    return Normalised({}, empty_rejects())


def _told(database: Database, run_id: int, warnings: tuple[Problem, ...]) -> PageAgain:
    with database.writing() as connection:
        save_run_warnings(connection, run_id, warnings)
    return PageAgain(replace(_nothing(), warnings=warnings), SavedPage(None))


def _cut_off(name: str, left: int) -> Problem:
    return Problem(
        f"time was up before the kept pages of source {name!r} were read under its new mapping: {left} are "
        "left, and nothing new was asked",
        remedy="The next run goes on. To give a run more time, raise service.source_budget",
        severity=Severity.WARNING,
    )


def _not_kept(database: Database, name: str) -> tuple[Problem, ...]:
    older, begins_at = count_not_kept(database, name)
    if older == 0 or begins_at is None:
        return ()
    day = to_datetime(begins_at).date().isoformat()
    return (
        Problem(
            f"the mapping of source {name!r} has changed, and of what was fetched before {day} nothing "
            f"is kept: what only {older} older intakes brought stays as the former mapping read it",
            remedy=f"To read all of it under the new mapping: supplierwatch collect --since DAY {name}",
            severity=Severity.WARNING,
        ),
    )
