"""Evaluate a period: gather its inputs up to a horizon, let the core judge them, publish the results."""

from collections.abc import Callable, Sequence
from datetime import date
from hashlib import sha256
from importlib.metadata import version

import numpy as np

from collector.errors import NothingFound
from collector.identifiers import canonical_json, content_hash
from collector.instants import to_datetime
from collector.store.database import Database
from collector.store.health import read_source_health
from evaluator.contract.contract import Contract
from evaluator.contract.versions import ContractVersion, ContractVersions
from evaluator.core.calendar.contract_calendars import Calendars
from evaluator.core.calendar.hours import ServiceHours
from evaluator.decisions.exclusions import Exclusion, as_known_on
from evaluator.exclude import find_concerned
from evaluator.inputs import find_period, gather_inputs, judge
from evaluator.program import program_version
from evaluator.results.provenance import CalendarUsed, Provenance
from evaluator.results.published import Evaluation, PeriodResults, SourceHealth
from evaluator.results.read import read_earlier, read_history, read_latest, read_period
from evaluator.results.store import save_results

Progress = Callable[[str], None]


def evaluate_period(
    database: Database,
    versions: ContractVersions,
    exclusions: Sequence[Exclusion],
    period_name: str,
    horizon: int,
    now: int,
    progress: Progress | None = None,
    as_of: int | None = None,
) -> PeriodResults:
    """Evaluate the month `period_name` on the facts up to `horizon`, publish it, and return the results.

    Exclusions count as they stood at `as_of` (None: `now`); else `now` is only noted as the time of the
    evaluation: every figure follows from contract, exclusions, horizon and program. Raises NothingFound
    for a month before the contract or before any fact was stored.
    """
    tell = progress if progress is not None else _say_nothing
    version_in_force, period = find_period(versions, period_name)
    decided = as_known_on(exclusions, _day(now if as_of is None else as_of, version_in_force.contract))
    earlier = read_earlier(database, period_name, horizon)
    tell("read facts")
    inputs = gather_inputs(database, versions, decided, period_name, horizon, read_history(database, earlier))
    tell("measure and judge")
    results = judge(inputs)
    tell("publish")
    contract = inputs.contract
    provenance = Provenance(
        period=period_name,
        contract_version=versions.hash_of(version_in_force),
        exclusions_version=exclusions_hash(decided),
        horizon=horizon,
        known_at=inputs.known_at,
        program_version=program_version(),
        evaluated_at=now,
        currency=contract.contract.currency,
        earlier=tuple(one.number for one in earlier),
        is_as_of=as_of is not None,
        calendars=_calendars_used(contract, inputs.calendars),
        health=_health(database, horizon, inputs.known_at),
        exclusions=find_concerned(database, decided, results.tickets, period),
    )
    evaluation = save_results(database, provenance, results)
    return read_period(database, contract, evaluation)


def read_results(database: Database, versions: ContractVersions, period_name: str) -> PeriodResults:
    """Return the results last published for the month; raises NothingFound where there are none."""
    evaluation = read_latest(database, period_name)
    if evaluation is None:
        raise NothingFound(
            f"{period_name} has not been evaluated; run: supplierwatch evaluate --period {period_name}"
        )
    contract_version = _version_of(versions, evaluation)
    return read_period(database, contract_version.contract, evaluation)


def exclusions_hash(exclusions: Sequence[Exclusion]) -> str:
    """Return the hash of the exclusions' content."""
    return content_hash(canonical_json([one.model_dump(mode="json") for one in exclusions]))


def _version_of(versions: ContractVersions, evaluation: Evaluation) -> ContractVersion:
    for found in versions.versions:
        if versions.hash_of(found) == evaluation.contract_version:
            return found
    raise NothingFound(
        f"{evaluation.period} was evaluated with a contract that has changed since; "
        f"run: supplierwatch evaluate --period {evaluation.period}"
    )


def _day(instant: int, contract: Contract) -> date:
    return to_datetime(instant).astimezone(contract.contract.zone).date()


def _calendars_used(contract: Contract, calendars: Calendars) -> tuple[CalendarUsed, ...]:
    return tuple(
        CalendarUsed(name, _windows_hash(calendars.hours[name]), version("tzdata"), version("holidays"))
        for name in sorted(contract.service_hours)
    )


def _windows_hash(hours: ServiceHours) -> str:
    windows = np.stack([hours.opens, hours.closes]).astype("<i8")
    return sha256(windows.tobytes()).hexdigest()


def _health(database: Database, horizon: int, known_at: int) -> tuple[SourceHealth, ...]:
    return tuple(
        SourceHealth(
            source=found.source,
            last_intake_at=found.last_intake_at,
            last_outcome=found.outcome.value,
            problem=found.problem,
            rows=found.rows,
            rejects=found.rejects,
            unmapped=sum(found.unmapped.values()),
            unmapped_words=tuple(sorted(found.unmapped)),
        )
        for found in read_source_health(database, horizon, known_at)
    )


def _say_nothing(_step: str) -> None:
    return
