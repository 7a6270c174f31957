"""Small groups in tables of counts: what is hidden, so that nothing hidden follows from what is shown.

A cell below the smallest group is not printed. Where its row or column has a total, one cell hidden alone is
the total less the others; so more cells are hidden, until each hidden cell could be at least one number more
or less without any shown number changing. That is asked exactly: counts in a table with totals are a flow,
and a hidden cell can be another whole number where the hidden ones around it can make up for it in a circle.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

Counts = Sequence[Sequence[int]]
Place = tuple[int, int]
"""Row and column of a cell; the row after the last one holds totals of columns, the column after the last one
totals of rows."""
_Arc = tuple[str, str]
_TOTAL = 10**12
"""A total is hidden only where no cells will do."""


@dataclass(frozen=True)
class Totals:
    """Which totals are shown beside a table of counts."""

    of_rows: bool = True
    of_columns: bool = True
    of_all: bool = True


@dataclass
class _Table:
    counts: Counts
    totals: Totals
    hidden: set[Place] = field(default_factory=set)

    @property
    def height(self) -> int:
        return len(self.counts)

    @property
    def width(self) -> int:
        return len(self.counts[0])

    def value(self, place: Place) -> int:
        """What a cell or a total is."""
        row, column = place
        rows = self.counts if row == self.height else [self.counts[row]]
        return sum(sum(one) if column == self.width else one[column] for one in rows)

    def is_shown(self, place: Place) -> bool:
        """Whether a reader sees it."""
        row, column = place
        if row == self.height and column == self.width:
            told = self.totals.of_all
        elif row == self.height:
            told = self.totals.of_columns
        else:
            told = column < self.width or self.totals.of_rows
        return told and place not in self.hidden

    def places(self) -> Iterator[Place]:
        """Every cell and total."""
        return ((row, column) for row in range(self.height + 1) for column in range(self.width + 1))

    def arc(self, place: Place) -> _Arc:
        """Which way a number flows: from its row to its column; totals close the circle."""
        row, column = place
        if row == self.height and column == self.width:
            return "columns", "rows"
        if row == self.height:
            return f"column {column}", "columns"
        if column == self.width:
            return "rows", f"row {row}"
        return f"row {row}", f"column {column}"

    def closing(self, asked: Place) -> frozenset[Place]:
        """What has to be hidden for a hidden number to be able to be another one; nothing where it can be.

        Of the circles that lead through it the one is taken that hides least.
        """
        start, end = self.arc(asked)
        ways = [_cheapest(self._steps(asked), end, start)]
        if self.value(asked) > 0:
            ways.append(_cheapest(self._steps(asked), start, end))
        _, places = min(ways)
        return frozenset(place for place in places if self.is_shown(place))

    def _steps(self, asked: Place) -> dict[str, list[tuple[str, int, Place]]]:
        """Where a number can flow beside the asked one, what hiding that costs, and which place it hides."""
        steps: dict[str, list[tuple[str, int, Place]]] = {}
        for place in self.places():
            if place == asked:
                continue
            (one, other), cost = self.arc(place), self._cost(place)
            steps.setdefault(one, []).append((other, cost, place))
            if self.value(place) > 0:  # no count can go below 0
                steps.setdefault(other, []).append((one, cost, place))
        return steps

    def _cost(self, place: Place) -> int:
        """Nothing for what is hidden anyway; else what is hidden with it, totals above all."""
        if not self.is_shown(place):
            return 0
        row, column = place
        is_total = row == self.height or column == self.width
        return 1 + self.value(place) + (_TOTAL if is_total else 0)


def hidden_cells(counts: Counts, smallest: int, totals: Totals | None = None) -> frozenset[Place]:
    """Return the places of a table of counts that are not to be printed, totals among them.

    `counts` are rows of whole numbers, none below 0 and all of one length; cells below `smallest` are hidden,
    and as many more as it takes: those that hide least, totals last. Raises ValueError for rows of different
    lengths.
    """
    if len({len(row) for row in counts}) > 1:
        raise ValueError("the rows of a table have one length")
    if not counts or not counts[0]:
        return frozenset()
    table = _Table(counts, Totals() if totals is None else totals)
    table.hidden |= {
        (row, column)
        for row, values in enumerate(counts)
        for column, value in enumerate(values)
        if value < smallest
    }
    while more := next((found for place in sorted(table.hidden) if (found := table.closing(place))), None):
        table.hidden |= more
    return frozenset(table.hidden)


def hidden_parts(counts: Sequence[int], smallest: int) -> frozenset[int]:
    """Return the places of the parts of one whole that are not to be printed, where the whole is printed.

    Where even all parts hidden would tell them (all are 0), the whole has to be left out by the caller: the
    place after the last part is among those returned.
    """
    found = hidden_cells([[one] for one in counts], smallest, Totals(of_rows=False, of_all=False))
    return frozenset(row for row, column in found if column == 0)


def _cheapest(
    steps: dict[str, list[tuple[str, int, Place]]], start: str, end: str
) -> tuple[int, tuple[Place, ...]]:
    """The way from `start` to `end` that costs least, and the places on it; there always is one."""
    ahead: list[tuple[int, tuple[Place, ...], str]] = [(0, (), start)]
    seen: set[str] = set()
    while True:
        cost, places, here = heappop(ahead)
        if here == end:
            return cost, places
        if here in seen:
            continue
        seen.add(here)
        for following, more, place in steps.get(here, []):
            heappush(ahead, (cost + more, (*places, place), following))
