"""Evaluating a month: what is published, under which identity, and from which facts."""

import re
from decimal import Decimal
from fractions import Fraction
from importlib.metadata import version

import pytest
import sqlalchemy as sa

from collector.errors import NothingFound
from collector.records import FactKind
from collector.store.database import Database
from collector.store.runs import RunOutcome, save_run_end, save_run_start
from evaluator.core.evaluation import evaluate_month
from evaluator.core.outcomes import Outcome, Scope, Verdict, View
from evaluator.evaluate import read_results
from evaluator.program import program_version
from evaluator.results.present import read_latest
from evaluator.results.schema import CALENDAR_USED, EVALUATION, OUTCOME
from tests.collector.store.pages import save
from tests.evaluator.october import (
    COLLECTED,
    FAST,
    NOW,
    OFFICE,
    SLOW,
    UNMAPPED,
    WHOLE_T1,
    WHOLE_T3,
    agreed,
    calls,
    contract_content,
    evaluate,
    exclusion,
    incident,
    instant,
    monitoring,
    outcome_of,
    save_october,
    tickets,
)

DAY = 86_400


def rows_of(database: Database, table: sa.Table) -> list[str]:
    """Every row of a table as text, in one order."""
    with database.reading() as connection:
        return sorted(str(tuple(row)) for row in connection.execute(sa.select(table)))


def test_a_share_of_tickets_is_published_with_its_numerator_and_denominator(database: Database) -> None:
    # A-1 took 2 hours and A-3 exactly its 8; A-2 took 23: two of three in time, below 80 %.
    save_october(database)
    found = outcome_of(evaluate(database), "P2", WHOLE_T1)
    assert found.figure is not None
    assert (found.figure.numerator, found.figure.denominator) == (2, 3)
    assert (found.verdict, found.points) == (Verdict.MISSED, 2)


def test_an_availability_is_published_in_seconds_of_the_agreed_hours(database: Database) -> None:
    # October has 745 hours (the clock goes back on the 25th), 2 of them agreed maintenance; 8 were down.
    save_october(database)
    found = outcome_of(evaluate(database), "availability", WHOLE_T3)
    assert found.figure is not None
    assert (found.figure.numerator, found.figure.denominator) == (735 * 3600, 743 * 3600)
    assert (found.verdict, found.points) == (Verdict.MISSED, 1)


def test_segments_and_units_have_outcomes_of_their_own(database: Database) -> None:
    save_october(database)
    results = evaluate(database)
    school = outcome_of(results, "P2", Scope("T1", "schools", "S1"))
    office = outcome_of(results, "P2", Scope("T1", "offices"))
    assert (school.verdict, office.verdict) == (Verdict.MISSED, Verdict.MET)


def test_points_become_credits_of_the_service_they_stand_on(database: Database) -> None:
    # T1: 2 points of 0.5 % of 100 000; T3: 1 point of 0.5 % of 50 000.
    save_october(database)
    results = evaluate(database)
    amounts = {one.service: one.amount for one in results.credits if one.view == View.AFTER_EXCLUSIONS}
    assert amounts == {"T1": Decimal(1000), "T3": Decimal(250)}


def test_an_area_that_nothing_measures_widens_the_score(database: Database) -> None:
    # Service levels: the mean of 100 - 2 x 25 and 100 - 25 is 62.5, weighing 60: 37.5. The rest is unknown.
    save_october(database)
    score = evaluate(database).score
    assert score is not None
    assert (score.low, score.high) == (Fraction(75, 2), Fraction(155, 2))
    assert (score.band_low, score.band_high) == ("poor", "good")


def test_the_tickets_behind_a_miss_are_named(database: Database) -> None:
    save_october(database)
    [evidence] = evaluate(database).tickets
    assert (evidence.ticket, evidence.used, evidence.limit) == ("A-2", 23 * 3600, 8 * 3600)
    assert (evidence.missed, evidence.waiting_user) == (True, 2 * 3600)


def test_the_outages_behind_an_availability_are_named(database: Database) -> None:
    save_october(database)
    [outage] = evaluate(database).outages
    assert (outage.starts_at, outage.ends_at) == (instant("2026-10-10 10:00"), instant("2026-10-10 20:00"))
    assert (outage.counted, outage.planned, outage.users_affected) == (8 * 3600, 2 * 3600, 40)


