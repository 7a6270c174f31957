"""What the API answers: contract, months, outcomes, money, seals, sources, evidence."""

from datetime import date
from typing import Literal

from pydantic import Field

from evaluator.contract.triggers import LeadsTo
from evaluator.core.outcomes import Verdict, View
from supplierwatch.web.api.parts import Answer, Exact, Label, Money


class Indicator(Answer):
    """An indicator of the contract as it stands now."""

    indicator: str = Field(examples=["K05"])
    label: Label
    kind: str
    clause: str
    period: str = Field(description="length of its period", examples=["month"])
    services: tuple[str, ...] = Field(description="services it is measured on")


class ContractAnswer(Answer):
    """Who agreed what with whom, and for how long."""

    contract: str
    title: Label
    reference: str
    customer: str
    supplier: str
    currency: str
    time_zone: str
    first_day: date
    last_day: date = Field(description="with the options used so far")
    targets_are_assumed: bool
    smallest_group: int = Field(description="cells with fewer cases are not shown")


class DecisionDate(Answer):
    """A day by which something is decided."""

    decision: str = Field(description="the option's name, or `end` for the last day of the contract")
    kind: Literal["notice", "last_day"]
    label: Label
    state: str
    on_day: date | None = Field(description="null: the contract does not state it")
    days_left: int | None = Field(description="whole days in the contract's time zone; negative: over")
    prolongs_to: date | None = None


class SealAnswer(Answer):
    """That a month's results are fixed."""

    period: str
    restatement: int = Field(description="0 for the first seal of the month")
    sealed_at: int
    sealed_by: str
    reason: str
    content_hash: str
    record_hash: str
    previous: str
    differences: int = Field(description="how many figures the restatement changed")


class Month(Answer):
    """A month with results."""

    period: str = Field(examples=["2026-10"])
    evaluation: int
    known_at: int = Field(description="facts stored by then were counted")
    evaluated_at: int
    contract_version: str
    program_version: str
    is_sealed: bool


class OutcomeAnswer(Answer):
    """The value of an indicator for a month and scope, and what the contract says of it."""

    period: str
    indicator: str
    service: str = Field(description="empty where several are measured together")
    segment: str
    unit: str
    view: View
    verdict: Verdict | None = Field(description="null where too few cases are not shown")
    too_few: bool
    value: Exact | None
    low: Exact | None = Field(description="the least it can be over what is not known")
    high: Exact | None
    sample_size: int | None
    misses: int | None
    completeness: Exact | None
    points: int | None
    points_after_repeat: int | None
    budget_left: Exact | None = Field(description="the share of what the target leaves to miss")


class CreditAnswer(Answer):
    """Points and the calculated credit of a service for a month."""

    period: str
    service: str
    view: View
    points: int
    share: Exact | None = Field(description="of the monthly fee")
    capped_by: str
    amount: Money


class AreaAnswer(Answer):
    """The score of one area."""

    area: str
    weight: int
    value: Exact | None
    low: Exact | None
    high: Exact | None


class ScoreAnswer(Answer):
    """The score of a month, as the interval it lies in."""

    period: str
    low: Exact | None
    high: Exact | None
    band_low: str
    band_high: str
    held_down_by: tuple[str, ...]
    areas: tuple[AreaAnswer, ...]


class TriggerAnswer(Answer):
    """How far a threshold is reached."""

    period: str
    trigger: str
    indicator: str
    service: str
    leads_to: LeadsTo
    reached: int
    needed: int
    is_open: bool


class TicketAnswer(Answer):
    """A ticket behind an outcome; times are seconds, or working days where `in_working_days`."""

    ticket: str
    indicator: str
    service: str
    unit: str
    segment: str
    priority: str
    opened_at: int
    ended_at: int | None
    used: int
    limit: int | None
    in_working_days: bool
    due_at: int | None
    missed: bool
    unknown: bool
    left_out_by: str


class OutageAnswer(Answer):
    """An outage behind an availability; `counted` and `planned` are seconds."""

    indicator: str
    service: str
    unit: str
    starts_at: int
    ends_at: int | None
    state: str
    counted: int
    planned: int
    users_affected: int | None
    left_out_by: str


class TicketPage(Answer):
    """A part of a list of tickets; ask for the next one with `after` set to `next`."""

    period: str
    tickets: tuple[TicketAnswer, ...]
    next: str | None = Field(description="null: this is the last part")


class OutagePage(Answer):
    """A part of a list of outages; ask for the next one with `after` set to `next`."""

    period: str
    outages: tuple[OutageAnswer, ...]
    next: str | None


class SourceAnswer(Answer):
    """How well a source was heard up to the last evaluation."""

    source: str
    last_intake_at: int | None
    last_outcome: str
    rows: int
    rejects: int
    unmapped: int
    unmapped_words: tuple[str, ...]
    last_success_at: int | None
    reached_at: int | None
    gone: int | None


class StandingAnswer(Answer):
    """How things stand in the running month and in the last one that is over."""

    running: "StandingMonthAnswer | None"
    finished: "StandingMonthAnswer | None"


class StandingMonthAnswer(Answer):
    """One month in short; `verdicts` counts outcomes after exclusions."""

    period: str
    known_at: int
    is_over: bool
    verdicts: dict[Verdict, int]
    points: int
    open_cases: int
    overdue_cases: int
    score_low: Exact | None
    score_high: Exact | None
