"""How time grows with the number of tickets."""

from collections.abc import Callable
from itertools import pairwise
from math import log

from bench.inputs import desk_hours, pauses, spans
from bench.pauses import clock_of
from bench.scale import Scale
from bench.tables import table
from bench.timing import Contender, Timed, interleave

ELAPSED_SIZES = (100_000, 1_000_000, 10_000_000)
CLOCK_SIZES = (100_000, 1_000_000)


def run(scale: Scale) -> str:
    """Return the report of this benchmark."""
    elapsed = _timed(scale, ELAPSED_SIZES, _elapsed_of)
    clock = _timed(scale, CLOCK_SIZES, _clock_of)
    rows = [*_rows("ServiceHours.elapsed", elapsed), *_rows("run_clock, five changes a ticket", clock)]
    head = ["work", "tickets", "seconds", "ns/ticket", "exponent from the size before"]
    return "\n\n".join(["### Growth", table(head, rows)])


def _timed(
    scale: Scale, sizes: tuple[int, ...], work_of: Callable[[int], Callable[[], object]]
) -> list[Timed]:
    contenders = [Contender(str(size), work_of(scale.of(size)), scale.of(size)) for size in sizes]
    return interleave(contenders, scale.rounds)


def _elapsed_of(tickets: int) -> Callable[[], object]:
    span, hours = spans(tickets), desk_hours()
    return lambda: hours.elapsed(span.opened, span.resolved)


def _clock_of(tickets: int) -> Callable[[], object]:
    given = pauses(tickets)
    return lambda: clock_of(given)


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
