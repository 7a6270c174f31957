"""What an evaluation publishes for readers: one period, its history and the evidence behind it."""

from dataclasses import dataclass, field
from fractions import Fraction

from evaluator.contract.contract import Contract
from evaluator.core.confidence.prospects import Forecast
from evaluator.core.follow_up.exclusion_effects import ExclusionEffect
from evaluator.core.money.credits import ServiceCredit
from evaluator.core.money.lines import CreditLine
from evaluator.core.money.month import CreditTotal
from evaluator.core.money.triggers import TriggerState
from evaluator.core.outcomes import Outcome, Scope
from evaluator.core.periods import Period
from evaluator.core.reconciliation.found import Reconciliation
from evaluator.core.score import Score
from evaluator.decisions.exclusions import Exclusion


@dataclass(frozen=True)
class Evaluation:
    """Which evaluation a figure comes from: contract version, horizon, program version (design, Results).

    `contract_version` and `exclusions_version` are content hashes; `horizon` is the last intake number
    read; `known_at` is the instant that horizon stands for, and `evaluated_at` when it was computed.
    """

    number: int
    period: str
    contract_version: str
    exclusions_version: str
    horizon: int
    known_at: int
    program_version: str
    evaluated_at: int


@dataclass(frozen=True)
class TicketEvidence:
    """One ticket behind an outcome.

    `used` and `limit` are seconds, or working days where `in_working_days`; `ended_at` is None while
    the ticket is open; `unknown` says that nobody can tell whether it missed (an unmapped status, no
    limit). `left_out_by` names the exclusion that leaves it out in some view, or is empty. `due_at` is when
    the limit runs out (None where nobody can say), `beyond_longest_wait` the seconds it was held for longer
    than the contract accepts.
    """

    indicator: str
    ticket: str
    service: str
    unit: str
    segment: str
    priority: str
    opened_at: int
    ended_at: int | None
    used: int
    limit: int | None
    in_working_days: bool
    missed: bool
    unknown: bool
    waiting_user: int
    waiting_customer: int
    waiting_third: int
    left_out_by: str
    due_at: int | None = None
    beyond_longest_wait: int | None = None


@dataclass(frozen=True)
class OutageEvidence:
    """One outage behind an availability.

    `counted` are the seconds that count against the supplier as measured (in service hours, less
    maintenance), `planned` those in agreed maintenance; `ends_at` is None while it lasts. `seen_by` names the
    probers that saw it; it is empty where nobody did, and in results of earlier versions of the program.
    """

    indicator: str
    service: str
    unit: str
    segment: str
    starts_at: int
    ends_at: int | None
    state: str
    counted: int
    planned: int
    users_affected: int | None
    left_out_by: str
    seen_by: str = ""


@dataclass(frozen=True)
class StatedWindow:
    """Maintenance that a source stated, of a service or one unit of it."""

    service: str
    unit: str
    starts_at: int
    ends_at: int


@dataclass(frozen=True)
class TicketJudgement:
    """What one indicator made of one ticket in a period; times as in `TicketEvidence`."""

    indicator: str
    period: str
    evaluation: int
    used: int
    limit: int | None
    in_working_days: bool
    missed: bool
    unknown: bool
    left_out_by: str
    due_at: int | None = None
    beyond_longest_wait: int | None = None


@dataclass(frozen=True)
class OutageJudgement:
    """What one indicator counted of one outage in a period; times as in `OutageEvidence`."""

    indicator: str
    period: str
    evaluation: int
    unit: str
    starts_at: int
    ends_at: int | None
    state: str
    counted: int
    planned: int
    users_affected: int | None
    left_out_by: str
    seen_by: str = ""


@dataclass(frozen=True)
class SourceHealth:
    """How well a source was heard up to the horizon.

    `last_success_at` is when the last run that went well ended, `reached_at` the instant up to which the
    source is known (None: it does not say, as files do not), `gone` its tickets that were found deleted.
    Results of earlier programs have none of the three.
    """

    source: str
    last_intake_at: int | None
    last_outcome: str
    problem: str
    rows: int
    rejects: int
    unmapped: int
    unmapped_words: tuple[str, ...]
    last_success_at: int | None = None
    reached_at: int | None = None
    gone: int | None = None


@dataclass(frozen=True)
class ComparedStatement:
    """The supplier's own figure beside ours, which with `together` is of all services of the indicator."""

    indicator: str
    scope: Scope
    stated: Fraction
    measured: Fraction | None
    together: bool = False


@dataclass(frozen=True)
class MonthCredit:
    """Points and credits of one service in an earlier month."""

    period: str
    credit: ServiceCredit


@dataclass(frozen=True)
class SealDifference:
    """One thing that a restatement says otherwise than the seal before it.

    `part` is the kind of result, `subject` names the figure or ticket, `field` what of it; a missing `before`
    or `after` says that it was not there.
    """

    part: str
    subject: str
    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Seal:
    """That the results of a month are fixed: by whom, when, why, and with which hash of all inputs.

    `restatement` is 0 for the first seal of a month. `record_hash` is that of the seal's own record, which
    names the one before it in `previous`.
    """

    number: int
    period: str
    restatement: int
    evaluation: int
    sealed_at: int
    sealed_by: str
    reason: str
    content_hash: str
    previous: str
    record_hash: str
    differences: tuple[SealDifference, ...] = ()


@dataclass(frozen=True)
class PeriodResults:
    """Everything a report of one period reads.

    `outcomes` are all of the period, every scope and view; `history` holds whole-scope and segment
    outcomes of up to 24 months up to and including it, oldest first.
    """

    contract: Contract
    period: Period
    evaluation: Evaluation
    outcomes: tuple[Outcome, ...]
    history: tuple[Outcome, ...]
    credits: tuple[ServiceCredit, ...]
    credit_history: tuple[MonthCredit, ...]
    score: Score | None
    tickets: tuple[TicketEvidence, ...]
    outages: tuple[OutageEvidence, ...]
    statements: tuple[ComparedStatement, ...]
    health: tuple[SourceHealth, ...]
    exclusions: tuple[Exclusion, ...]
    exclusion_effects: tuple[ExclusionEffect, ...] = ()
    forecasts: tuple[Forecast, ...] = ()
    credit_lines: tuple[CreditLine, ...] = ()
    credit_totals: tuple[CreditTotal, ...] = ()
    triggers: tuple[TriggerState, ...] = ()
    seal: Seal | None = None
    reconciliation: Reconciliation = field(default_factory=Reconciliation)
