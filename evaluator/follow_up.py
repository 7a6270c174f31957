"""What plans and notices are held against: the present outcomes of every month, and what requires a plan."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from collector.store.database import Database
from evaluator.contract.triggers import LeadsTo
from evaluator.contract.versions import ContractVersions
from evaluator.core.follow_up.action_plans import Matter, Requirement
from evaluator.core.money.triggers import TriggerState
from evaluator.core.outcomes import Outcome, View
from evaluator.core.periods import month
from evaluator.results import rows
from evaluator.results.money_rows import trigger_of
from evaluator.results.money_tables import TRIGGER_STATE
from evaluator.results.present import present_numbers
from evaluator.results.querying import read_mappings
from evaluator.results.schema import EVALUATION, OUTCOME
from evaluator.results.seal_tables import SEAL


@dataclass(frozen=True)
class JudgedMonths:
    """The present outcomes of whole scopes after exclusions, of every month with results.

    `restated` are those of the same that were sealed and replaced by a restatement, `requirements` what the
    contract requires an action plan for, and `ends` the first day after each month.
    """

    outcomes: tuple[Outcome, ...]
    restated: tuple[Outcome, ...]
    requirements: tuple[Requirement, ...]
    ends: dict[str, date]


def read_judged_months(database: Database, versions: ContractVersions) -> JudgedMonths:
    """Return what is published of every month."""
    zone = versions.latest.contract.contract.zone
    present = sa.select(present_numbers().subquery().c[0])
    query = sa.select(EVALUATION.c.period).where(EVALUATION.c.number.in_(present))
    names = sorted(row["period"] for row in read_mappings(database, query))
    return JudgedMonths(
        outcomes=tuple(_outcomes(database, OUTCOME.c.evaluation.in_(present))),
        restated=tuple(
            _outcomes(
                database,
                OUTCOME.c.evaluation.in_(sa.select(SEAL.c.evaluation)),
                OUTCOME.c.evaluation.not_in(present),
            )
        ),
        requirements=tuple(_requirements(database, present)),
        ends={name: month(name, zone).end_day for name in names},
    )


def _outcomes(database: Database, *where: "sa.ColumnElement[bool]") -> list[Outcome]:
    columns = OUTCOME.c
    judged = (columns.unit == "", columns.segment == "", columns.view == View.AFTER_EXCLUSIONS.value)
    found = read_mappings(database, sa.select(OUTCOME).where(*judged, *where))
    return sorted(
        (rows.outcome_of(row) for row in found), key=lambda one: (one.period, one.indicator, one.scope)
    )


def _requirements(database: Database, present: "sa.Select[Any]") -> list[Requirement]:
    columns = TRIGGER_STATE.c
    query = (
        sa.select(TRIGGER_STATE, EVALUATION.c.period)
        .join_from(TRIGGER_STATE, EVALUATION, EVALUATION.c.number == columns.evaluation)
        .where(
            columns.evaluation.in_(present),
            columns.view == View.AFTER_EXCLUSIONS.value,
            columns.leads_to == LeadsTo.ACTION_PLAN.value,
        )
    )
    states = [(row["period"], trigger_of(row)) for row in read_mappings(database, query)]
    return [_requirement(period, state) for period, state in states if state.is_open]


def _requirement(period: str, state: TriggerState) -> Requirement:
    return Requirement(
        matter=Matter(state.indicator, state.service),
        trigger=state.trigger,
        period=period,
        months=tuple(one.period for one in state.months if one.counts),
    )
