"""The effect of each exclusion on a month: the same facts judged with it and without it."""

from collections.abc import Iterable
from functools import cache, partial

from evaluator.core.evaluation import PeriodEvaluation
from evaluator.core.follow_up.exclusion_effects import ExclusionEffect, effect_between
from evaluator.core.follow_up.exclusion_judging import judge_otherwise
from evaluator.core.reconciliation.effects import Judging
from evaluator.decisions.exclusions import Decision, Exclusion
from evaluator.exclude import FindTickets, left_out_by
from evaluator.inputs import EvaluationInputs
from evaluator.judging import judging_of, measuring_of


def effects_of(
    inputs: EvaluationInputs,
    results: PeriodEvaluation,
    concerned: Iterable[Exclusion],
    find: FindTickets,
) -> tuple[ExclusionEffect, ...]:
    """Return the effect of each of the exclusions `concerned`, in their order.

    `results` are what the inputs give, `find` the tickets that are known. One exclusion is changed at a time:
    one that leaves something out is taken away, any other is taken as accepted; all others stay.
    """
    judging, known = judging_of(inputs, results), cache(find)
    return tuple(_effect(inputs, results, judging, one, known) for one in concerned)


def _effect(
    inputs: EvaluationInputs,
    results: PeriodEvaluation,
    judging: Judging,
    exclusion: Exclusion,
    find: FindTickets,
) -> ExclusionEffect:
    in_force = bool(exclusion.left_out_tickets or exclusion.left_out_intervals)
    changed = exclusion.with_decision(Decision.REJECTED if in_force else Decision.ACCEPTED)
    others = [changed if one.id == exclusion.id else one for one in inputs.exclusions]
    left_out = left_out_by(others, find)
    otherwise = judge_otherwise(judging, results.measured, partial(measuring_of, inputs), left_out)
    if in_force:
        return effect_between(exclusion.id, otherwise, results, is_in_force=True)
    return effect_between(exclusion.id, results, otherwise, is_in_force=False)
