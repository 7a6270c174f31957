"""What is raised, and what people know of it: the states of alerts, and the rules for telling of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from evaluator.decisions.alert_terms import Kind, Severity

URGENCY: Mapping[Severity, int] = {Severity.INFO: 0, Severity.TICKET: 1, Severity.PAGE: 2}
"""A higher number is the more urgent."""

OF_AN_EVALUATION = frozenset(
    {
        Kind.BREACH,
        Kind.BURN,
        Kind.FORECAST_MISS,
        Kind.TICKET_ABOUT_TO_MISS,
        Kind.THRESHOLD_NEAR,
        Kind.SOURCE_UNMAPPED,
    }
)
"""What only a fresh evaluation can tell: while results are stale, it neither begins nor ends."""

OF_A_MONTH = OF_AN_EVALUATION | {Kind.REPORT_MISSING}
"""What is looked for in the running and the last finished month only: later it is past, and not ended."""

ONLY_WARNS = frozenset({Kind.TICKET_ABOUT_TO_MISS, Kind.CLAIM_LAPSING, Kind.NOTICE_NEAR, Kind.SAFE_START})
"""What is over when somebody acted, or when it is too late: its end is no good news, and is not told."""


class Event(StrEnum):
    """Why something is told."""

    RAISED = "raised"
    WORSENED = "worsened"
    ESCALATED = "escalated"
    REPEATED = "repeated"
    ENDED = "ended"


@dataclass(frozen=True)
class AlertState:
    """One matter from when it was first seen until those who were told of it know that it ended.

    `level` counts the levels of destinations that were told, `told` are the destinations themselves, and
    `told_at` is when last; `escalated_at` is when the last level was told. `recovered_at` is set while the
    matter is over and its end is still to be told. Instants are whole seconds UTC.
    """

    key: str
    kind: Kind
    severity: Severity
    indicator: str
    service: str
    subject: str
    month: str
    stage: int
    raised_at: int
    last_seen_at: int
    level: int = 0
    told: frozenset[str] = frozenset()
    told_at: int | None = None
    escalated_at: int | None = None
    recovered_at: int | None = None
    acknowledged_at: int | None = None
    acknowledged_by: str = ""

    @property
    def needs_telling(self) -> bool:
        """Whether nobody was told of it as it is now, nor knows of it."""
        return self.level == 0 and self.recovered_at is None and self.acknowledged_at is None


@dataclass(frozen=True)
class TellingRules:
    """Who is told when; times in seconds, `repeat_after` of 0 never repeats.

    `levels` are the destinations of each severity, first level first. In quiet time only the severity page
    is told.
    """

    levels: Mapping[Severity, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    group_wait: int = 60
    group_interval: int = 300
    repeat_after: int = 24 * 3600
    escalate_after: int = 3600
    ends_after: int = 600

    def levels_of(self, severity: Severity) -> tuple[tuple[str, ...], ...]:
        """Return the levels of `severity`; none where nobody is told of it."""
        return self.levels.get(severity, ())


@dataclass(frozen=True)
class Notice:
    """What one destination is told at once: the matters, in the order in which people need them."""

    destination: str
    matters: tuple[tuple[Event, AlertState], ...]
