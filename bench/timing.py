"""Timing contenders side by side: interleaved in rounds, compared round by round."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

NANOSECONDS = 1_000_000_000


@dataclass(frozen=True)
class Contender:
    """One way of doing the work on `size` tickets; `remark` says what a reader must know of it."""

    name: str
    work: Callable[[], object]
    size: int
    remark: str = ""


@dataclass(frozen=True)
class Timed:
    """The seconds a contender took in each round."""

    contender: Contender
    seconds: tuple[float, ...]

    @property
    def median_seconds(self) -> float:
        return median(self.seconds)

    @property
    def nanoseconds_each(self) -> float:
        """Median nanoseconds for one ticket."""
        return self.median_seconds / self.contender.size * NANOSECONDS

    def ratios(self, reference: "Timed") -> list[float]:
        """How many times the reference's time for one ticket, round by round."""
        own, other = self.contender.size, reference.contender.size
        pairs = zip(self.seconds, reference.seconds, strict=True)
        return [(mine / own) / (its / other) for mine, its in pairs]


def interleave(contenders: Sequence[Contender], rounds: int) -> list[Timed]:
    """Time all contenders `rounds` times, each round beginning with another one.

    What slows the machine for a while then slows all of them, and nobody always runs after the same one.
    """
    seconds: dict[str, list[float]] = {contender.name: [] for contender in contenders}
    for turn in range(rounds):
        start = turn % len(contenders)
        for contender in [*contenders[start:], *contenders[:start]]:
            seconds[contender.name].append(seconds_of(contender.work))
    return [Timed(contender, tuple(seconds[contender.name])) for contender in contenders]


def seconds_of(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def spread(values: Sequence[float]) -> str:
    """Median and, in brackets, the least and the most."""
    return f"{_short(median(values))} ({_short(min(values))}-{_short(max(values))})"


def _short(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
