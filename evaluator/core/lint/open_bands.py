"""L04: values that no band holds. Gaps and overlaps between bands are refused when the contract is read."""

from collections.abc import Iterator, Sequence

from evaluator.contract.bands import Range, describe_range
from evaluator.contract.credit_schemes import tiers_of
from evaluator.contract.indicators import AnyIndicator
from evaluator.contract.rule_names import BANDS
from evaluator.core.lint.examined import Examined
from evaluator.core.lint.findings import LintFinding, Path

ID = BANDS


def find(examined: Examined) -> Iterator[LintFinding]:
    """Yield bands and tiers that end before the values do, so that the worst outcome of all is in none."""
    for path, indicator in examined.indicators():
        yield from _open_ended((*path, "bands"), indicator, indicator.bands, "band")
        yield from _open_ended((*path, "credit", "tiers"), indicator, tiers_of(indicator.credit), "tier")


def _open_ended(
    path: Path, indicator: AnyIndicator, ranges: Sequence[Range], word: str
) -> Iterator[LintFinding]:
    if not ranges:
        return
    ends = [indicator.target, *ranges]
    below = None if any(one.lowest is None for one in ends) else _lowest(ends)
    above = None if any(one.highest is None for one in ends) else _highest(ends)
    is_bounded = indicator.is_share or indicator.whole_numbers or indicator.sums_misses
    name, shares = indicator.id, indicator.is_share
    if below is not None and not (is_bounded and below.lowest == 0 and below.above is None):
        yield _finding(path, (word, name), below, "below", shares=shares)
    if above is not None and not (indicator.is_share and above.highest == 1 and above.below is None):
        yield _finding(path, (word, name), above, "above", shares=shares)


def _lowest(ranges: list[Range]) -> Range:
    return min(ranges, key=lambda one: (one.lowest or 0, one.above is not None))


def _highest(ranges: list[Range]) -> Range:
    return max(ranges, key=lambda one: (one.highest or 0, one.to is not None))


def _finding(path: Path, of: tuple[str, str], last: Range, side: str, *, shares: bool) -> LintFinding:
    """`of` says what ends too soon, and of which indicator: a band of K05."""
    (word, name), told = of, describe_range(last, shares=shares)
    return LintFinding(
        ID,
        path,
        f"no {word} of {name} holds values {side} the last one, {told}",
        f"the {word}s of {name} end with {told}; what lies {side} it is in none of them",
        f"Leave the {'lower' if side == 'below' else 'upper'} end of the last {word} open",
    )
