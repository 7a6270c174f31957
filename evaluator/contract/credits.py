"""Terms of points and credits: repeat rule, rate, caps and their order."""

import re
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from evaluator.contract.parts import Quantity, Terms

_AMOUNT = re.compile(r"-?\d+(?:\.\d+)?")


def read_money(found: Any) -> Any:
    """Return the exact amount of `3600000`, `"3600000.00"` or `"3 600 000,50"`.

    Raises ValueError for anything that is no such number.
    """
    if isinstance(found, float):
        found = repr(found)
    text = str(found).replace(" ", "").replace("\u00a0", "").replace(",", ".")
    if isinstance(found, bool) or _AMOUNT.fullmatch(text) is None:
        raise ValueError('an amount of money is a number such as 3600000 or "1250.50"')
    return Decimal(text)


class _MoneySchema:
    def __get_pydantic_json_schema__(self, _core: Any, _handler: Any) -> dict[str, Any]:
        return {"type": ["integer", "string"], "examples": [3600000, "1250.50"]}


Money = Annotated[Decimal, BeforeValidator(read_money), _MoneySchema()]


class RoundingMethod(StrEnum):
    """How an amount is rounded (names as in Python's decimal module)."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    DOWN = "down"


class CreditRounding(Terms):
    """To what and how each service's credit is rounded, after all caps."""

    to: Money = Field(gt=0, description="such as 1 for whole kronor, or 0.01")
    method: RoundingMethod


class RepeatRule(Terms):
    """Points of an indicator missed on the same service in the period before as well."""

    factor: int = Field(ge=1, description="points times this; once, not again for a third period")
    not_assessable_breaks_chain: bool


class CapOrder(StrEnum):
    """Which cap applies first; what it leaves is then held against the other."""

    SERVICE_FIRST = "service_first"
    TOTAL_FIRST = "total_first"


class CreditTerms(Terms):
    """From points to money: repeat, rate, the two caps in their order (the total shared in proportion)."""

    per_point: Quantity = Field(gt=0, description="share of the service's monthly fee for each point")
    repeat: RepeatRule
    service_cap: Quantity = Field(gt=0, le=1, description="share of the service's monthly fee")
    total_cap: Quantity = Field(gt=0, le=1, description="share of the month's fee of all services")
    cap_order: CapOrder
    rounding: CreditRounding
    claim_lapses_after_months: int = Field(ge=1)
