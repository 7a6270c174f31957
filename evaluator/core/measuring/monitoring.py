"""Measuring monitored services: availability of services and units, and the share of units in time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta

import numpy as np
import pandas as pd

from collector.instants import FAR_FUTURE
from collector.records import ServiceState
from evaluator.contract.availability import Weighting
from evaluator.contract.contract import Contract, Service
from evaluator.contract.indicators import Availability, ShareOfUnits
from evaluator.core.availability import Amounts, as_figure, measure_availability
from evaluator.core.availability_scenario import Window
from evaluator.core.availability_timeline import Timeline, build_timeline
from evaluator.core.facts import Facts, LeftOut
from evaluator.core.outcomes import Figure, Scope, View
from evaluator.core.periods import Period, start_of_day
from evaluator.core.ticket_book import TicketBook
from evaluator.core.unit_share import measure_unit_share

Figures = dict[tuple[Scope, View], Figure | None]
MonitoringIndicator = Availability | ShareOfUnits

_STATE_WORDS = {int(state): state.name.lower() for state in ServiceState}


def measure_monitoring(
    indicator: MonitoringIndicator, book: TicketBook, period: Period, left_out: Mapping[View, LeftOut]
) -> tuple[Figures, pd.DataFrame]:
    """Return the figures of a monitored indicator by scope and view, and the outages behind them."""
    figures: Figures = {}
    outages: list[pd.DataFrame] = []
    window = Window(period.starts_at, period.ends_at, _months(period))
    for name in indicator.services:
        service = book.contract.service(name)
        subjects = find_subjects(indicator, service, book.contract, book.facts)
        if subjects.empty or book.facts.known_at <= window.starts_at:
            figures.update({(Scope(name), view): None for view in left_out})
            continue
        timeline = _timeline(indicator, subjects, book)
        hours = book.calendars.of_service(name)
        for view, excluded in left_out.items():
            here = excluded.intervals(name, indicator.id)
            if view is not View.AS_MEASURED and here.empty:
                same = {scope: figure for (scope, _), figure in figures.items() if scope.service == name}
                figures.update({(scope, view): figure for scope, figure in same.items()})
                continue
            found = measure_availability(timeline, here, hours, window)
            by_scope = _figures(indicator, name, subjects, found.amounts)
            figures.update({(scope, view): figure for scope, figure in by_scope})
            if view is View.AS_MEASURED:
                every_view = [one.intervals(name, indicator.id) for one in left_out.values()]
                outages.append(_name_exclusions(_evidence(indicator, found.outages, subjects), every_view))
    kept = [frame for frame in outages if not frame.empty]
    return figures, pd.concat(kept, ignore_index=True) if kept else pd.DataFrame()


def find_subjects(
    indicator: MonitoringIndicator, service: Service, contract: Contract, facts: Facts
) -> pd.DataFrame:
    """Return what is measured: the service as a whole, or each unit (of the segment) that receives it.

    Columns service, unit, segment, users, life_from, life_to. Units that only the facts name live from
    the first state anybody saw.
    """
    rules = contract.availability_rules[indicator.rules]
    by_unit = isinstance(indicator, ShareOfUnits) or rules.weighting is Weighting.UNITS
    if by_unit and contract.units_from_facts:
        return _units_of_facts(service, facts)
    life = _life(service, contract)
    if not by_unit:
        whole = {"service": service.id, "unit": "", "segment": "", "users": service.users, **life}
        return _frame([whole])
    wanted = indicator.segment if isinstance(indicator, ShareOfUnits) else None
    return _frame(
        [
            {"service": service.id, "unit": unit.id, "segment": unit.segment, "users": unit.users, **life}
            for unit in contract.units
            if wanted is None or unit.segment == wanted
        ]
    )


def _life(service: Service, contract: Contract) -> dict[str, int]:
    zone = contract.contract.zone
    first = contract.term.first_day if service.first_day is None else service.first_day
    end = FAR_FUTURE
    if service.last_day is not None:
        end = start_of_day(service.last_day + timedelta(days=1), zone)
    return {"life_from": start_of_day(first, zone), "life_to": end}


def _units_of_facts(service: Service, facts: Facts) -> pd.DataFrame:
    states = facts.states.loc[(facts.states["service"] == service.id).to_numpy()]
    first = states.groupby("unit", observed=True)["at"].min()
    return _frame(
        [
            {
                "service": service.id,
                "unit": str(unit),
                "segment": "",
                "users": 1,
                "life_from": int(at),
                "life_to": FAR_FUTURE,
            }
            for unit, at in first.items()
        ]
    )


def _frame(rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    types = {
        "service": "str",
        "unit": "str",
        "segment": "str",
        "users": "Int64",
        "life_from": "int64",
        "life_to": "int64",
    }
    return pd.DataFrame(list(rows), columns=list(types)).astype(types)


def _timeline(indicator: MonitoringIndicator, subjects: pd.DataFrame, book: TicketBook) -> Timeline:
    facts = book.facts
    return build_timeline(
        subjects,
        facts.states,
        facts.observed,
        _announced(facts),
        book.contract.availability_rules[indicator.rules],
        book.calendars.contract_days,
        facts.known_at,
    )


def _announced(facts: Facts) -> pd.DataFrame:
    """The maintenance; an announcement dated after what is known was not made yet."""
    announced = facts.maintenance["announced_at"]
    return facts.maintenance.assign(announced_at=announced.where(announced <= facts.known_at))


def _figures(
    indicator: MonitoringIndicator, service: str, subjects: pd.DataFrame, amounts: Sequence[Amounts]
) -> Iterator[tuple[Scope, Figure | None]]:
    """The whole service, its segments and its units; nobody having looked at all is no figure."""
    units = [as_figure([one]) for one in amounts]
    if isinstance(indicator, ShareOfUnits):
        whole = measure_unit_share(units, indicator.unit_target)
    else:
        whole = as_figure(amounts)
    seen = any(figure.known > 0 for figure in units) or all(figure.expected == 0 for figure in units)
    yield Scope(service), whole if seen else None
    if (subjects["unit"] == "").all():
        return
    for row, figure in zip(subjects.itertuples(), units, strict=True):
        yield Scope(service, str(row.segment), str(row.unit)), figure if figure.known > 0 else None
    if isinstance(indicator, Availability):
        for segment, part in subjects.groupby("segment"):
            if segment:
                yield Scope(service, str(segment)), as_figure([amounts[place] for place in part.index])


def _evidence(indicator: MonitoringIndicator, outages: pd.DataFrame, subjects: pd.DataFrame) -> pd.DataFrame:
    """The outages with the columns of the evidence."""
    segments = subjects["segment"].to_numpy()[outages["subject"].to_numpy()]
    named = outages.rename(columns={"counted_seconds": "counted", "planned_seconds": "planned"})
    named = named.assign(state=named["state"].map(_STATE_WORDS).astype("str"))
    columns = ["service", "unit", "starts_at", "ends_at", "state", "counted", "planned", "users_affected"]
    return named[columns].assign(indicator=indicator.id, segment=segments, left_out_by="")


def _name_exclusions(outages: pd.DataFrame, intervals: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Name the exclusion that reaches into each outage, in any view."""
    starts_at = outages["starts_at"].to_numpy(dtype=np.int64)
    ends_at = outages["ends_at"].fillna(FAR_FUTURE).to_numpy(dtype=np.int64)
    units = outages["unit"].to_numpy()
    for interval in pd.concat(list(intervals), ignore_index=True).itertuples():
        everywhere = not isinstance(interval.unit, str)
        touched = (starts_at < interval.ends_at) & (ends_at > interval.starts_at)
        named = outages["left_out_by"].mask(
            touched & (everywhere | (units == interval.unit)), str(interval.exclusion)
        )
        outages = outages.assign(left_out_by=named)
    return outages


def _months(period: Period) -> int:
    first, end = period.first_day, period.end_day
    return (end.year - first.year) * 12 + end.month - first.month
