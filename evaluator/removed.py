"""Refusing to judge what can no longer be judged whole: months whose facts were removed."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from collector.errors import FactsRemoved
from collector.instants import to_datetime
from collector.store.database import Database
from collector.store.retention import Removal, read_removals


def refuse_removed(database: Database, since: Mapping[str, int], period: str, zone: ZoneInfo) -> None:
    """Raise FactsRemoved where facts that judge `period` may have been removed after their time of keeping.

    `since` says from which instant facts of each kind are looked at; days are told in `zone`.
    """
    gone = removed_since(read_removals(database), since)
    if gone:
        told = ", ".join(
            f"{one.kind} before {_day(one.up_to, zone)} on {_day(one.removed_at, zone)}" for one in gone
        )
        raise FactsRemoved(
            f"{period} cannot be evaluated again: facts it needs were removed after their time of keeping "
            f"({told}). What was sealed of it stays as it is: supplierwatch report --period {period}",
            [one.kind for one in gone],
        )


def removed_since(removals: list[Removal], since: Mapping[str, int]) -> list[Removal]:
    """Return the last removal of each kind that reaches beyond the instant since which it is looked at."""
    last = {one.kind: one for one in sorted(removals, key=lambda one: one.up_to)}
    return [one for kind, one in last.items() if kind in since and one.up_to > since[kind]]


def _day(instant: int, zone: ZoneInfo) -> str:
    return to_datetime(instant).astimezone(zone).date().isoformat()
