"""When a board must approve its minutes at once, for its reply to arrive in time."""

from datetime import date
from enum import StrEnum


class Approval(StrEnum):
    """How the minutes are to be approved."""

    ORDINARY = "ordinary"
    IMMEDIATE = "immediate"
    NOT_KNOWN = "not_known"


def approval_of(reply_by: date | None, minutes_approved_on: date | None) -> Approval:
    """Return how the minutes are approved: at once where the reply is due before they ordinarily are.

    A reply due on that very day can still be sent, so that the ordinary way does (domain.md 2.1).
    """
    if reply_by is None or minutes_approved_on is None:
        return Approval.NOT_KNOWN
    return Approval.IMMEDIATE if reply_by < minutes_approved_on else Approval.ORDINARY
