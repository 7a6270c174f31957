"""Parts of the terms of clocks: states, parties, limits, and what starts, pauses and holds a clock."""

from enum import StrEnum
from typing import Literal

from pydantic import Field, model_validator

from collector.records import TicketState
from evaluator.contract.field_conditions import ValueCondition
from evaluator.contract.parts import Duration, Terms


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


WAITING_WORDS = frozenset(
    {
        StateWord.WAITING_USER,
        StateWord.WAITING_CUSTOMER,
        StateWord.WAITING_THIRD,
        StateWord.WAITING_SUPPLIER,
        StateWord.RESOLVED,
    }
)
"""States of which a contract says whom they count against; resolved is all time after work was done."""


class PriorityChange(StrEnum):
    """What a change of priority does to the time used; the limit is a choice of its own (`priority_taken`).

    `keep`: nothing, time and pauses stay. `restart`: the clock starts again at the change. `since_opening`:
    all time since the start counts as used, without the pauses before the change.
    """

    KEEP = "keep"
    RESTART = "restart"
    SINCE_OPENING = "since_opening"


class PauseCondition(ValueCondition):
    """A value of a field that pauses a clock, and who is waited for while it does."""

    waits_for: Party


class StartTerms(Terms):
    """A start other than the opening: the first instant at which one of `when` holds.

    `opening` counts from the opening once that has happened (a retroactive start), `moment` from then.
    """

    when: tuple[ValueCondition, ...] = Field(min_length=1)
    counts_from: Literal["opening", "moment"]
    pauses_before: Literal["kept", "ignored"] | None = Field(
        default=None, description="of a retroactive start: whether pauses before that instant are left out"
    )

    @model_validator(mode="after")
    def _said_where_it_matters(self) -> "StartTerms":
        if (self.counts_from == "opening") != (self.pauses_before is not None):
            raise ValueError("pauses_before belongs to counts_from: opening, and it needs one")
        return self


class TimeLimit(Terms):
    """A limit of time: seconds of the clock or of the calendar, or whole working days.

    Working days are counted from the day after the start, and are those of the hours of the clock or
    indicator; the day of the end counts.
    """

    time: Duration | None = Field(default=None, description='such as "4 h"; a day is 24 hours')
    working_days: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _one(self) -> "TimeLimit":
        if (self.time is None) == (self.working_days is None):
            raise ValueError("name either time or working_days")
        return self


class LongestWait(Terms):
    """The longest waiting that pauses the clock; beyond it the ticket is held in silence and the clock runs.

    Each stretch in one of the states is a wait of its own; `time` is in the hours of the clock, working days
    are those of the contract.
    """

    waiting: tuple[StateWord, ...] = Field(alias="in", min_length=1)
    at_most: TimeLimit
    then: Literal["runs"]
