"""What a reconciliation finds: the figures side by side, and each ticket and outage that differs."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from evaluator.core.outcomes import Verdict


class DifferenceKind(StrEnum):
    """In what the supplier's list and the measurement differ about one ticket or outage."""

    ONLY_STATED = "only_stated"
    ONLY_MEASURED = "only_measured"
    OTHER_MONTH = "other_month"
    OTHER_INDICATOR = "other_indicator"
    OTHER_TIME = "other_time"
    OTHER_VERDICT = "other_verdict"
    OTHER_PRIORITY = "other_priority"
    OTHER_SERVICE = "other_service"
    LEFT_OUT_BY_SUPPLIER = "left_out_by_supplier"
    LEFT_OUT_HERE = "left_out_here"
    OTHER_START_OR_END = "other_start_or_end"
    CALLED_PLANNED = "called_planned"
    OTHER_USERS = "other_users"


class Explanation(StrEnum):
    """The rule that was proved to give exactly what the supplier states; `hours` names the hours it uses."""

    NONE = ""
    ROUNDING = "rounding"
    PAUSES_WAITING_USER = "pauses_waiting_user"
    PAUSES_WAITING_CUSTOMER = "pauses_waiting_customer"
    PAUSES_WAITING_THIRD = "pauses_waiting_third"
    PAUSES_WAITING_SUPPLIER = "pauses_waiting_supplier"
    COUNTS_WAITING_USER = "counts_waiting_user"
    COUNTS_WAITING_CUSTOMER = "counts_waiting_customer"
    COUNTS_WAITING_THIRD = "counts_waiting_third"
    COUNTS_WAITING_SUPPLIER = "counts_waiting_supplier"
    FIRST_SOLUTION = "first_solution"
    OTHER_HOURS = "other_hours"


@dataclass(frozen=True)
class Effect:
    """What one difference alone would change, if the supplier's value stood in place of ours.

    `verdict` is the one then, of the service it concerns; `points` and `amount` are what points and credits
    would be more (or, below 0, less). `amount` is None where the contract gives no credits.
    """

    verdict: Verdict
    points: int
    amount: Decimal | None


@dataclass(frozen=True)
class TicketDifference:
    """One ticket about which the supplier's list and the measurement differ.

    Times are seconds, or working days where `in_working_days`. What one side does not say is None or empty:
    `measured_missed` too where it cannot be said. `elsewhere` names the month, or the indicator, in which the
    other side counts it; `hours` those of an explanation by other hours. `effect` is None where it was not
    reckoned: only the first of very many are.
    """

    source: str
    indicator: str
    service: str
    ticket: str
    kinds: tuple[DifferenceKind, ...]
    in_working_days: bool
    measured_used: int | None
    stated_used: int | None
    measured_ended_at: int | None
    stated_ended_at: int | None
    measured_missed: bool | None
    stated_missed: bool | None
    measured_priority: str
    stated_priority: str
    stated_service: str
    elsewhere: str
    explanation: Explanation
    hours: str
    effect: Effect | None

    @property
    def time_difference(self) -> int | None:
        """How much longer the supplier says it took; below 0 where shorter."""
        if self.measured_used is None or self.stated_used is None:
            return None
        return self.stated_used - self.measured_used


@dataclass(frozen=True)
class OutageDifference:
    """One outage about which the supplier's list and the measurement differ; instants and users of both."""

    source: str
    indicator: str
    service: str
    unit: str
    kinds: tuple[DifferenceKind, ...]
    measured_starts_at: int | None
    measured_ends_at: int | None
    stated_starts_at: int | None
    stated_ends_at: int | None
    stated_planned: bool
    measured_users: int | None
    stated_users: int | None
    effect: Effect | None

    @property
    def starts_at(self) -> int:
        """When it began, as measured or (where nothing was) as stated."""
        starts_at = self.stated_starts_at if self.measured_starts_at is None else self.measured_starts_at
        assert starts_at is not None  # noqa: S101 - one of the two sides named it
        return starts_at


@dataclass(frozen=True)
class ReconciledFigure:
    """One indicator of one service: what was measured, and what the supplier's list would make of it.

    `measured` and `stated` count the tickets or outages of both sides, `differing` those about which they
    differ, `explained` how many of these a rule explains. The figures are after exclusions; `amount` is what
    the credit would be more by the list (below 0: less), None where the contract gives no credits. `subject`
    is ticket or outage.
    """

    source: str
    indicator: str
    service: str
    subject: str
    measured: int
    stated: int
    differing: int
    explained: int
    measured_value: Fraction | None
    stated_value: Fraction | None
    measured_verdict: Verdict
    stated_verdict: Verdict
    measured_points: int
    stated_points: int
    amount: Decimal | None


@dataclass(frozen=True)
class ReconciledSource:
    """All credits of the month as measured after exclusions, and by everything one list of the supplier says.

    `repeated` counts rows that name a ticket again, in other letters.
    """

    source: str
    measured_amount: Decimal | None
    stated_amount: Decimal | None
    repeated: int


@dataclass(frozen=True)
class Reconciliation:
    """What the supplier's lists say of a month beside what was measured; empty where it delivered none."""

    sources: tuple[ReconciledSource, ...] = ()
    figures: tuple[ReconciledFigure, ...] = ()
    tickets: tuple[TicketDifference, ...] = ()
    outages: tuple[OutageDifference, ...] = ()
