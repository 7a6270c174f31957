"""Back-testing a draft contract: other limits for cases that are measured already."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bench.agreement import require_equal
from bench.goals import Report, at_most
from bench.inputs import SEED, desk_hours, spans
from bench.scale import Scale
from bench.tables import contest
from bench.timing import Contender, interleave
from evaluator.core.measuring.backtest import apply_limits, sort_cases

TICKETS, CELLS = 10_000_000, 28_800
OURS, PASS = "**apply_limits**", "a full pass over the cases"

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Draft:
    """Cases by cell with the time each has used, and a limit for each cell."""

    cells: Integers
    used: Integers
    limits: Integers


def run(scale: Scale) -> Report:
    """Return the report of this benchmark."""
    given = draft(scale.of(TICKETS), CELLS)
    size = given.cells.size
    never = np.zeros(size, dtype=np.bool_)
    cases = sort_cases(given.cells, given.used, never, never, CELLS)
    require_equal("a full pass", by_a_pass(given), apply_limits(cases, given.limits).met)
    contenders = [
        Contender(OURS, lambda: apply_limits(cases, given.limits), size, "sorted once before"),
        Contender(PASS, lambda: by_a_pass(given), size, "their times measured before"),
        Contender(
            "**sort_cases**", lambda: sort_cases(given.cells, given.used, never, never, CELLS), size, "once"
        ),
    ]
    timed = interleave(contenders, min(scale.rounds, 5))
    goals = [at_most("a further draft contract: times a full pass", 0.25, timed, OURS, PASS)]
    title = f"### Back-test of {size:,} cases in {CELLS:,} cells"
    return Report("\n\n".join([title, contest(timed, "case"), "All answers equal."]), goals)


def draft(cases: int, cells: int) -> Draft:
    span = spans(cases)
    chance = np.random.default_rng(SEED + 4)
    used = desk_hours().elapsed(span.opened, span.resolved)
    return Draft(chance.integers(0, cells, cases), used, chance.integers(3_600, 40 * 3_600, cells))


def by_a_pass(given: Draft) -> Integers:
    in_time = given.used <= given.limits[given.cells]
    return np.bincount(given.cells[in_time], minlength=given.limits.size)
