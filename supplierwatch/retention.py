"""Removing from the store of a watch what the settings say is kept no longer."""

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from collector.instants import to_datetime
from collector.store.database import Database
from collector.store.retention import (
    KEPT_PAGES,
    QUARANTINED,
    TICKETS,
    count_kept_open,
    count_removable,
    remove_facts,
)
from evaluator.retention import Border, borders
from supplierwatch.notifying.sent import MESSAGES, count_old, remove_old
from supplierwatch.watch import Watch

_WHEN = {QUARANTINED: "came", KEPT_PAGES: "were seen last"}


@dataclass(frozen=True)
class Retained:
    """What was done with one kind: `rows` were removed, or would be; `kept_open` are tickets left alone."""

    border: Border
    rows: int
    kept_open: int


def retain(
    watch: Watch, database: Database, now: int, progress: Callable[[str], None], *, dry_run: bool
) -> list[Retained]:
    """Remove facts and messages past their time of keeping, or only count them; others are kept."""
    kept = watch.settings.retention.kept_months()
    found = [
        _retain(database, border, now, progress, dry_run=dry_run)
        for border in borders(database, watch.versions, kept, now)
    ]
    # Pages have a time of keeping that nobody set: a watch without any needs no line on them.
    return [one for one in found if one.border.kind != KEPT_PAGES or one.rows > 0]


def _retain(
    database: Database, border: Border, now: int, progress: Callable[[str], None], *, dry_run: bool
) -> Retained:
    kind, up_to = border.kind, border.up_to
    if kind == MESSAGES:
        return Retained(border, _retain_messages(database, up_to, dry_run=dry_run), 0)
    kept_open = count_kept_open(database, up_to) if kind == TICKETS else 0
    if dry_run:
        return Retained(border, count_removable(database, kind, up_to), kept_open)
    removal = remove_facts(database, kind, up_to, now, progress=lambda rows: progress(f"{kind}: {rows} rows"))
    return Retained(border, 0 if removal is None else removal.rows, kept_open)


def _retain_messages(database: Database, up_to: int, *, dry_run: bool) -> int:
    if dry_run:
        with database.reading() as connection:
            return count_old(connection, up_to)
    with database.writing() as connection:
        return remove_old(connection, up_to)


def in_words(one: Retained, zone: ZoneInfo, *, dry_run: bool) -> str:
    """Return what was done with one kind, in one line; days in `zone`."""
    border = one.border
    done = "would be removed" if dry_run else "removed"
    when = _WHEN.get(border.kind, "were over")
    words = f"{border.kind}: {one.rows} rows that {when} before {_day(border.up_to, zone)} {done}"
    if border.held_by is not None:
        words += f"; those until {_day(border.wanted, zone)} stay, because {border.held_by} needs them"
        words += " and is not sealed"
    if one.kept_open > 0:
        words += f"; {one.kept_open} tickets stay, because nothing says that they ended"
    return words


def as_document(found: list[Retained], zone: ZoneInfo, *, dry_run: bool) -> dict[str, object]:
    """Return what was done as one JSON document."""
    return {
        "dry_run": dry_run,
        "kinds": [
            {
                "kind": one.border.kind,
                "up_to": _day(one.border.up_to, zone),
                "wanted": _day(one.border.wanted, zone),
                "held_by": one.border.held_by,
                "rows": one.rows,
                "kept_open": one.kept_open,
            }
            for one in found
        ],
    }


def _day(instant: int, zone: ZoneInfo) -> str:
    return to_datetime(instant).astimezone(zone).date().isoformat()
