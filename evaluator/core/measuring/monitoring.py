"""Measuring monitored services: availability, the share of units that reached a level, and outages."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from collector.instants import FAR_FUTURE
from collector.records import ServiceState
from evaluator.contract.indicators import (
    Availability,
    MonitoringIndicator,
    OutageLimits,
    Outages,
    ShareOfUnits,
)
from evaluator.core.availability.amounts import Amounts, as_figure
from evaluator.core.availability.scenario import Window
from evaluator.core.availability.unit_share import measure_unit_share
from evaluator.core.facts import LeftOut
from evaluator.core.intervals import Integers, flatten, reaches_into
from evaluator.core.measuring.looking import look_at
from evaluator.core.measuring.monitored import Monitored
from evaluator.core.measuring.outages import outage_figure, outage_windows, window_of
from evaluator.core.measuring.ticket_book import TicketBook
from evaluator.core.outcomes import Figure, Scope, View
from evaluator.core.periods import Period

Figures = dict[tuple[Scope, View], Figure | None]
OfService = dict[Scope, Figure | None]

_STATE_WORDS = {int(state): state.name.lower() for state in ServiceState}


def measure_monitoring(
    indicator: MonitoringIndicator, book: TicketBook, period: Period, left_out: Mapping[View, LeftOut]
) -> tuple[Figures, pd.DataFrame]:
    """Return the figures of a monitored indicator by scope and view, and the outages behind them."""
    of_services: dict[str, dict[View, OfService]] = {}
    outages: list[pd.DataFrame] = []
    if book.facts.known_at > period.starts_at:
        for found in look_at(indicator, book):
            by_view, behind = _measure(_Asked(indicator, found, book, period), left_out)
            of_services |= by_view
            outages.append(behind)
    figures: Figures = {}
    for name in indicator.services:
        nothing: dict[View, OfService] = {view: {Scope(name): None} for view in left_out}
        for view, by_scope in of_services.get(name, nothing).items():
            figures.update({(scope, view): figure for scope, figure in by_scope.items()})
    return figures, _in_order(outages, indicator.services)


@dataclass(frozen=True, eq=False)
class _Asked:
    """What is asked of some services that are measured together."""

    indicator: MonitoringIndicator
    found: Monitored
    book: TicketBook
    period: Period

    @cached_property
    def windows(self) -> tuple[Window, ...]:
        if isinstance(self.indicator, Outages | OutageLimits):
            known_at = self.book.facts.known_at
            return outage_windows(self.indicator, self.book.contract, self.period, known_at)
        return (window_of(self.period),)

    @cached_property
    def _has_units(self) -> bool:
        return bool((self.found.subjects["unit"] != "").any())

    def figures(
        self, service: str, places: Integers, excluded: pd.DataFrame, amounts: Sequence[Amounts]
    ) -> OfService:
        """Return the figures of `service`, whose subjects are at `places`.

        Nobody having looked at all is no figure.
        """
        if isinstance(self.indicator, Outages | OutageLimits):
            readings = self.found.read(int(places[0]), excluded, *self.windows)
            contract, period = self.book.contract, self.period
            figure = outage_figure(self.indicator, readings, self.found.hours, contract, period)
            return {Scope(service): figure if figure.known > 0 or figure.expected == 0 else None}
        own = [amounts[place] for place in places.tolist()]
        units = [as_figure([one]) for one in own]
        whole = as_figure(own) if len(own) > 1 else units[0]
        if isinstance(self.indicator, ShareOfUnits):
            whole = measure_unit_share(units, self.indicator.unit_target)
        seen = any(figure.known > 0 for figure in units) or all(figure.expected == 0 for figure in units)
        found: OfService = {Scope(service): whole if seen else None}
        if self._has_units:
            found |= dict(_of_units(self.indicator, self.found.subjects.iloc[places], own, self.period))
        return found


def _measure(
    asked: _Asked, left_out: Mapping[View, LeftOut]
) -> tuple[dict[str, dict[View, OfService]], pd.DataFrame]:
    """The figures of each service in every view, and the outages as measured."""
    found, window = asked.found, asked.windows[0]
    excluded = {view: one.intervals(found.services, asked.indicator.id) for view, one in left_out.items()}
    as_measured = excluded[View.AS_MEASURED]
    amounts, outages = found.measure(as_measured, window)
    by_name = found.subjects.groupby("service", sort=False).indices
    places = {str(name): np.asarray(own, dtype=np.int64) for name, own in by_name.items()}
    plain = {name: asked.figures(name, own, as_measured, amounts) for name, own in places.items()}
    by_view: dict[str, dict[View, OfService]] = {name: {} for name in plain}
    for view, here in excluded.items():
        # Most services lose no time to any exclusion: their figures are the same in every view.
        again: dict[str, OfService] = {}
        if view is not View.AS_MEASURED and (concerned := found.concerned(here)).size > 0:
            changed = _changed(amounts, concerned, found.amounts(here, window, concerned))
            names = found.subjects["service"].iloc[concerned].unique().tolist()
            again = {name: asked.figures(name, places[name], here, changed) for name in names}
        for name, figures in plain.items():
            by_view[name][view] = again.get(name, figures)
    return by_view, _evidence(asked.indicator, found, outages, _left_out_by(found, outages, excluded, window))


def _changed(amounts: Sequence[Amounts], places: Integers, to: Sequence[Amounts]) -> list[Amounts]:
    changed = list(amounts)
    for place, one in zip(places.tolist(), to, strict=True):
        changed[place] = one
    return changed


def _of_units(
    indicator: MonitoringIndicator, subjects: pd.DataFrame, amounts: Sequence[Amounts], period: Period
) -> Iterator[tuple[Scope, Figure | None]]:
    """The units that live in the period, and the segments of an availability."""
    service = str(subjects["service"].iloc[0])
    here = (subjects["life_from"] < period.ends_at) & (subjects["life_to"] > period.starts_at)
    for row, one, lives in zip(subjects.itertuples(), amounts, here, strict=True):
        if lives:
            yield Scope(service, str(row.segment), str(row.unit)), _seen_of([one])
    if isinstance(indicator, Availability):
        for segment, part in subjects.reset_index(drop=True).loc[here.to_numpy()].groupby("segment"):
            if segment:
                yield Scope(service, str(segment)), _seen_of([amounts[place] for place in part.index])


def _seen_of(amounts: Sequence[Amounts]) -> Figure | None:
    """The figure of some units; None where nobody looked at any, whatever the rules assume then."""
    figure = as_figure(amounts)
    return figure if figure.known > 0 else None


def _evidence(
    indicator: MonitoringIndicator, found: Monitored, outages: pd.DataFrame, left_out_by: pd.Series
) -> pd.DataFrame:
    """The outages with the columns of the evidence."""
    segments = found.subjects["segment"].to_numpy()[outages["subject"].to_numpy()]
    named = outages.rename(columns={"counted_seconds": "counted", "planned_seconds": "planned"})
    named = named.assign(state=named["state"].map(_STATE_WORDS).astype("str"))
    columns = ["service", "unit", "starts_at", "ends_at", "state", "counted", "planned", "users_affected"]
    return named[columns].assign(
        indicator=indicator.id, segment=segments, left_out_by=left_out_by, seen_by=named["seen_by"]
    )


def _left_out_by(
    found: Monitored, outages: pd.DataFrame, excluded: Mapping[View, pd.DataFrame], window: Window
) -> pd.Series:
    """Return the exclusion that leaves out time of each outage, in any view; empty text for none."""
    subject = outages["subject"].to_numpy(dtype=np.int64)
    begins = flatten(subject, outages["starts_at"].to_numpy(dtype=np.int64))
    ends = flatten(subject, outages["ends_at"].fillna(FAR_FUTURE).to_numpy(dtype=np.int64))
    names = pd.Series("", index=outages.index, dtype="str")
    for here in excluded.values():
        for part, times in enumerate(found.reached(here, window) if not here.empty else []):
            of_part = (outages["part"] == part).to_numpy()
            for name, time in zip(here["exclusion"], times, strict=True):
                names = names.mask(of_part & reaches_into(time, begins, ends), str(name))
    return names


def _in_order(outages: Sequence[pd.DataFrame], services: Sequence[str]) -> pd.DataFrame:
    """Return all outages in the order of the services."""
    kept = [frame for frame in outages if not frame.empty]
    if not kept:
        return pd.DataFrame()
    everything = pd.concat(kept, ignore_index=True)
    place = pd.Index(list(services)).get_indexer(pd.Index(everything["service"]))
    return everything.iloc[np.argsort(place, kind="stable")].reset_index(drop=True)
