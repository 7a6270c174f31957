"""Started steps of late cases: each case over its own limit, counted by columns."""

from collections.abc import Iterable, Mapping

import numpy as np

from evaluator.contract.credit_schemes import Over, StartedScheme
from evaluator.contract.indicator_terms import Measured as MeasuredTerms
from evaluator.core.facts import LeftOut
from evaluator.core.measuring.indicator import Measured
from evaluator.core.outcomes import Scope, View


def started_steps(
    measured: Iterable[Measured], left_out: Mapping[View, LeftOut]
) -> dict[tuple[str, Scope, View], int]:
    """Return how many steps late cases have started in each view, for indicators whose scheme counts cases.

    A case on its limit has started none; the first second over it starts one (domain.md 5.3d).
    """
    found: dict[tuple[str, Scope, View], int] = {}
    for one in measured:
        scheme = one.indicator.credit
        if isinstance(scheme, StartedScheme) and scheme.over is Over.CASES and not one.tickets.empty:
            for view, excluded in left_out.items():
                found |= _in_view(one, scheme, view, excluded)
    return found


def _in_view(
    one: Measured, scheme: StartedScheme, view: View, excluded: LeftOut
) -> dict[tuple[str, Scope, View], int]:
    assert scheme.each is not None  # noqa: S101 - the contract's own check
    reasons = excluded.reasons(one.tickets["ticket_id"], one.indicator.id)
    late = one.tickets.loc[one.tickets["missed"].to_numpy(dtype=bool) & (reasons == "").to_numpy()]
    over = late["used"].to_numpy(dtype=np.int64) - late["limit"].to_numpy(dtype=np.int64)
    steps = -(-over * scheme.each.denominator // scheme.each.numerator)
    if one.indicator.measured is MeasuredTerms.TOGETHER:
        return {(one.indicator.id, Scope(), view): int(steps.sum())}
    sums = late.assign(steps=steps).groupby("service", observed=True)["steps"].sum()
    return {(one.indicator.id, Scope(str(name)), view): int(count) for name, count in sums.items()}
