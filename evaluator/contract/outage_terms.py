"""Who decides whether a service was down, and from when to when an outage lasted that several saw."""

from enum import StrEnum
from typing import Literal

from pydantic import Field, model_validator

from evaluator.contract.clocks import EventTerms, TicketFilter
from evaluator.contract.parts import Duration, Name, Terms


class Deciding(StrEnum):
    """Which of the probers that looked decide.

    `worst`: the worst that any saw; `best`: the best; `at_least`: as bad as so many of them saw it at the
    same time; `order`: the first of a list that looked.
    """

    WORST = "worst"
    BEST = "best"
    AT_LEAST = "at_least"
    ORDER = "order"


class ProberTerms(Terms):
    """Who decides the state, instant by instant, where several looked."""

    decides: Deciding
    at_least: int | None = Field(
        default=None, ge=1, description="for at_least: how many must have seen it at the same time"
    )
    order: tuple[Name, ...] = Field(
        default=(), description="for order: probers, the first to be asked first; others decide nothing"
    )

    @model_validator(mode="after")
    def _is_complete(self) -> "ProberTerms":
        if (self.decides is Deciding.AT_LEAST) != (self.at_least is not None):
            raise ValueError("at_least belongs to decides: at_least, and it needs a number")
        if (self.decides is Deciding.ORDER) != bool(self.order):
            raise ValueError("order belongs to decides: order, and it needs the names of probers")
        if len(set(self.order)) < len(self.order):
            raise ValueError("order names each prober once")
        return self


class MergingTerms(Terms):
    """When several sightings are one outage, and whose start and end it has.

    Sightings of one subject that overlap or lie at most `within` apart are one event, whoever made them. It
    starts when the first (`earliest`) or the last (`latest`) of the probers that saw it did so first, or when
    the named one did; it ends when the first or the last of them saw it over, or the named one. Where the
    named one did not see it, the earliest start and the latest end stand, and so they do where no time
    would be left between the two.
    """

    within: Duration = Field(description="sightings that lie at most so far apart are one outage")
    starts: Name = Field(description="earliest, latest, or the name of a prober")
    ends: Name = Field(description="earliest, latest, or the name of a prober")


class TicketOutageTerms(Terms):
    """Which tickets say that a service was down, from when to when.

    They are sightings of a prober of their own. A ticket whose kind, priority or service is missing, or named
    by no term, may be one of them: the prober does not know then.
    """

    prober: Name = Field(description="the name under which these sightings stand beside those of probes")
    data: tuple[Name, ...] = Field(min_length=1, description="sources of the tickets")
    tickets: TicketFilter
    begins: EventTerms
    ends: EventTerms = Field(description="a ticket to which this has not happened is an outage still open")
    longest: Duration = Field(description="what a ticket says at most, so that none left open lasts for ever")
    concerns: Literal["service", "unit"] = Field(
        description="service: the whole of it; unit: the unit of the ticket (the whole, where it names none)"
    )
    without_ticket: Literal["up", "unknown"] = Field(
        description="what these tickets say of the time in which there is none"
    )

    @model_validator(mode="after")
    def _lasts(self) -> "TicketOutageTerms":
        if self.longest == 0:
            raise ValueError("longest is above 0: otherwise no ticket would say anything")
        return self
