"""What evaluations say is kept once read, and never told of another evaluation."""

from collections.abc import Mapping, Sequence

import pytest
import sqlalchemy as sa

from collector.store.database import Database
from evaluator.results.kept import Kept
from evaluator.results.month_figures import read_month_figures
from evaluator.results.past_outcomes import read_past_outcomes
from evaluator.results.present import read_latest, read_present
from evaluator.results.published import Evaluation
from evaluator.results.schema import EVALUATION, OUTCOME
from evaluator.results.store import REDUCED
from tests.collector.store.pages import save
from tests.evaluator.october import evaluate, incident, instant, save_october, tickets


class Reader:
    """Says of an evaluation its number, and remembers which it was asked for."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def __call__(self, evaluations: Sequence[Evaluation]) -> Mapping[int, str]:
        self.asked.extend(one.number for one in evaluations)
        return {one.number: f"of {one.number}" for one in evaluations}


@pytest.fixture
def october(database: Database) -> Evaluation:
    save_october(database)
    return evaluate(database).evaluation


def test_what_was_read_once_is_not_read_again(database: Database, october: Evaluation) -> None:
    kept, reader = Kept[str](2), Reader()
    found = [kept.read(database, [october], reader) for _ in range(2)]
    assert found == [{october.number: f"of {october.number}"}] * 2
    assert reader.asked == [october.number]


def test_no_more_is_kept_than_was_said_and_that_asked_for_last_stays(
    database: Database, october: Evaluation
) -> None:
    save(
        database, tickets(incident("B-2", "2026-11-10 08:00")), at=instant("2026-11-10 12:00"), source="more"
    )
    november = evaluate(database, "2026-11").evaluation
    kept, reader = Kept[str](1), Reader()
    for one in (october, november, november, october):
        kept.read(database, [one], reader)
    assert reader.asked == [october.number, november.number, october.number]


def test_an_evaluation_that_was_replaced_while_it_was_read_is_not_kept(
    database: Database, october: Evaluation
) -> None:
    kept, reader = Kept[str](2), Reader()
    with database.writing() as connection:
        connection.execute(sa.update(EVALUATION).values(turn=REDUCED))
    for _ in range(2):
        assert kept.read(database, [october], reader) == {october.number: f"of {october.number}"}
    assert reader.asked == [october.number] * 2


def test_another_evaluation_of_the_same_number_is_read_anew(database: Database, october: Evaluation) -> None:
    kept, reader = Kept[str](2), Reader()
    kept.read(database, [october], reader)
    with database.writing() as connection:
        connection.execute(sa.update(EVALUATION).values(evaluated_at=october.evaluated_at + 1))
    [restored] = read_present(database)
    kept.read(database, [restored], reader)
    assert reader.asked == [october.number] * 2


def test_a_month_that_is_evaluated_again_is_told_by_its_new_figures(database: Database) -> None:
    save_october(database)
    evaluate(database)
    before = read_latest(database, "2026-10")
    assert before is not None
    first = read_month_figures(database, before)
    save(
        database,
        tickets(incident("B-9", "2026-10-20 08:00")),
        at=instant("2026-11-20 12:00"),
        source="tickets",
    )
    evaluate(database)
    after = read_latest(database, "2026-10")
    assert after is not None
    assert after.number != before.number
    second = read_month_figures(database, after)
    assert [one.rows for one in first.health] != [one.rows for one in second.health]


def test_figures_asked_for_again_take_no_statement(database: Database, october: Evaluation) -> None:
    first = read_month_figures(database, october), read_past_outcomes(database, [october])
    asked: list[str] = []
    sa.event.listen(database.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    assert (read_month_figures(database, october), read_past_outcomes(database, [october])) == first
    assert asked == []
    read_present(database)
    assert [one for one in asked if OUTCOME.name in one.split()] == []