def test_the_suppliers_own_figure_stands_beside_ours(database: Database) -> None:
    save_october(database)
    [stated] = evaluate(database).statements
    assert (stated.stated, stated.measured) == (Fraction(999, 1000), Fraction(735, 743))


def test_an_indicator_that_no_source_observed_is_not_measured(database: Database) -> None:
    save_october(database)
    found = outcome_of(evaluate(database), "calls", WHOLE_T1)
    assert (found.figure, found.verdict, found.points) == (None, Verdict.NOT_MEASURED, 0)


def test_too_little_of_a_period_is_not_assessable_and_says_how_little(database: Database) -> None:
    # 10 of 31 days (the 25-hour day among the others): 240 of 745 hours, below the floor of 50 %.
    save_october(database)
    save(database, calls("2026-10-01", "2026-10-11", 95, 100), at=COLLECTED, source="phone")
    found = outcome_of(evaluate(database), "calls", WHOLE_T1)
    assert found.verdict is Verdict.NOT_ASSESSABLE
    assert found.figure is not None
    assert found.figure.completeness == Fraction(240, 745)


def test_an_unmapped_status_is_unknown_and_never_met(database: Database) -> None:
    # Resolved within an hour as far as dates go, but through a status that nobody has explained.
    strange = incident("A-4", "2026-10-12 08:00", ("2026-10-12 08:30", UNMAPPED), ("2026-10-12 09:00", 6))
    save(database, tickets(FAST, strange), at=COLLECTED)
    results = evaluate(database)
    found = outcome_of(results, "P2", WHOLE_T1).figure
    assert found is not None
    assert (found.numerator, found.known, found.expected) == (1, 1, 2)
    assert (found.low, found.high) == (Fraction(1, 2), Fraction(1))
    assert [(one.ticket, one.unknown) for one in results.tickets] == [("A-4", True)]


def test_health_says_what_each_source_brought_and_which_words_it_could_not_map(database: Database) -> None:
    strange = incident("A-4", "2026-10-12 08:00", ("2026-10-12 08:30", UNMAPPED))
    rejects = [(7, "no time", "{}")]
    save(database, tickets(FAST, strange), at=COLLECTED, rejects=rejects)
    [health] = evaluate(database).health
    assert (health.source, health.last_intake_at) == ("tickets", COLLECTED)
    assert (health.rejects, health.unmapped, health.unmapped_words) == (1, 1, ("Parkerad",))


def test_a_source_that_failed_since_is_published_with_its_problem(database: Database) -> None:
    save_october(database)
    run = save_run_start(database, "statements", COLLECTED)
    save_run_end(database, run, RunOutcome.FAILED, COLLECTED, "the folder is not there")
    failed = [one for one in evaluate(database).health if one.last_outcome == "failed"]
    assert [(one.source, one.problem) for one in failed] == [("statements", "the folder is not there")]


def test_the_calendars_used_are_published_with_the_versions_of_their_data(database: Database) -> None:
    save_october(database)
    evaluate(database)
    with database.reading() as connection:
        [row] = connection.execute(sa.select(CALENDAR_USED)).mappings()
    assert row["name"] == "always_open"
    assert len(row["windows_hash"]) == 64
    assert "" not in {row["time_zone_data"], row["holidays_data"]}


def test_what_is_read_back_later_equals_what_evaluating_returned(database: Database) -> None:
    save_october(database)
    evaluated = evaluate(database)
    assert read_results(database, agreed(), "2026-10") == evaluated


