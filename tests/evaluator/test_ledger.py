"""What the ledger is made from, read from the store: calculated credits, and what invoices show.

October of `tests.evaluator.october`: T1 has 2 points (1 % of 100 000), T3 has 1 (0.5 % of 50 000).
"""

from datetime import date
from decimal import Decimal
from typing import Any

from collector.records import FactKind
from collector.store.database import Database
from collector.store.read import read_horizon
from evaluator.contract.versions import ContractVersions
from evaluator.core.follow_up.ledger import LedgerFacts, make_ledger
from evaluator.ledger import read_ledger_facts
from tests.collector.store.pages import Facts, save
from tests.evaluator.core.follow_up.ledgers import entries, entry
from tests.evaluator.october import (
    COLLECTED,
    SLOW,
    agreed,
    contract_content,
    evaluate,
    exclusion,
    instant,
    save_october,
    tickets,
    version,
)
from tests.evaluator.sealing.sealed import DAY, SEALED, restate, sealed_october

NOVEMBER, DECEMBER = date(2026, 11, 15), date(2026, 12, 20)
INVOICED = {"data": ["invoices"], "measure": "credited", "unit": "currency", "credits_are": "positive"}


def ledger_facts(database: Database, day: date = NOVEMBER, **terms: Any) -> LedgerFacts:
    return read_ledger_facts(database, agreed(content_with(**terms)), day, read_horizon(database))


def content_with(**terms: Any) -> dict[str, Any]:
    content = contract_content()
    return content | {"credits": content["credits"] | terms}


def credited(service: str, numerator: int, denominator: int = 1, first_day: str = "2026-10-01") -> Facts:
    row = {
        "measure": "credited",
        "service": service,
        "from_at": instant(f"{first_day} 00:00"),
        "to_at": instant("2026-11-01 00:00"),
        "numerator": numerator,
        "denominator": denominator,
    }
    return {FactKind.MEASUREMENT: [row]}


def test_calculated_credits_are_those_of_the_present_result_after_exclusions(database: Database) -> None:
    save_october(database)
    evaluate(database)
    found = [(one.service, one.amount, one.lapses_on) for one in ledger_facts(database).calculated]
    assert found == [("T1", 1000, date(2027, 2, 1)), ("T3", 250, date(2027, 2, 1))]


def test_an_accepted_exclusion_lowers_what_is_calculated(database: Database) -> None:
    save_october(database)
    # Without A-2 both tickets left are in time: T1 has no points.
    evaluate(database, exclusions=[exclusion("X1", "accepted", tickets=["A-2"], indicators=["P2"])])
    assert [one.amount for one in ledger_facts(database).calculated] == [0, 250]


def test_the_newest_result_counts_and_an_answer_as_of_the_past_does_not(database: Database) -> None:
    save_october(database)
    evaluate(database)
    evaluate(
        database,
        exclusions=[exclusion("X1", "accepted", tickets=["A-2"], indicators=["P2"])],
        as_of=COLLECTED,
        now=COLLECTED + 1,
    )
    assert [one.amount for one in ledger_facts(database).calculated] == [1000, 250]


def test_a_month_that_is_not_over_has_nothing_to_claim(database: Database) -> None:
    save_october(database)
    evaluate(database)
    assert ledger_facts(database, date(2026, 10, 31)).calculated == ()


def test_a_result_from_before_the_month_was_over_has_nothing_to_claim(sqlite_database: Database) -> None:
    save(sqlite_database, tickets(SLOW), at=instant("2026-10-20 06:00"))
    evaluate(sqlite_database, now=instant("2026-10-20 07:00"))
    assert ledger_facts(sqlite_database).calculated == ()


def test_months_without_results_between_the_first_and_today_are_named(sqlite_database: Database) -> None:
    save_october(sqlite_database)
    evaluate(sqlite_database, "2026-08")
    evaluate(sqlite_database)
    assert ledger_facts(sqlite_database, date(2026, 12, 31)).unjudged == ("2026-09", "2026-11", "2026-12")
    assert ledger_facts(sqlite_database, date(2026, 12, 30)).unjudged == ("2026-09", "2026-11")


def test_without_results_there_is_nothing(sqlite_database: Database) -> None:
    assert ledger_facts(sqlite_database) == LedgerFacts("SEK", (), None, ())


def test_a_contract_without_credits_calculates_none(sqlite_database: Database) -> None:
    save_october(sqlite_database)
    evaluate(sqlite_database)
    versions = agreed(contract_content() | {"credits": None})
    found = read_ledger_facts(sqlite_database, versions, NOVEMBER, read_horizon(sqlite_database))
    assert (found.calculated, found.on_invoices) == ((), None)


def test_a_credit_of_a_service_that_the_contract_no_longer_has_stays_in_the_ledger(
    sqlite_database: Database,
) -> None:
    save_october(sqlite_database)
    evaluate(sqlite_database)
    content = contract_content()
    without = content | {
        "services": [one for one in content["services"] if one["id"] != "T3"],
        "indicators": [one for one in content["indicators"] if "T3" not in one["services"]],
    }
    found = read_ledger_facts(sqlite_database, agreed(without), NOVEMBER, read_horizon(sqlite_database))
    assert [(one.service, one.amount) for one in found.calculated] == [("T1", 1000), ("T3", 250)]


