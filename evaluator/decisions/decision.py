"""The matter to be decided: registry number, proposals, risks, and what is confidential.

Everything here is written by people, by role and never by name. The program prints it as it stands and adds
no verdict of its own; what nobody wrote stays an empty place in the document.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from evaluator.contract.parts import Label, Name, Terms
from evaluator.decisions.parts import MonthName, Role, Said

Level = Annotated[int, Field(ge=1, le=5, description="1 lowest, 5 highest")]
BasisHash = Annotated[
    str, Field(pattern=r"^[0-9a-f]{12}$", description="the hash that the signed document shows as its basis")
]


class Officer(Terms):
    """Who answers questions: a function, its telephone and its address, never a person."""

    role: Label
    telephone: str = ""
    email: str = ""


class Board(Terms):
    """Which board decides, and when."""

    name: Label
    meets_on: date | None = Field(default=None, description="null: not set yet")


class EarlierDecision(Terms):
    """A decision that this one follows from."""

    day: date
    body: Label = Field(description="who decided, such as kommunfullmäktige")
    reference: Said = Field(description="registry number")
    what: Label


class Consultation(Terms):
    """What the boards were asked, by whom, and by when they reply."""

    title: Label
    asked_by: Label
    reference: Said = Field(description="registry number of the one who asks")
    sent_on: date
    reply_by: date

    @model_validator(mode="after")
    def _in_order(self) -> "Consultation":
        if self.reply_by < self.sent_on:
            raise ValueError(f"reply_by ({self.reply_by}) comes before sent_on ({self.sent_on})")
        return self


class Heard(Terms):
    """A council, union or group that was heard on the matter."""

    body: Label
    day: date | None = Field(default=None, description="null: not heard yet")
    reference: str = Field(default="", description="minutes or registry number")


class Risk(Terms):
    """One risk of one or several alternatives, as people judge it."""

    id: Name
    what: Label
    alternatives: tuple[Name, ...] = Field(
        default=(), description="ids of alternatives.yaml; empty: whichever is chosen"
    )
    likelihood: Level
    consequence: Level
    mitigation: Label | None = Field(default=None, description="null: nothing is planned against it")
    owner_role: Role
    judged_by: Role
    judged_on: date

    @property
    def weight(self) -> int:
        """Likelihood times consequence, 1 to 25: an order of reading, not a measurement."""
        return self.likelihood * self.consequence


class ConsequenceArea(StrEnum):
    """What a decision is tried against, in the order a Swedish board paper has it (domain.md 2.1)."""

    ECONOMY = "economy"
    GENDER_EQUALITY = "gender_equality"
    CHILDREN = "children"
    ACCESSIBILITY = "accessibility"
    ENVIRONMENT = "environment"
    STAFF = "staff"
    INFORMATION_SECURITY = "information_security"


class ConfidentialPart(StrEnum):
    """Parts of the annex that can be kept in a file of their own."""

    COST = "cost"
    RISKS = "risks"


class Secrecy(Terms):
    """That a part is kept apart, and on which ground; whether it holds is tried when somebody asks for it."""

    part: ConfidentialPart
    ground: Said = Field(description="chapter and section, such as 19 kap. 3 § OSL")


class Signature(Terms):
    """That a role signed the document; it holds for the figures whose hash it names, not for later ones."""

    role: Role
    day: date
    basis: BasisHash


class ReplyMatter(Terms):
    """What one unit's own reply to the consultation needs beside its figures."""

    unit: Name
    reference: Said = Field(description="the unit's own registry number")
    board: Board
    officer: Officer
    signatories: tuple[Label, ...] = Field(min_length=1, description="titles under the proposal, no names")
    minutes_approved_on: date | None = Field(
        default=None, description="when the minutes are approved in the ordinary way; null: not known"
    )
    proposals: tuple[Label, ...] = Field(
        default=(), description="what is proposed beside the standing points"
    )
    written: dict[Name, Label] = Field(default_factory=dict, description="as under the decision")


class DecisionFile(Terms):
    """The file `decision.yaml`."""

    reference: Said = Field(description="registry number (dnr) of the matter")
    title: Label
    board: Board
    officer: Officer
    signatories: tuple[Label, ...] = Field(min_length=1, description="titles under the proposal, no names")
    data_freeze: MonthName | None = Field(
        default=None, description="the last month whose results are used; null: the last one finished"
    )
    is_assumed: bool = Field(
        default=False,
        description="the matter, risks and costs are assumptions for an example; every page says so",
    )
    major_priorities: tuple[str, ...] = Field(
        default=(), description="priorities of tickets that are told one by one; empty: outages only"
    )
    consultation: Consultation | None = Field(default=None, description="null: nobody was asked")
    earlier_decisions: tuple[EarlierDecision, ...] = ()
    prepared_by: Label | None = Field(default=None, description="null: a place to write is left")
    heard: tuple[Heard, ...] = ()
    proposals: tuple[Label, ...] = Field(
        default=(), description="written by people; empty: a place to write is left"
    )
    risks: tuple[Risk, ...] = Field(default=(), description="empty: there is no risk analysis")
    not_affected: dict[ConsequenceArea, Label] = Field(
        default_factory=dict, description="areas judged not to be affected, each with why"
    )
    confidential: tuple[Secrecy, ...] = ()
    written: dict[Name, Label] = Field(
        default_factory=dict,
        description="judgements by the name of their place, for who writes here and not in the document",
    )
    signatures: tuple[Signature, ...] = ()
    replies: tuple[ReplyMatter, ...] = ()

    @model_validator(mode="after")
    def _once_each(self) -> "DecisionFile":
        _refuse_twice("risk", (one.id for one in self.risks))
        _refuse_twice("reply of", (one.unit for one in self.replies))
        _refuse_twice("confidential part", (one.part.value for one in self.confidential))
        return self

    def ground_of(self, part: ConfidentialPart) -> str | None:
        """Return on which ground a part is kept apart; None where it is public."""
        return next((one.ground for one in self.confidential if one.part is part), None)

    def reply_of(self, unit: str) -> ReplyMatter | None:
        """Return what `unit` says of its own reply; None where nothing is."""
        return next((one for one in self.replies if one.unit == unit), None)


def _refuse_twice(kind: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"{kind} {name!r} stands twice")
        seen.add(name)
