"""Explain one outage: who saw it, what maintenance was agreed, and what counted of it where."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from collector.errors import NothingFound
from collector.instants import FAR_FUTURE, format_instant
from collector.records import FactKind, ServiceState
from collector.store.database import Database
from collector.store.read import read_lasting, read_service_states
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
    if not judged:
        where = f"{service}/{unit}" if unit else service
        raise NothingFound(
            f"no outage of {where} at {format_instant(instant)} stands behind any published result"
        )
    places = sorted({(one.unit, one.starts_at) for one in judged})
    return [
        _explain(
            database,
            service,
            [one for one in judged if (one.unit, one.starts_at) == place],
            horizon,
        )
        for place in places
    ]


def _explain(
    database: Database, service: str, judged: list[OutageJudgement], horizon: int
) -> OutageExplanation:
    first = judged[0]
    end = FAR_FUTURE if first.ends_at is None else first.ends_at + 1
    window = (first.starts_at, end)
    return OutageExplanation(
        service=service,
        unit=first.unit,
        starts_at=first.starts_at,
        ends_at=first.ends_at,
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
