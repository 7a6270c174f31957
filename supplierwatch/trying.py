"""Trying a source: its first page, and what would be made of it; nothing is saved."""

import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass

import pandas as pd

from collector.collect import pages_of
from collector.errors import Problem
from collector.records import FactKind, TicketState
from collector.source import Normalised, Page
from supplierwatch.time_budget import TimeBudget
from supplierwatch.watch import Watch
from supplierwatch.watched_sources import WatchedSource

MOST_REJECTS = 10
"""Rejects that are shown; the others are counted."""


@dataclass(frozen=True)
class Trial:
    """What the first page with rows holds.

    `pages` counts the pages asked for until it came, `facts` facts by kind, `unmapped` status changes by word
    without a mapping; `rejects` are (line, reason) of the first rows that could not be read, of
    `reject_count`. `blank` are columns that the mapping asks for and no row of that page holds anything in;
    `warnings` are those of all the pages asked for.
    """

    source: str
    origin: str
    pages: int
    rows: int
    facts: Mapping[str, int]
    unmapped: Mapping[str, int]
    reject_count: int
    rejects: tuple[tuple[int, str], ...]
    blank: tuple[str, ...]
    warnings: tuple[Problem, ...]


def try_source(
    watch: Watch, watched: WatchedSource, environment: Mapping[str, str], now: Callable[[], int]
) -> Trial:
    """Ask `watched` as at its first run, up to the first page that has rows, for as long as a run may take.

    Touches no store. Raises SupplierwatchError where the source cannot be opened, read or understood.
    """
    until = time.monotonic() + watch.settings.service.source_budget
    budget = TimeBudget(until, time.monotonic, lambda: False)
    source = watch.open_source(watched, environment, now, budget.is_up, budget.sleep)
    trial = Trial(watched.name, "", 0, 0, {}, {}, 0, (), (), ())
    warnings: tuple[Problem, ...] = ()
    with closing(pages_of(source, None)) as pages:
        for number, page in enumerate(pages, 1):
            found = source.normalise(page)
            warnings = tuple(dict.fromkeys((*warnings, *found.warnings)))
            trial = _trial(watched.name, number, page, found, warnings)
            if trial.rows > 0:
                return trial
    return trial


def _trial(name: str, number: int, page: Page, found: Normalised, warnings: tuple[Problem, ...]) -> Trial:
    rejects = found.rejects.head(MOST_REJECTS)
    return Trial(
        source=name,
        origin=page.origin,
        pages=number,
        rows=len(page.rows),
        facts={kind.value: len(frame) for kind, frame in found.facts.items() if len(frame) > 0},
        unmapped=_unmapped(found),
        reject_count=len(found.rejects),
        rejects=tuple(zip(map(int, rejects["line"]), map(str, rejects["reason"]), strict=True)),
        blank=_blank(page.rows),
        warnings=warnings,
    )


def _blank(rows: pd.DataFrame) -> tuple[str, ...]:
    """Return the system's columns without any value: of a misspelt one no system and no mapping says more."""
    if rows.empty:
        return ()
    named = [name for name in map(str, rows.columns) if not name.startswith("#")]
    return tuple(name for name in named if (rows[name].isna() | (rows[name] == "")).all())


def _unmapped(found: Normalised) -> dict[str, int]:
    changes = found.facts.get(FactKind.TICKET_CHANGE, pd.DataFrame({"state": [], "value": []}))
    words = changes.loc[changes["state"] == int(TicketState.UNMAPPED), "value"]
    return {str(word): int(count) for word, count in words.value_counts().sort_index().items()}