def test_invoices_are_read_by_month_and_service_as_amounts(database: Database) -> None:
    save_october(database)
    save(database, credited("T1", 90050, 100), at=COLLECTED, source="invoices")
    save(database, credited("T3", 250), at=COLLECTED, source="invoices")
    evaluate(database)
    found = ledger_facts(database, invoiced=INVOICED).on_invoices
    assert found == {("2026-10", "T1"): Decimal("900.50"), ("2026-10", "T3"): Decimal(250)}


def test_minor_units_and_credits_written_below_zero_are_understood(sqlite_database: Database) -> None:
    save_october(sqlite_database)
    save(sqlite_database, credited("T1", -90050), at=COLLECTED, source="invoices")
    evaluate(sqlite_database)
    terms = INVOICED | {"unit": "minor", "credits_are": "negative"}
    found = ledger_facts(sqlite_database, invoiced=terms).on_invoices
    assert found == {("2026-10", "T1"): Decimal("900.50")}


def test_other_sources_measures_and_months_are_no_invoice(sqlite_database: Database) -> None:
    save_october(sqlite_database)
    save(sqlite_database, credited("T1", 100), at=COLLECTED, source="phone")
    save(sqlite_database, credited("T3", 100, first_day="2026-09-01"), at=COLLECTED, source="invoices")
    save(sqlite_database, credited("T3", 100, 0), at=COLLECTED, source="invoices")
    evaluate(sqlite_database)
    assert ledger_facts(sqlite_database, invoiced=INVOICED).on_invoices == {}


def test_a_part_of_a_service_is_credited_on_the_service_that_is_billed(sqlite_database: Database) -> None:
    content = content_with(invoiced=INVOICED)
    part = {"id": "T3A", "label": content["services"][1]["label"], "hours": "always_open", "part_of": "T3"}
    content["services"] = [*content["services"], part]
    save_october(sqlite_database)
    save(sqlite_database, credited("T3A", 100), at=COLLECTED, source="invoices")
    save(sqlite_database, credited("T3", 150), at=COLLECTED, source="invoices")
    evaluate(sqlite_database)
    found = read_ledger_facts(sqlite_database, agreed(content), NOVEMBER, read_horizon(sqlite_database))
    assert found.on_invoices == {("2026-10", "T3"): 250}


def test_a_sealed_month_stands_whatever_is_evaluated_later_until_it_is_restated(database: Database) -> None:
    accepted = exclusion("X1", "accepted", tickets=["A-2"], indicators=["P2"])
    sealed_october(database)
    evaluate(database, exclusions=[accepted], now=SEALED + DAY)
    assert [one.amount for one in ledger_facts(database).calculated] == [1000, 250]
    restate(database, exclusions=[accepted], now=SEALED + 2 * DAY)
    assert [one.amount for one in ledger_facts(database).calculated] == [0, 250]


def test_what_was_claimed_before_a_restatement_is_claimed_too_much_after_it(database: Database) -> None:
    sealed_october(database)
    claims = entries(entry("1", "claimed", "2026-11-12", service="T1", amount=1000))
    restate(database, exclusions=[exclusion("X1", "accepted", tickets=["A-2"], indicators=["P2"])])
    found = make_ledger(ledger_facts(database), claims, date(2026, 12, 22)).rows[0].balance
    assert (found.calculated, found.claimed, found.too_much) == (0, 1000, 1000)


def test_as_of_a_past_moment_the_credits_are_those_of_the_result_present_then(database: Database) -> None:
    sealed_october(database)
    restate(database, exclusions=[exclusion("X1", "accepted", tickets=["A-2"], indicators=["P2"])])
    for moment, amount in ((SEALED + 3600, 1000), (SEALED + DAY, 0)):
        horizon = read_horizon(database, moment)
        found = read_ledger_facts(database, agreed(), date(2026, 12, 22), horizon, moment)
        assert found.calculated[0].amount == amount
    before = read_horizon(database, SEALED - 3600)
    assert read_ledger_facts(database, agreed(), DECEMBER, before, SEALED - 3600).calculated == ()


def test_a_claim_lapses_by_the_contract_that_judged_its_month(sqlite_database: Database) -> None:
    terms = contract_content()
    longer = terms | {"credits": terms["credits"] | {"claim_lapses_after_months": 6}}
    save_october(sqlite_database)
    for first_day, lapse in ((date(2026, 10, 1), date(2027, 5, 1)), (date(2026, 11, 1), date(2027, 2, 1))):
        versions = ContractVersions((agreed().versions[0], version(first_day, longer, "amended")))
        evaluate(sqlite_database, versions=versions)
        found = read_ledger_facts(sqlite_database, versions, NOVEMBER, read_horizon(sqlite_database))
        assert {one.lapses_on for one in found.calculated} == {lapse}
