"""Short ways to write pages of facts for tests of the store."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from collector.errors import Problem, SourceUnreadable
from collector.records import FactKind, as_facts
from collector.source import Normalised, Page, empty_rejects
from collector.store.database import Database
from collector.store.intakes import SavedPage
from collector.store.runs import save_run_start
from collector.store.save import save_page

Rows = list[dict[str, Any]]
Facts = dict[FactKind, Rows]


def ticket(key: str, opened_at: int, **values: Any) -> dict[str, Any]:
    return {"ticket": key, "opened_at": opened_at, "kind": "incident", "service": "T1", **values}


def change(key: str, at: int, value: str, state: int | None = 1, sequence: int = 0) -> dict[str, Any]:
    return {"ticket": key, "at": at, "sequence": sequence, "field": "status", "value": value, "state": state}


def service_state(at: int, state: int, unit: str | None = None, prober: str = "probe") -> dict[str, Any]:
    return {"prober": prober, "service": "T1", "unit": unit, "at": at, "state": state}


def observed(from_at: int, to_at: int | None) -> dict[str, Any]:
    return {"prober": "probe", "service": "T1", "from_at": from_at, "to_at": to_at}


def normalised(
    facts: Facts, rejects: Sequence[tuple[int, str, str]] = (), *, whole_tickets: bool = False
) -> Normalised:
    frames = {kind: as_facts(kind, _frame(kind, rows)) for kind, rows in facts.items()}
    found = pd.DataFrame(list(rejects), columns=["line", "reason", "fields"]) if rejects else empty_rejects()
    return Normalised(frames, found, replaces_whole_tickets=whole_tickets)


def _frame(kind: FactKind, rows: Rows) -> pd.DataFrame:
    from collector.records import empty_frame  # noqa: PLC0415 - only for a page without rows

    return pd.DataFrame(rows) if rows else empty_frame(kind)


def page(
    cursor: str, *, rows: int = 1, full: bool = False, complete: bool = False, origin: str = "export.csv"
) -> Page:
    """Write a page; one that is complete is of a full delivery."""
    frame = pd.DataFrame(index=range(rows))
    return Page(origin, frame, cursor, f"hash of {cursor}", full or complete, complete)


def save(
    database: Database,
    facts: Facts,
    *,
    cursor: str = "1",
    at: int = 1000,
    full: bool = False,
    complete: bool = False,
    whole_tickets: bool = False,
    source: str = "tickets",
    **options: Any,
) -> SavedPage:
    """Save one page in a run of its own."""
    run = save_run_start(database, source, at)
    rejects = options.pop("rejects", ())
    return save_page(
        database,
        source,
        normalised(facts, rejects, whole_tickets=whole_tickets),
        page(cursor, full=full, complete=complete),
        run.id,
        at,
        **options,
    )


@dataclass
class ListedSource:
    """A source whose pages are a list; its cursor counts the pages read."""

    pages: list[Facts]
    name: str = "tickets"
    system: str = "tickets"
    fingerprint: str = "mapping 1"
    full: bool = False
    unreadable_from: int | None = None
    crash_from: int | None = None
    asked: list[str | None] = field(default_factory=list)

    def fetch(self, cursor: str | None) -> Iterator[Page]:
        self.asked.append(cursor)
        for number in range(0 if cursor is None else int(cursor), len(self.pages)):
            if number == self.unreadable_from:
                raise SourceUnreadable(Problem("the answer is not JSON", file="http://tickets"))
            if number == self.crash_from:
                raise KeyboardInterrupt
            complete = self.full and number == len(self.pages) - 1
            yield page(str(number + 1), rows=number, full=self.full, complete=complete)

    def normalise(self, page: Page) -> Normalised:
        return normalised(self.pages[len(page.rows)])


def clock(start: int) -> Callable[[], int]:
    """A clock that goes on by a second whenever it is read."""
    instants = iter(range(start, start + 1_000_000))
    return lambda: next(instants)
