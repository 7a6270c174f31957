"""Outcomes of the same indicator, service and view, period by period back in time."""

from collections.abc import Iterable, Iterator

from evaluator.contract.contract import Contract
from evaluator.contract.indicator_terms import PeriodLength
from evaluator.core.outcomes import Outcome, Scope, Verdict, View
from evaluator.core.periods import month_name_before

MONTHS_BETWEEN = {
    PeriodLength.MONTH: 1,
    PeriodLength.QUARTER: 3,
    PeriodLength.HALF_YEAR: 6,
    PeriodLength.ROLLING_12_MONTHS: 1,
    PeriodLength.WHOLE_TERM: 1,
}
"""How many months after one outcome of an indicator the next one comes."""


class Chains:
    """The published outcomes of earlier months, by indicator, scope and view."""

    def __init__(self, contract: Contract, earlier: Iterable[Outcome]) -> None:
        self._contract = contract
        self._found: dict[tuple[str, Scope, View], dict[str, Outcome]] = {}
        for outcome in earlier:
            key = outcome.indicator, outcome.scope, outcome.view
            self._found.setdefault(key, {})[outcome.period] = outcome

    def before(self, outcome: Outcome) -> Iterator[Outcome]:
        """Yield the outcomes of the periods before that of `outcome`, newest first, until one is missing.

        A month in which nothing was undecided has no third view: there it is the same as after exclusions.
        """
        own = self._found.get((outcome.indicator, outcome.scope, outcome.view), {})
        if outcome.view is View.IF_PENDING_ACCEPTED:
            agreed = self._found.get((outcome.indicator, outcome.scope, View.AFTER_EXCLUSIONS), {})
            own = {**agreed, **own}
        step = MONTHS_BETWEEN[self._contract.indicator(outcome.indicator).period]
        name = month_name_before(outcome.period, step)
        while name in own:
            yield own[name]
            name = month_name_before(name, step)


def is_judged(outcome: Outcome) -> bool:
    """Return whether an outcome has a verdict: met or missed."""
    return outcome.verdict in (Verdict.MET, Verdict.MISSED)
