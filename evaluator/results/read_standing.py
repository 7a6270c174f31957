"""Read how things stand: the last month that is over, and the one that runs, from small tables alone."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from collector.store.database import Database
from collector.store.heard import Heard, read_heard
from evaluator.contract.contract import Contract
from evaluator.contract.versions import ContractVersions
from evaluator.core.periods import month
from evaluator.results.month_figures import read_month_figures
from evaluator.results.present import read_present
from evaluator.results.published import Evaluation
from evaluator.results.querying import read_mappings
from evaluator.results.seals import read_seal
from evaluator.results.shown_tables import BURN_RATE
from evaluator.results.standing import BurnRate, SourceHeard, Standing, StandingMonth

Row = dict[str, Any]


def read_standing(database: Database, versions: ContractVersions) -> Standing:
    """Return what is known now of the month that runs and of the last one over, and when sources were heard.

    A contract is that which judged, as the files say it; without results, or where they were made with one
    that the files do not have, it is the one with the last amendment.
    """
    running, finished = _last_months(database, versions)
    rates = _read_burn_rates(database, [one for one in (running, finished) if one is not None])
    return Standing(
        contract=_contract_of(versions, running or finished),
        running=None if running is None else _read_month(database, versions, running, rates, is_over=False),
        finished=None if finished is None else _read_month(database, versions, finished, rates, is_over=True),
        sources={one.source: source_heard(one) for one in read_heard(database)},
    )


def _last_months(
    database: Database, versions: ContractVersions
) -> tuple[Evaluation | None, Evaluation | None]:
    """The evaluation of the month that runs, and that of the last month that is over; None without one."""
    running, zone = None, versions.latest.contract.contract.zone
    for evaluation in reversed(read_present(database)):
        if evaluation.known_at >= month(evaluation.period, zone).ends_at:
            return running, evaluation
        # Of an earlier month that was last judged while it ran nothing is told: it is neither.
        running = running or evaluation
    return running, None


def _contract_of(versions: ContractVersions, evaluation: Evaluation | None) -> Contract:
    found = None if evaluation is None else versions.find(evaluation.contract_version)
    return (versions.latest if found is None else found).contract


def _read_month(
    database: Database,
    versions: ContractVersions,
    evaluation: Evaluation,
    rates: Mapping[int, Sequence[BurnRate]],
    *,
    is_over: bool,
) -> StandingMonth:
    figures = read_month_figures(database, evaluation)
    return StandingMonth(
        evaluation=evaluation,
        is_over=is_over,
        outcomes=figures.outcomes,
        forecasts=figures.forecasts,
        credits=figures.credits,
        credit_totals=figures.credit_totals,
        triggers=figures.triggers,
        score=figures.score,
        burn_rates=tuple(rates.get(evaluation.number, ())),
        health=figures.health,
        seal=read_seal(database, evaluation),
        contract=_contract_of(versions, evaluation),
    )


def _read_burn_rates(database: Database, evaluations: Sequence[Evaluation]) -> dict[int, list[BurnRate]]:
    """The burn rates of each evaluation, by its number."""
    numbers = [one.number for one in evaluations]
    found = read_mappings(database, sa.select(BURN_RATE).where(BURN_RATE.c.evaluation.in_(numbers)))
    by_number: dict[int, list[BurnRate]] = {}
    # Sorted here and not by the database, whose order of words is a matter of its own settings.
    for row in sorted(found, key=itemgetter("indicator", "service", "window_seconds")):
        by_number.setdefault(row["evaluation"], []).append(_burn_rate_of(row))
    return by_number


def _burn_rate_of(row: Row) -> BurnRate:
    names = ("indicator", "service", "window_seconds", "missed", "counted")
    return BurnRate(**{name: row[name] for name in names}, allowed=Fraction(row["allowed"]))


def source_heard(heard: Heard) -> SourceHeard:
    """Return when a source was last heard, as results tell it."""
    return SourceHeard(
        source=heard.source,
        last_run_at=heard.started_at,
        last_success_at=heard.last_success_at,
        last_outcome=heard.outcome.value,
        problem=heard.problem,
        reached_at=heard.reached_at,
    )
