"""The next contract: requirements with the way each is checked, and its indicators."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from fractions import Fraction

from pydantic import Field, model_validator

from evaluator.contract.amendments import Addition, Removal, Replacement
from evaluator.contract.contract import Card, Term
from evaluator.contract.parts import Label, Name, Quantity, Terms
from evaluator.decisions.needs import Requirement
from evaluator.decisions.parts import Role, Said


class Span(Terms):
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    @model_validator(mode="after")
    def _in_order(self) -> "Span":
        if self.last < self.first:
            raise ValueError(f"last ({self.last}) comes before first ({self.first})")
        return self


class WatchedPeriod(Terms):
    """Days that the next supplier must be ready for, such as the start of school, year by year."""

    id: Name
    label: Label
    spans: tuple[Span, ...] = Field(min_length=1)


class StatedVolume(Terms):
    """A volume that no source measures: somebody stated it, and when."""

    id: Name
    label: Label
    number: int | None = Field(ge=0, description="null: not known, which the annex says")
    as_of: date | None = Field(description="the day it was true; null: not stated")
    source: Said = Field(description="the register or function it comes from")
    segment: Name | None = Field(default=None, description="null: the whole contract")


class CountedVolume(Terms):
    """A volume that an indicator counts on the way: what its monthly value is a share of, such as calls."""

    id: Name
    label: Label
    indicator: Name


class ProposedTarget(Terms):
    """A target that is tried on history beside the present one."""

    indicator: Name
    end: Quantity = Field(description="where the target begins, or ends where low is good: `92 %`, 2")


class ClauseQuestion(StrEnum):
    """What a lawyer answers of a clause that lets a contract be changed or prolonged (LOU 17 kap. 10 §)."""

    IN_DOCUMENTS = "in_documents"
    CONDITIONS_CLEAR = "conditions_clear"
    SCOPE_AND_NATURE = "scope_and_nature"
    CHARACTER_KEPT = "character_kept"
    WHO_DECIDES = "who_decides"
    NOTICE_AND_FORM = "notice_and_form"


class ClauseAnswer(Terms):
    """What was answered of an option's clause, by which role and when; software answers none of them."""

    question: ClauseQuestion
    answer: Label
    by: Role
    on: date


class OptionClause(Terms):
    """The wording of an option's clause, and what the lawyer has answered of it so far."""

    option: Name
    text: Label | None = Field(description="null: not drafted yet")
    answers: tuple[ClauseAnswer, ...] = ()


class NextContract(Terms):
    """What of the present contract is other in the next one; all else stays as it is in force today."""

    contract: Card = Field(description="the card: who agrees what; the supplier is not known yet")
    term: Term
    removals: tuple[Removal, ...] = ()
    additions: tuple[Addition, ...] = ()
    replacements: tuple[Replacement, ...] = ()


class TenderFile(Terms):
    """The file `tender.yaml`."""

    peak_above: Quantity = Field(
        default=Fraction(15, 100),
        gt=0,
        description="how far above an ordinary month a month lies, in every year seen, to be called a peak",
    )
    watched_periods: tuple[WatchedPeriod, ...] = ()
    stated_volumes: tuple[StatedVolume, ...] = ()
    counted_volumes: tuple[CountedVolume, ...] = ()
    proposed_targets: tuple[ProposedTarget, ...] = ()
    requirements: tuple[Requirement, ...] = Field(
        default=(), description="those that no need asked for; the others stand in needs.yaml"
    )
    next_contract: NextContract | None = Field(default=None, description="null: not drafted yet")
    option_clauses: tuple[OptionClause, ...] = ()

    @model_validator(mode="after")
    def _each_once(self) -> "TenderFile":
        for word, names in (
            ("watched_periods", (one.id for one in self.watched_periods)),
            ("stated_volumes", (one.id for one in self.stated_volumes)),
            ("counted_volumes", (one.id for one in self.counted_volumes)),
            ("requirements", (one.id for one in self.requirements)),
            ("option_clauses", (one.option for one in self.option_clauses)),
        ):
            _refuse_doubled(word, names)
        return self


def _refuse_doubled(word: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"{name} stands twice in {word}; each once")
        seen.add(name)
