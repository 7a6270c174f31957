"""What the contract says of exclusions: on which grounds, by when to ask for one, by when to decide."""

from enum import StrEnum

from pydantic import Field

from evaluator.contract.parts import Label, Name, Terms


class Side(StrEnum):
    """The two sides of the contract."""

    SUPPLIER = "supplier"
    CUSTOMER = "customer"


class ProposalDeadline(Terms):
    """By when a request is to be made: so many working days after the month it is about has ended.

    The last of these days belongs to the time. A request of a side in `binds` that comes later is refused
    under `clause`, unless who decides accepts it late and says why.
    """

    within_working_days: int = Field(ge=1, description="working days of the contract, after the month's end")
    binds: tuple[Side, ...] = Field(min_length=1, description="whose requests it is for")
    clause: str = Field(min_length=1, description="where the contract says so")


class CountedFrom(StrEnum):
    """From what the working days to decide are counted; the day after it is the first."""

    PROPOSAL = "proposal"
    MONTH_END = "month_end"


class DecisionDeadline(Terms):
    """By when a request is to be decided; one that is not decided then stays undecided, and is overdue."""

    within_working_days: int = Field(ge=1)
    counted_from: CountedFrom
    clause: str = Field(min_length=1, description="where the contract says so")


class ExclusionGround(Terms):
    """A ground on which something may be left out."""

    id: Name
    label: Label
    clause: str = Field(min_length=1, description="where the contract says so")


class ExclusionTerms(Terms):
    """The contract's rules for exclusions; null where it has no such rule."""

    proposing: ProposalDeadline | None = Field(description="null: a request may come at any time")
    deciding: DecisionDeadline | None = Field(description="null: a decision may come at any time")
    grounds: tuple[ExclusionGround, ...] = Field(
        default=(), description="the grounds there are; none: any reason may be given"
    )
