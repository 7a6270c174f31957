"""Exclusions: time or tickets that one side asks to leave out, and what was decided when, by whom and why."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from pydantic import Field, field_validator, model_validator

from evaluator.contract.exclusion_terms import Side
from evaluator.contract.parts import Name, Terms


class Decision(StrEnum):
    """What was decided; `pending` until then.

    `disputed` counts as not excluded until it is settled. Of what is `partly_accepted` the named part is
    left out, and the rest counts. `refused_late` follows from the dates and the contract: no file says it,
    published results do.
    """

    PENDING = "pending"
    ACCEPTED = "accepted"
    PARTLY_ACCEPTED = "partly_accepted"
    REJECTED = "rejected"
    DISPUTED = "disputed"
    REFUSED_LATE = "refused_late"


UNDECIDED = frozenset({Decision.PENDING, Decision.DISPUTED})
"""Decisions under which a request may still be accepted: its figures are shown both ways."""

FIRST_DAY, END_DAY = date(1990, 1, 1), date(2200, 1, 1)
"""Between which days a request can lie; what is written beyond them is a slip of the pen."""

_NOT_DECIDED = frozenset({Decision.PENDING, Decision.REFUSED_LATE})
_NEED_REASON = frozenset({Decision.PARTLY_ACCEPTED, Decision.REJECTED, Decision.DISPUTED})


class TimeSpan(Terms):
    """Time from `starts_at` until `ends_at`: aware times, the end not included."""

    starts_at: datetime
    ends_at: datetime

    @field_validator("starts_at", "ends_at")
    @classmethod
    def _aware(cls, found: datetime) -> datetime:
        if found.tzinfo is None:
            raise ValueError('a time needs its zone, such as "2026-10-05T08:00:00+02:00"')
        if not FIRST_DAY <= found.date() < END_DAY:
            raise ValueError(f"a time lies from {FIRST_DAY} and before {END_DAY}")
        return found

    @model_validator(mode="after")
    def _in_order(self) -> "TimeSpan":
        if self.ends_at <= self.starts_at:
            raise ValueError("ends_at is not after starts_at")
        return self


class ExcludedInterval(TimeSpan):
    """Time of a service (or of one unit of it) to leave out."""

    service: Name
    unit: Name | None = None


class DecisionTerms(Terms):
    """A decision: what, by whom, when and why, and which part is accepted where not all of it is."""

    decision: Decision
    decided_by: str | None = Field(default=None, min_length=1, description="role, name or board")
    decided_on: date | None = None
    decision_reason: str | None = Field(
        default=None, min_length=1, description="needed where not all was accepted"
    )
    accepted_tickets: tuple[str, ...] = Field(
        default=(), description="of a partly accepted request: the tickets to leave out"
    )
    accepted_intervals: tuple[TimeSpan, ...] = Field(
        default=(), description="of a partly accepted request: the parts of its time to leave out"
    )
    late_accepted_because: str | None = Field(
        default=None, min_length=1, description="why a request past its deadline is taken up all the same"
    )

    @model_validator(mode="after")
    def _decided(self) -> "DecisionTerms":
        missing = [name for name in ("decided_by", "decided_on") if getattr(self, name) is None]
        if self.decision not in _NOT_DECIDED and missing:
            raise ValueError(f"a decision needs decided_by and decided_on; missing: {', '.join(missing)}")
        if self.decision in _NEED_REASON and self.decision_reason is None:
            raise ValueError(f"{self.decision} needs a decision_reason, as not all was accepted")
        part = bool(self.accepted_tickets or self.accepted_intervals)
        if part != (self.decision is Decision.PARTLY_ACCEPTED):
            raise ValueError(
                "accepted_tickets or accepted_intervals belong to partly_accepted, which needs one of them"
            )
        return self

    @property
    def decided(self) -> dict[str, object]:
        """The decision alone, by the names of its fields."""
        return {name: getattr(self, name) for name in DecisionTerms.model_fields}


class FormerDecision(DecisionTerms):
    """A decision that a later one replaced."""

    decided_on: date

    @model_validator(mode="after")
    def _one(self) -> "FormerDecision":
        if self.decision in _NOT_DECIDED:
            raise ValueError(f"{self.decision} is no decision that another could replace")
        return self


class Exclusion(DecisionTerms):
    """One request to leave something out, with the decision that stands and those before it.

    `period` is the month it is about, which its deadline is counted from: needed for tickets where the
    contract has a deadline, and of time the month in which it ends unless stated.
    """

    id: Name
    proposed_by: Side
    proposed_on: date = Field(ge=FIRST_DAY, lt=END_DAY)
    period: str | None = Field(
        default=None,
        pattern=r"^(199|20\d|21\d)\d-(0[1-9]|1[0-2])$",
        description="the month it is about, as 2026-10",
    )
    ground: Name | None = Field(default=None, description="one of the grounds the contract lists")
    reason: str = Field(min_length=1)
    evidence: str = Field(min_length=1)
    imported_from: str | None = Field(
        default=None, description="the row of the file it came from: name, hash of the file, sheet and row"
    )
    tickets: tuple[str, ...] = Field(default=(), description="keys of tickets to leave out")
    indicators: tuple[Name, ...] = Field(default=(), description="only for these; empty: for all")
    interval: ExcludedInterval | None = None
    earlier_decisions: tuple[FormerDecision, ...] = Field(
        default=(), description="decisions that later ones replaced, oldest first"
    )

    @model_validator(mode="after")
    def _complete(self) -> "Exclusion":
        if bool(self.tickets) == (self.interval is not None):
            raise ValueError("name either tickets or an interval")
        for decision in (*self.earlier_decisions, self):
            self._check_part(decision)
        days = [self.proposed_on, *(one.decided_on for one in self.earlier_decisions)]
        days += [] if self.decided_on is None else [self.decided_on]
        if days != sorted(days):
            raise ValueError("decisions come in order of their days, none before the request was made")
        return self

    def _check_part(self, decision: DecisionTerms) -> None:
        unknown = [key for key in decision.accepted_tickets if key not in self.tickets]
        if unknown:
            raise ValueError(f"accepted_tickets names {', '.join(unknown)}, which the request does not")
        for part in decision.accepted_intervals:
            inside = self.interval is not None and (
                self.interval.starts_at <= part.starts_at and part.ends_at <= self.interval.ends_at
            )
            if not inside:
                raise ValueError("accepted_intervals reach beyond the time the request is about")

    @property
    def is_undecided(self) -> bool:
        """Whether it may still be accepted."""
        return self.decision in UNDECIDED

    @property
    def left_out_tickets(self) -> tuple[str, ...]:
        """The tickets that the decision leaves out."""
        return self.tickets if self.decision is Decision.ACCEPTED else self.accepted_tickets

    @property
    def left_out_intervals(self) -> tuple[ExcludedInterval, ...]:
        """The time that the decision leaves out."""
        if self.interval is None:
            return ()
        if self.decision is Decision.ACCEPTED:
            return (self.interval,)
        return tuple(
            self.interval.model_copy(update={"starts_at": part.starts_at, "ends_at": part.ends_at})
            for part in self.accepted_intervals
        )

    def with_decision(self, decision: Decision) -> "Exclusion":
        """Return the request as if all of it had been given `decision`, for reckoning what that would do."""
        return self.model_copy(
            update={"decision": decision, "accepted_tickets": (), "accepted_intervals": ()}
        )


def as_known_on(exclusions: Iterable[Exclusion], day: date) -> tuple[Exclusion, ...]:
    """Return the requests made by `day`, each with the last decision of `day` or before, else pending."""
    return tuple(_as_on(one, day) for one in exclusions if one.proposed_on <= day)


def _as_on(exclusion: Exclusion, day: date) -> Exclusion:
    if exclusion.decided_on is None or exclusion.decided_on <= day:
        return exclusion
    known = [one for one in exclusion.earlier_decisions if one.decided_on <= day]
    stood = known[-1].decided if known else DecisionTerms(decision=Decision.PENDING).decided
    return exclusion.model_copy(update={**stood, "earlier_decisions": tuple(known[:-1])})


class Exclusions(Terms):
    """All requests."""

    exclusions: tuple[Exclusion, ...] = ()
