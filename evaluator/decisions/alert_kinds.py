"""Kinds of alerts, and how soon to look at them."""

from enum import StrEnum


class Kind(StrEnum):
    """What an alert is about."""

    BREACH = "breach"
    BURN = "burn"
    FORECAST_MISS = "forecast_miss"
    TICKET_ABOUT_TO_MISS = "ticket_about_to_miss"
    THRESHOLD_NEAR = "threshold_near"
    CLAIM_LAPSING = "claim_lapsing"
    NOTICE_NEAR = "notice_near"
    SAFE_START = "safe_start"
    SOURCE_SILENT = "source_silent"
    SOURCE_BEHIND = "source_behind"
    SOURCE_UNMAPPED = "source_unmapped"
    DELIVERY_MISSING = "delivery_missing"
    REPORT_MISSING = "report_missing"
    EVALUATION_STALE = "evaluation_stale"
    JOB_FAILING = "job_failing"
    MESSAGE_UNDELIVERED = "message_undelivered"


class Severity(StrEnum):
    """How soon somebody should look: at once, on the next working day, or when there is time."""

    PAGE = "page"
    TICKET = "ticket"
    INFO = "info"
