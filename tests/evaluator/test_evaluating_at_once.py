"""Several people evaluating at once: one evaluation of what is the same, and none half published."""

from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa

from collector.store.database import Database, open_database
from collector.store.read import read_horizon
from evaluator.evaluate import evaluate_period
from evaluator.results.present import read_latest
from evaluator.results.published import PeriodResults
from evaluator.results.schema import EVALUATION, OUTCOME, TICKET_EVIDENCE
from tests.collector.store.pages import save
from tests.evaluator.october import COLLECTED, NOW, agreed, evaluate, incident, save_october, tickets

LATE = incident("A-9", "2026-10-20 08:00", ("2026-10-21 08:00", 6))


def evaluated(database: Database, horizons: list[int]) -> list[PeriodResults]:
    """Evaluate October up to each horizon at once, each in a connection of its own."""
    address = database.url.render_as_string(hide_password=False)

    def one(horizon: int) -> PeriodResults:
        with open_database(address) as own:
            return evaluate_period(own, agreed(), (), "2026-10", horizon, NOW)

    with ThreadPoolExecutor(len(horizons)) as threads:
        return list(threads.map(one, horizons))


def rows_of(database: Database, table: sa.Table) -> int:
    with database.reading() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def test_the_same_month_evaluated_by_four_at_once_is_published_once(database: Database) -> None:
    horizon = save_october(database)
    found = evaluated(database, [horizon] * 4)
    assert {one.evaluation.number for one in found} == {1}
    assert rows_of(database, EVALUATION) == 1
    assert rows_of(database, OUTCOME) == len(found[0].outcomes)
    #
    assert rows_of(database, TICKET_EVIDENCE) == 3
    assert all(one.outcomes == found[0].outcomes for one in found)


def test_of_evaluations_on_earlier_and_later_facts_at_once_the_later_stands(database: Database) -> None:
    first = save_october(database)
    save(database, tickets(LATE), cursor="2", at=COLLECTED + 3600)
    last = read_horizon(database)
    evaluated(database, [last, first, last, first])
    latest = read_latest(database, "2026-10")
    assert latest is not None
    assert latest.horizon == last
    # All four tickets stand behind it, whichever of them was published last.
    with database.reading() as connection:
        query = sa.select(sa.func.count()).where(TICKET_EVIDENCE.c.evaluation == latest.number)
        assert connection.execute(query).scalar_one() == 4
    assert evaluate(database).evaluation.number == latest.number
