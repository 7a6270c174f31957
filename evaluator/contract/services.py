"""Services, what composite ones are made of, and the units that receive them."""

from collections import Counter
from datetime import date
from enum import StrEnum

from pydantic import Field, model_validator

from evaluator.contract.credits import Money
from evaluator.contract.parts import Label, Name, Terms


class Segment(Terms):
    """A group of units reported on its own."""

    id: Name
    label: Label


class Unit(Terms):
    """Who receives the service: a district, a school, a company."""

    id: Name
    label: str
    segment: Name
    users: int = Field(ge=0)
    first_day: date | None = Field(default=None, description="receives from this day; null: from the start")
    last_day: date | None = Field(default=None, description="receives to this day; null: to the end")

    @model_validator(mode="after")
    def _lives(self) -> "Unit":
        _in_order(self.first_day, self.last_day)
        return self


class Combine(StrEnum):
    """How the state of a composite service follows from its members.

    At each instant: `worst` works as its worst member does, `best` as its best, `at_least` as the worst of
    its so many best. Over seconds: `average` adds up the seconds of its members, each measured by itself;
    `weighted` does so by weight.
    """

    WORST = "worst"
    BEST = "best"
    AT_LEAST = "at_least"
    AVERAGE = "average"
    WEIGHTED = "weighted"

    @property
    def has_state(self) -> bool:
        """Whether the composite has a state of its own at each instant."""
        return self not in {Combine.AVERAGE, Combine.WEIGHTED}


class Member(Terms):
    """A service (which may be a composite), or one unit of it, that a composite is made of."""

    service: Name
    unit: Name | None = Field(default=None, description="as this unit receives it; null: the service itself")
    weight: int | None = Field(default=None, ge=1, description="for combine: weighted")


class UnitsOf(Terms):
    """All units of a service, or those of one segment; under `weighted` they weigh by their users."""

    service: Name
    segment: Name | None = Field(default=None, description="null: units of every segment")


class MadeOf(Terms):
    """What a composite service is made of: members one by one, or the units of a service."""

    combine: Combine
    at_least: int | None = Field(
        default=None, ge=1, description="for combine: at_least: how many members must work"
    )
    members: tuple[Member, ...] = ()
    units_of: UnitsOf | None = None

    @model_validator(mode="after")
    def _one_way(self) -> "MadeOf":
        if bool(self.members) == (self.units_of is not None):
            raise ValueError("name either members or units_of")
        return self

    @model_validator(mode="after")
    def _number_fits(self) -> "MadeOf":
        if (self.combine is Combine.AT_LEAST) != (self.at_least is not None):
            raise ValueError("at_least belongs to combine: at_least, and it needs the number")
        if self.at_least is not None and self.members and self.at_least > len(self.members):
            raise ValueError(f"at_least is {self.at_least}, and there are {len(self.members)} members")
        return self

    @model_validator(mode="after")
    def _members_fit(self) -> "MadeOf":
        for member in self.members:
            if (self.combine is Combine.WEIGHTED) != (member.weight is not None):
                raise ValueError("weight belongs to the members of combine: weighted, and each needs one")
        doubled = Counter((member.service, member.unit) for member in self.members).most_common(1)
        if doubled and doubled[0][1] > 1:
            raise ValueError(f"{doubled[0][0][0]} is a member {doubled[0][1]} times")
        return self

    @property
    def services(self) -> tuple[str, ...]:
        """The services named, each once."""
        if self.units_of is not None:
            return (self.units_of.service,)
        return tuple(dict.fromkeys(member.service for member in self.members))

    @property
    def names_units(self) -> bool:
        """Whether any part is one unit of a service."""
        return self.units_of is not None or any(member.unit is not None for member in self.members)


class Service(Terms):
    """A service that is delivered, with its hours, users and price."""

    id: Name
    label: Label
    hours: Name
    users: int | None = Field(default=None, ge=1, description="users that an outage can hit")
    monthly_fee: Money | None = Field(default=None, ge=0)
    part_of: Name | None = Field(
        default=None, description="the service it is billed with: its points and credits count there"
    )
    first_day: date | None = Field(default=None, description="delivered from this day; null: from the start")
    last_day: date | None = Field(default=None, description="delivered to this day; null: to the end")
    made_of: MadeOf | None = Field(
        default=None, description="the services a composite is made of; null: it is observed itself"
    )

    @model_validator(mode="after")
    def _billed_once(self) -> "Service":
        if self.part_of is not None and self.monthly_fee is not None:
            raise ValueError("a service that is part of another is billed with it and has no monthly_fee")
        return self

    @model_validator(mode="after")
    def _lives(self) -> "Service":
        _in_order(self.first_day, self.last_day)
        return self

    @property
    def billed_as(self) -> str:
        """The service on whose fee its points count: the one it is part of, or itself."""
        return self.id if self.part_of is None else self.part_of


def _in_order(first: date | None, last: date | None) -> None:
    if first is not None and last is not None and last < first:
        raise ValueError(f"last_day ({last}) comes before first_day ({first})")
