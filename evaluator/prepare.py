"""Prepare the evaluation of a month: gather its inputs, judge them, and say what it rests on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from importlib.metadata import version

import numpy as np

from collector.identifiers import canonical_json, content_hash
from collector.instants import to_datetime
from collector.store.database import Database
from collector.store.health import read_source_health
from evaluator.contract.contract import Contract
from evaluator.contract.versions import ContractVersion, ContractVersions
from evaluator.core.calendar.contract_calendars import Calendars
from evaluator.core.calendar.hours import ServiceHours
from evaluator.core.evaluation import PeriodEvaluation
from evaluator.core.follow_up.exclusion_deadlines import as_they_stood
from evaluator.decisions.exclusions import Exclusion
from evaluator.exclude import find_concerned, tickets_in
from evaluator.exclusion_effects import effects_of
from evaluator.inputs import EvaluationInputs, find_period, gather_inputs, judge
from evaluator.program import program_version
from evaluator.reconcile import reconcile_inputs
from evaluator.results.money_read import read_past_money
from evaluator.results.present import read_earlier
from evaluator.results.provenance import CalendarUsed, Provenance
from evaluator.results.published import SourceHealth
from evaluator.results.querying import read_history

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Asked:
    """Which month is evaluated, on the facts up to which intake number, and when.

    Exclusions, amendments and earlier months count as they stood at `as_of` (None: `now`).
    """

    period: str
    horizon: int
    now: int
    as_of: int | None = None

    @property
    def moment(self) -> int:
        """The instant whose decisions count."""
        return self.now if self.as_of is None else self.as_of


@dataclass(frozen=True, eq=False)
class Prepared:
    """A month judged and not yet published: inputs, what follows from them, and what identifies it.

    `terms` are the versions of the contract that judge, the last of them in force.
    """

    inputs: EvaluationInputs
    results: PeriodEvaluation
    provenance: Provenance
    terms: tuple[ContractVersion, ...]


def prepare(
    database: Database,
    versions: ContractVersions,
    exclusions: Sequence[Exclusion],
    asked: Asked,
    progress: Progress | None = None,
) -> Prepared:
    """Return the month that is `asked` for, judged.

    Every figure follows from contract, exclusions, horizon and program; `asked.now` is only noted as the time
    of the evaluation. Raises NothingFound for a month before the contract or before any fact was stored.
    """
    tell = progress if progress is not None else _say_nothing
    day = local_day(asked.moment, versions.latest.contract)
    known = versions.as_known_on(day)
    version_in_force, period = find_period(known, asked.period)
    decided = as_they_stood(exclusions, known, day)
    earlier = read_earlier(database, asked.period, asked.horizon, asked.as_of)
    tell("read facts")
    history = read_history(database, earlier)
    past = read_past_money(database, earlier)
    inputs = gather_inputs(database, known, decided, asked.period, asked.horizon, history, past=past)
    tell("measure and judge")
    results = judge(inputs)
    contract = inputs.contract
    numbers = tuple(one.number for one in earlier)
    concerned = find_concerned(database, decided, results.tickets, period)
    provenance = Provenance(
        period=asked.period,
        contract_version=known.hash_of(version_in_force),
        exclusions_version=exclusions_hash(decided),
        horizon=asked.horizon,
        known_at=inputs.known_at,
        program_version=program_version(),
        evaluated_at=asked.now,
        currency=contract.contract.currency,
        earlier=numbers,
        is_as_of=asked.as_of is not None,
        calendars=calendars_used(contract, inputs.calendars),
        health=_health(database, asked.horizon, inputs.known_at),
        exclusions=concerned,
        exclusion_effects=effects_of(inputs, results, concerned, tickets_in(database)),
        reconciliation=reconcile_inputs(database, inputs, results, numbers),
    )
    return Prepared(inputs, results, provenance, known.until(version_in_force))


def exclusions_hash(exclusions: Sequence[Exclusion]) -> str:
    """Return the hash of the exclusions' content."""
    return content_hash(canonical_json([one.model_dump(mode="json") for one in exclusions]))


def local_day(instant: int, contract: Contract) -> date:
    """Return the day of `instant` in the contract's time zone."""
    return to_datetime(instant).astimezone(contract.contract.zone).date()


def calendars_used(contract: Contract, calendars: Calendars) -> tuple[CalendarUsed, ...]:
    """Return which calendars judged: the hash of their windows, and the data they were made from."""
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
            last_success_at=found.last_success_at,
            reached_at=found.reached_at,
            gone=found.gone,
        )
        for found in read_source_health(database, horizon, known_at)
    )


def _say_nothing(_step: str) -> None:
    return
