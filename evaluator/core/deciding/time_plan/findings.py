"""What the time plan shows, as documents and pages tell it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from evaluator.contract.parts import Label
from evaluator.decisions.time_plan import TimePlanFile


class DeadlineKind(StrEnum):
    """What a plan must be done by."""

    EXPIRY = "expiry"
    OPTION_EXPIRY = "option_expiry"
    NOTICE = "notice"


@dataclass(frozen=True)
class Deadline:
    """A day that the contract sets; `option` is the label of the option it belongs to.

    `name` is what time_plan.yaml calls it: `expiry`, `OPTION.expiry`, `OPTION.notice`. Of a notice the day is
    the customer's own last day where the contract file states one.
    """

    name: str
    kind: DeadlineKind
    day: date
    option: Label | None = None


@dataclass(frozen=True)
class SafeStartDay:
    """The latest safe start of the whole procurement for one day on which the contract can end.

    `day` is None where no day of the years looked at is early enough; `certainty` is the share of futures.
    """

    deadline: Deadline
    day: date | None
    certainty: Fraction


class Feasibility(StrEnum):
    """Whether something can be done by its deadline, by the certainty that was chosen."""

    FEASIBLE = "feasible"
    UNCERTAIN = "uncertain"
    NOT_FEASIBLE = "not_feasible"


@dataclass(frozen=True)
class StageTime:
    """One stage of a path.

    `latest_first` and `latest_last` are the base plan backward from the deadline (None where that cannot be
    done, or the stage is done already). `early`, `middle` and `late` are its last day in a tenth, half and
    nine tenths of the futures that begin on the start asked for. `critical` is the share of futures in which
    it decided when all was done.
    """

    id: str
    label: Label
    units: tuple[str, ...]
    latest_first: date | None
    latest_last: date | None
    early: date
    middle: date
    late: date
    critical: Fraction
    done_on: date | None = None


@dataclass(frozen=True)
class Lateness:
    """With this certainty it is done at most so many days after the deadline; 0: by the deadline."""

    certainty: Fraction
    days: int


@dataclass(frozen=True)
class PathTime:
    """One way to go, held against one deadline.

    `base_start` is the latest start by the base plan, `safe_start` that at the certainty chosen, which lies
    between `safe_earliest` and `safe_latest` for the futures that were drawn; None where no day of the years
    looked at is early enough. `probability` is the share of futures done in time when what is left begins on
    the start asked for.
    """

    id: str
    label: Label | None
    deadline: Deadline
    base_start: date | None
    safe_start: date | None
    safe_earliest: date | None
    safe_latest: date | None
    probability: Fraction
    feasibility: Feasibility
    lateness: tuple[Lateness, ...]
    stages: tuple[StageTime, ...]
    is_done: bool = False

    def late_by(self, certainty: Fraction) -> int:
        """Return at most how many days late it is with `certainty`; StopIteration for one not reckoned."""
        return next(one.days for one in self.lateness if one.certainty == certainty)


class LeverKind(StrEnum):
    """What is set to see how the latest safe start moves."""

    AS_PLANNED = "as_planned"
    NEVER_APPEALED = "never_appealed"
    ALWAYS_APPEALED = "always_appealed"
    NEVER_CANCELLED = "never_cancelled"
    ALWAYS_CANCELLED = "always_cancelled"
    STAGE_SHORT = "stage_short"
    STAGE_LONG = "stage_long"


@dataclass(frozen=True)
class Lever:
    """The latest safe start where one thing is certain; `stage` is the stage's label."""

    kind: LeverKind
    safe_start: date | None
    stage: Label | None = None


@dataclass(frozen=True)
class TimeFindings:
    """What the time plan shows on `today`, for what is left of it beginning on `start`.

    `paths` hold the whole procurement against every day on which the contract can end, soonest first;
    `alternatives` each alternative against its own deadline. `done_days` are the last days of the whole
    procurement at every hundredth from the earliest to the latest future. `levers` are held against the
    deadline `levers_of`. `inputs` is the hash of the file and of the contract's version that all follows
    from; `known_until` is until when each calendar is known, None where it only recurs.
    """

    today: date
    start: date
    certainty: Fraction
    plan: TimePlanFile
    file_name: str
    file_hash: str
    contract_hash: str
    inputs: str
    paths: tuple[PathTime, ...]
    alternatives: tuple[PathTime, ...]
    done_days: tuple[date, ...]
    levers: tuple[Lever, ...]
    levers_of: Deadline
    known_until: tuple[tuple[Label, date | None], ...] = ()

    def feasibility_of(self, alternative: str) -> PathTime | None:
        """Return what the time plan says of an alternative; None where it says nothing of it."""
        return next((one for one in self.alternatives if one.id == alternative), None)

    @property
    def next_path(self) -> PathTime:
        """The procurement held against the soonest day that is still within reach; the last where none is."""
        return soonest_in_reach(self.paths, self.today)


def soonest_in_reach(paths: Sequence[PathTime], today: date) -> PathTime:
    """Return the first path whose latest safe start is not past, the last one where all are."""
    ahead = (one for one in paths if one.is_done or (one.safe_start is not None and one.safe_start >= today))
    return next(ahead, paths[-1])
