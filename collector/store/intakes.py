"""Intakes: the gapless numbers under which what a page brought is saved."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from collector.errors import Problem, SupplierwatchError
from collector.instants import format_instant
from collector.source import Page
from collector.store.facts import SavedFacts
from collector.store.schema import INTAKE

Clock = Callable[[], int]
"""Gives the present instant."""


@dataclass(frozen=True)
class SavedPage:
    """What a page brought: counts of facts, and its intake number.

    `number` is None for a page that brought nothing: no fact changed, no reject was new and the cursor
    stayed. `new` facts were unknown, `changed` ones replaced a former version, `unchanged` ones stand as
    they were (a ticket's later opening is among them: the earlier one stands), `repeated` rows had a key
    that a later row of the page has too, `removed` ones were missing from a full delivery, are of tickets
    that are gone, or are no longer said of a ticket that the source states anew. `resolved` rows of
    quarantine are understood now; `warnings` say what was found in the data and not saved.
    """

    number: int | None
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    repeated: int = 0
    removed: int = 0
    rejects: int = 0
    resolved: int = 0
    warnings: tuple[Problem, ...] = ()

    @property
    def is_change(self) -> bool:
        """Whether anything stored is other than before."""
        return any((self.new, self.changed, self.removed, self.rejects, self.resolved))


def next_number(connection: sa.Connection, committed_at: int) -> int:
    """Return the number of the next intake; raises SupplierwatchError for one before the last."""
    last = connection.execute(
        sa.select(INTAKE.c.number, INTAKE.c.committed_at).order_by(INTAKE.c.number.desc()).limit(1)
    ).one_or_none()
    if last is None:
        return 1
    if committed_at < last.committed_at:
        raise SupplierwatchError(
            f"an intake at {format_instant(committed_at)} would lie before intake {last.number} at "
            f"{format_instant(last.committed_at)}; intakes commit in the order of time. "
            "Check the clock of this machine"
        )
    return int(last.number) + 1


def saved_page(facts: Sequence[SavedFacts], number: int, removed: int = 0) -> SavedPage:
    """Return what a page brought: the sums of its facts of all kinds, and what was `removed` besides."""
    return SavedPage(
        number,
        new=sum(saved.new for saved in facts),
        changed=sum(saved.changed for saved in facts),
        unchanged=sum(saved.unchanged for saved in facts),
        repeated=sum(saved.repeated for saved in facts),
        removed=removed + sum(saved.withdrawn for saved in facts),
    )


def save_intake(
    connection: sa.Connection,
    source_name: str,
    page: Page,
    run_id: int,
    committed_at: int,
    saved: SavedPage,
    *,
    is_new: bool = True,
) -> None:
    """Record the intake of `page`; where it `is_new` its rows are counted."""
    connection.execute(
        sa.insert(INTAKE).values(
            number=saved.number,
            source=source_name,
            origin=page.origin,
            content_hash=page.content_hash,
            committed_at=committed_at,
            run=run_id,
            rows=len(page.rows) if is_new else 0,
            rejects=saved.rejects,
            removed=saved.removed,
            resolved=saved.resolved,
        )
    )
