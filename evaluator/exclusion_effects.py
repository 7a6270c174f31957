"""The effect of each exclusion on a month: the same facts judged with it and without it."""

from collections.abc import Iterable
from dataclasses import replace

from evaluator.core.evaluation import PeriodEvaluation
from evaluator.core.facts import LeftOut
from evaluator.core.follow_up.exclusion_effects import ExclusionEffect, effect_between
from evaluator.core.outcomes import View
from evaluator.decisions.exclusions import Decision, Exclusion
from evaluator.exclude import FindTickets, left_out_by
from evaluator.inputs import EvaluationInputs, judge


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
    return tuple(_effect(inputs, results, one, find) for one in concerned)


def _effect(
    inputs: EvaluationInputs, results: PeriodEvaluation, exclusion: Exclusion, find: FindTickets
) -> ExclusionEffect:
    in_force = bool(exclusion.left_out_tickets or exclusion.left_out_intervals)
    changed = exclusion.with_decision(Decision.REJECTED if in_force else Decision.ACCEPTED)
    others = [changed if one.id == exclusion.id else one for one in inputs.exclusions]
    otherwise = judge(replace(inputs, left_out=_views(inputs, others, find)))
    before, after = (otherwise, results) if in_force else (results, otherwise)
    return effect_between(exclusion.id, before, after, is_in_force=in_force)


def _views(inputs: EvaluationInputs, exclusions: list[Exclusion], find: FindTickets) -> dict[View, LeftOut]:
    measured = inputs.left_out[View.AS_MEASURED]
    return {View.AS_MEASURED: measured, View.AFTER_EXCLUSIONS: left_out_by(exclusions, find)}
