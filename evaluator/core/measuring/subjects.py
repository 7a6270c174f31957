"""What of a monitored service is measured: the service as a whole, or each unit that receives it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from collector.instants import FAR_FUTURE
from evaluator.contract.contract import Contract
from evaluator.contract.services import Service, Unit
from evaluator.core.availability.composites import Observed, observed_in, parts_of
from evaluator.core.facts import Facts
from evaluator.core.periods import start_of_day

_TYPES = {
    "service": "str",
    "unit": "str",
    "segment": "str",
    "users": "Int64",
    "life_from": "int64",
    "life_to": "int64",
}


def find_subjects(
    services: Sequence[Service], contract: Contract, facts: Facts, *, by_unit: bool, segment: str | None
) -> pd.DataFrame:
    """Return what is measured: the services, or each unit (of `segment`, if one is named) that receives one.

    Columns service, unit, segment, users, life_from, life_to: a unit lives while both it and the service do.
    Units that only the facts name live from the first state anybody saw. In the order of services and units.
    """
    if by_unit and contract.units_from_facts:
        return pd.concat(
            [_units_of_facts(service, contract, facts) for service in services], ignore_index=True
        )
    lives = {service.id: _life_of_service(service, contract) for service in services}
    if not by_unit:
        return _frame(
            [
                {"service": one.id, "unit": "", "segment": "", "users": one.users, **lives[one.id]}
                for one in services
            ]
        )
    units = [unit for unit in contract.units if segment is None or unit.segment == segment]
    rows = [
        {"service": of.id, "unit": unit.id, "segment": unit.segment, "users": unit.users, **lives[of.id]}
        for of in services
        for unit in units
    ]
    return _live(_frame(rows), [_life_of_unit(unit, contract) for _ in services for unit in units])


def observe_as(subjects: pd.DataFrame, observed: Observed, contract: Contract) -> pd.DataFrame:
    """Return the subjects of a composite as the facts name one thing it is made of, while that lives too."""
    lives = [_life_of_service(contract.service(observed.service), contract)]
    named = subjects.assign(service=pd.Series(observed.service, index=subjects.index, dtype="str"))
    if observed.unit:
        unit = next(unit for unit in contract.units if unit.id == observed.unit)
        named = named.assign(unit=pd.Series(unit.id, index=subjects.index, dtype="str"))
        lives.append(_life_of_unit(unit, contract))
    for life in lives:
        named = _live(named, [life] * len(named))
    return named


def _life_of_service(service: Service, contract: Contract) -> dict[str, int]:
    return _life(service.first_day, service.last_day, contract)


def _life_of_unit(unit: Unit, contract: Contract) -> dict[str, int]:
    return _life(unit.first_day, unit.last_day, contract)


def _life(first_day: date | None, last_day: date | None, contract: Contract) -> dict[str, int]:
    zone = contract.contract.zone
    first = contract.term.first_day if first_day is None else first_day
    end = FAR_FUTURE if last_day is None else start_of_day(last_day + timedelta(days=1), zone)
    return {"life_from": start_of_day(first, zone), "life_to": end}


def _live(subjects: pd.DataFrame, lives: Sequence[Mapping[str, int]]) -> pd.DataFrame:
    """Return the subjects, each living no longer than the other life given for it allows."""
    begins = np.array([life["life_from"] for life in lives], dtype=np.int64)
    ends = np.array([life["life_to"] for life in lives], dtype=np.int64)
    begins = np.maximum(begins, subjects["life_from"].to_numpy(dtype=np.int64))
    ends = np.minimum(ends, subjects["life_to"].to_numpy(dtype=np.int64))
    return subjects.assign(life_from=begins, life_to=np.maximum(begins, ends))


def _units_of_facts(service: Service, contract: Contract, facts: Facts) -> pd.DataFrame:
    services = {end.service for part in parts_of(contract, service.id) for end in observed_in(part.node)}
    states = facts.states.loc[facts.states["service"].isin(services).to_numpy()]
    first = states.groupby("unit", observed=True)["at"].min()
    life = {"segment": "", "users": 1, "life_to": FAR_FUTURE}
    return _frame(
        [
            {"service": service.id, "unit": str(unit), "life_from": int(at), **life}
            for unit, at in first.items()
        ]
    )


def _frame(rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(_TYPES)).astype(_TYPES)
