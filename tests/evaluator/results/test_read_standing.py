"""How things stand, read from small tables on both databases."""

from dataclasses import replace

import sqlalchemy as sa

from collector.store.database import Database
from collector.store.heard import read_heard
from collector.store.runs import RunOutcome, save_run_end, save_run_start
from evaluator.core.burn_rates import BurnRate
from evaluator.core.outcomes import View
from evaluator.results.read_standing import read_standing
from evaluator.results.schema import OUTAGE_EVIDENCE, TICKET_EVIDENCE
from evaluator.results.shown_tables import BURN_RATE
from tests.collector.store.pages import save
from tests.evaluator.october import (
    agreed,
    evaluate,
    incident,
    instant,
    save_october,
    tickets,
)

NOON = instant("2026-11-10 12:00")


def save_november(database: Database) -> None:
    save(database, tickets(incident("B-2", "2026-11-10 08:00")), at=NOON, source="tickets")


def test_without_results_the_contract_alone_stands(database: Database) -> None:
    standing = read_standing(database, agreed())
    assert (standing.running, standing.finished, dict(standing.sources)) == (None, None, {})
    assert standing.contract.contract.id == "example"


def test_the_last_month_that_is_over_is_finished(database: Database) -> None:
    save_october(database)
    evaluate(database)
    standing = read_standing(database, agreed())
    assert standing.running is None
    assert standing.finished is not None
    assert (standing.finished.evaluation.period, standing.finished.is_over) == ("2026-10", True)


def test_the_month_that_was_judged_before_its_end_runs(database: Database) -> None:
    save_october(database)
    save_november(database)
    evaluate(database)
    evaluate(database, "2026-11")
    standing = read_standing(database, agreed())
    assert standing.running is not None
    assert standing.finished is not None
    assert standing.running.evaluation.period == "2026-11"
    assert standing.finished.evaluation.period == "2026-10"


def test_outcomes_are_those_of_whole_scopes_as_published(database: Database) -> None:
    save_october(database)
    published = evaluate(database)
    finished = read_standing(database, agreed()).finished
    assert finished is not None
    assert finished.outcomes == tuple(one for one in published.outcomes if one.scope.is_whole)
    assert {one.view for one in finished.outcomes} >= {View.AS_MEASURED, View.AFTER_EXCLUSIONS}


def test_money_score_forecasts_and_health_are_those_published(database: Database) -> None:
    save_october(database)
    published = evaluate(database)
    finished = read_standing(database, agreed()).finished
    assert finished is not None
    assert finished.credits == published.credits
    assert finished.credit_totals == published.credit_totals
    assert finished.score == published.score
    assert finished.forecasts == published.forecasts
    assert finished.health == published.health
    assert finished.seal is None


def test_burn_rates_come_back_exactly(database: Database) -> None:
    save_october(database)
    number = evaluate(database).evaluation.number
    row = {"indicator": "K", "service": "T1", "window_seconds": 300, "missed": 2, "counted": 300}
    with database.writing() as connection:
        connection.execute(sa.delete(BURN_RATE))
        connection.execute(sa.insert(BURN_RATE).values(evaluation=number, allowed="1/200", **row))
    finished = read_standing(database, agreed()).finished
    assert finished is not None
    [found] = finished.burn_rates
    assert isinstance(found, BurnRate)
    assert found.rate is not None
    assert (found.rate.numerator, found.rate.denominator) == (4, 3)


def test_no_table_of_evidence_is_read(database: Database) -> None:
    save_october(database)
    evaluate(database)
    asked: list[str] = []
    sa.event.listen(database.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    read_standing(database, agreed())
    assert asked != []
    assert not [one for one in asked if TICKET_EVIDENCE.name in one or OUTAGE_EVIDENCE.name in one]


def test_the_month_is_told_with_the_contract_that_judged_it(database: Database) -> None:
    save_october(database)
    evaluate(database)
    [version] = agreed().versions
    other = replace(agreed(), versions=(replace(version, content_hash="another"),))
    known, unknown = (read_standing(database, versions).finished for versions in (agreed(), other))
    assert known is not None
    assert unknown is not None
    assert known.contract == unknown.contract == version.contract


def test_a_source_is_heard_by_its_last_run_and_the_last_that_went_well(database: Database) -> None:
    for at, problem in ((1_000, ""), (2_000, "no answer")):
        run = save_run_start(database, "desk", at)
        outcome = RunOutcome.FAILED if problem else RunOutcome.COMPLETE
        save_run_end(database, run, outcome, at + 5, problem)
    heard = read_standing(database, agreed()).sources["desk"]
    assert (heard.last_run_at, heard.last_success_at) == (2_000, 1_005)
    assert (heard.last_outcome, heard.problem) == ("failed", "no answer")


def test_a_source_that_never_went_well_has_no_success(database: Database) -> None:
    save_run_start(database, "probe", 1_000)
    save_run_start(database, "desk", 2_000)
    assert [(one.source, one.last_success_at) for one in read_heard(database)] == [
        ("desk", None),
        ("probe", None),
    ]
