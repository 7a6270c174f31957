"""Terms of points and credits: repeat rule, rate, caps and their order."""

import re
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, field_validator, model_validator

from evaluator.contract.invoicing import InvoicedCredits
from evaluator.contract.parts import Clause, Name, Quantity, Terms

_AMOUNT = re.compile(r"-?\d+(?:\.\d+)?")
_UNCLEAR = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")


def read_money(found: Any) -> Any:
    """Return the exact amount of `3600000`, `"3600000.00"` or `"3 600 000,50"`.

    Raises ValueError for anything that is no such number, and for text such as `90,000`, which one reader
    takes for ninety and another for ninety thousand.
    """
    is_text = isinstance(found, str)
    if isinstance(found, float):
        found = repr(found)
    text = str(found).replace(" ", "").replace("\u00a0", "").replace(",", ".")
    if isinstance(found, bool) or _AMOUNT.fullmatch(text) is None:
        raise ValueError('an amount of money is a number such as 3600000 or "1250.50"')
    if is_text and _UNCLEAR.fullmatch(text) is not None:
        raise ValueError(f'"{found}" could be thousands or decimals: write thousands as 90000 or "90 000"')
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

    @field_validator("to")
    @classmethod
    def _whole_hundredths(cls, found: Decimal) -> Decimal:
        if found * 100 % 1 != 0:
            raise ValueError("amounts are kept in hundredths of the currency: round to whole hundredths")
        return found


class RepeatRule(Terms):
    """Points of an indicator missed on the same service in the period before as well."""

    factor: int = Field(ge=1, description="points times this; once, not again for a third period")
    not_assessable_breaks_chain: bool


class CapOrder(StrEnum):
    """Which cap applies first; what it leaves is then held against the other."""

    SERVICE_FIRST = "service_first"
    TOTAL_FIRST = "total_first"


class PointStep(Terms):
    """From so many points of a service in a month on, its credit is this share of the monthly fee."""

    at_least: int = Field(ge=1)
    share: Quantity = Field(ge=0)


class AtRisk(Terms):
    """The amount at risk: at most so much of a service's fee, divided over pools of indicators."""

    share: Quantity = Field(gt=0, le=1, description="of the service's monthly fee")
    pools: dict[Name, Quantity] = Field(
        default_factory=dict, description="share of the amount at risk in each pool; more than all together"
    )


class CostPeriod(StrEnum):
    """Of which cost a base amount is a share: that of a month, or of a quarter (three months)."""

    MONTH = "month"
    QUARTER = "quarter"

    @property
    def months(self) -> int:
        """How many monthly fees it is."""
        return 3 if self is CostPeriod.QUARTER else 1


class BaseAmount(Terms):
    """What one started step costs: a share of the service's cost, with a minimum."""

    share: Quantity = Field(gt=0)
    of: CostPeriod
    at_least: Money = Field(ge=0)


class CreditYear(StrEnum):
    """From when a year's credits are summed: 1 January, or the month in which the contract began."""

    CALENDAR = "calendar"
    CONTRACT = "contract"


class YearlyCap(Terms):
    """The credits of a year stop at a share of twelve of this month's fees of all services."""

    share: Quantity = Field(gt=0)
    year: CreditYear


class TermCap(Terms):
    """The credits of the whole term stop at a share of the contract's sum."""

    share: Quantity = Field(gt=0, le=1)
    contract_sum: Money = Field(gt=0)


class BonusTerms(Terms):
    """Bonuses are given at all; together at most a share of the month's fees of all services."""

    at_most: Quantity = Field(gt=0, le=1)


class EarnBack(Terms):
    """A credit is partly given back when its indicator is on target for so many of its periods in a row."""

    share: Quantity = Field(gt=0, le=1)
    periods: int = Field(ge=1, le=12)
    not_assessable_breaks_chain: bool


class CreditTerms(Terms):
    """From misses to money, in this order: points, repeat, rate, amount at risk, the two caps in theirs.

    What these leave is held to the service's quarter, to the year and to the term, where these have caps.
    The total, yearly and term cap are shared in proportion.
    """

    clause: Clause = ""
    per_point: Quantity | None = Field(
        default=None, gt=0, description="share of the service's monthly fee for each point"
    )
    point_steps: tuple[PointStep, ...] = Field(
        default=(), description="instead of per_point: the share that all points of a service give"
    )
    at_risk: AtRisk | None = Field(default=None, description="null: no amount is at risk in pools")
    base_amounts: dict[Name, BaseAmount] = Field(default_factory=dict)
    repeat: RepeatRule
    service_cap: Quantity = Field(
        gt=0,
        description="share of the service's monthly fee; over 100 % where penalties are of a quarter's cost",
    )
    total_cap: Quantity = Field(gt=0, description="share of the month's fee of all services")
    cap_order: CapOrder
    quarter_cap: Quantity | None = Field(
        default=None, gt=0, description="share of a service's three monthly fees, in each calendar quarter"
    )
    yearly_cap: YearlyCap | None = Field(default=None, description="null: no cap of a year")
    term_cap: TermCap | None = Field(default=None, description="null: no cap of the whole term")
    bonus: BonusTerms | None = Field(default=None, description="null: no bonus")
    earn_back: EarnBack | None = Field(default=None, description="null: nothing is given back")
    rounding: CreditRounding
    claim_lapses_after_months: int = Field(ge=1)
    invoiced: InvoicedCredits | None = Field(
        default=None, description="null: no source tells what the invoices credited"
    )

    @model_validator(mode="after")
    def _one_way_from_points(self) -> "CreditTerms":
        if self.per_point is not None and self.point_steps:
            raise ValueError("points cost per_point or by point_steps, not both")
        reached = [step.at_least for step in self.point_steps]
        if reached != sorted(set(reached)):
            raise ValueError("point_steps rise, each at_least once")
        return self

    @property
    def prices_points(self) -> bool:
        """Whether it says what points cost."""
        return self.per_point is not None or bool(self.point_steps)
