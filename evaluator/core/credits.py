"""Credits: from points to money, with caps in the contract's order."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class Cap(StrEnum):
    """Which cap held a credit down."""

    NONE = "none"
    SERVICE = "service"
    TOTAL = "total"


@dataclass(frozen=True)
class ServiceCredit:
    """The calculated credit of one service for one month and view.

    `raw_share` is points times the rate, `share` what is left of it after the service cap (both of
    the monthly fee); `amount` is after all caps and rounding.
    """

    service: str
    view: str
    points: int
    monthly_fee: Decimal
    raw_share: Fraction
    share: Fraction
    capped_by: Cap
    amount: Decimal
