"""L19: a greater miss that costs no more, or less, than a smaller one."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from evaluator.contract.bands import Band, Range, describe_range
from evaluator.contract.indicator_terms import BelowMinimum, MinimumSample
from evaluator.core.lint.examined import Examined
from evaluator.core.lint.findings import LintFinding

ID = "L19"


def find(examined: Examined) -> Iterator[LintFinding]:
    """Yield bands further from the target without more points, and more misses that cost less than fewer."""
    for path, indicator in examined.indicators():
        for nearer, further in _pairs(indicator.target, indicator.bands):
            if further.points <= nearer.points:
                told = [describe_range(one, shares=indicator.is_share) for one in (nearer, further)]
                yield LintFinding(
                    ID,
                    (*path, "bands"),
                    f"{indicator.id}: points do not grow with the miss",
                    f"{told[0]}: {nearer.points}; {told[1]}, further from the target: {further.points}",
                    "Give the greater miss more points, or make the two one band",
                )
        yield from _of_misses(path, indicator.id, indicator.minimum_sample)


def _pairs(target: Range, bands: Sequence[Band]) -> Iterator[tuple[Band, Band]]:
    """Yield neighbours on one side of the target, the nearer first."""
    ordered = sorted(bands, key=lambda band: (band.lowest is not None, band.lowest or 0))
    for lower, upper in pairwise(ordered):
        if target.lowest is not None and upper.highest is not None and upper.highest <= target.lowest:
            yield upper, lower
        elif target.highest is not None and lower.lowest is not None and lower.lowest >= target.highest:
            yield lower, upper


def _of_misses(path: tuple[str | int, ...], name: str, sample: MinimumSample | None) -> Iterator[LintFinding]:
    if sample is None or sample.below is not BelowMinimum.COUNT_MISSES:
        return
    points = sample.points_by_misses
    if any(more < fewer for fewer, more in pairwise(points)):
        yield LintFinding(
            ID,
            (*path, "minimum_sample", "points_by_misses"),
            f"{name}: more misses of a small sample cost less than fewer",
            "points by misses: " + ", ".join(f"{misses} -> {given}" for misses, given in enumerate(points)),
            "Let points grow, or stay, with the number of misses",
        )
