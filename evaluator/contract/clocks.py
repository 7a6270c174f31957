"""Terms of ticket clocks: what a term's time runs on."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from collector.records import TicketState
from evaluator.contract.parts import Duration, Label, Terms


class StateWord(StrEnum):
    """A ticket state as the contract file writes it."""

    ACTIVE = "active"
    WAITING_USER = "waiting_user"
    WAITING_CUSTOMER = "waiting_customer"
    WAITING_THIRD = "waiting_third"
    WAITING_SUPPLIER = "waiting_supplier"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"

    @property
    def state(self) -> TicketState:
        """The state this word names."""
        return TicketState[self.name]


class Party(StrEnum):
    """Who is waited for."""

    SUPPLIER = "supplier"
    CUSTOMER = "customer"
    USER = "user"
    THIRD = "third"


class ReopenRule(StrEnum):
    """What a reopening does.

    `continue`: the same clock goes on, what was used stays used. `new_cycle`: every stop ends a cycle, and
    each cycle is a case of its own.
    """

    CONTINUE = "continue"
    NEW_CYCLE = "new_cycle"


class ClockHours(StrEnum):
    """In which hours a clock runs."""

    SERVICE = "service"
    ALWAYS = "always"


class Reopening(Terms):
    """What a reopening does, and how long after the stop it still counts as the same ticket."""

    rule: ReopenRule
    within_working_days: int | None = Field(
        ge=0, description="a later reopening starts a new cycle; null: no limit"
    )


class ClockTerms(Terms):
    """A clock over the states of a ticket.

    It starts at the opening, runs while the ticket is in one of `runs_in`, pauses in other states,
    stops on entering one of `stops_in` and is void when the ticket is in one of `cancels_in` at the end.
    """

    label: Label
    runs_in: tuple[StateWord, ...] = Field(min_length=1)
    stops_in: tuple[StateWord, ...] = Field(min_length=1)
    cancels_in: tuple[StateWord, ...]
    hours: ClockHours | str = Field(
        description="service: the service's own hours; always: around the clock; or the name of service hours"
    )
    reopening: Reopening

    @model_validator(mode="after")
    def _disjoint(self) -> "ClockTerms":
        both = set(self.runs_in) & (set(self.stops_in) | set(self.cancels_in))
        if both:
            raise ValueError(f"a state cannot both run and stop a clock: {', '.join(sorted(both))}")
        return self


class OpenedEvent(Terms):
    """The opening of the ticket."""

    event: Literal["opened"]


class LastChangeEvent(Terms):
    """The last change of the ticket, of any field."""

    event: Literal["last_change"]


class StateEvent(Terms):
    """The first or last time the ticket came into one of some states."""

    event: Literal["state"]
    states: tuple[StateWord, ...] = Field(min_length=1)
    which: Literal["first", "last"]


class FieldEvent(Terms):
    """The first or last time a field got a value."""

    event: Literal["field"]
    field: str
    value: str
    which: Literal["first", "last"]


EventTerms = Annotated[OpenedEvent | LastChangeEvent | StateEvent | FieldEvent, Field(discriminator="event")]


class TimeLimit(Terms):
    """A limit of time: seconds of the clock or of the calendar, or whole working days.

    Working days are counted from the day after the start, in the holiday calendar of the service's
    hours; the day of the end counts.
    """

    time: Duration | None = Field(default=None, description='such as "4 h"; a day is 24 hours')
    working_days: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _one(self) -> "TimeLimit":
        if (self.time is None) == (self.working_days is None):
            raise ValueError("name either time or working_days")
        return self


class FieldCondition(Terms):
    """A condition on a field of a ticket: what it was at the end, or how often it changed."""

    field: str = Field(description="status, priority, team, kind, or any field the mapping names")
    is_one_of: tuple[str, ...] = Field(default=(), description="its last value is one of these")
    ever_one_of: tuple[str, ...] = Field(default=(), description="it had one of these values at some time")
    changes_at_most: int | None = Field(default=None, ge=0, description="its value changed at most so often")
    changes_at_least: int | None = Field(
        default=None, ge=0, description="its value changed at least so often"
    )

    @model_validator(mode="after")
    def _says_something(self) -> "FieldCondition":
        if (
            not (self.is_one_of or self.ever_one_of)
            and self.changes_at_most is None
            and self.changes_at_least is None
        ):
            raise ValueError("name is_one_of, ever_one_of, changes_at_most or changes_at_least")
        return self


class ClockCondition(Terms):
    """A condition on the time of a clock."""

    clock: str
    longer_than: Duration | None = None
    at_most: Duration | None = None

    @model_validator(mode="after")
    def _one(self) -> "ClockCondition":
        if (self.longer_than is None) == (self.at_most is None):
            raise ValueError("name either longer_than or at_most")
        return self

    @property
    def time(self) -> int:
        """The seconds the clock is held against, either way."""
        given = self.longer_than if self.at_most is None else self.at_most
        assert given is not None  # noqa: S101 - checked above
        return given


Condition = FieldCondition | ClockCondition


class TicketFilter(Terms):
    """Which tickets an indicator is about; a list left out means all."""

    kinds: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    where: tuple[FieldCondition, ...] = ()
