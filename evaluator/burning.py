"""How fast budgets burn in the running month: facts of the last days read, and windows measured."""

from collector.store.database import Database
from evaluator.core.alerts.burn_windows import burning_indicators, lookback, measure_burn_rates
from evaluator.core.burn_rates import BurnRate
from evaluator.core.calendar.contract_calendars import compile_calendars
from evaluator.core.outcomes import View
from evaluator.inputs import EvaluationInputs, reach_of
from evaluator.read_facts import read_facts_of


def read_burn_rates(database: Database, inputs: EvaluationInputs) -> tuple[BurnRate, ...]:
    """Return how fast every budget burned in the windows that end when the facts of `inputs` were known.

    Nothing for a month that is over. The facts of the windows are read anew: they can begin before the
    month, and are few beside those of a month.
    """
    contract, known_at = inputs.contract, inputs.known_at
    lengths = {one.facts_over for one in burning_indicators(contract).values()}
    if known_at >= inputs.period.ends_at or not lengths:
        return ()
    stretch = lookback(inputs.period, known_at)
    contracts = [*(one.contract for one in inputs.former), contract]
    periods = dict.fromkeys(sorted(lengths), stretch)
    facts = read_facts_of(database, contracts, periods, inputs.horizon, known_at, though_removed=True)
    calendars = compile_calendars(contract, *reach_of(facts, [stretch, inputs.period], known_at))
    excluded = inputs.left_out[View.AFTER_EXCLUSIONS]
    return measure_burn_rates(contract, facts, calendars, excluded, stretch, inputs.former)