def test_the_published_outcomes_are_exactly_those_of_the_core(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_october(database)
    computed: list[Outcome] = []

    def kept(*arguments: object) -> object:
        results = evaluate_month(*arguments)  # type: ignore[arg-type] # passed on as they came
        computed.extend(results.outcomes)
        return results

    monkeypatch.setattr("evaluator.inputs.evaluate_month", kept)
    results = evaluate(database)
    assert set(results.outcomes) == set(computed)
    assert len(results.outcomes) == len(computed)


def test_evaluating_twice_keeps_one_evaluation_as_it_was_written(database: Database) -> None:
    save_october(database)
    first = evaluate(database)
    rows = rows_of(database, OUTCOME)
    second = evaluate(database, now=NOW + DAY)
    assert second == first
    assert second.evaluation.evaluated_at == NOW
    assert len(rows_of(database, EVALUATION)) == 1
    assert rows_of(database, OUTCOME) == rows


def test_what_was_published_is_what_an_answer_as_of_that_moment_finds(database: Database) -> None:
    save_october(database)
    # The last of October's facts came on the 9th; that day's result is not written a second time.
    published = evaluate(database)
    assert evaluate(database, as_of=COLLECTED, now=NOW + DAY) == published
    assert len(rows_of(database, EVALUATION)) == 1


def test_an_answer_as_of_a_past_moment_changes_nothing_of_what_is_published(database: Database) -> None:
    save_october(database)
    late = incident("A-9", "2026-10-20 08:00", ("2026-10-21 08:00", 6))
    save(database, tickets(late), cursor="2", at=COLLECTED + DAY)
    published = evaluate(database)
    asked = evaluate(database, as_of=COLLECTED, now=NOW + DAY)
    assert asked.evaluation.number != published.evaluation.number
    assert read_results(database, agreed(), "2026-10") == published
    assert read_latest(database, "2026-10") == published.evaluation


def test_an_unfinished_month_is_not_assessable_and_gives_no_points(database: Database) -> None:
    # On the 20th A-2 has missed and T3 was down, but eleven days are to come.
    at = instant("2026-10-20 06:00")
    save(database, tickets(FAST, SLOW), at=at)
    save(database, monitoring(month_ends="2026-10-20 06:00"), at=at, source="monitoring")
    results = evaluate(database)
    found = {(one.indicator, one.verdict, one.points) for one in results.outcomes if one.scope.is_whole}
    assert found == {
        ("P2", Verdict.NOT_ASSESSABLE, 0),
        ("calls", Verdict.NOT_MEASURED, 0),
        ("availability", Verdict.NOT_ASSESSABLE, 0),
    }
    assert {one.amount for one in results.credits} == {Decimal(0)}
    assert outcome_of(results, "P2", WHOLE_T1).figure is not None


def test_the_program_version_carries_a_hash_of_the_code(database: Database) -> None:
    save_october(database)
    found = evaluate(database).evaluation.program_version
    assert re.fullmatch(rf"{re.escape(version('supplierwatch'))}\+[0-9a-f]{{12}}", found)
    assert found == program_version()


def test_tickets_from_a_source_that_the_indicator_does_not_name_do_not_count(database: Database) -> None:
    save_october(database)
    before = outcome_of(evaluate(database), "P2", WHOLE_T1)
    late = incident("A-9", "2026-10-20 08:00", ("2026-10-21 08:00", 6))
    save(database, tickets(late), at=COLLECTED, source="elsewhere")
    assert outcome_of(evaluate(database), "P2", WHOLE_T1) == before


def test_a_late_ticket_is_in_what_is_known_now_and_not_in_what_was_known_then(database: Database) -> None:
    save_october(database)
    late = incident("A-9", "2026-10-20 08:00", ("2026-10-21 08:00", 6))
    save(database, tickets(late), cursor="2", at=COLLECTED + DAY)
    now, before = evaluate(database), evaluate(database, as_of=COLLECTED)
    figures = [outcome_of(one, "P2", WHOLE_T1).figure for one in (now, before)]
    assert [(figure.numerator, figure.denominator) for figure in figures if figure] == [(2, 4), (2, 3)]


def test_a_priority_that_changed_since_does_not_reach_back(database: Database) -> None:
    save_october(database)
    lowered = {"ticket": "A-2", "at": instant("2026-10-07 08:00"), "sequence": 9, "field": "priority"}
    change = lowered | {"value": "P3", "state": None}
    save(database, {FactKind.TICKET_CHANGE: [change]}, cursor="2", at=COLLECTED + DAY)
    # A-2 is now a P3, of which this contract says nothing.
    assert outcome_of(evaluate(database), "P2", WHOLE_T1).verdict is Verdict.MET
    assert outcome_of(evaluate(database, as_of=COLLECTED), "P2", WHOLE_T1).verdict is Verdict.MISSED


def test_a_row_that_was_removed_since_is_still_known_then(database: Database) -> None:
    save_october(database)
    save(database, tickets(FAST, OFFICE), cursor="2", at=COLLECTED + DAY, complete=True)
    assert [one.ticket for one in evaluate(database).tickets] == []
    assert [one.ticket for one in evaluate(database, as_of=COLLECTED).tickets] == ["A-2"]


def test_evaluating_as_of_a_moment_again_gives_the_same_rows_whatever_came_later(
    database: Database,
) -> None:
    save_october(database)
    number = evaluate(database, as_of=COLLECTED).evaluation.number
    before = rows_of(database, OUTCOME)
    save(database, tickets(SLOW, FAST), cursor="2", at=COLLECTED + DAY, complete=True)
    save(database, calls("2026-10-01", "2026-11-01", 5, 10), at=COLLECTED + DAY, source="phone")
    again = evaluate(database, as_of=COLLECTED, now=NOW + 9 * DAY)
    assert again.evaluation.number == number
    assert rows_of(database, OUTCOME) == before


def test_at_a_horizon_in_the_middle_of_an_outage_the_outage_lasts(database: Database) -> None:
    at = instant("2026-10-10 15:00")
    facts = monitoring()
    facts[FactKind.OBSERVED][0]["to_at"] = at
    facts[FactKind.SERVICE_STATE].pop()
    save(database, facts, at=at, source="monitoring")
    [outage] = evaluate(database).outages
    assert (outage.ends_at, outage.counted) == (None, 5 * 3600)


def test_a_later_evaluation_replaces_the_one_before_it(database: Database) -> None:
    save_october(database)
    first = evaluate(database).evaluation.number
    save(database, tickets(incident("A-9", "2026-10-20 08:00")), cursor="2", at=COLLECTED + DAY)
    second = evaluate(database).evaluation.number
    assert first != second
    with database.reading() as connection:
        present = sa.select(EVALUATION.c.number).where(EVALUATION.c.turn > 0)
        assert list(connection.execute(present).scalars()) == [second]


def test_an_evaluation_that_a_later_month_rests_on_stays(database: Database) -> None:
    save_october(database)
    first = evaluate(database).evaluation.number
    save(database, tickets(), cursor="3", at=instant("2026-12-09 06:00"), source="november")
    november = evaluate(database, "2026-11").evaluation.number
    save(database, tickets(incident("A-9", "2026-10-20 08:00")), cursor="2", at=instant("2026-12-10 06:00"))
    again = evaluate(database).evaluation.number
    with database.reading() as connection:
        kept = set(connection.execute(sa.select(EVALUATION.c.number)).scalars())
    assert kept == {first, november, again}


def test_other_exclusions_are_another_identity(database: Database) -> None:
    save_october(database)
    plain = evaluate(database).evaluation
    asked = evaluate(database, exclusions=[exclusion("U-1", "pending", tickets=["A-2"])]).evaluation
    assert plain.exclusions_version != asked.exclusions_version
    assert plain.number != asked.number


def test_another_contract_at_the_same_horizon_is_another_identity(database: Database) -> None:
    save_october(database)
    first = evaluate(database)
    other = evaluate(database, versions=agreed(name="signed again"))
    assert (first.evaluation.contract_version, other.evaluation.contract_version) == (
        "signed",
        "signed again",
    )


def test_results_of_a_contract_that_changed_since_are_not_shown(database: Database) -> None:
    save_october(database)
    evaluate(database)
    with pytest.raises(NothingFound, match="supplierwatch evaluate --period 2026-10"):
        read_results(database, agreed(name="mended"), "2026-10")


def test_a_month_never_evaluated_is_not_found_and_says_what_to_run(database: Database) -> None:
    save_october(database)
    with pytest.raises(NothingFound, match="supplierwatch evaluate --period 2026-09"):
        read_results(database, agreed(), "2026-09")


def test_a_month_before_the_contract_is_refused(database: Database) -> None:
    save_october(database)
    with pytest.raises(NothingFound, match="2026-01-01"):
        evaluate(database, "2025-12")


def test_a_month_that_had_not_begun_when_facts_were_last_collected_is_refused(database: Database) -> None:
    save_october(database)
    with pytest.raises(NothingFound, match="2026-12"):
        evaluate(database, "2026-12")


def test_without_any_facts_there_is_nothing_to_evaluate(database: Database) -> None:
    with pytest.raises(NothingFound, match="supplierwatch collect"):
        evaluate(database)


def test_a_contract_without_credits_and_score_publishes_neither(database: Database) -> None:
    save_october(database)
    content = contract_content() | {"credits": None, "scorecard": None}
    results = evaluate(database, versions=agreed(content))
    assert (results.credits, results.score) == ((), None)
