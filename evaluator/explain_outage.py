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
