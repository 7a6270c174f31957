"""The contract as a whole: parties, term, options, services, units, rules, indicators, money."""

from datetime import date
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from evaluator.contract.action_plan_terms import ActionPlanTerms
from evaluator.contract.availability import AvailabilityRules
from evaluator.contract.clocks import ClockTerms
from evaluator.contract.combined_hours import AnyHoursTerms
from evaluator.contract.credits import CreditTerms
from evaluator.contract.exclusion_terms import ExclusionTerms
from evaluator.contract.hours import HolidayTerms
from evaluator.contract.indicators import AnyIndicator
from evaluator.contract.parts import Clause, Label, Name, Terms, TimeZone
from evaluator.contract.procurement import ProcurementTerms
from evaluator.contract.scorecard import ScorecardTerms
from evaluator.contract.services import Segment, Service, Unit
from evaluator.contract.triggers import AnyTrigger


class OptionState(StrEnum):
    """What has become of an option."""

    OPEN = "open"
    USED = "used"
    NOT_USED = "not_used"


class ExtensionOption(Terms):
    """A right to prolong, with a notice date of its own."""

    id: Name
    label: Label
    clause: Clause = ""
    prolongs_to: date = Field(description="last day of the prolonged term")
    notice_by: date | None = Field(
        description="last day the notice must be received; null: not stated, which is warned about"
    )
    internal_last_day: date | None = Field(default=None, description="own last day, ahead of holidays")
    state: OptionState
    decided_on: date | None = None


class Term(Terms):
    """From when to when the contract runs, both days included."""

    first_day: date
    last_day: date = Field(description="last day without any option")
    options: tuple[ExtensionOption, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> "Term":
        if self.last_day < self.first_day:
            raise ValueError(f"last_day ({self.last_day}) comes before first_day ({self.first_day})")
        return self

    @property
    def current_last_day(self) -> date:
        """Last day with the options used so far."""
        used = [option.prolongs_to for option in self.options if option.state is OptionState.USED]
        return max([self.last_day, *used])


class Card(Terms):
    """Who agreed what, under which reference."""

    id: Name
    title: Label
    reference: str = Field(description="registry number")
    customer: str
    supplier: str
    time_zone: TimeZone
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    targets_are_assumed: bool = Field(
        default=False, description="no target here is agreed: all are assumptions, and every report says so"
    )

    @property
    def zone(self) -> ZoneInfo:
        """The contract's time zone."""
        return ZoneInfo(self.time_zone)


class ValueTaken(StrEnum):
    """Which value of a field judges a ticket on which it changed.

    `at_stop` is the value when the clock stopped (or when work ended, where no clock is used); while the
    ticket runs it is the last one. `before_stop` is the value in the second before: a clock that a change of
    the value ends has run under the former one, and what follows is judged by the new (domain.md 5.3d).
    """

    FIRST = "first"
    AT_STOP = "at_stop"
    BEFORE_STOP = "before_stop"
    LAST = "last"


class Straddling(StrEnum):
    """Which terms judge a ticket that an amendment finds half-way.

    `opening`: those in force when it opened. `attribution`: those in force on the first day of the period it
    belongs to.
    """

    OPENING = "opening"
    ATTRIBUTION = "attribution"


class TicketRules(Terms):
    """Choices that hold for all tickets."""

    priority_taken: ValueTaken
    kind_taken: ValueTaken
    service_taken: Literal["first", "last"]
    unit_taken: Literal["first", "last"]
    straddling: Straddling


class Reporting(Terms):
    """When the supplier reports and when a period closes for objections."""

    clause: Clause = ""
    report_by_working_day: int = Field(ge=1)
    objections_within_working_days: int = Field(ge=1)
    smallest_group: int = Field(ge=1, description="cells with fewer cases print as too few")


class Contract(Terms):
    """One version of the contract, as it applied from some date."""

    contract: Card
    term: Term
    segments: tuple[Segment, ...] = ()
    units: tuple[Unit, ...] = ()
    units_from_facts: bool = Field(
        default=False, description="units are those the facts name, each weighing the same"
    )
    holidays: dict[Name, HolidayTerms] = Field(default_factory=dict)
    service_hours: dict[Name, AnyHoursTerms] = Field(min_length=1)
    working_days: Name = Field(
        description="service hours on whose days working days are counted, for notice and reopening",
    )
    services: tuple[Service, ...] = Field(min_length=1)
    tickets: TicketRules
    ticket_kinds: dict[Name, Label] = Field(
        default_factory=dict, description="what people call the kinds of tickets; others show their name"
    )
    clocks: dict[Name, ClockTerms] = Field(default_factory=dict)
    availability_rules: dict[Name, AvailabilityRules] = Field(default_factory=dict)
    indicators: tuple[AnyIndicator, ...] = Field(min_length=1)
    credits: CreditTerms | None = Field(description="null: a miss leads to no credit")
    triggers: tuple[AnyTrigger, ...] = Field(
        default=(), description="thresholds over several months; empty: the contract has none"
    )
    scorecard: ScorecardTerms | None = Field(description="null: no score is made")
    action_plans: ActionPlanTerms | None = Field(
        default=None, description="null: the contract does not say when a figure has recovered"
    )
    reporting: Reporting
    exclusions: ExclusionTerms | None = Field(
        default=None, description="null: no ground is listed, and requests and decisions have no deadline"
    )
    procurement: ProcurementTerms | None = Field(
        default=None, description="null: changes of the contract are held against no limit"
    )

    def service(self, name: str) -> Service:
        """Return the service called `name`; raises KeyError where there is none."""
        return {service.id: service for service in self.services}[name]

    def indicator(self, name: str) -> AnyIndicator:
        """Return the indicator called `name`; raises KeyError where there is none."""
        return {indicator.id: indicator for indicator in self.indicators}[name]
