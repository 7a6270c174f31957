"""What an evaluation is identified by, and what it rests on beside the facts."""

from dataclasses import dataclass, field

from evaluator.core.follow_up.exclusion_effects import ExclusionEffect
from evaluator.core.reconciliation.found import Reconciliation
from evaluator.decisions.exclusions import Exclusion
from evaluator.results.published import SourceHealth


@dataclass(frozen=True)
class CalendarUsed:
    """A calendar an evaluation used: the hash of its windows, and the data they were made from."""

    name: str
    windows_hash: str
    time_zone_data: str
    holidays_data: str


@dataclass(frozen=True)
class Provenance:
    """Identity of an evaluation (contract, exclusions, horizon, program), its inputs and its calendars.

    `is_as_of` says that it answers what was known at some past moment, and is not the present result.
    `earlier` are the numbers of the evaluations of earlier months it rests on, `exclusions` those that
    concern the period, as they stood, with what each does to it, and
    `reconciliation` what the supplier's lists say beside the results.
    """

    period: str
    contract_version: str
    exclusions_version: str
    horizon: int
    known_at: int
    program_version: str
    evaluated_at: int
    currency: str
    earlier: tuple[int, ...]
    is_as_of: bool
    calendars: tuple[CalendarUsed, ...]
    health: tuple[SourceHealth, ...]
    exclusions: tuple[Exclusion, ...]
    exclusion_effects: tuple[ExclusionEffect, ...] = ()
    reconciliation: Reconciliation = field(default_factory=Reconciliation)
