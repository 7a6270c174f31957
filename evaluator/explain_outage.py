"""Explain one outage: who saw it, what maintenance was agreed, and what counted of it where."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from collector.errors import NothingFound
from collector.instants import FAR_FUTURE, format_instant
from collector.records import FactKind, ServiceState
from collector.store.database import Database
from collector.store.read import read_lasting, read_service_states
from evaluator.contract.contract import Contract
from evaluator.core.calendar.contract_calendars import compile_calendars
from evaluator.core.intervals import Intervals, difference, merge, total_seconds
from evaluator.core.periods import month as period_called
from evaluator.results.evidence import read_outage_judgements
from evaluator.results.published import OutageJudgement


@dataclass(frozen=True)
class Sighting:
    """What a prober said of the service (or unit) at an instant."""

    prober: str
    unit: str
    at: int
    state: ServiceState
    users_affected: int | None


@dataclass(frozen=True)
class AgreedWindow:
    """A maintenance window that touches the outage."""

    window: str
    unit: str
    starts_at: int
    ends_at: int
    announced_at: int | None


@dataclass(frozen=True)
class OutageExplanation:
    """One outage of a service or unit; `ends_at` is None while it lasts."""

    service: str
    unit: str
    starts_at: int
    ends_at: int | None
    sightings: tuple[Sighting, ...]
    maintenance: tuple[AgreedWindow, ...]
    judgements: tuple[OutageJudgement, ...]


def explain_outage(
    database: Database, service: str, unit: str, instant: int, horizon: int
) -> list[OutageExplanation]:
    """Return the outages of `service` (of `unit` where one is named) that held at `instant`.

    They are those published as evidence. Raises NothingFound where there is none.
    """
    judged = read_outage_judgements(database, service, unit, instant)
    places = sorted({(one.unit, one.starts_at) for one in judged})
    outages = [[one for one in judged if (one.unit, one.starts_at) == place] for place in places]
    held = [outage for outage in outages if _end(outage) > instant]
    if not held:
        where = f"{service}/{unit}" if unit else service
        raise NothingFound(
            f"no outage of {where} at {format_instant(instant)} stands behind any published result"
        )
    return [_explain(database, service, outage, horizon) for outage in held]


def _end(judged: list[OutageJudgement]) -> int:
    """The end by the newest evaluation: one of an earlier month may have seen the outage still lasting."""
    ends_at = max(judged, key=lambda one: one.evaluation).ends_at
    return FAR_FUTURE if ends_at is None else ends_at


def _explain(
    database: Database, service: str, judged: list[OutageJudgement], horizon: int
) -> OutageExplanation:
    first, end = judged[0], _end(judged)
    window = (first.starts_at, end + 1)
    return OutageExplanation(
        service=service,
        unit=first.unit,
        starts_at=first.starts_at,
        ends_at=None if end == FAR_FUTURE else end,
        sightings=tuple(_sightings(read_service_states(database, horizon, window), service, first.unit)),
        maintenance=tuple(
            _windows(read_lasting(database, FactKind.MAINTENANCE, horizon, window), service, first.unit)
        ),
        judgements=tuple(judged),
    )


def _sightings(states: pd.DataFrame, service: str, unit: str) -> list[Sighting]:
    rows = _of_subject(states, service, unit)
    return [
        Sighting(
            prober=_word(row.prober),
            unit=_word(row.unit),
            at=_number(row.at),
            state=ServiceState(_number(row.state)),
            users_affected=_optional(row.users_affected),
        )
        for row in rows.itertuples(index=False)
    ]


def _windows(maintenance: pd.DataFrame, service: str, unit: str) -> list[AgreedWindow]:
    rows = _of_subject(maintenance, service, unit)
    return [
        AgreedWindow(
            window=_word(row.window),
            unit=_word(row.unit),
            starts_at=_number(row.starts_at),
            ends_at=_number(row.ends_at),
            announced_at=_optional(row.announced_at),
        )
        for row in rows.itertuples(index=False)
    ]


def _of_subject(facts: pd.DataFrame, service: str, unit: str) -> pd.DataFrame:
    """Facts of the service that concern the unit: its own, and those of all units."""
    units = facts["unit"].astype("str").fillna("").to_numpy()
    here = (facts["service"] == service).to_numpy() & np.isin(units, ["", unit])
    return facts.loc[here]


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""


def _number(value: object) -> int:
    assert isinstance(value, int | np.integer)  # noqa: S101 - the column's type
    return int(value)


def _optional(value: object) -> int | None:
    return None if value is pd.NA else _number(value)


Windows = tuple[tuple[int, int], ...]


def service_openings(contract: Contract, service: str, start: int, end: int) -> Windows:
    """Return when `service` is open between two instants; nothing for a service not in the contract."""
    return _told(_openings(contract, service, start, end))


def counted_part(contract: Contract, found: OutageExplanation, judgement: OutageJudgement) -> Windows:
    """Return the part of an outage that a judgement counted, where only one part adds up to its seconds.

    It is looked for in its month: in service hours or around the clock, without maintenance or with it.
    Nothing is returned where none of these is as long as what was counted.
    """
    within = period_called(judgement.period, contract.contract.zone)
    ends_at = FAR_FUTURE if judgement.ends_at is None else judgement.ends_at
    start, end = max(judgement.starts_at, within.starts_at), min(ends_at, within.ends_at)
    whole, opened = _set([(start, end)]), _openings(contract, found.service, start, end)
    planned = _set([(one.starts_at, one.ends_at) for one in found.maintenance])
    parts = [difference(opened, planned), opened, difference(whole, planned), whole]
    return next((_told(part) for part in parts if total_seconds(part) == judgement.counted), ())


def _openings(contract: Contract, service: str, start: int, end: int) -> Intervals:
    if start >= end or all(one.id != service for one in contract.services):
        return _set([])
    return compile_calendars(contract, start, end).of_service(service).open_intervals_between(start, end)


def _set(windows: list[tuple[int, int]]) -> Intervals:
    ends = np.asarray(windows, dtype=np.int64).reshape(-1, 2)
    return merge(ends[:, 0], ends[:, 1])


def _told(windows: Intervals) -> Windows:
    return tuple(zip(windows.starts.tolist(), windows.ends.tolist(), strict=True))
