"""What the decision basis is told from: results, what people did and wrote, and what each area found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from dashboards.document.model import Runs, Section
from evaluator.core.deciding.basis.changed_figures import ChangedFigure
from evaluator.core.deciding.basis.readiness import Standing
from evaluator.core.follow_up.contract_changes import ChangeRegister
from evaluator.core.follow_up.summary import FollowUp
from evaluator.decisions.decision import DecisionFile
from evaluator.results.published import OutageEvidence, PeriodResults, TicketEvidence


class Area(StrEnum):
    """What is found out beside the results, each told by its own builders."""

    NEEDS = "needs"
    CONSULTATION = "consultation"
    ALTERNATIVES = "alternatives"
    COST = "cost"
    TIME_PLAN = "time_plan"
    TENDER = "tender"
    HANDOVER = "handover"


@dataclass(frozen=True)
class AreaPart:
    """What one area says in the language of the document.

    `file` is what it is read from. `is_there` is False where that is missing, and `sections` are empty then.
    `missing` names what it does not give; `facts` are sentences that the officer's report quotes.
    """

    file: str
    is_there: bool
    sections: tuple[Section, ...] = ()
    missing: tuple[str, ...] = ()
    facts: tuple[Runs, ...] = ()


@dataclass(frozen=True)
class MonthBehind:
    """What lies behind the figures of one month: its evaluation, tickets and outages."""

    period: str
    evaluation: int
    tickets: tuple[TicketEvidence, ...]
    outages: tuple[OutageEvidence, ...]


@dataclass(frozen=True)
class BasisSources:
    """Everything that a decision basis is told from; `today` is the day it is made.

    `months` are those of the history, oldest first, as far as they were evaluated. `hashes` are those of the
    files by name. `basis` is the hash of all that the figures follow from, which signatures name. `written`
    holds what people wrote by the place they wrote it in; `changed` the figures that moved since.
    `sensitivity` are sections on what would change the order of the alternatives.
    """

    results: PeriodResults
    today: date
    decision: DecisionFile | None
    follow_up: FollowUp
    basis: str
    standing: Standing
    areas: Mapping[Area, AreaPart]
    months: tuple[MonthBehind, ...] = ()
    contract_changes: ChangeRegister | None = None
    hashes: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    changed: tuple[ChangedFigure, ...] = ()
    sensitivity: tuple[Section, ...] = ()
