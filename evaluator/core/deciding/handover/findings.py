"""What is found of a handover on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from evaluator.core.deciding.handover.comparison import Compared
from evaluator.core.deciding.handover.gates import GateStanding
from evaluator.core.deciding.handover.milestones import MilestoneStanding
from evaluator.core.deciding.handover.transfer import TransferStanding


@dataclass(frozen=True)
class SplitCase:
    """A ticket that the switch found open under an indicator; see `split_cases` for what the times mean."""

    indicator: str
    ticket: str
    service: str
    priority: str
    in_working_days: bool
    limit: int
    used_before: int
    used_after: int
    ended_at: int | None
    missed_before: bool
    missed_after: bool


@dataclass(frozen=True)
class SplitCounts:
    """The tickets of one indicator that the switch found open: all, by who missed them, and still open."""

    cases: int
    missed_before: int
    missed_after: int
    still_open: int


def count_split(cases: Iterable[SplitCase]) -> dict[str, SplitCounts]:
    """Return the counts of `cases` by indicator, in the order in which indicators come."""
    grouped: dict[str, list[SplitCase]] = {}
    for case in cases:
        grouped.setdefault(case.indicator, []).append(case)
    return {
        indicator: SplitCounts(
            cases=len(own),
            missed_before=sum(one.missed_before for one in own),
            missed_after=sum(one.missed_after for one in own),
            still_open=sum(one.ended_at is None for one in own),
        )
        for indicator, own in grouped.items()
    }


@dataclass(frozen=True)
class FirstMonths:
    """The new supplier held against the baseline: which file, how many days that are over have results."""

    file: str
    baseline_hash: str
    seed: int
    days: int
    compared: tuple[Compared, ...]


@dataclass(frozen=True)
class HandoverFindings:
    """How the handover of `contract` stands at the end of `today`.

    `file_hash` is that of `handover.yaml`. `split` is None before the switch, and `first_months` where no
    baseline is named or no day of the new supplier that is over has results.
    """

    contract: str
    currency: str
    switch: date
    today: date
    file_hash: str
    horizon: int
    gates: tuple[GateStanding, ...]
    milestones: tuple[MilestoneStanding, ...]
    transfer: TransferStanding | None
    split: tuple[SplitCase, ...] | None
    first_months: FirstMonths | None
