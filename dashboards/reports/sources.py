"""What reports are made from, all of it read by those who ask for one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from evaluator.core.deliveries import ExpectedDelivery
from evaluator.core.follow_up.contract_changes import ChangeRegister
from evaluator.core.follow_up.summary import FollowUp
from evaluator.decisions.publishing import DecidedBreach, DecidedRating
from evaluator.results.published import PeriodResults


@dataclass(frozen=True)
class OpenCases:
    """How many tickets stood open when the facts were known, and how many of them past their limit."""

    open: int
    overdue: int


@dataclass(frozen=True)
class MeetingAction:
    """What a meeting agreed that somebody does: by which role, until when; `done_on` None: not done."""

    id: str
    what: str
    responsible: str
    due: date
    done_on: date | None = None


@dataclass(frozen=True)
class Meeting:
    """One meeting: its day, its own points beside the standing ones, and the last one's actions."""

    day: date | None = None
    points: tuple[str, ...] = ()
    actions: tuple[MeetingAction, ...] = ()


@dataclass(frozen=True)
class PlannedMaintenance:
    """Maintenance ahead, as a source stated it: of a service or one unit; whole UTC seconds."""

    service: str
    unit: str
    starts_at: int
    ends_at: int


@dataclass(frozen=True)
class DecidedNotice:
    """What people decided of a public notice, as `publishing.yaml` with this hash says it."""

    ratings: tuple[DecidedRating, ...] = ()
    breaches: tuple[DecidedBreach, ...] = ()
    content_hash: str = ""


@dataclass(frozen=True)
class ReportSources:
    """Everything that a report is made from; `today` is the day it is made.

    `earlier` are the results of the months before, newest last (six with that of `results` make a half year);
    what a kind of report does not need may be left out, and what is None is told as not known.
    `deliveries` are those expected of each source as of `today`, outside every seal. `written` holds what
    people wrote in an earlier making, by the name of the place (`comment-K05`), and stands again.
    """

    results: PeriodResults
    today: date
    follow_up: FollowUp | None = None
    earlier: tuple[PeriodResults, ...] = ()
    deliveries: Mapping[str, tuple[ExpectedDelivery, ...]] | None = None
    open_cases: OpenCases | None = None
    maintenance: tuple[PlannedMaintenance, ...] | None = None
    changes: ChangeRegister | None = None
    meeting: Meeting = field(default_factory=Meeting)
    decided: DecidedNotice = field(default_factory=DecidedNotice)
    written: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sent_on: date | None = None
    """When the supplier was sent the report: the comment period runs from then, or from `today`."""
