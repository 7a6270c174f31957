"""Which facts may go: those past their time of keeping that no month yet to be sealed needs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from collector.instants import to_datetime
from collector.store.database import Database
from evaluator.contract.versions import ContractVersions
from evaluator.core.evaluation import periods_of
from evaluator.core.periods import month, month_name_before, start_of_day
from evaluator.read_facts import facts_needed_since
from evaluator.results.schema import EVALUATION
from evaluator.results.seal_tables import SEAL


@dataclass(frozen=True)
class Border:
    """Up to which instant facts of a kind may go.

    `wanted` follows from the time of keeping alone; `up_to` lies earlier where the unsealed month `held_by`
    needs older facts (None: none does).
    """

    kind: str
    wanted: int
    up_to: int
    held_by: str | None


def borders(
    database: Database, versions: ContractVersions, kept_months: Mapping[str, int], now: int
) -> list[Border]:
    """Return the border of every kind in `kept_months`, which says for how many months each is kept."""
    zone = versions.latest.contract.contract.zone
    today = to_datetime(now).astimezone(zone).date()
    needed = list(_needs(database, versions, today))
    return [
        _border(kind, start_of_day(_months_before(today, months), zone), needed)
        for kind, months in kept_months.items()
    ]


def unsealed_months(database: Database, versions: ContractVersions, today: date) -> list[str]:
    """Return the months up to that of `today` that are yet to be sealed, oldest first.

    From the first month of the contract on where none was ever sealed; else those after the first sealed one
    and, before it, those with results.
    """
    with database.reading() as connection:
        sealed = set(connection.execute(sa.select(SEAL.c.period)).scalars())
        query = sa.select(EVALUATION.c.period).where(EVALUATION.c.turn > 0).distinct()
        judged = set(connection.execute(query).scalars())
    first_day = versions.versions[0].first_day
    first = min(sealed) if sealed else f"{first_day:%Y-%m}"
    following = set()
    name = f"{today:%Y-%m}"
    while name >= first:
        following.add(name)
        name = month_name_before(name)
    return sorted((following | judged) - sealed)


def _needs(
    database: Database, versions: ContractVersions, today: date
) -> Iterator[tuple[str, dict[str, int]]]:
    """Each month yet to be sealed, with since when it looks at facts of each kind."""
    zone = versions.latest.contract.contract.zone
    for name in unsealed_months(database, versions, today):
        period = month(name, zone)
        in_force = versions.in_force(max(period.first_day, versions.versions[0].first_day))
        contracts = [one.contract for one in versions.until(in_force)]
        periods = periods_of(in_force.contract, period)
        yield name, facts_needed_since(contracts, periods, period.ends_at)


def _border(kind: str, wanted: int, needed: list[tuple[str, dict[str, int]]]) -> Border:
    holding = [(since[kind], name) for name, since in needed if since.get(kind, wanted) < wanted]
    if not holding:
        return Border(kind, wanted, wanted, None)
    up_to, name = min(holding)
    return Border(kind, wanted, up_to, name)


def _months_before(day: date, months: int) -> date:
    """The first day of the month so many months before that of `day`: whole months are kept."""
    name = month_name_before(f"{day:%Y-%m}", months)
    return date.fromisoformat(f"{name}-01")
