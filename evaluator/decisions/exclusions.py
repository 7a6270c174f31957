"""Exclusions: time or tickets that one side asks to leave out, and what was decided."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from pydantic import Field, field_validator, model_validator

from evaluator.contract.parts import Name, Terms


class Decision(StrEnum):
    """What was decided; `pending` until then, `disputed` counts as not excluded."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DISPUTED = "disputed"


class ExcludedInterval(Terms):
    """Time of a service (or of one unit of it) to leave out; aware times, end not included."""

    service: Name
    unit: Name | None = None
    starts_at: datetime
    ends_at: datetime

    @field_validator("starts_at", "ends_at")
    @classmethod
    def _aware(cls, found: datetime) -> datetime:
        if found.tzinfo is None:
            raise ValueError('a time needs its zone, such as "2026-10-05T08:00:00+02:00"')
        return found

    @model_validator(mode="after")
    def _in_order(self) -> "ExcludedInterval":
        if self.ends_at <= self.starts_at:
            raise ValueError("ends_at is not after starts_at")
        return self


class Exclusion(Terms):
    """One request to leave something out."""

    id: Name
    proposed_by: str = Field(min_length=1, description="supplier or customer")
    proposed_on: date
    reason: str = Field(min_length=1)
    evidence: str = Field(min_length=1)
    tickets: tuple[str, ...] = Field(default=(), description="keys of tickets to leave out")
    indicators: tuple[Name, ...] = Field(default=(), description="only for these; empty: for all")
    interval: ExcludedInterval | None = None
    decision: Decision
    decided_by: str | None = None
    decided_on: date | None = None

    @model_validator(mode="after")
    def _complete(self) -> "Exclusion":
        if bool(self.tickets) == (self.interval is not None):
            raise ValueError("name either tickets or an interval")
        if self.decision is not Decision.PENDING and (self.decided_by is None or self.decided_on is None):
            raise ValueError("a decision needs decided_by and decided_on")
        return self


def as_known_on(exclusions: Iterable[Exclusion], day: date) -> tuple[Exclusion, ...]:
    """Return the requests made by `day`, each as it stood then: one decided later was still pending."""
    return tuple(
        one if one.decided_on is None or one.decided_on <= day else _before_its_decision(one)
        for one in exclusions
        if one.proposed_on <= day
    )


def _before_its_decision(exclusion: Exclusion) -> Exclusion:
    undecided = {"decision": Decision.PENDING, "decided_by": None, "decided_on": None}
    return exclusion.model_copy(update=undecided)


class Exclusions(Terms):
    """All requests."""

    exclusions: tuple[Exclusion, ...] = ()
