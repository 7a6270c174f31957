"""How things stand: the present figures of the running month and of the last finished one."""

from collections.abc import Mapping
from dataclasses import dataclass

from evaluator.contract.contract import Contract
from evaluator.core.burn_rates import BurnRate
from evaluator.core.confidence.prospects import Forecast
from evaluator.core.money.credits import ServiceCredit
from evaluator.core.money.month import CreditTotal
from evaluator.core.money.triggers import TriggerState
from evaluator.core.outcomes import Outcome
from evaluator.core.score import Score
from evaluator.results.published import Evaluation, Seal, SourceHealth

__all__ = ["BurnRate", "CaseCount", "OpenCase", "SourceHeard", "Standing", "StandingMonth"]


@dataclass(frozen=True)
class OpenCase:
    """A ticket that an indicator's clock runs on; times as in `TicketEvidence`."""

    indicator: str
    ticket: str
    cycle: int
    service: str
    unit: str
    segment: str
    priority: str
    used: int
    limit: int | None
    in_working_days: bool
    missed: bool
    due_at: int | None


@dataclass(frozen=True)
class CaseCount:
    """How many open cases of an indicator and service are about to miss, and how many are overdue.

    An empty service is that of tickets whose service is not known.
    """

    indicator: str
    service: str
    about_to_miss: int
    overdue: int


@dataclass(frozen=True)
class StandingMonth:
    """One month as it stands: what the whole contract is judged by, in all views.

    `outcomes` are those of whole scopes; `burn_rates` are there while the month runs. Its open cases are not
    among this: there may be thousands, see `open_cases.py`.
    `contract` is the version that judged the month; None: that of the standing.
    """

    evaluation: Evaluation
    is_over: bool
    outcomes: tuple[Outcome, ...]
    forecasts: tuple[Forecast, ...]
    credits: tuple[ServiceCredit, ...]
    credit_totals: tuple[CreditTotal, ...]
    triggers: tuple[TriggerState, ...]
    score: Score | None
    burn_rates: tuple[BurnRate, ...]
    health: tuple[SourceHealth, ...]
    seal: Seal | None
    contract: Contract | None = None


@dataclass(frozen=True)
class SourceHeard:
    """When a source was last heard, evaluated since or not: its last run, and the last that went well.

    `reached_at` is the instant up to which it is known; None where it does not say, as files do not.
    """

    source: str
    last_run_at: int | None
    last_success_at: int | None
    last_outcome: str
    problem: str
    reached_at: int | None = None


@dataclass(frozen=True)
class Standing:
    """What is known now; None for a month without results.

    `running` is the month of the last evaluation where that was not over when its facts were known,
    `finished` the last month that was.
    """

    contract: Contract
    running: StandingMonth | None
    finished: StandingMonth | None
    sources: Mapping[str, SourceHeard]
