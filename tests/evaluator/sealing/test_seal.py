"""Sealing a month: what it fixes, and when it is refused."""

import pytest
import sqlalchemy as sa

from collector.errors import NothingFound, ProblemsFound
from collector.store.database import Database
from dashboards.report import render_html, render_json
from evaluator.core.outcomes import View
from evaluator.evaluate import read_results
from evaluator.results.evidence import read_ticket_judgements
from evaluator.results.present import read_latest, read_stale
from evaluator.results.schema import OUTCOME, RESULTS
from evaluator.results.seal_tables import TABLES_OF_SEALS
from evaluator.results.seals import read_document, read_seals
from evaluator.results.shown_tables import SHOWN
from evaluator.sealing.content import EVIDENCE
from evaluator.sealing.content import SEALED as SEALED_TABLES
from tests.collector.store.pages import save
from tests.evaluator.october import (
    COLLECTED,
    WHOLE_T1,
    agreed,
    contract_content,
    evaluate,
    exclusion,
    incident,
    instant,
    outcome_of,
    save_october,
    tickets,
)
from tests.evaluator.sealing.sealed import (
    DAY,
    LATE,
    SEALED,
    restate,
    save_late,
    seal,
    seal_and_ask,
    sealed_october,
)


def numbers_of(database: Database) -> tuple[int, int]:
    """Numerator and denominator of P2 on T1, as the present results of October say."""
    figure = outcome_of(read_results(database, agreed(), "2026-10"), "P2", WHOLE_T1).figure
    assert figure is not None
    return figure.numerator, figure.denominator


def test_a_seal_names_who_when_and_the_hash_of_everything(database: Database) -> None:
    made = sealed_october(database)
    assert (made.number, made.period, made.restatement, made.sealed_at) == (1, "2026-10", 0, SEALED)
    assert made.sealed_by == "Avtalsförvaltaren"
    assert len(made.content_hash) == 64
    assert read_seals(database) == [made]
    assert read_results(database, agreed(), "2026-10").seal == made


def test_a_document_holds_contract_exclusions_facts_calendars_and_results(sqlite_database: Database) -> None:
    save_october(sqlite_database)
    made = seal(sqlite_database, exclusions=[exclusion("U-1", "accepted", tickets=["A-2"])])
    document = read_document(sqlite_database, made.number)
    assert document["contract"][0]["content"] == contract_content()
    assert [one["id"] for one in document["exclusions"]] == ["U-1"]
    # Three tickets, each with what happened to it.
    assert document["facts"]["month"]["tickets"]["rows"] == 3
    assert document["calendars"][0]["name"] == "always_open"
    assert document["results"]["evidence"]["ticket_evidence"]["rows"] == 3
    assert document["known_at"] == COLLECTED


def test_the_same_inputs_give_the_same_hash_whatever_the_store_calls_them(
    database: Database, other_database: Database
) -> None:
    # In the other store tickets, words and intakes have other numbers.
    long_ago = incident("Z-1", "2024-02-01 08:00", ("2024-02-01 09:00", 6))
    save(other_database, tickets(long_ago), source="elsewhere", at=COLLECTED - DAY)
    one, other = sealed_october(database), sealed_october(other_database)
    assert other.content_hash == one.content_hash


def test_sealing_the_same_later_gives_the_same_hash(database: Database, other_database: Database) -> None:
    save_october(other_database)
    assert sealed_october(database).content_hash == seal(other_database, now=SEALED + DAY).content_hash


@pytest.mark.parametrize("what", ["exclusion", "late ticket", "contract"])
def test_any_other_input_gives_another_hash(other_database: Database, database: Database, what: str) -> None:
    plain = sealed_october(other_database)
    save_october(database)
    content, asked = contract_content(), []
    if what == "exclusion":
        asked = [exclusion("U-1", "rejected", tickets=["A-404"])]
    elif what == "late ticket":
        save(database, tickets(LATE), cursor="2", at=COLLECTED)
    else:
        content["contract"]["reference"] = "2"
    other = seal(database, exclusions=asked, versions=agreed(content))
    assert other.content_hash != plain.content_hash


