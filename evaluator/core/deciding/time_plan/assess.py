"""All that the time plan shows, from its file and the contract."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from evaluator.contract.contract import Contract
from evaluator.core.deciding.time_plan.build import (
    build_plan,
    deadlines_of,
    horizon_for,
    known_of,
    lasting_of,
    words_of,
)
from evaluator.core.deciding.time_plan.findings import (
    Deadline,
    DeadlineKind,
    PathTime,
    SafeStartDay,
    TimeFindings,
    soonest_in_reach,
)
from evaluator.core.deciding.time_plan.futures import Chance, draw
from evaluator.core.deciding.time_plan.latest_start import safe_start
from evaluator.core.deciding.time_plan.paths import Asked, done_days, hold_against, pull_levers
from evaluator.core.deciding.time_plan.plan import Plan
from evaluator.decisions.time_plan import AlternativePath, TimePlanFile

PROCUREMENT = "procurement"
"""What the path is called that goes through all stages."""


@dataclass(frozen=True)
class TimeQuestion:
    """What is asked of the time plan of a file, and by which hashes notes name what follows from it.

    `start` is when what is left begins, `certainty` how sure it is to be in time; None: as the file says.
    """

    file: TimePlanFile
    file_name: str
    file_hash: str
    contract_hash: str
    inputs: str
    today: date
    start: date | None = None
    certainty: Fraction | None = None

    @property
    def asked(self) -> Asked:
        """The question with what the file leaves open filled in; nothing begins before today."""
        file = self.file
        start = self.start or max(file.planned_start or self.today, self.today)
        chance = Chance(file.seed, file.draws, file.move_together)
        certainty = file.certainty if self.certainty is None else self.certainty
        return Asked(start, certainty, file.impossible_below, chance)


def assess_plan(question: TimeQuestion, contract: Contract) -> TimeFindings:
    """Return what the time plan shows; raises ValueError where its stages wait for each other."""
    file, asked = question.file, question.asked
    plan = build_plan(file, contract, horizon_for(file, contract, question.today, asked.start))
    paths = _whole(plan, file, contract, asked)
    reached = soonest_in_reach(paths, question.today)
    return TimeFindings(
        today=question.today,
        start=asked.start,
        certainty=asked.certainty,
        plan=file,
        file_name=question.file_name,
        file_hash=question.file_hash,
        contract_hash=question.contract_hash,
        inputs=question.inputs,
        paths=paths,
        alternatives=tuple(_alternative(one, plan, file, contract, asked) for one in file.alternatives),
        done_days=done_days(plan, asked),
        levers=pull_levers(plan, reached.deadline, asked, words_of(file)),
        levers_of=reached.deadline,
        known_until=tuple(
            (terms.label, None if known is None else known.last)
            for terms in file.calendars.values()
            for known in [known_of(terms, contract)]
        ),
    )


def _whole(plan: Plan, file: TimePlanFile, contract: Contract, asked: Asked) -> tuple[PathTime, ...]:
    words = words_of(file)
    return tuple(hold_against(plan, one, asked, words, (PROCUREMENT, None)) for one in expiries_of(contract))


def expiries_of(contract: Contract) -> tuple[Deadline, ...]:
    """Return every day on which the contract can end, soonest first."""
    return tuple(one for one in deadlines_of(contract) if one.kind is not DeadlineKind.NOTICE)


def _alternative(
    terms: AlternativePath, plan: Plan, file: TimePlanFile, contract: Contract, asked: Asked
) -> PathTime:
    deadline = next(one for one in deadlines_of(contract) if one.name == terms.by)
    part = plan.part(
        terms.stages or [one.id for one in plan.stages],
        {name: lasting_of(one) for name, one in terms.durations.items()},
        appeal=terms.has_appeal,
        cancellation=terms.has_cancellation,
    )
    return hold_against(part, deadline, asked, words_of(file), (terms.id, terms.label))


def safe_starts(file: TimePlanFile, contract: Contract, today: date) -> tuple[SafeStartDay, ...]:
    """Return the latest safe starts alone, soonest deadline first; none where all is done."""
    plan = build_plan(file, contract, horizon_for(file, contract, today))
    if plan.is_done:
        return ()
    futures = draw(plan, Chance(file.seed, file.draws, file.move_together))
    found = []
    for deadline in expiries_of(contract):
        number = safe_start(plan, futures, plan.horizon.number(deadline.day), file.certainty).day
        day = None if number is None else plan.horizon.day(number)
        found.append(SafeStartDay(deadline, day, file.certainty))
    return tuple(found)
