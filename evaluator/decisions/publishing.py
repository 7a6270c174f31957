"""What only people know of a public notice: who publishes, under which identifiers, and what they decided."""

from datetime import date
from enum import StrEnum

from pydantic import Field, model_validator

from evaluator.contract.credits import Money
from evaluator.contract.parts import Name, Terms
from evaluator.decisions.parts import Role, Said


class NoticeRating(StrEnum):
    """A rating of regulation 39 (5) of the Procurement Regulations 2024, the best first."""

    GOOD = "good"
    APPROACHING_TARGET = "approaching_target"
    REQUIRES_IMPROVEMENT = "requires_improvement"
    INADEQUATE = "inadequate"
    OTHER = "other"


class Penalty(StrEnum):
    """On which basis a penalty was decided, as the United Kingdom's extension of OCDS has it."""

    CONTRACTED = "contracted"
    IMPOSED = "imposed"
    NEGOTIATED = "negotiated"


class PublishedParty(Terms):
    """One side of the contract; `scheme` is the register that `id` is of, such as `SE-ORG`."""

    id: Said
    name: Said
    scheme: str = ""
    address: str = ""
    email: str = ""


class DecidedRating(Terms):
    """A rating that somebody decided; where it parts from the rule, the reason says why."""

    indicator: Name
    rating: NoticeRating
    decided_by: Role
    day: date
    reason: Said


class DecidedBreach(Terms):
    """A breach or failure to perform that people decided on (Procurement Act 2023, section 71 (3) to (5))."""

    id: Name
    requirement: Said
    description: Said
    first_day: date
    last_day: date
    decided_on: date | None = Field(default=None, description="when the supplier had failed to improve")
    penalty_on: date | None = Field(
        default=None, description="the earliest of partial termination, award of damages and settlement"
    )
    penalty: Penalty | None = None
    amount: Money | None = None
    partial_termination: str = ""

    @model_validator(mode="after")
    def _in_order(self) -> "DecidedBreach":
        if self.last_day < self.first_day:
            raise ValueError(f"last_day ({self.last_day}) comes before first_day ({self.first_day})")
        return self


class PublishingFile(Terms):
    """The identifiers of the contracting process, as earlier releases gave them, and what was decided."""

    ocid: str = Field(
        pattern=r"^ocds-[a-z0-9]{6}-.+$", description="with the prefix registered for the publisher"
    )
    award: Said
    contract: Said
    title: str = Field(default="", description="what the procurement was called; empty: as the contract")
    uri: str = Field(default="", description="where the package is published")
    buyer: PublishedParty
    supplier: PublishedParty
    ratings: tuple[DecidedRating, ...] = ()
    breaches: tuple[DecidedBreach, ...] = ()

    def ratings_since(self, day: date) -> tuple[DecidedRating, ...]:
        """Return the ratings decided on `day` or later: those of a notice about the time before it.

        A rating of an earlier notice is none of this one; nobody has decided it of these months.
        """
        return tuple(one for one in self.ratings if one.day >= day)

    @model_validator(mode="after")
    def _once(self) -> "PublishingFile":
        rated = [one.indicator for one in self.ratings]
        doubled = sorted({one for one in rated if rated.count(one) > 1})
        if doubled:
            raise ValueError(f"an indicator has one rating; {', '.join(doubled)} has more")
        return self