def test_late_facts_leave_the_sealed_report_as_it_was_byte_for_byte(database: Database) -> None:
    sealed_october(database)
    sealed = read_results(database, agreed(), "2026-10")
    before = [render(sealed, "sv") for render in (render_html, render_json)]
    save_late(database)
    shown = evaluate(database, now=SEALED + DAY)
    assert [render(shown, "sv") for render in (render_html, render_json)] == before
    assert numbers_of(database) == (2, 3)


def test_what_a_ticket_is_explained_by_is_what_was_sealed(database: Database) -> None:
    made = sealed_october(database)
    save_late(database)
    evaluate(database, "2026-09", now=SEALED + DAY)
    with database.reading() as connection:
        ids = connection.execute(sa.text("SELECT id FROM ticket_key WHERE ticket = 'A-2'")).scalar_one()
    assert {one.evaluation for one in read_ticket_judgements(database, ids)} == {made.evaluation}


def test_a_restatement_has_a_number_a_reason_and_rows_of_before_and_after(database: Database) -> None:
    first = sealed_october(database)
    save_late(database)
    made = restate(database)
    assert (made.restatement, made.reason, made.previous) == (1, "ett ärende kom sent", first.record_hash)
    changes = {(one.part, one.subject, one.field): (one.before, one.after) for one in made.differences}
    # 2 of 3 in time became 2 of 4; the ticket is new in the evidence, and missed.
    assert changes["outcome", "P2/T1/after_exclusions", "denominator"] == ("3", "4")
    assert changes["ticket_evidence", "P2/A-9", "missed"] == (None, "1")
    assert numbers_of(database) == (2, 4)
    assert [one.restatement for one in read_seals(database, "2026-10")] == [0, 1]


def test_a_decision_after_sealing_leads_to_a_restatement(database: Database) -> None:
    save_october(database)
    asked = exclusion("U-1", "pending", tickets=["A-2"])
    seal(database, exclusions=[asked])
    made = restate(database, exclusions=[exclusion("U-1", "accepted", tickets=["A-2"])])
    changes = {(one.subject, one.field): (one.before, one.after) for one in made.differences}
    # Without A-2 both others kept the limit.
    assert changes["P2/T1/after_exclusions", "verdict"] == ("missed", "met")


def test_restating_what_did_not_change_is_refused(database: Database) -> None:
    sealed_october(database)
    with pytest.raises(ProblemsFound, match="nothing differs from what was sealed of 2026-10"):
        restate(database)


def test_restating_what_is_not_sealed_is_refused(sqlite_database: Database) -> None:
    save_october(sqlite_database)
    with pytest.raises(NothingFound, match="2026-10 is not sealed"):
        restate(sqlite_database)


def test_a_month_is_sealed_once(sqlite_database: Database) -> None:
    sealed_october(sqlite_database)
    with pytest.raises(ProblemsFound, match=r"sealed already.*restate --period 2026-10"):
        seal(sqlite_database, now=SEALED + DAY)


def test_a_month_that_is_not_over_is_not_sealed(sqlite_database: Database) -> None:
    save_october(sqlite_database)
    with pytest.raises(ProblemsFound, match="2026-12 is not over yet"):
        seal(sqlite_database, "2026-12")


def test_a_month_whose_end_nobody_collected_is_not_sealed(sqlite_database: Database) -> None:
    save(sqlite_database, tickets(LATE), at=instant("2026-10-25 06:00"))
    with pytest.raises(ProblemsFound, match="only what was collected until 2026-10-25T05:00:00Z is known"):
        seal(sqlite_database)


def test_before_the_time_for_objections_is_over_a_month_is_sealed_for_a_reason_only(
    sqlite_database: Database,
) -> None:
    save_october(sqlite_database)
    # The 5th working day for the report and 20 more: 25 November, as every day is one.
    last = instant("2026-11-25 23:59")
    with pytest.raises(ProblemsFound, match="objections to 2026-10 can be made until 2026-11-25T23:00:00Z"):
        seal(sqlite_database, now=last)
    assert seal(sqlite_database, now=last, early="båda parter är överens").reason == "båda parter är överens"


