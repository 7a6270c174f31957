"""How time grows with the number of tickets, and what memory it takes beside inputs and answers."""

import tracemalloc
from collections.abc import Callable, Sequence
from itertools import pairwise
from math import log

import numpy as np

from bench.goals import Goal, Report
from bench.inputs import desk_hours, pauses, spans
from bench.pauses import clock_of
from bench.scale import Scale
from bench.tables import table
from bench.timing import Contender, Timed, interleave

SIZES = (100_000, 1_000_000, 10_000_000)
MOST_ROUNDS = 3
PAUSES_EACH = 2
"""Fewer than in the contest: at the largest size the changes alone fill gigabytes."""

_MEGABYTE = 1 << 20
Work = Callable[[], object]


def run(scale: Scale) -> Report:
    """Return the report of this benchmark."""
    elapsed, clock = _timed(scale, _elapsed_of), _timed(scale, _clock_of)
    rows = [*_rows("ServiceHours.elapsed", elapsed), *_rows("run_clock", clock)]
    head = ["work", "tickets", "seconds", "ns/ticket", "exponent from the size before"]
    extra = _extra_megabytes(scale.of(SIZES[-1]))
    remark = (
        f"`run_clock` has {2 * PAUSES_EACH + 1} changes a ticket. Beside its inputs and its answers, "
        f"`ServiceHours.elapsed` takes {extra:.1f} MB at the largest size."
    )
    goals = [
        _exponent_goal("business time: growth exponent", elapsed),
        _exponent_goal("run_clock: growth exponent", clock),
        Goal("business time: memory beside inputs and answers, MB", 64, at_least=False, reached=(extra,)),
    ]
    return Report("\n\n".join(["### Growth", table(head, rows), remark]), goals)


def _timed(scale: Scale, work_of: Callable[[int], Work]) -> list[Timed]:
    contenders = [Contender(str(size), work_of(scale.of(size)), scale.of(size)) for size in SIZES]
    return interleave(contenders, min(scale.rounds, MOST_ROUNDS))


def _elapsed_of(tickets: int) -> Work:
    span, hours = spans(tickets), desk_hours()
    return lambda: hours.elapsed(span.opened, span.resolved)


def _clock_of(tickets: int) -> Work:
    given = pauses(tickets, PAUSES_EACH)
    return lambda: clock_of(given)


def _extra_megabytes(tickets: int) -> float:
    span, hours = spans(tickets), desk_hours()
    hours.elapsed(span.opened[:1], span.resolved[:1])  # builds its table
    tracemalloc.start()
    try:
        answer = hours.elapsed(span.opened, span.resolved)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    return (peak - np.asarray(answer).nbytes) / _MEGABYTE


def _exponent_goal(what: str, timed: Sequence[Timed]) -> Goal:
    """From the smallest size to the largest, round by round."""
    small, large = timed[0], timed[-1]
    times = zip(small.seconds, large.seconds, strict=True)
    factor = log(large.contender.size / small.contender.size)
    return Goal(what, 1.1, at_least=False, reached=tuple(log(many / few) / factor for few, many in times))


def _rows(name: str, timed: list[Timed]) -> list[list[str]]:
    exponents = ["", *(f"{_exponent(a, b):.2f}" for a, b in pairwise(timed))]
    return [
        [
            name,
            f"{one.contender.size:,}",
            f"{one.median_seconds:.4f}",
            f"{one.nanoseconds_each:,.1f}",
            exponent,
        ]
        for one, exponent in zip(timed, exponents, strict=True)
    ]


def _exponent(small: Timed, large: Timed) -> float:
    return log(large.median_seconds / small.median_seconds) / log(large.contender.size / small.contender.size)
