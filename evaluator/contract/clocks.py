"""Terms of ticket clocks: what a term's time runs on."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from evaluator.contract.clock_parts import (
    WAITING_WORDS,
    LongestWait,
    Party,
    PauseCondition,
    PriorityChange,
    StartTerms,
    StateWord,
    TimeLimit,
)
from evaluator.contract.field_conditions import ChangeCondition, ValueCondition
from evaluator.contract.hours import UsedUp
from evaluator.contract.parts import Clause, Duration, Label, Terms

__all__ = [
    "ClockCondition",
    "ClockHours",
    "ClockTerms",
    "Condition",
    "EventTerms",
    "FieldCondition",
    "FieldEvent",
    "LastChangeEvent",
    "OpenedEvent",
    "Party",
    "PriorityChange",
    "ReopenRule",
    "Reopening",
    "StateEvent",
    "StateWord",
    "TicketFilter",
    "TimeLimit",
]

OPENING_FIELDS = frozenset({"kind", "service", "unit", "priority"})
"""Fields that a ticket has a value of when it opens."""


class ReopenRule(StrEnum):
    """What a reopening does.

    `continue`: the same clock goes on, what was used stays used. `reset`: what was used is forgotten, the
    same cycle starts again. `new_cycle`: every stop ends a cycle, and each cycle is a case of its own.
    `never`: a stop is final, nothing that comes later is looked at.
    """

    CONTINUE = "continue"
    RESET = "reset"
    NEW_CYCLE = "new_cycle"
    NEVER = "never"


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

    @model_validator(mode="after")
    def _nothing_after_the_end(self) -> "Reopening":
        if self.rule is ReopenRule.NEVER and self.within_working_days is not None:
            raise ValueError("with rule: never nothing is reopened; write within_working_days: null")
        return self


class ClockTerms(Terms):
    """A clock over the states and fields of a ticket.

    It starts at the opening (or as `starts` says), runs while the ticket is in one of `runs_in` and one of
    `runs_when` holds (an empty list asks for nothing) and none of `pauses_when` does, and pauses otherwise.
    It stops on coming into one of `stops_in` or `stops_when`, and is void when the ticket is in one of
    `cancels_in` or `cancels_when` at the end. Where several hold in one instant, an unmapped status goes
    before cancelling, that before stopping, that before a reset or renewal, and pausing before running.
    """

    label: Label
    clause: Clause = ""
    runs_in: tuple[StateWord, ...] = ()
    runs_when: tuple[ValueCondition, ...] = ()
    pauses_when: tuple[PauseCondition, ...] = ()
    stops_in: tuple[StateWord, ...] = ()
    stops_when: tuple[ValueCondition, ...] = ()
    cancels_in: tuple[StateWord, ...] = ()
    cancels_when: tuple[ValueCondition, ...] = ()
    starts: StartTerms | None = Field(default=None, description="null: at the opening")
    resets_when: tuple[ChangeCondition, ...] = Field(
        default=(), description="what was used is forgotten, the same cycle starts again there"
    )
    renews_when: tuple[ChangeCondition, ...] = Field(
        default=(), description="the cycle ends there as stopped, and the next begins at once"
    )
    priority_change: PriorityChange
    hours: ClockHours | str = Field(
        description="service: the service's own hours; always: around the clock; or the name of service hours"
    )
    used_up_at_close: UsedUp = Field(
        description="whether a limit used up exactly at a close is due at the close or the next opening"
    )
    longest_wait: tuple[LongestWait, ...] = ()
    waits_for: dict[StateWord, Party] = Field(
        default_factory=dict, description="whom a state counts against where it differs from its name"
    )
    at_opening: dict[str, str] = Field(
        default_factory=dict, description="values that fields of the conditions have until their first change"
    )
    reopening: Reopening

    @model_validator(mode="after")
    def _complete(self) -> "ClockTerms":
        if not (self.runs_in or self.runs_when):
            raise ValueError("nothing lets the clock run: name runs_in or runs_when")
        if not (self.stops_in or self.stops_when or self.renews_when):
            raise ValueError("nothing ends a cycle of the clock: name stops_in, stops_when or renews_when")
        return self

    @model_validator(mode="after")
    def _disjoint(self) -> "ClockTerms":
        both = set(self.runs_in) & (set(self.stops_in) | set(self.cancels_in))
        if both:
            raise ValueError(f"a state cannot both run and stop a clock: {', '.join(sorted(both))}")
        halts = (*self.stops_when, *self.cancels_when, *self.pauses_when)
        both_values = [told for run in self.runs_when for halt in halts for told in _common(run, halt)]
        if both_values:
            told = ", ".join(sorted(set(both_values)))
            raise ValueError(f"a value cannot both run a clock and stop or pause it: {told}")
        return self

    @model_validator(mode="after")
    def _waits_pause(self) -> "ClockTerms":
        waits = [state for wait in self.longest_wait for state in wait.waiting]
        never = set(waits) & {*self.runs_in, *self.stops_in, *self.cancels_in}
        if never:
            raise ValueError(
                f"longest_wait is about states that pause the clock: not {', '.join(sorted(never))}"
            )
        if len(set(waits)) < len(waits):
            raise ValueError("longest_wait names a state twice")
        if self.longest_wait and not self.runs_in:
            raise ValueError("longest_wait needs a clock that runs_in states")
        return self

    @model_validator(mode="after")
    def _names_what_it_looks_at(self) -> "ClockTerms":
        if not set(self.waits_for) <= WAITING_WORDS:
            raise ValueError(f"waits_for is about {', '.join(sorted(WAITING_WORDS))}")
        strange = set(self.at_opening) - (set(self.fields) - OPENING_FIELDS)
        if strange:
            raise ValueError(
                f"at_opening is about fields of the clock's conditions that no ticket opens with:"
                f" not {', '.join(sorted(strange))}"
            )
        return self

    @property
    def looks_at_states(self) -> bool:
        """Whether the states of a ticket matter to it; if not, an unmapped status does not either."""
        return bool(self.runs_in or self.stops_in or self.cancels_in)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of a ticket, other than its state, that it looks at."""
        starts = () if self.starts is None else self.starts.when
        values = (*self.runs_when, *self.pauses_when, *self.stops_when, *self.cancels_when, *starts)
        named = [one.field for one in values]
        named += [one.field for one in (*self.resets_when, *self.renews_when)]
        by_priority = [] if self.priority_change is PriorityChange.KEEP else ["priority"]
        return tuple(dict.fromkeys([*named, *by_priority]))


def _common(run: ValueCondition, halt: ValueCondition) -> Iterator[str]:
    """The values that let a clock run and halt it too; any value halts where one at all does."""
    if run.field != halt.field:
        return
    for value in run.is_one_of:
        if value in halt.is_one_of or halt.has_value:
            yield f"{run.field} {value}"
    if run.has_value is not None and run.has_value == halt.has_value:
        yield f"{run.field} has_value: {str(run.has_value).lower()}"


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
