"""What judges other figures of a month, and measures its indicators again, from its inputs and results."""

from evaluator.contract.contract import Straddling
from evaluator.contract.indicator_terms import PeriodLength
from evaluator.contract.indicators import AnyIndicator
from evaluator.core.evaluation import PeriodEvaluation, periods_of
from evaluator.core.periods import Period
from evaluator.core.reconciliation.effects import VIEW, Judging
from evaluator.core.reconciliation.remeasuring import Measuring
from evaluator.inputs import EvaluationInputs


def judging_of(inputs: EvaluationInputs, evaluation: PeriodEvaluation) -> Judging:
    """Return the month as `evaluation` judged it from `inputs`, to be judged with other figures."""
    return Judging(
        contract=inputs.contract,
        month=inputs.period,
        earlier=inputs.earlier,
        outcomes=evaluation.outcomes,
        evidence=evaluation.tickets,
        left_out=inputs.left_out[VIEW],
        past=inputs.past,
        is_over=inputs.known_at >= inputs.period.ends_at,
    )


def measuring_of(inputs: EvaluationInputs, indicator: AnyIndicator) -> Measuring:
    """Return what `indicator` was measured with in the month of `inputs`.

    It must be one of those judged in the month.
    """
    period = periods_of(inputs.contract, inputs.period)[indicator.period]
    return _measuring(inputs, indicator.facts_over, period)


def measuring_month(inputs: EvaluationInputs) -> Measuring:
    """Return what indicators that are judged over the month alone were measured with."""
    return _measuring(inputs, PeriodLength.MONTH, inputs.period)


def _measuring(inputs: EvaluationInputs, facts_over: PeriodLength, period: Period) -> Measuring:
    contract = inputs.contract
    by_opening = contract.tickets.straddling is Straddling.OPENING
    former = inputs.former if by_opening else ()
    return Measuring(contract, inputs.calendars, former, inputs.facts[facts_over], period)
