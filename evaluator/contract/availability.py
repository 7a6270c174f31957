"""The measuring choices of availability: every one written, none hidden in code (design rule 1)."""

from enum import StrEnum
from typing import Any, Literal

from pydantic import ConfigDict, Field, model_validator

from evaluator.contract.availability_presets import PresetName, describe_in_schema, expand
from evaluator.contract.outage_terms import MergingTerms, ProberTerms, TicketOutageTerms
from evaluator.contract.parts import Clause, Duration, Label, Name, Quantity, Terms


class PlannedMaintenance(StrEnum):
    """What agreed maintenance does: counts as down, counts as up, or leaves numerator and denominator."""

    COUNT_DOWN = "count_down"
    COUNT_UP = "count_up"
    EXCLUDE = "exclude"


class UnknownTime(StrEnum):
    """What time without facts does; `carry_forward`: the state before goes on for at most `longest`."""

    DOWN = "down"
    UP = "up"
    EXCLUDE = "exclude"
    CARRY_FORWARD = "carry_forward"


class DegradedState(StrEnum):
    """What a degraded service is."""

    UP = "up"
    DOWN = "down"
    WEIGHT = "weight"


class Denominator(StrEnum):
    """What a percentage is of."""

    SERVICE_HOURS = "service_hours"
    WALL_CLOCK = "wall_clock"
    NOMINAL = "nominal"


class Weighting(StrEnum):
    """How partial outages weigh.

    `none`: any outage is a whole one. `users_affected`: an outage weighs the users it hit among the
    service's users. `units`: units are measured each and weigh by their users.
    """

    NONE = "none"
    USERS_AFFECTED = "users_affected"
    UNITS = "units"


class UnknownTerms(Terms):
    """What unknown time does to the point value; the interval it lies in is always shown beside."""

    treat_as: UnknownTime
    longest: Duration | None = Field(
        default=None, description="for carry_forward: the longest time a state goes on without being seen"
    )
    then: Literal["down", "up", "exclude"] | None = Field(
        default=None, description="for carry_forward: what the rest of an unseen interval does"
    )

    @model_validator(mode="after")
    def _carry_is_complete(self) -> "UnknownTerms":
        named = self.longest is not None and self.then is not None
        if (self.treat_as is UnknownTime.CARRY_FORWARD) != named or (self.longest is None) != (
            self.then is None
        ):
            raise ValueError("longest and then belong to carry_forward, and it needs both")
        return self


class DegradedTerms(Terms):
    """What degraded time does."""

    treat_as: DegradedState
    weight: Quantity | None = Field(
        default=None, ge=0, le=1, description="the part of it that counts as down"
    )

    @model_validator(mode="after")
    def _weight_is_complete(self) -> "DegradedTerms":
        if (self.treat_as is DegradedState.WEIGHT) != (self.weight is not None):
            raise ValueError("weight belongs to treat_as: weight, and it needs one")
        return self


class AvailabilityRules(Terms):
    """How intervals become an availability: every choice written, or a preset with choices beside it.

    What is read holds every choice written; `preset` then only says where they come from.
    """

    model_config = ConfigDict(json_schema_extra=describe_in_schema)

    preset: PresetName | None = Field(
        default=None, description="the rules of a tool by name; keys beside it stand instead of its own"
    )
    label: Label
    clause: Clause = ""
    probe_interval: Duration | None = Field(
        default=None,
        description="how often it is looked at, for `check`; null: the contract does not say",
    )
    planned_maintenance: PlannedMaintenance
    maintenance_notice_working_days: int | None = Field(
        ge=0, description="maintenance announced later counts as down; null: no notice is asked for"
    )
    maintenance_allowed_in: Name | None = Field(
        default=None,
        description="service hours in which maintenance may lie, outside it is none; null: at any time",
    )
    maintenance_monthly_maximum: Duration | None = Field(
        default=None,
        description="what comes after so much in a calendar month is no maintenance; null: no limit",
    )
    unknown: UnknownTerms
    degraded: DegradedTerms
    shortest_outage: Duration = Field(description="outages shorter than this do not count; 0 s: all count")
    denominator: Denominator
    nominal_hours: Quantity | None = Field(
        default=None, gt=0, description="hours a month, for denominator nominal"
    )
    weighting: Weighting
    probers: ProberTerms | None = Field(
        default=None, description="who decides where several looked; null: the worst that any of them saw"
    )
    merging: MergingTerms | None = Field(
        default=None, description="when several sightings are one outage; null: each lasts as it was seen"
    )
    outages_from_tickets: TicketOutageTerms | None = Field(
        default=None, description="tickets that say the service was down; null: tickets say nothing of it"
    )

    @model_validator(mode="before")
    @classmethod
    def _write_out(cls, written: Any) -> Any:
        return expand(written)

    @model_validator(mode="after")
    def _nominal_is_complete(self) -> "AvailabilityRules":
        if (self.denominator is Denominator.NOMINAL) != (self.nominal_hours is not None):
            raise ValueError("nominal_hours belongs to denominator: nominal, and it needs them")
        return self
