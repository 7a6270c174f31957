"""Conditions that a clock looks at: what a field of a ticket is at an instant, and what happens to it."""

from typing import Literal

from pydantic import Field, model_validator

from evaluator.contract.parts import Terms


class ValueCondition(Terms):
    """What a field is: it holds from the change that makes it so until the one that ends it."""

    field: str = Field(description="status, priority, team, kind, or any field the mapping names")
    is_one_of: tuple[str, ...] = Field(default=(), description="its value is one of these")
    has_value: bool | None = Field(default=None, description="true: it has a value; false: it has none")

    @model_validator(mode="after")
    def _one(self) -> "ValueCondition":
        if bool(self.is_one_of) == (self.has_value is not None):
            raise ValueError("name either is_one_of or has_value")
        return self


class ChangeCondition(Terms):
    """What happens to a field: it holds in the one instant in which it happens.

    A first value is no change, a value taken away is one. In the second in which the ticket opens nothing
    happens: that is what it opened with.
    """

    field: str = Field(description="priority, team, kind, or any field the mapping names")
    changes: Literal[True] | None = Field(
        default=None, description="its value comes to differ from the one before"
    )
    becomes: tuple[str, ...] = Field(
        default=(), description="it comes to be one of these, and was none of them"
    )
    says: tuple[str, ...] = Field(
        default=(), description="the source says one of these, also where it said so before"
    )

    @model_validator(mode="after")
    def _one(self) -> "ChangeCondition":
        if [self.changes is not None, bool(self.becomes), bool(self.says)].count(True) != 1:
            raise ValueError("name one of changes, becomes and says")
        return self
