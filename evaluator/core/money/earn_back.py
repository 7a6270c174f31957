"""Earn-back: part of a credit is given back when its indicator met its target some periods in a row."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from evaluator.contract.credits import EarnBack
from evaluator.core.money.chains import Chains, is_judged
from evaluator.core.money.lines import CreditLine, LineKind
from evaluator.core.outcomes import Outcome, Verdict


def earn_back_lines(
    terms: EarnBack,
    outcomes: Iterable[Outcome],
    earlier: Mapping[str, tuple[CreditLine, ...]],
    chains: Chains,
) -> Iterator[CreditLine]:
    """Yield what is given back of the credit of the miss that the run of met periods follows, below 0.

    It is given back once, in the period that completes the run. `earlier` holds the lines of earlier months
    in the view of `outcomes`. Source: domain.md 8.5 (an option: half back after 3 months).
    """
    for outcome in outcomes:
        missed = _earned(outcome, terms, chains)
        if missed is None:
            continue
        for line in earlier.get(missed.period, ()):
            is_its = (line.indicator, line.measured_on) == (outcome.indicator, outcome.scope.service)
            if is_its and not line.kind.gives_back and line.after_caps > 0:
                amount = -terms.share * line.after_caps
                yield replace(
                    line,
                    view=outcome.view.value,
                    kind=LineKind.EARN_BACK,
                    points=0,
                    before_caps=amount,
                    after_caps=amount,
                )


def _earned(outcome: Outcome, terms: EarnBack, chains: Chains) -> Outcome | None:
    """The miss before a run of met periods that `outcome` completes; None where it completes none."""
    if outcome.verdict is not Verdict.MET or not outcome.scope.is_whole:
        return None
    met = 1
    for earlier in chains.before(outcome):
        if not is_judged(earlier):
            if terms.not_assessable_breaks_chain:
                return None
            continue
        if earlier.verdict is Verdict.MISSED:
            return earlier if met == terms.periods else None
        met += 1
    return None
