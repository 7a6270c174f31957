"""What stakeholders asked for, what the next contract demands of it, and what became of each need."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from evaluator.contract.parts import Label, Name, Quantity, Terms
from evaluator.decisions.parts import Role

LOWEST_MARK, HIGHEST_MARK = 1, 5
"""The scale of importance and satisfaction: from 1, none at all, to 5, very much."""

Mark = Annotated[
    Quantity,
    Field(ge=LOWEST_MARK, le=HIGHEST_MARK, description='from 1 (none) to 5 (very much), such as 4 or "4.3"'),
]


class OccasionKind(StrEnum):
    """How people were asked."""

    WORKSHOP = "workshop"
    FOCUS_GROUP = "focus_group"
    INTERVIEW = "interview"
    SURVEY = "survey"
    NEGOTIATION = "negotiation"
    LETTER = "letter"


class Occasion(Terms):
    """When a group was heard, and where the notes of it are kept."""

    id: Name
    kind: OccasionKind
    label: Label
    day: date
    reference: str | None = Field(default=None, min_length=1, description="registry number of the notes")


class VoiceGroup(Terms):
    """Who speaks: heads, local it managers, unions, system owners, teachers, ..."""

    id: Name
    label: Label


class SpeaksAs(StrEnum):
    """Whether marks are the mean of what persons answered, or the position of a body such as a union."""

    PERSONS = "persons"
    BODY = "body"


class Voice(Terms):
    """What one group said of a need on one occasion; a voice of one unit or segment names it."""

    group: Name
    occasion: Name
    unit: Name | None = None
    segment: Name | None = Field(default=None, description="null: that of the unit, or all segments")
    speaks_as: SpeaksAs = SpeaksAs.PERSONS
    respondents: int | None = Field(
        default=None, ge=1, description="persons who answered; null: not known, and then no mark is shown"
    )
    importance: Mark
    satisfaction: Mark | None = Field(default=None, description="with what there is today; null: not asked")
    said: Label | None = Field(default=None, description="in short what was said; no names of persons")

    @model_validator(mode="after")
    def _body_counts_nobody(self) -> "Voice":
        if self.speaks_as is SpeaksAs.BODY and self.respondents is not None:
            raise ValueError("respondents counts persons; a body has none")
        return self


class Status(StrEnum):
    """What became of a need."""

    OPEN = "open"
    TAKEN_UP = "taken_up"
    PARTLY = "partly"
    DECLINED = "declined"
    MEASURED_ALREADY = "measured_already"
    SOLVED = "solved"


class AnsweredTo(Terms):
    """Whom the answer was given to, a unit or a whole group, and when."""

    unit: Name | None = None
    group: Name | None = None
    on: date

    @model_validator(mode="after")
    def _one_of_both(self) -> "AnsweredTo":
        if (self.unit is None) == (self.group is None):
            raise ValueError("name either the unit or the group that was answered")
        return self


class Answer(Terms):
    """What became of a need, why, who decided it and when, and who was told."""

    status: Status
    what: Label | None = None
    why: Label | None = None
    decided_on: date | None = None
    decided_by: Role | None = None
    answered: tuple[AnsweredTo, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> "Answer":
        wanted = {
            "what": self.what,
            "why": self.why,
            "decided_on": self.decided_on,
            "decided_by": self.decided_by,
        }
        missing = [name for name, found in wanted.items() if found is None]
        if self.status is Status.OPEN and self.answered:
            raise ValueError("answered says who was told what became of it, and status says it is open")
        if self.status is not Status.OPEN and missing:
            raise ValueError(f"{self.status.value} needs {', '.join(missing)}")
        return self

    @model_validator(mode="after")
    def _told_after_it_was_decided(self) -> "Answer":
        early = [str(one.on) for one in self.answered if self.decided_on and one.on < self.decided_on]
        if early:
            raise ValueError(f"answered on {', '.join(early)}, before it was decided on {self.decided_on}")
        return self


class Need(Terms):
    """One need, with every voice that asked for it."""

    id: Name
    text: Label
    segments: tuple[Name, ...] = Field(default=(), description="whom it concerns; empty: all")
    voices: tuple[Voice, ...] = Field(min_length=1)
    indicators: tuple[Name, ...] = Field(
        default=(), description="indicators that tell of it, beside those that check its requirements"
    )
    without_requirement: Label | None = Field(
        default=None, description="why the next contract demands nothing of it; null: no reason stated"
    )
    answer_by: date | None = Field(default=None, description="null: as the file says")
    answer: Answer = Answer(status=Status.OPEN)


class Level(StrEnum):
    """Whether a tender must meet a requirement, or gains by it."""

    SHALL = "shall"
    SHOULD = "should"


class CheckMethod(StrEnum):
    """How anybody can see that a requirement is met.

    A requirement that cannot be checked offends equal treatment (EU Court of Justice, C-448/01).
    """

    INDICATOR = "indicator"
    INSPECTION = "inspection"
    TEST = "test"
    CERTIFICATE = "certificate"
    REFERENCE = "reference"
    NONE_STATED = "none_stated"


class Check(Terms):
    """The way a requirement is checked; by indicators of today's contract or of the draft of the next."""

    method: CheckMethod
    indicators: tuple[Name, ...] = ()
    how: Label | None = Field(default=None, description="who looks at what, and when")

    @model_validator(mode="after")
    def _names_indicators(self) -> "Check":
        if (self.method is CheckMethod.INDICATOR) != bool(self.indicators):
            raise ValueError("indicators and the method indicator go together")
        return self


class Requirement(Terms):
    """What the next contract demands, for which needs, and how it is checked."""

    id: Name
    text: Label
    level: Level
    needs: tuple[Name, ...] = ()
    without_need: Label | None = Field(
        default=None,
        description="why it is there though nobody asked for it, such as a law",
    )
    check: Check = Check(method=CheckMethod.NONE_STATED)


class NeedsFile(Terms):
    """The file `needs.yaml`."""

    is_assumed: bool = Field(
        default=False, description="nobody was asked: all here is assumed, and every page says so"
    )
    answer_by: date | None = Field(
        default=None, description="by when those who voiced a need are to be answered; null: not decided"
    )
    groups: tuple[VoiceGroup, ...] = ()
    occasions: tuple[Occasion, ...] = ()
    needs: tuple[Need, ...] = ()
    requirements: tuple[Requirement, ...] = ()

    def due(self, need: Need) -> date | None:
        """Return the day by which those who voiced `need` are to be answered; None: no day is set."""
        return need.answer_by or self.answer_by
