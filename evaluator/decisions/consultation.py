"""A consultation (remiss): the bodies that were asked, and what each replied."""

from datetime import date
from enum import StrEnum

from pydantic import Field, model_validator

from evaluator.contract.parts import Label, Name, Terms
from evaluator.decisions.parts import Role


class BodyKind(StrEnum):
    """What kind of body it is."""

    BOARD = "board"
    UNIT = "unit"
    COMPANY = "company"
    UNION = "union"
    COUNCIL = "council"
    SUPPLIER = "supplier"
    OTHER = "other"


class Body(Terms):
    """A body that was asked, or that replied without having been asked."""

    id: Name
    kind: BodyKind
    label: Label
    unit: Name | None = Field(default=None, description="the unit of the contract it stands for")
    is_asked: bool = Field(
        default=True, description="false: it replied unasked, and counts beside the others"
    )


class Stance(StrEnum):
    """What a body says of the proposal as a whole."""

    APPROVES = "approves"
    APPROVES_WITH_CHANGES = "approves_with_changes"
    NO_OBJECTION = "no_objection"
    NO_OPINION = "no_opinion"
    REFERS_BACK = "refers_back"
    OBJECTS = "objects"


class Topic(Terms):
    """A topic that points are sorted by."""

    id: Name
    label: Label


class Point(Terms):
    """One point of a reply, what it concerns, and what became of it."""

    topic: Name
    text: Label
    needs: tuple[Name, ...] = ()
    requirements: tuple[Name, ...] = ()
    alternatives: tuple[Name, ...] = ()
    outcome: Label | None = Field(default=None, description="what became of it; null: not decided yet")


class Reply(Terms):
    """A reply: its day, where it is kept, its stance, its view in one sentence, its points."""

    body: Name
    received_on: date
    reference: str | None = Field(default=None, min_length=1, description="registry number of the reply")
    stance: Stance
    sentence: Label = Field(description="its view in one sentence, as the report to the council has it")
    points: tuple[Point, ...] = ()


class ConsultationFile(Terms):
    """The file `consultation.yaml`."""

    is_assumed: bool = Field(
        default=False, description="nobody was asked: all here is assumed, and every page says so"
    )
    title: Label
    reference: str | None = Field(default=None, min_length=1, description="registry number of the matter")
    sent_by: Role | None = None
    sent_on: date
    reply_by: date
    topics: tuple[Topic, ...] = ()
    bodies: tuple[Body, ...] = Field(min_length=1)
    replies: tuple[Reply, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> "ConsultationFile":
        if self.reply_by < self.sent_on:
            raise ValueError(f"reply_by ({self.reply_by}) comes before sent_on ({self.sent_on})")
        return self
