"""The views of one outcome side by side, for the forms that programs and spreadsheets read."""

from dataclasses import dataclass

from dashboards.report.context import Context
from evaluator.core.outcomes import Outcome, Scope, View


@dataclass(frozen=True)
class SideBySide:
    """One indicator and scope in every view there is; `too_few` says that its figures are not told."""

    indicator: str
    scope: Scope
    views: dict[View, Outcome]
    too_few: bool

    @property
    def first(self) -> Outcome:
        """The outcome after agreed exclusions, or else any there is."""
        return self.views.get(View.AFTER_EXCLUSIONS, next(iter(self.views.values())))


def side_by_side(context: Context) -> list[SideBySide]:
    """Return every outcome of the period with its views together, in the contract's order, whole first."""
    found: dict[tuple[str, Scope], dict[View, Outcome]] = {}
    for outcome in context.results.outcomes:
        found.setdefault((outcome.indicator, outcome.scope), {})[outcome.view] = outcome
    order = {name: position for position, name in enumerate(context.indicators)}
    keys = sorted(found, key=lambda key: (order.get(key[0], len(order)), not key[1].is_whole, key[1]))
    return [
        SideBySide(
            indicator=indicator,
            scope=scope,
            views=found[indicator, scope],
            too_few=any(context.is_too_few(outcome) for outcome in found[indicator, scope].values()),
        )
        for indicator, scope in keys
    ]
