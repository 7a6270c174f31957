"""Back-test a draft: gather each month's facts once, judge them by both wordings, publish nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pandas as pd
import sqlalchemy as sa

from collector.errors import NothingFound
from collector.store.database import Database
from collector.store.schema import TICKET_KEYS
from evaluator.contract.contract import Contract
from evaluator.contract.versions import ContractVersion, ContractVersions
from evaluator.core.follow_up.back_test import (
    BackTest,
    ComparedMonth,
    compare_month,
    join_months,
)
from evaluator.core.follow_up.judged_month import (
    JudgedMonth,
    has_facts,
    judged_month,
    measured_alike,
    money_of,
    remembered,
)
from evaluator.core.measuring.indicator import Measured
from evaluator.core.money.month import MonthMoney
from evaluator.core.outcomes import Outcome
from evaluator.decisions.exclusions import Exclusion
from evaluator.inputs import EvaluationInputs, gather_inputs, judge, under_contract
from evaluator.results.present import read_latest
from evaluator.results.read import read_period
from evaluator.results.schema import TICKET_EVIDENCE

Begins = Callable[[str], None]
"""Is told the name of each month as it begins."""


@dataclass(frozen=True)
class Wordings:
    """Two wordings of the contract, and the requests to leave something out as they stand."""

    today: ContractVersion
    draft: ContractVersion
    exclusions: tuple[Exclusion, ...]

    def as_if_since(self, month: str) -> "Wordings":
        """Return both as if they had applied since `month`, or since the first day that either has."""
        days = [one.contract.term.first_day for one in (self.today, self.draft)]
        first = min(date.fromisoformat(f"{month}-01"), *days)
        today, draft = (_from_day(one, first) for one in (self.today, self.draft))
        return replace(self, today=today, draft=draft)


@dataclass
class _Past:
    """What one wording made of the months so far: later months rest on it."""

    outcomes: list[Outcome] = field(default_factory=list)
    money: list[MonthMoney] = field(default_factory=list)

    def judge_next(
        self, inputs: EvaluationInputs, version: ContractVersion, known: Sequence[Measured] = ()
    ) -> JudgedMonth:
        """Return what `version` makes of the month that follows, and remember it."""
        found = judged_month(judge(under_contract(inputs, version, self.outcomes, self.money), known))
        self.outcomes += remembered(found.outcomes)
        self.money.append(money_of(inputs.period.name, found))
        return found


def back_test(
    database: Database, wordings: Wordings, months: Sequence[str], horizon: int, begins: Begins
) -> BackTest:
    """Return what both wordings make of `months` (oldest first) on the facts up to `horizon`.

    Each judges every month as if it had always applied; repeats and scores rest on what it gave the months
    before among these, so that the first month knows none. A month without facts is named, and not judged.
    Raises ValueError for wordings with different time zones or currencies.
    """
    both = wordings.as_if_since(months[0])
    _refuse_other_cards(both)
    judged: list[ComparedMonth] = []
    without: list[str] = []
    past_of_today, past_of_draft = _Past(), _Past()
    for name in months:
        begins(name)
        inputs = _gather(database, both, name, horizon)
        if inputs is None:
            without.append(name)
            continue
        today = past_of_today.judge_next(inputs, both.today)
        alike = measured_alike(both.today.contract, today, both.draft.contract)
        judged.append(compare_month(name, today, past_of_draft.judge_next(inputs, both.draft, alike)))
    return join_months(judged, without)


def back_test_published(
    database: Database,
    versions: ContractVersions,
    wordings: Wordings,
    months: Sequence[str],
    horizon: int,
    begins: Begins,
) -> BackTest:
    """Return what the draft makes of `months` beside what was published of them.

    Each published month was judged by the terms of its time. A month that was never evaluated, or that has
    no facts, is named and not judged.
    """
    both = wordings.as_if_since(months[0])
    _refuse_other_cards(both)
    judged: list[ComparedMonth] = []
    without: list[str] = []
    past = _Past()
    for name in months:
        begins(name)
        inputs, published = _gather(database, both, name, horizon), _published(database, versions, name)
        if inputs is None or published is None:
            without.append(name)
            continue
        judged.append(compare_month(name, published, past.judge_next(inputs, both.draft)))
    return join_months(judged, without)


def read_keys(database: Database, ticket_ids: Sequence[int]) -> dict[int, str]:
    """Return the keys by which people know tickets, by their number in the store."""
    wanted = sorted(set(ticket_ids))
    found: dict[int, str] = {}
    with database.reading() as connection:
        # In parts: a database takes only so many values in one query.
        for first in range(0, len(wanted), 500):
            query = sa.select(TICKET_KEYS.c.id, TICKET_KEYS.c.ticket).where(
                TICKET_KEYS.c.id.in_(wanted[first : first + 500])
            )
            found |= {int(number): str(key) for number, key in connection.execute(query)}
    return found


def gather_month(
    database: Database,
    versions: Sequence[ContractVersion],
    exclusions: Sequence[Exclusion],
    name: str,
    horizon: int,
) -> EvaluationInputs | None:
    """Return the facts of a month for all of `versions`, judged by the first; None where it has none."""
    contracts = [version.contract for version in versions]
    try:
        inputs = gather_inputs(
            database, ContractVersions((versions[0],)), exclusions, name, horizon, (), contracts
        )
    except NothingFound:
        return None
    return inputs if has_facts(inputs.facts.values(), inputs.period) else None


def _gather(database: Database, both: Wordings, name: str, horizon: int) -> EvaluationInputs | None:
    return gather_month(database, (both.today, both.draft), both.exclusions, name, horizon)


def _published(database: Database, versions: ContractVersions, name: str) -> JudgedMonth | None:
    evaluation = read_latest(database, name)
    version = None if evaluation is None else versions.find(evaluation.contract_version)
    if evaluation is None or version is None:
        return None
    results = read_period(database, version.contract, evaluation)
    evidence = _read_evidence(database, evaluation.number)
    return JudgedMonth(
        results.outcomes, results.credits, results.credit_lines, results.credit_totals, evidence
    )


def _read_evidence(database: Database, number: int) -> pd.DataFrame:
    query = sa.select(TICKET_EVIDENCE).where(TICKET_EVIDENCE.c.evaluation == number)
    with database.reading() as connection:
        rows: list[dict[str, Any]] = [dict(row) for row in connection.execute(query).mappings()]
    frame = pd.DataFrame(rows, columns=[column.name for column in TICKET_EVIDENCE.columns])
    return frame.rename(columns={"limit_amount": "limit"}).astype(
        {"missed": bool, "unknown": bool, "in_working_days": bool, "used": "int64", "limit": "Int64"}
    )


def _from_day(version: ContractVersion, first: date) -> ContractVersion:
    contract: Contract = version.contract
    always = contract.model_copy(update={"term": contract.term.model_copy(update={"first_day": first})})
    return replace(version, first_day=first, contract=always)


def _refuse_other_cards(both: Wordings) -> None:
    today, draft = both.today.contract.contract, both.draft.contract.contract
    for what in ("time_zone", "currency"):
        if getattr(today, what) != getattr(draft, what):
            raise ValueError(
                f"the draft's {what} is {getattr(draft, what)} and today's {getattr(today, what)}: "
                "months and amounts could not be held against each other"
            )
