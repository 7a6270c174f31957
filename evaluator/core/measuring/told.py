"""Measurements that others made: those of one scope, and how much of the period they cover."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pandas as pd

from evaluator.contract.indicator_terms import IndicatorTerms
from evaluator.core.calendar.hours import ServiceHours
from evaluator.core.measuring.scopes import whole_scopes
from evaluator.core.measuring.ticket_book import TicketBook
from evaluator.core.outcomes import Scope
from evaluator.core.periods import Period

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Told:
    """What was told of one scope: rows of measurements, and the hours of the services they should cover.

    Rows have `about`, a number that is the same for those about the same service, segment and unit.
    """

    scope: Scope
    rows: pd.DataFrame
    hours: Mapping[str, ServiceHours]
    period: Period

    def of(self, measure: str) -> pd.DataFrame:
        """Return the rows of `measure` that make up the scope.

        Those that name no segment and no unit are of the whole, those that name no unit of the segment;
        where there are none, the parts together are.
        """
        rows = self.rows.loc[(self.rows["measure"] == measure).to_numpy(dtype=bool)]
        if self.scope.unit:
            return rows
        return _undivided(rows if self.scope.segment else _undivided(rows, "segment"), "unit")

    @property
    def expected(self) -> int:
        """The open seconds of all its services in the period."""
        span = np.array([self.period.starts_at]), np.array([self.period.ends_at])
        return sum(int(found.elapsed(*span)[0]) for found in self.hours.values())

    def known(self, rows: pd.DataFrame) -> int:
        """Return the open seconds that `rows` cover; 0 where two about the same thing overlap.

        Then nobody can say which of them holds.
        """
        if _is_told_twice(rows):
            return 0
        return sum(_covered(rows, service, hours) for service, hours in self.hours.items())


def told_by_scope(
    indicator: IndicatorTerms,
    measures: Collection[str],
    sources: Collection[str],
    book: TicketBook,
    period: Period,
) -> Iterator[Told]:
    """Yield what `sources` told of `measures` wholly inside `period`, by scope.

    Every whole scope comes, segments and units only where something was told of them. A row that names a
    unit and no segment is of the segment of that unit.
    """
    rows = _inside(measures, sources, book, period)
    for whole in whole_scopes(indicator):
        services = [whole.service] if whole.service else list(indicator.services)
        hours = {service: book.calendars.of_service(service) for service in services}
        here = rows.loc[rows["service"].isin(services).to_numpy()]
        yield Told(whole, here, hours, period)
        for scope, part in _parts(whole, here):
            # Not every segment receives every service: only those measured in it can be expected.
            received = {name: found for name, found in hours.items() if (part["service"] == name).any()}
            yield Told(scope, part, received, period)


def exact_sum(values: pd.Series) -> int:
    """Return the sum of whole numbers, of which none is missing."""
    return int(values.to_numpy(dtype=np.int64).sum())


def response_rate(rows: pd.DataFrame) -> Fraction | None:
    """Return answers by people asked; None where that is not known, or more answered than were asked."""
    if rows.empty or bool(rows["population"].isna().any()) or bool(rows["sample_size"].isna().any()):
        return None
    if bool((rows["sample_size"] > rows["population"]).any()):
        return None
    asked = exact_sum(rows["population"])
    return None if asked == 0 else Fraction(exact_sum(rows["sample_size"]), asked)


def _inside(
    measures: Collection[str], sources: Collection[str], book: TicketBook, period: Period
) -> pd.DataFrame:
    measurements = book.facts.measurements
    chosen = (
        measurements["measure"].isin(measures)
        & measurements["source"].isin(sources)
        & (measurements["from_at"] >= period.starts_at)
        & (measurements["to_at"] <= period.ends_at)
    )
    rows = measurements.loc[chosen.to_numpy(dtype=bool)]
    segments = {unit.id: unit.segment for unit in book.contract.units}
    of_unit = rows["unit"].astype("str").map(segments)
    segment = rows["segment"].astype("str")
    found = rows.assign(segment=segment.where(segment.notna(), of_unit), unit=rows["unit"].astype("str"))
    return found.assign(about=_about(found))


def _about(rows: pd.DataFrame) -> Numbers:
    """A number for each row, the same for those about the same service, segment and unit."""
    about = np.zeros(len(rows), dtype=np.int64)
    for name in ("service", "segment", "unit"):
        codes, words = pd.factorize(rows[name].astype("str").fillna(""))
        about = about * len(words) + codes
    return about


def _parts(whole: Scope, rows: pd.DataFrame) -> Iterator[tuple[Scope, pd.DataFrame]]:
    for segment, part in rows.groupby("segment"):
        yield Scope(whole.service, str(segment)), part
    placed = rows.assign(segment=rows["segment"].fillna(""))
    for unit, part in placed.groupby("unit"):
        # A unit is of one segment; the first named is it.
        yield Scope(whole.service, str(part["segment"].iloc[0]), str(unit)), part


def _undivided(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """The rows that name nothing in `column`; where there are none, all: the parts make up the whole."""
    whole = rows.loc[rows[column].isna().to_numpy()]
    return rows if whole.empty else whole


def _is_told_twice(rows: pd.DataFrame) -> bool:
    """Whether any two rows about the same service, segment and unit overlap in time."""
    about, starts, ends = (rows[name].to_numpy(dtype=np.int64) for name in ("about", "from_at", "to_at"))
    order = np.lexsort((starts, about))
    same = about[order][1:] == about[order][:-1]
    # In the order of their starts, rows of which no two neighbours overlap do not overlap at all.
    return bool((same & (starts[order][1:] < ends[order][:-1])).any())


def _covered(rows: pd.DataFrame, service: str, hours: ServiceHours) -> int:
    """Open seconds in the union of what the rows of a service cover."""
    own = (rows["service"] == service).to_numpy(dtype=bool)
    if not own.any():
        return 0
    starts, ends = (rows[name].to_numpy(dtype=np.int64)[own] for name in ("from_at", "to_at"))
    order = np.argsort(starts, kind="stable")
    starts, reached = starts[order], np.maximum.accumulate(ends[order])
    begin = np.maximum(starts, np.concatenate([starts[:1], reached[:-1]]))
    return int(hours.elapsed(begin, np.maximum(begin, ends[order])).sum())
