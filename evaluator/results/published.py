"""What an evaluation publishes for readers: one period, its history and the evidence behind it."""

from dataclasses import dataclass
from fractions import Fraction

from evaluator.contract.contract import Contract
from evaluator.core.confidence.prospects import Forecast
from evaluator.core.credits import ServiceCredit
from evaluator.core.outcomes import Outcome, Scope
from evaluator.core.periods import Period
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
    """How well a source was heard up to the horizon."""

    source: str
    last_intake_at: int | None
    last_outcome: str
    problem: str
    rows: int
    rejects: int
    unmapped: int
    unmapped_words: tuple[str, ...]


@dataclass(frozen=True)
class ComparedStatement:
    """The supplier's own figure beside ours."""

    indicator: str
    scope: Scope
    stated: Fraction
    measured: Fraction | None


@dataclass(frozen=True)
class MonthCredit:
    """Points and credits of one service in an earlier month."""

    period: str
    credit: ServiceCredit


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
    forecasts: tuple[Forecast, ...] = ()
