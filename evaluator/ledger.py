"""What the ledger is made from: the calculated credits of every month, and what invoices show of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import sqlalchemy as sa

from collector.store.database import Database
from evaluator.contract.contract import Contract
from evaluator.contract.versions import ContractVersions
from evaluator.core.follow_up.lapse import lapses_on
from evaluator.core.follow_up.ledger import CalculatedCredit, LedgerFacts
from evaluator.core.outcomes import View
from evaluator.core.periods import Period, month
from evaluator.invoices import read_invoiced
from evaluator.results.present import read_latest, read_present
from evaluator.results.published import Evaluation
from evaluator.results.schema import EVALUATION, SERVICE_CREDIT

_HUNDREDTH = 100


@dataclass(frozen=True)
class _Judged:
    """One month with its present results, and the contract that judged it."""

    period: Period
    evaluation: Evaluation
    contract: Contract


def read_ledger_facts(
    database: Database, versions: ContractVersions, day: date, horizon: int, moment: int | None = None
) -> LedgerFacts:
    """Return the calculated credits and invoices of every month that was over on `day`, up to `horizon`.

    A credit is that of the month's present result after agreed exclusions: the sealed or restated one where
    there is one; with `moment` that of the result which was present then. A month whose result was made
    before it was over can not be claimed yet: it is among those without results.
    """
    judged = [one for one in _judged(database, versions, horizon, moment) if one.period.end_day <= day]
    amounts = _read_amounts(database, judged)
    last = min(versions.latest.contract.term.current_last_day, day)
    return LedgerFacts(
        currency=versions.latest.contract.contract.currency,
        calculated=tuple(
            credit for one in judged for credit in _credits(one, amounts.get(one.evaluation.number, {}))
        ),
        on_invoices=read_invoiced(database, [(one.period, one.contract) for one in judged], horizon),
        unjudged=_between(judged, last),
    )


def _judged(
    database: Database, versions: ContractVersions, horizon: int, moment: int | None
) -> Iterator[_Judged]:
    zone = versions.latest.contract.contract.zone
    for evaluation in _evaluations(database, horizon, moment):
        period = month(evaluation.period, zone)
        if evaluation.known_at >= period.ends_at:
            begins = max(period.first_day, versions.versions[0].first_day)
            yield _Judged(period, evaluation, versions.in_force(begins).contract)


def _evaluations(database: Database, horizon: int, moment: int | None) -> list[Evaluation]:
    """The results of every month as they were present at `moment`, oldest first."""
    if moment is None:
        present = read_present(database)
        if all(one.horizon <= horizon for one in present):
            return present
    with database.reading() as connection:
        names = sorted(connection.execute(sa.select(EVALUATION.c.period).distinct()).scalars())
    found = [read_latest(database, name, horizon, moment) for name in names]
    return [one for one in found if one is not None]


def _read_amounts(database: Database, judged: Sequence[_Judged]) -> dict[int, dict[str, Decimal]]:
    """The credits of each evaluation after agreed exclusions, by service."""
    columns, numbers = SERVICE_CREDIT.c, [one.evaluation.number for one in judged]
    query = sa.select(columns.evaluation, columns.service, columns.amount_minor).where(
        columns.evaluation.in_(numbers), columns.view == View.AFTER_EXCLUSIONS.value
    )
    found: dict[int, dict[str, Decimal]] = {}
    with database.reading() as connection:
        for row in connection.execute(query):
            found.setdefault(row.evaluation, {})[row.service] = Decimal(row.amount_minor) / _HUNDREDTH
    return found


def _credits(judged: _Judged, amounts: Mapping[str, Decimal]) -> list[CalculatedCredit]:
    """The credits of a month in the contract's order of services; none under a contract that gives none.

    A service that the contract no longer has comes last: what was calculated for it is still owed.
    """
    terms = judged.contract.credits
    if terms is None:
        return []
    known = [service.id for service in judged.contract.services if service.id in amounts]
    order = [*known, *sorted(set(amounts) - set(known))]
    lapse = lapses_on(judged.period.name, terms.claim_lapses_after_months)
    return [CalculatedCredit(judged.period.name, name, amounts[name], lapse) for name in order]


def _between(judged: Sequence[_Judged], last: date) -> tuple[str, ...]:
    """The months over by `last` that have no results, from the first that has."""
    if not judged:
        return ()
    known = {one.period.name for one in judged}
    missing, day = [], judged[0].period.first_day
    while (following := (day + timedelta(days=31)).replace(day=1)) <= last + timedelta(days=1):
        if f"{day:%Y-%m}" not in known:
            missing.append(f"{day:%Y-%m}")
        day = following
    return tuple(missing)
