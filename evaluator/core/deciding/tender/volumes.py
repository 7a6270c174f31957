"""Volumes: how many tickets opened in each month, by kind, priority, service and segment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from evaluator.core.deciding.tender.spread import Spread, hidden_cells, spread_of


class By(StrEnum):
    """What volumes are told by; the name of a column of the flow of tickets."""

    KIND = "kind"
    PRIORITY = "priority"
    SERVICE = "service"
    SEGMENT = "segment"


@dataclass(frozen=True)
class VolumeRow:
    """What one kind, priority, service or segment came to, month by month.

    `name` is empty where tickets state none. A month of `hidden` has too few tickets to be printed.
    """

    name: str
    months: tuple[int, ...]
    hidden: frozenset[int]
    spread: Spread

    @property
    def is_hidden(self) -> bool:
        """Whether nothing of it is printed: most of its months have too few tickets."""
        return 2 * len(self.hidden) > len(self.months)


@dataclass(frozen=True)
class UnitVolume:
    """What one unit came to over all months; None where that is too little to be printed."""

    unit: str
    tickets: int | None


@dataclass(frozen=True)
class Volumes:
    """Tickets that opened in each of `months`, all of them, and told apart by `by`."""

    months: tuple[str, ...]
    total: tuple[int, ...]
    spread: Spread | None
    by: tuple[tuple[By, tuple[VolumeRow, ...]], ...]
    units: tuple[UnitVolume, ...] = ()

    def of(self, by: By) -> tuple[VolumeRow, ...]:
        """Return the rows told by one thing."""
        return dict(self.by)[by]


def volumes_of(flow: pd.DataFrame, months: Sequence[str], smallest: int) -> Volumes:
    """Return the volumes of `months` (those with results) from the flow of tickets.

    `flow` has the columns `period`, `opened`, `unit` and those of `By`. A month without a row is a month in
    which none opened: which months have no results at all is told elsewhere.
    """
    total = flow.groupby("period")["opened"].sum().reindex(list(months), fill_value=0)
    counts = tuple(int(count) for count in total)
    return Volumes(
        tuple(months),
        counts,
        spread_of(dict(zip(months, counts, strict=True))),
        tuple((by, _rows(flow, by, months, smallest)) for by in By),
        tuple(_units(flow, smallest)),
    )


def _units(flow: pd.DataFrame, smallest: int) -> Iterator[UnitVolume]:
    """What each unit came to; units of one segment hide each other, since the segment's sum is printed."""
    for _, own in flow.loc[flow["unit"] != ""].groupby("segment"):
        counts = own.groupby("unit")["opened"].sum().sort_index()
        hidden = hidden_cells([int(count) for count in counts], smallest)
        for place, (unit, count) in enumerate(counts.items()):
            yield UnitVolume(str(unit), None if place in hidden else int(count))


def _rows(flow: pd.DataFrame, by: By, months: Sequence[str], smallest: int) -> tuple[VolumeRow, ...]:
    named = flow[by.value].astype("str").fillna("")
    table = (
        flow.assign(name=named)
        .pivot_table(index="name", columns="period", values="opened", aggfunc="sum", fill_value=0)
        .reindex(columns=list(months), fill_value=0)
        .sort_index()
    )
    cells = [[int(count) for count in row] for row in table.to_numpy()]
    columns = list(zip(*cells, strict=True))
    hidden = [hidden_cells(column, smallest) for column in columns]
    found = []
    for place, (name, row) in enumerate(zip(table.index, cells, strict=True)):
        spread = spread_of(dict(zip(months, row, strict=True)))
        if spread is not None and spread.total > 0:
            few = frozenset(month for month, places in enumerate(hidden) if place in places)
            found.append(VolumeRow(str(name), tuple(row), few, spread))
    return tuple(found)
