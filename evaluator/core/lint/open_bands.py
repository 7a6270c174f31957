"""L04: values that no band holds. Gaps and overlaps between bands are refused when the contract is read."""

from collections.abc import Iterator

from evaluator.contract.bands import Range, describe_range
from evaluator.contract.rule_names import BANDS
from evaluator.core.lint.examined import Examined
from evaluator.core.lint.findings import LintFinding, Path

ID = BANDS


def find(examined: Examined) -> Iterator[LintFinding]:
    """Yield bands that end before the values do, so that the worst outcome of all has no points."""
    for path, indicator in examined.indicators():
        bands = indicator.bands
        if not bands:
            continue
        ends = [indicator.target, *bands]
        below = None if any(one.lowest is None for one in ends) else _lowest(ends)
        above = None if any(one.highest is None for one in ends) else _highest(ends)
        is_bounded = indicator.is_share or indicator.whole_numbers or indicator.sums_misses
        if below is not None and not (is_bounded and below.lowest == 0 and below.above is None):
            yield _finding(path, indicator.id, below, "below", shares=indicator.is_share)
        if above is not None and not (indicator.is_share and above.highest == 1 and above.below is None):
            yield _finding(path, indicator.id, above, "above", shares=indicator.is_share)


def _lowest(ranges: list[Range]) -> Range:
    return min(ranges, key=lambda one: (one.lowest or 0, one.above is not None))


def _highest(ranges: list[Range]) -> Range:
    return max(ranges, key=lambda one: (one.highest or 0, one.to is not None))


def _finding(path: Path, name: str, last: Range, side: str, *, shares: bool) -> LintFinding:
    told = describe_range(last, shares=shares)
    return LintFinding(
        ID,
        (*path, "bands"),
        f"no band of {name} holds values {side} the last one, {told}",
        f"the bands of {name} end with {told}; what lies {side} it is in none of them",
        f"Leave the {'lower' if side == 'below' else 'upper'} end of the last band open",
    )
