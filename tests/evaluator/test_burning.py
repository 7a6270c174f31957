"""Budgets that burn in the running month, from what a store holds of the last days."""

from collector.records import FactKind
from collector.store.database import Database
from collector.store.read import read_horizon
from evaluator.burning import read_burn_rates
from evaluator.contract.versions import ContractVersions
from evaluator.core.burn_rates import BurnRate
from evaluator.prepare import Asked, Prepared, prepare
from tests.collector.store.pages import save
from tests.evaluator.october import (
    DOWN,
    NOW,
    RESOLVED,
    UP,
    agreed,
    contract_content,
    incident,
    instant,
    save_october,
    tickets,
)

COLLECTED = instant("2026-11-02 12:00")
HOUR, DAY = 3600, 86_400


def prepared(database: Database, period: str, versions: ContractVersions | None = None) -> Prepared:
    asked = Asked(period, read_horizon(database), NOW)
    return prepare(database, agreed() if versions is None else versions, (), asked)


def save_two_days_of_november(database: Database) -> None:
    """P2 late on the last day of October, in time in November; T3 down for the last two hours."""
    late = incident("B-1", "2026-10-30 20:00", ("2026-10-31 18:00", RESOLVED))
    in_time = incident("B-2", "2026-11-02 08:00", ("2026-11-02 10:00", RESOLVED))
    seen = {"prober": "probe", "service": "T3", "unit": None}
    watched = {
        FactKind.OBSERVED: [seen | {"from_at": instant("2026-10-01 00:00"), "to_at": COLLECTED}],
        FactKind.SERVICE_STATE: [
            seen | {"at": instant("2026-10-01 00:00"), "state": UP},
            seen | {"at": instant("2026-11-02 10:00"), "state": DOWN},
        ],
    }
    save(database, tickets(late, in_time), at=COLLECTED, complete=True)
    save(database, watched, at=COLLECTED, source="monitoring")


def counted(rates: tuple[BurnRate, ...], indicator: str) -> dict[int, tuple[int, int]]:
    return {one.window_seconds: (one.missed, one.counted) for one in rates if one.indicator == indicator}


def test_windows_reach_into_the_month_before(database: Database) -> None:
    save_two_days_of_november(database)
    rates = read_burn_rates(database, prepared(database, "2026-11").inputs)
    tickets_counted, time = counted(rates, "P2"), counted(rates, "availability")
    # The month began 36 hours before it was known.
    assert (tickets_counted[DAY], tickets_counted[3 * DAY]) == ((0, 1), (1, 2))
    assert (time[HOUR], time[DAY], time[3 * DAY]) == ((HOUR, HOUR), (2 * HOUR, DAY), (2 * HOUR, 3 * DAY))


def test_a_month_that_is_over_burns_nothing(sqlite_database: Database) -> None:
    save_october(sqlite_database)
    assert read_burn_rates(sqlite_database, prepared(sqlite_database, "2026-10").inputs) == ()


def test_a_contract_without_a_budget_burns_nothing(sqlite_database: Database) -> None:
    save_two_days_of_november(sqlite_database)
    content = contract_content() | {"scorecard": None}
    content["indicators"] = content["indicators"][1:2]
    inputs = prepared(sqlite_database, "2026-11", agreed(content)).inputs
    assert read_burn_rates(sqlite_database, inputs) == ()
