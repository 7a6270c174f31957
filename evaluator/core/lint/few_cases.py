"""L07, L15 and L22: a percentage of so few cases that one of them decides, that chance does, or nothing.

How many cases a period has is the median of what was measured, on the service that has the fewest, else what
the contract expects.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from statistics import median_low

from evaluator.contract.indicator_terms import BelowMinimum
from evaluator.contract.indicators import AnyIndicator, ShareOfUnits
from evaluator.core.confidence.false_alarm import miss_probability
from evaluator.core.lint.examined import Examined
from evaluator.core.lint.findings import LintFinding, Path, counted, decimals, percent

ONE_CASE, CHANCE, NEVER_ENOUGH = "L07", "L15", "L22"
LARGEST_CHANCE = Fraction(20, 100)
"""Of a false alarm, for a supplier who misses half as often as the target lets it."""


@dataclass(frozen=True)
class _Share:
    path: Path
    indicator: AnyIndicator
    target: Fraction
    cases: int
    known_from: str

    @property
    def allowed(self) -> Fraction:
        """How many cases the target lets miss, unrounded."""
        return (1 - self.target) * self.cases

    @property
    def told(self) -> str:
        return f"{percent(1 - self.target, 4)} of {self.cases} cases ({self.known_from})"


def find_one_case(examined: Examined) -> Iterator[LintFinding]:
    """Yield shares of so few cases that a single miss is a miss of the target."""
    for share in _shares(examined):
        if share.allowed >= 1 or share.target == 1 or _is_never_judged(share):
            continue
        needed = (1 / (1 - share.target)).__ceil__()
        good = Fraction(share.cases - 1, share.cases)
        yield LintFinding(
            ONE_CASE,
            (*share.path, "target"),
            f"{share.indicator.id} asks for {percent(share.target, 4)} of about {share.cases} cases a period:"
            " one miss breaks it",
            f"{share.told} is {decimals(share.allowed)} of a case; {share.cases - 1} of {share.cases} is"
            f" {percent(good)}. From {needed} cases on one may miss",
            "Judge a longer period, count misses instead, or ask for a percentage that lets one case miss",
        )


def find_chance(examined: Examined) -> Iterator[LintFinding]:
    """Yield shares that a supplier on the safe side of the target still misses often, by chance alone."""
    for share in _shares(examined):
        if share.allowed < 1 or _is_never_judged(share):
            continue
        level = (1 + share.target) / 2
        chance = Fraction(miss_probability(level, share.cases, share.indicator.target))
        if chance <= LARGEST_CHANCE:
            continue
        yield LintFinding(
            CHANCE,
            (*share.path, "target"),
            f"{share.indicator.id}: of about {share.cases} cases a period chance alone often makes a miss",
            f"{share.told} lets {share.allowed.__floor__()} miss. A supplier truly at {percent(level)}, who"
            f" misses half as often as that, misses the target in {percent(chance, 0)} of all periods"
            f" (binomial; more than {percent(LARGEST_CHANCE)} is told)",
            "Judge a longer period, or let points grow with what is statistically certain",
        )


def find_never_enough(examined: Examined) -> Iterator[LintFinding]:
    """Yield indicators that are hardly ever judged, as their smallest sample is larger than they have."""
    for path, indicator in examined.indicators():
        sample, known = indicator.minimum_sample, _cases(examined, indicator)
        if sample is None or known is None or known[0] >= sample.size:
            continue
        if sample.below is BelowMinimum.NOT_ASSESSABLE:
            yield LintFinding(
                NEVER_ENOUGH,
                (*path, "minimum_sample"),
                f"{indicator.id} has about {known[0]} cases a period and is judged from {sample.size} on",
                f"{known[0]} ({known[1]}) is less than {sample.size}: most periods are not assessable",
                "Judge a longer period, a smaller sample, or count misses below it",
            )


def _shares(examined: Examined) -> Iterator[_Share]:
    for path, indicator in examined.indicators():
        target, known = indicator.target.lowest, _cases(examined, indicator)
        is_of_cases = indicator.is_share and indicator.counts_misses
        if is_of_cases and target is not None and 0 < target <= 1 and known is not None:
            yield _Share(path, indicator, target, *known)


def _is_never_judged(share: _Share) -> bool:
    sample = share.indicator.minimum_sample
    return sample is not None and share.cases < sample.size and sample.below is BelowMinimum.NOT_ASSESSABLE


def _cases(examined: Examined, indicator: AnyIndicator) -> tuple[int, str] | None:
    """Return about how many cases a period has and how that is known; None where nobody knows.

    Of several services with an outcome of their own it is the one with the fewest.
    """
    known = [
        (outcome.scope.service, outcome.figure.sample_size)
        for outcome in examined.outcomes_of(indicator.id)
        if outcome.figure is not None and outcome.figure.sample_size > 0
    ]
    sizes: dict[str, list[int]] = {}
    for service, size in known:
        sizes.setdefault(service, []).append(size)
    if sizes:
        service = min(sizes, key=lambda name: median_low(sizes[name]))
        where = f" on {service}" if service else ""
        return median_low(sizes[service]), f"the median of {counted(len(sizes[service]), 'period')}{where}"
    if indicator.expected_cases is not None:
        return indicator.expected_cases, "expected_cases"
    if isinstance(indicator, ShareOfUnits) and not examined.contract.units_from_facts:
        units = sum(unit.segment == indicator.segment for unit in examined.contract.units)
        return (units, f"units of {indicator.segment}") if units > 0 else None
    return None
