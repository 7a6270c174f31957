"""What an evaluation of a month is made from: gathered from the store once, judged as often as wanted.

Judging is pure: the same inputs under other exclusions, or with one fact changed, show what that changed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from collector.errors import NothingFound
from collector.store.database import Database
from collector.store.horizon import read_committed_at
from evaluator.contract.contract import Contract
from evaluator.contract.indicator_terms import PeriodLength
from evaluator.contract.versions import ContractVersion, ContractVersions
from evaluator.core.calendar.contract_calendars import Calendars, compile_calendars
from evaluator.core.evaluation import FormerTerms, Past, PeriodEvaluation, evaluate_month, periods_of
from evaluator.core.facts import Facts, LeftOut
from evaluator.core.measuring.indicator import Measured
from evaluator.core.money.month import MonthMoney
from evaluator.core.outcomes import Outcome, View
from evaluator.core.periods import Period, month, start_of_day
from evaluator.decisions.exclusions import Exclusion
from evaluator.exclude import read_left_out
from evaluator.read_facts import read_facts_of


@dataclass(frozen=True, eq=False)
class EvaluationInputs:
    """Everything the core needs to judge one month.

    `version` is the contract in force on its first day, `former` the terms before it; `exclusions` are the
    requests as they stood, `left_out` what they leave out in each view; `earlier` the outcomes of the months
    before, `past` their money, oldest first. `horizon` is the last intake number read and `known_at` the
    instant it stands for.
    """

    version: ContractVersion
    period: Period
    facts: Mapping[PeriodLength, Facts]
    calendars: Calendars
    exclusions: tuple[Exclusion, ...]
    left_out: Mapping[View, LeftOut]
    earlier: tuple[Outcome, ...]
    former: tuple[FormerTerms, ...]
    horizon: int
    known_at: int
    past: tuple[MonthMoney, ...] = ()

    @property
    def contract(self) -> Contract:
        """The contract in force on the first day of the month."""
        return self.version.contract


@dataclass(frozen=True, eq=False)
class GivenFacts:
    """The facts of a month for each length of period, known at an instant and up to an intake number.

    `periods` are the month itself, and after it all that are looked at.
    """

    facts: Mapping[PeriodLength, Facts]
    known_at: int
    horizon: int
    periods: Sequence[Period]


def gather_inputs(  # noqa: PLR0913 - what a month is judged from, each named at the call
    database: Database,
    versions: ContractVersions,
    exclusions: Sequence[Exclusion],
    period_name: str,
    horizon: int,
    earlier: Sequence[Outcome],
    judging: Sequence[Contract] = (),
    past: Sequence[MonthMoney] = (),
    *,
    though_removed: bool = False,
) -> EvaluationInputs:
    """Return what judges the month `period_name` on the facts up to `horizon`.

    `exclusions` are taken as they are given. The facts serve the contracts in `judging` too, see
    `under_contract`. Raises NothingFound for a month before the contract or before any fact was stored, and
    FactsRemoved (see `read_facts_of`).
    """
    version, period = find_period(versions, period_name)
    contract = version.contract
    known_at = _known_at(database, horizon, period)
    contracts = [found.contract for found in versions.until(version)]
    periods = {name: one for found in (*judging, contract) for name, one in periods_of(found, period).items()}
    facts = read_facts_of(
        database, contracts, periods, horizon, known_at, judging, though_removed=though_removed
    )
    given = GivenFacts(facts, known_at, horizon, [period, *periods.values()])
    return assemble_inputs(versions, exclusions, read_left_out(database, exclusions), given, earlier, past)


def assemble_inputs(
    versions: ContractVersions,
    exclusions: Sequence[Exclusion],
    left_out: Mapping[View, LeftOut],
    given: GivenFacts,
    earlier: Sequence[Outcome],
    past: Sequence[MonthMoney],
) -> EvaluationInputs:
    """Return what judges the month of the `given` facts, wherever these were kept.

    Raises NothingFound for a month before the contract.
    """
    period = given.periods[0]
    version, _ = find_period(versions, period.name)
    reach = reach_of(given.facts, given.periods, given.known_at)
    return EvaluationInputs(
        version=version,
        period=period,
        facts=given.facts,
        calendars=compile_calendars(version.contract, *reach),
        exclusions=tuple(exclusions),
        left_out=left_out,
        earlier=tuple(earlier),
        former=tuple(_former_terms(versions, version, reach)),
        horizon=given.horizon,
        known_at=given.known_at,
        past=tuple(past),
    )


def under_contract(
    inputs: EvaluationInputs,
    version: ContractVersion,
    earlier: Sequence[Outcome],
    past: Sequence[MonthMoney],
) -> EvaluationInputs:
    """Return the same facts to be judged by `version` alone, which they were gathered for.

    `earlier` are the outcomes that this version gave the months before, `past` their money.
    """
    periods = periods_of(version.contract, inputs.period)
    reach = reach_of(inputs.facts, [inputs.period, *periods.values()], inputs.known_at)
    return replace(
        inputs,
        version=version,
        facts={length: inputs.facts[length] for length in periods},
        calendars=compile_calendars(version.contract, *reach),
        former=(),
        earlier=tuple(earlier),
        past=tuple(past),
    )


def judge(inputs: EvaluationInputs, known: Sequence[Measured] = ()) -> PeriodEvaluation:
    """Return what the contract says of the month, from its inputs alone.

    `known` is what these inputs gave before, which is not measured anew.
    """
    return evaluate_month(
        inputs.contract,
        inputs.facts,
        inputs.calendars,
        inputs.left_out,
        inputs.earlier,
        inputs.period,
        Past(inputs.former, inputs.past),
        known,
    )


def find_period(versions: ContractVersions, period_name: str) -> tuple[ContractVersion, Period]:
    """Return the version in force on a month's first day, and the month; raises NothingFound before it."""
    first_day = date.fromisoformat(f"{period_name}-01")
    found = versions.in_force(first_day)
    return found, month(period_name, found.contract.contract.zone)


def _former_terms(
    versions: ContractVersions, in_force: ContractVersion, reach: tuple[int, int]
) -> list[FormerTerms]:
    """The versions before the one in force, each until the next began in the contract's zone."""
    known = versions.until(in_force)
    return [
        FormerTerms(
            until=start_of_day(following.first_day, old.contract.contract.zone),
            contract=old.contract,
            calendars=compile_calendars(old.contract, *reach),
        )
        for old, following in pairwise(known)
    ]


def _known_at(database: Database, horizon: int, period: Period) -> int:
    known_at = read_committed_at(database, horizon)
    if known_at is None:
        raise NothingFound("nothing has been collected yet; run: supplierwatch collect")
    if known_at <= period.starts_at:
        raise NothingFound(f"nothing was known of {period.name} when the last facts were collected")
    return known_at


def reach_of(
    facts: Mapping[PeriodLength, Facts], periods: Sequence[Period], known_at: int
) -> tuple[int, int]:
    """Return the first and last instant that calendars must cover."""
    instants = [
        (one.tickets["opened_at"], one.changes["at"], one.maintenance["announced_at"].dropna())
        for one in facts.values()
    ]
    spans = [(int(found.min()), int(found.max())) for one in instants for found in one if len(found) > 0]
    first = min([*(period.starts_at for period in periods), *(start for start, _ in spans)])
    # What is dated after what is known counts for nothing.
    return first, max(known_at, *(period.ends_at for period in periods))
