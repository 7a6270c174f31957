"""What a page reads of a month: its part and no more, the worst evidence first."""

import pytest

from collector.store.database import Database
from evaluator.core.outcomes import Scope, View
from evaluator.results.page_evidence import (
    count_tickets,
    read_longest_outages,
    read_maintenance,
    read_ticket_flow,
    read_unit_tallies,
    read_worst_tickets,
    tickets_behind,
)
from evaluator.results.page_reads import Part, read_part, read_scores, read_shown_months
from evaluator.results.published import PeriodResults
from tests.evaluator.october import agreed
from tests.supplierwatch.web.served import save_two_months


@pytest.fixture
def two(sqlite_database: Database) -> Database:
    """October, sealed, and November."""
    save_two_months(sqlite_database)
    return sqlite_database


@pytest.fixture
def two_of_both_kinds(database: Database) -> Database:
    """The same, on each kind of database, for what is ordered and grouped by the database."""
    save_two_months(database)
    return database


def october(database: Database, part: Part) -> PeriodResults:
    contract = agreed().latest.contract
    return read_part(database, contract, read_shown_months(database), "2026-10", part)


def test_every_month_with_results_is_shown_once_and_says_whether_it_is_sealed(two: Database) -> None:
    shown = [(one.period, one.is_sealed) for one in read_shown_months(two)]
    assert shown == [("2026-10", True), ("2026-11", False)]


def test_a_part_holds_whole_outcomes_alone_unless_more_is_asked_for(two: Database) -> None:
    assert {one.scope.is_whole for one in october(two, Part()).outcomes} == {True}
    segments = {one.scope for one in october(two, Part(segments=True)).outcomes}
    assert Scope("T1", "schools") in segments
    assert not any(scope.unit for scope in segments)


def test_a_part_of_one_unit_holds_no_other_unit(two: Database) -> None:
    found = october(two, Part(units=frozenset({"S1"}))).outcomes
    assert {one.scope.unit for one in found} == {"", "S1"}


def test_a_part_of_every_unit_holds_them_all(two: Database) -> None:
    found = october(two, Part(indicator="P2", all_units=True)).outcomes
    assert {one.scope.unit for one in found} == {"", "S1", "F1"}
    assert {one.indicator for one in found} == {"P2"}


def test_history_ends_with_the_month_and_holds_what_the_contract_judges(two: Database) -> None:
    found = october(two, Part()).history
    assert {one.period for one in found} == {"2026-10"}
    assert {one.view for one in found} == {View.AFTER_EXCLUSIONS}


def test_the_past_as_a_line_shows_it_is_the_past_as_it_was_published(two: Database) -> None:
    light, whole = (october(two, Part(whole_history=one)).history for one in (False, True))
    told = [
        [
            (one.indicator, one.scope, one.verdict, one.points, one.figure and one.figure.value)
            for one in found
        ]
        for found in (light, whole)
    ]
    assert told[0] == told[1]


def test_the_worst_ticket_is_read_first_and_the_rest_only_as_far_as_asked(
    two_of_both_kinds: Database,
) -> None:
    evaluation = read_shown_months(two_of_both_kinds)[0].evaluation
    behind = tickets_behind("P2", "T1")
    assert [one.ticket for one in read_worst_tickets(two_of_both_kinds, evaluation, behind, 1)] == ["A-2"]
    assert count_tickets(two_of_both_kinds, evaluation, behind) > 1


def test_tickets_of_named_units_alone_are_read(two: Database) -> None:
    evaluation = read_shown_months(two)[0].evaluation
    found = read_worst_tickets(two, evaluation, tickets_behind("P2", units=frozenset({"F1"})))
    assert {one.unit for one in found} == {"F1"}


def test_outages_and_maintenance_of_a_service_are_read(two: Database) -> None:
    evaluation = read_shown_months(two)[0].evaluation
    [outage] = read_longest_outages(two, evaluation, service="T3")
    [window] = read_maintenance(two, evaluation, "T3")
    assert outage.starts_at < window.starts_at
    assert read_longest_outages(two, evaluation, service="T1") == []


def test_tallies_leave_out_what_rests_on_too_few_cases(two_of_both_kinds: Database) -> None:
    evaluation = read_shown_months(two_of_both_kinds)[0].evaluation
    told = {one.unit for one in read_unit_tallies(two_of_both_kinds, evaluation, ["availability"], 2)}
    every = {one.unit for one in read_unit_tallies(two_of_both_kinds, evaluation, ["availability"], 1)}
    assert told == {"S1"}
    assert every == {"S1", "F1"}


def test_the_tickets_of_a_unit_are_counted(two: Database) -> None:
    evaluation = read_shown_months(two)[0].evaluation
    assert read_ticket_flow(two, evaluation, "S1")["opened"] > 0
    assert read_ticket_flow(two, evaluation, "nobody") == {}


def test_the_score_of_each_month_is_read(two: Database) -> None:
    found = read_scores(two, read_shown_months(two))
    assert [period for period, _, _ in found] == ["2026-10", "2026-11"]
    assert all(low <= high for _, low, high in found)
