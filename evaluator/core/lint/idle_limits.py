"""L21: several limits on outages of which one can never bind, as another is reached first."""

from collections.abc import Iterator
from itertools import permutations

from evaluator.contract.indicators import OutageLimits
from evaluator.contract.outage_indicators import LimitSpan, OutageLimit, OutageMeasure
from evaluator.core.lint.examined import Examined
from evaluator.core.lint.findings import LintFinding, decimals, duration

ID = "L21"
_MONTHS = {LimitSpan.MONTH: 1, LimitSpan.QUARTER: 3, LimitSpan.ROLLING_12_MONTHS: 12}


def find(examined: Examined) -> Iterator[LintFinding]:
    """Yield limits that other limits of the same indicator keep from being reached."""
    for path, indicator in examined.indicators():
        if not isinstance(indicator, OutageLimits):
            continue
        places = {limit: position for position, limit in enumerate(indicator.limits)}
        for tight, idle in permutations(indicator.limits, 2):
            if _never_binds(tight, idle):
                yield LintFinding(
                    ID,
                    (*path, "limits", places[idle]),
                    f"{indicator.id}: the limit {idle.name} can never be the one that is broken alone",
                    _arithmetic(tight, idle),
                    "Lower it, or leave it out",
                )


def _never_binds(tight: OutageLimit, idle: OutageLimit) -> bool:
    times = _MONTHS[idle.over] // _MONTHS[tight.over]
    if tight.measure is idle.measure and times > 1 and tight.measure is not OutageMeasure.LONGEST:
        return idle.at_most >= times * tight.at_most
    # One outage is never longer than all of them together.
    total_and_longest = (tight.measure, idle.measure) == (OutageMeasure.TOTAL, OutageMeasure.LONGEST)
    return total_and_longest and tight.over is idle.over and idle.at_most >= tight.at_most


def _arithmetic(tight: OutageLimit, idle: OutageLimit) -> str:
    times = _MONTHS[idle.over] // _MONTHS[tight.over]
    if tight.measure is not idle.measure:
        return f"{_amount(tight)} in all allow no single outage longer than {_amount(idle)}"
    return f"{times} x {_amount(tight)} = {_amount(tight, times)}, and the limit is {_amount(idle)}"


def _amount(limit: OutageLimit, times: int = 1) -> str:
    amount = limit.at_most * times
    return decimals(amount) if limit.measure is OutageMeasure.COUNT else duration(amount)