def test_a_gap_between_sealed_months_is_refused_by_name(sqlite_database: Database) -> None:
    save(sqlite_database, tickets(LATE), at=COLLECTED)
    seal(sqlite_database, "2026-07")
    with pytest.raises(ProblemsFound, match="earlier months are not sealed: 2026-08, 2026-09"):
        seal(sqlite_database)


def test_a_restated_month_makes_the_sealed_months_after_it_to_be_restated_in_their_order(
    database: Database,
) -> None:
    sealed_october(database)
    save(database, tickets(), cursor="3", at=SEALED, source="november")
    now = instant("2027-02-01 06:00")
    seal(database, "2026-11", now=now)
    save(database, tickets(LATE), cursor="2", at=now)
    restate(database, now=now + DAY)
    assert read_stale(database) == ["2026-11"]


def test_a_seal_tells_what_is_not_settled(sqlite_database: Database) -> None:
    save_october(sqlite_database)
    _, questions = seal_and_ask(sqlite_database, exclusions=[exclusion("U-1", "pending", tickets=["A-2"])])
    assert (questions.exclusions, questions.open_tickets, questions.unknown_tickets) == (("U-1",), 0, 0)


def test_an_answer_as_of_a_time_before_the_seal_says_nothing_of_it(database: Database) -> None:
    save_october(database)
    before = render_json(evaluate(database, now=COLLECTED), "sv")
    seal(database)
    save_late(database)
    restate(database)
    assert render_json(evaluate(database, as_of=COLLECTED, now=SEALED + 9 * DAY), "sv") == before


def test_an_answer_as_of_a_time_between_seal_and_restatement_gives_the_seal(database: Database) -> None:
    made = sealed_october(database)
    sealed = render_json(read_results(database, agreed(), "2026-10"), "sv")
    save_late(database)
    restate(database)
    found = evaluate(database, as_of=SEALED + 7200, now=SEALED + 9 * DAY)
    assert found.seal == made
    assert render_json(found, "sv") == sealed


def test_what_was_known_then_stays_so_though_all_months_were_evaluated_again(database: Database) -> None:
    # September rests with October; later facts replace both, and then September once more.
    save(database, tickets(LATE), at=instant("2026-10-09 06:00"), source="september")
    evaluate(database, "2026-09", now=COLLECTED)
    save_october(database)
    before = render_json(evaluate(database, now=COLLECTED), "sv")
    for turn in (1, 2):
        save(database, tickets(LATE), cursor=f"{turn + 1}", at=COLLECTED + turn * DAY)
        evaluate(database, "2026-09", now=COLLECTED + turn * DAY)
        evaluate(database, now=COLLECTED + turn * DAY)
    assert render_json(evaluate(database, as_of=COLLECTED, now=SEALED), "sv") == before


def test_the_present_result_of_a_sealed_month_is_the_sealed_one(database: Database) -> None:
    made = sealed_october(database)
    save_late(database)
    evaluate(database, now=SEALED + DAY)
    found = read_latest(database, "2026-10")
    assert found is not None
    assert found.number == made.evaluation
    assert {one.view for one in read_results(database, agreed(), "2026-10").outcomes} == {
        View.AS_MEASURED,
        View.AFTER_EXCLUSIONS,
    }


STANDS_BESIDE = {
    "evaluation",
    "evaluation_input",
    "calendar_used",
    "exclusion_used",
    "forecast",
    "source_health",
    "reconciled_source",
    "reconciled_figure",
    "ticket_difference",
    "outage_difference",
}


def test_of_every_table_of_results_it_is_decided_whether_a_seal_fixes_it() -> None:
    tables = (*SEALED_TABLES, *EVIDENCE, *SHOWN, *TABLES_OF_SEALS)
    decided = {table.name for table in tables} | STANDS_BESIDE
    assert set(RESULTS.tables) == decided


def test_no_rounded_column_is_part_of_what_is_sealed() -> None:
    rounded = {one.name for one in OUTCOME.columns if isinstance(one.type, sa.Double)}
    assert rounded <= SEALED_TABLES[OUTCOME]
