"""Meetings of the parties: what is on their agendas, and what each agreed that somebody does."""

from datetime import date
from enum import StrEnum

from pydantic import Field, model_validator

from evaluator.contract.parts import Name, Terms
from evaluator.decisions.parts import Role, Said


class MeetingLevel(StrEnum):
    """The levels of cooperation."""

    OPERATIONAL = "operational"
    TACTICAL = "tactical"
    STRATEGIC = "strategic"


class Action(Terms):
    """Something that a meeting agreed to be done: by which role, until when."""

    id: Name
    what: Said
    responsible: Role
    due: date
    done_on: date | None = Field(default=None, description="null: not done")


class MeetingHeld(Terms):
    """One meeting, held or to come."""

    level: MeetingLevel
    day: date
    points: tuple[Said, ...] = Field(
        default=(), description="what is on the agenda beside the standing points"
    )
    actions: tuple[Action, ...] = Field(default=(), description="what this meeting agreed")


class MeetingsFile(Terms):
    """The meetings, in any order."""

    meetings: tuple[MeetingHeld, ...] = ()

    @model_validator(mode="after")
    def _once(self) -> "MeetingsFile":
        ids = [action.id for meeting in self.meetings for action in meeting.actions]
        doubled = sorted({one for one in ids if ids.count(one) > 1})
        if doubled:
            raise ValueError(f"each action has an id of its own; {', '.join(doubled)} stands more than once")
        return self
