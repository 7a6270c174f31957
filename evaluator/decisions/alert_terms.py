"""What the customer wants to be alerted of: presets, and how early."""

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction

from pydantic import Field, field_validator

from evaluator.contract.parts import Duration, Name, Quantity, Terms
from evaluator.contract.triggers import LeadsTo
from evaluator.decisions.alert_kinds import Kind, Severity
from evaluator.decisions.alert_routes import RouteTerms

__all__ = ["AlertTerms", "BurnPreset", "Kind", "Severity"]


class BurnPreset(StrEnum):
    """Whose pairs of windows and factors say that a budget burns too fast."""

    SLOTH = "sloth"
    PYRRA = "pyrra"


USUAL_SEVERITIES: Mapping[Kind, Severity] = {
    Kind.BREACH: Severity.TICKET,
    Kind.FORECAST_MISS: Severity.TICKET,
    Kind.TICKET_ABOUT_TO_MISS: Severity.TICKET,
    Kind.THRESHOLD_NEAR: Severity.TICKET,
    Kind.CLAIM_LAPSING: Severity.TICKET,
    Kind.NOTICE_NEAR: Severity.TICKET,
    Kind.SAFE_START: Severity.TICKET,
    Kind.SOURCE_SILENT: Severity.TICKET,
    Kind.SOURCE_BEHIND: Severity.TICKET,
    Kind.SOURCE_UNMAPPED: Severity.TICKET,
    Kind.DELIVERY_MISSING: Severity.TICKET,
    Kind.REPORT_MISSING: Severity.INFO,
    Kind.EVALUATION_STALE: Severity.PAGE,
    Kind.JOB_FAILING: Severity.TICKET,
    Kind.MESSAGE_UNDELIVERED: Severity.TICKET,
}
"""Of every kind but a burning budget, whose pairs of windows have severities of their own."""


class AlertTerms(Terms):
    """What is worth an alert; the customer decides it, not the contract."""

    burn: BurnPreset = Field(
        default=BurnPreset.SLOTH,
        description="whose windows and factors: sloth (14.4, 6, 3 and 1 for 30 days) or pyrra (14, 7, 2, 1)",
    )
    ticket_within: Duration = Field(
        default=2 * 3600,
        description="a ticket is about to miss when its limit runs out within this time by the clock",
    )
    ticket_priorities: tuple[str, ...] = Field(
        default=(), description="only tickets of these priorities are about to miss; empty: of every one"
    )
    thresholds: tuple[LeadsTo, ...] = Field(
        default=(LeadsTo.RIGHT_TO_TERMINATE,),
        description="which thresholds are told when near or reached; a right to terminate is critical",
    )
    threshold_share: Quantity = Field(
        default=Fraction(80, 100),
        gt=0,
        le=1,
        description="a threshold of points is near from this share of it; one of months when one is missing",
    )
    claim_days: int = Field(
        default=30, ge=0, description="days before the last day to claim a credit on which it is told"
    )
    notice_days: tuple[int, ...] = Field(
        default=(180, 90, 30),
        min_length=1,
        description="days before a notice date, or the last day of the contract, on which it is told anew",
    )
    safe_start_weeks: tuple[int, ...] = Field(
        default=(26, 8, 2),
        min_length=1,
        description="weeks before the latest safe start of a new procurement on which it is told anew",
    )
    own_report_by_working_day: int = Field(
        default=6, ge=1, le=20, description="by which working day our own report of a month is made"
    )
    evaluation_stale_after: Duration = Field(
        default=26 * 3600, description="results are stale when the last evaluation is older than this"
    )
    severities: dict[Kind, Severity] = Field(
        default_factory=dict, description="how soon to look, where that is not as usual"
    )
    off: tuple[Kind, ...] = Field(default=(), description="kinds of alerts that nobody wants")
    without: tuple[Name, ...] = Field(
        default=(), description="indicators of which nobody wants an alert, such as one measured for interest"
    )

    @field_validator("notice_days", "safe_start_weeks")
    @classmethod
    def _largest_first(cls, found: tuple[int, ...]) -> tuple[int, ...]:
        if min(found) < 0 or len(set(found)) < len(found):
            raise ValueError("days and weeks are whole numbers from 0, each of them once")
        return tuple(sorted(found, reverse=True))

    @field_validator("severities")
    @classmethod
    def _burning_has_its_own(cls, found: dict[Kind, Severity]) -> dict[Kind, Severity]:
        if Kind.BURN in found:
            raise ValueError("a burning budget takes its severity from the pair of windows that shows it")
        return found

    routes: RouteTerms = Field(
        default=RouteTerms(), description="whom Alertmanager tells, where Prometheus is there"
    )

    def wants(self, kind: Kind, indicator: str = "") -> bool:
        """Return whether alerts of `kind`, about `indicator` where one is named, are wanted."""
        return kind not in self.off and indicator not in self.without

    def severity(self, kind: Kind) -> Severity:
        """Return how soon to look at `kind`; raises KeyError for a burning budget, which has several."""
        return self.severities.get(kind, USUAL_SEVERITIES[kind])
