"""Signals: what is worth telling somebody, each with a key that stays while the matter lasts."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from evaluator.decisions.alert_terms import Kind, Severity


class Report(StrEnum):
    """Whose report of a month is awaited."""

    SUPPLIER = "supplier"
    OWN = "own"


ABOUT_NOW = frozenset({Kind.BURN, Kind.TICKET_ABOUT_TO_MISS})
"""What rests on the last hours, whichever month they are of."""


@dataclass(frozen=True)
class Signal:
    """One matter that is so now; it is over when no signal with its `key` is there any more.

    `subject` says what it is about where indicator and service do not: the threshold, the source, the job,
    the ticket, the option whose notice date is near, the day by which a new procurement must be done,
    `supplier` or `own` for a report. `month` is that of the figure, empty where it is about none. What the
    numbers are depends on the kind:

    =====================  ==========================================  =====================================
    kind                   value                                       limit
    =====================  ==========================================  =====================================
    breach                 value reached (share, seconds, count)       the end of the target it missed
    burn                   burn rate in the long window                the factor it is strictly above
    forecast_miss          best value that can still be reached        the end of the target it cannot reach
    ticket_about_to_miss   used (seconds, or working days)             limit (the same unit)
    threshold_near         points or months reached                    points or months needed
    claim_lapsing          days left, the last one included            days before which it is told
    notice_near            days left, the last one included            days before which it is told
    safe_start             days left; below 0: past                    days before which it is told
    source_silent          seconds since it was last heard             seconds it may be silent
    source_behind          seconds up to now that are not known yet    seconds it may be silent
    source_unmapped        tickets with a word without a mapping       None
    delivery_missing       deliveries that are due and did not come    None
    report_missing         None                                        None
    evaluation_stale       seconds since the last evaluation           seconds after which it is stale
    job_failing            seconds since it last went well             None
    message_undelivered    messages given up, or that came back        None
    =====================  ==========================================  =====================================

    `since` is when it became so, as far as that is known. `at` is the instant that matters (when a ticket's
    limit runs out, when a report was due, when a source was last heard), `on_day` the last day on which
    something can still be done. `amount` is the money of a claim. `window` and `short_window` are seconds.
    `stage` counts up from 0 while the matter grows more urgent, as a date draws near: each is told anew.
    """

    kind: Kind
    severity: Severity
    indicator: str = ""
    service: str = ""
    subject: str = ""
    month: str = ""
    value: Fraction | None = None
    limit: Fraction | None = None
    since: int | None = None
    at: int | None = None
    on_day: date | None = None
    amount: Decimal | None = None
    window: int | None = None
    short_window: int | None = None
    in_working_days: bool = False
    stage: int = 0

    @property
    def key(self) -> str:
        """What names the matter: the same as long as it lasts, whatever its figures are meanwhile.

        What is about the last hours goes on when a month begins, and is no other matter then.
        """
        month = "" if self.kind in ABOUT_NOW else self.month
        return "/".join((self.kind, month, self.indicator, self.service, self.subject))
