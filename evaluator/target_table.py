"""Try limits and targets of one indicator on history: facts once a month, measured under each limit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from collector.store.database import Database
from evaluator.back_test import Begins, gather_month
from evaluator.contract.clocks import TimeLimit
from evaluator.contract.contract import Contract
from evaluator.contract.indicators import AnyIndicator
from evaluator.contract.versions import ContractVersion
from evaluator.core.evaluation import periods_of
from evaluator.core.follow_up.target_table import TargetTable, tabulate
from evaluator.core.follow_up.targets import usual_ends, usual_limits, with_limit
from evaluator.core.measuring.indicator import Measured, measure_indicator
from evaluator.core.measuring.ticket_book import TicketBook
from evaluator.core.periods import month
from evaluator.decisions.exclusions import Exclusion
from evaluator.inputs import EvaluationInputs, under_contract


@dataclass(frozen=True)
class Tries:
    """Limits and ends of a target to be tried on an indicator; none: those around its own."""

    indicator: str
    limits: tuple[TimeLimit, ...] = ()
    ends: tuple[Fraction, ...] = ()


def try_targets(
    database: Database,
    version: ContractVersion,
    exclusions: Sequence[Exclusion],
    asked: Tries,
    months: Sequence[str],
    horizon: int,
    begins: Begins,
) -> TargetTable:
    """Return how often each limit and target that is `asked` for would have been met in `months`.

    Months in which no period of the indicator ends are
    passed over. Raises KeyError for an indicator that the contract does not have, ValueError for limits and
    targets that it cannot have.
    """
    contract = version.contract
    own = contract.indicator(asked.indicator)
    tried = asked.limits or usual_limits(own)
    variants: dict[TimeLimit | None, AnyIndicator] = {None: own}
    variants |= {limit: with_limit(own, limit) for limit in tried}
    wordings = [_with(version, variant) for variant in variants.values()]
    periods: list[tuple[str, dict[TimeLimit | None, Measured]]] = []
    without: list[str] = []
    for name in months:
        begins(name)
        if own.period not in periods_of(wordings[0].contract, month(name, contract.contract.zone)):
            continue
        inputs = gather_month(database, wordings, exclusions, name, horizon)
        if inputs is None:
            without.append(name)
        else:
            periods.append((name, _measure(inputs, version, variants)))
    return tabulate(own, periods, tried, asked.ends or usual_ends(own), without)


def _measure(
    inputs: EvaluationInputs, version: ContractVersion, variants: dict[TimeLimit | None, AnyIndicator]
) -> dict[TimeLimit | None, Measured]:
    """What each variant of the indicator measures of a month; clocks and calendars are made once for all."""
    here = under_contract(inputs, _with(version, variants[None]), (), ())
    periods = periods_of(here.contract, here.period)
    books = {
        length: TicketBook(version.contract, facts, here.calendars) for length, facts in here.facts.items()
    }
    return {
        limit: measure_indicator(one, books[one.facts_over], periods[one.period], here.left_out)
        for limit, one in variants.items()
    }


def _with(version: ContractVersion, indicator: AnyIndicator) -> ContractVersion:
    """The contract with one indicator alone: what it looks at is all that need be read."""
    contract: Contract = version.contract.model_copy(update={"indicators": (indicator,), "scorecard": None})
    return replace(version, contract=contract)
