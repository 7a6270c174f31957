"""The ledger: what became of calculated credits."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from evaluator.core.follow_up.balances import Balance
from evaluator.core.follow_up.invoices import InvoiceFinding
from evaluator.core.follow_up.ledger import Ledger, make_ledger
from tests.evaluator.core.follow_up.ledgers import entries, entry, facts, ledger_on


def row(ledger: Ledger, service: str, period: str = "2026-10") -> Balance:
    [found] = [one for one in ledger.rows if (one.period, one.service) == (period, service)]
    return found.balance


def test_what_nobody_has_claimed_is_open() -> None:
    ledger = ledger_on("2026-11-15")
    # 90 000 + 108 000
    assert ledger.total == Balance(calculated=Decimal(198000), open=Decimal(198000))


def test_what_nobody_claimed_in_time_lapses() -> None:
    claim = entry("1", "claimed", "2026-11-10", service="T3", amount=100000)
    before, after = ledger_on("2027-01-31", claim), ledger_on("2027-02-01", claim)
    # T1 90 000 and 8 000 of T3 were left
    assert (before.total.open, before.total.lapsed) == (98000, 0)
    assert (after.total.open, after.total.lapsed) == (0, 98000)


def test_a_claim_goes_through_credit_dispute_and_settlement() -> None:
    ledger = ledger_on(
        "2026-12-20",
        entry("1", "claimed", "2026-11-10", service="T3", amount=108000),
        entry("2", "disputed", "2026-11-20", service="T3", amount=48000),
        entry("3", "credited", "2026-11-30", service="T3", amount=60000),
        entry("4", "settled", "2026-12-10", service="T3", stands=30000, falls=18000),
        entry("5", "credited", "2026-12-15", service="T3", amount=10000),
    )
    found = row(ledger, "T3")
    # 108 000 = 60 000 + 10 000 credited, 18 000 fallen, 0 in dispute, 20 000 outstanding
    assert (found.credited, found.fallen, found.disputed, found.outstanding) == (70000, 18000, 0, 20000)


def test_an_open_dispute_stands_by_itself() -> None:
    ledger = ledger_on(
        "2026-12-20",
        entry("1", "claimed", "2026-11-10", service="T1", amount=90000),
        entry("2", "disputed", "2026-11-20", service="T1", amount=40000),
    )
    assert (row(ledger, "T1").disputed, row(ledger, "T1").outstanding) == (40000, 50000)


def test_what_is_withdrawn_is_open_again_and_lapses_like_any_other() -> None:
    made = [
        entry("1", "claimed", "2026-11-10", service="T1", amount=90000),
        entry("2", "withdrawn", "2026-11-12", service="T1", amount=20000),
    ]
    found = row(ledger_on("2026-11-30", *made), "T1")
    assert (found.claimed, found.withdrawn, found.open) == (70000, 20000, 20000)
    assert row(ledger_on("2027-02-01", *made), "T1").lapsed == 20000


def test_a_waiver_takes_from_what_is_open() -> None:
    ledger = ledger_on("2026-12-01", entry("1", "waived", "2026-11-12", service="T1", amount=15000))
    assert (row(ledger, "T1").waived, row(ledger, "T1").open) == (15000, 75000)


def test_an_entry_for_the_whole_month_is_laid_on_its_services_in_their_order() -> None:
    ledger = ledger_on("2026-12-01", entry("1", "claimed", "2026-11-12", amount=100000))
    # T1 is claimed whole (90 000), the other 10 000 are of T3
    assert (row(ledger, "T1").claimed, row(ledger, "T3").claimed) == (90000, 10000)


def test_a_settlement_for_the_whole_month_goes_over_its_services_in_their_order() -> None:
    ledger = ledger_on(
        "2026-12-20",
        entry("1", "claimed", "2026-11-10", amount=198000),
        entry("2", "disputed", "2026-11-20", amount=120000),
        entry("3", "settled", "2026-12-10", stands=80000, falls=30000),
    )
    # disputed: T1 90 000 and T3 30 000. T1: 80 000 stand and 10 000 fall; T3: 20 000 fall, 10 000 stay
    assert (row(ledger, "T1").fallen, row(ledger, "T1").disputed) == (10000, 0)
    assert (row(ledger, "T3").fallen, row(ledger, "T3").disputed) == (20000, 10000)


def test_a_restatement_below_what_was_claimed_is_named_claimed_too_much() -> None:
    claim = entry("1", "claimed", "2026-11-10", service="T3", amount=108000)
    restated = ledger_on("2026-12-01", claim, amounts={("2026-10", "T3"): 72000})
    assert (row(restated, "T3").too_much, row(restated, "T3").open) == (36000, 0)


def test_withdrawing_what_was_claimed_too_much_mends_it() -> None:
    restated = ledger_on(
        "2026-12-01",
        entry("1", "claimed", "2026-11-10", service="T3", amount=108000),
        entry("2", "withdrawn", "2026-11-30", service="T3", amount=36000),
        amounts={("2026-10", "T3"): 72000},
    )
    assert (row(restated, "T3").too_much, row(restated, "T3").claimed) == (0, 72000)


def test_an_entry_over_what_was_there_is_named_with_what_was_there() -> None:
    ledger = ledger_on(
        "2026-12-01",
        entry("1", "claimed", "2026-11-10", service="T1", amount=95000),
        entry("2", "waived", "2026-11-11", service="T3", amount=108001),
    )
    found = [(one.entry.id, one.available, one.too_much) for one in ledger.excesses]
    assert found == [("1", 90000, 5000), ("2", 108000, 1)]


def test_more_credited_than_claimed_counts_and_is_named() -> None:
    ledger = ledger_on(
        "2026-12-01",
        entry("1", "claimed", "2026-11-10", service="T1", amount=50000),
        entry("2", "credited", "2026-11-20", service="T1", amount=60000),
    )
    found = row(ledger, "T1")
    assert (found.credited, found.credited_too_much, found.outstanding) == (60000, 10000, 0)
    assert [one.entry.id for one in ledger.excesses] == ["2"]


@pytest.mark.parametrize(
    ("kind", "said"),
    [("disputed", {"amount": 60000}), ("withdrawn", {"amount": 60000})],
)
def test_a_dispute_or_withdrawal_of_more_than_was_claimed_counts_for_what_was(
    kind: str, said: dict[str, int]
) -> None:
    ledger = ledger_on(
        "2026-12-01",
        entry("1", "claimed", "2026-11-10", service="T1", amount=50000),
        entry("2", kind, "2026-11-20", service="T1", **said),
    )
    assert getattr(row(ledger, "T1"), kind) == 50000
    assert [(one.entry.id, one.too_much) for one in ledger.excesses] == [("2", 10000)]


def test_more_settled_than_was_in_dispute_counts_for_what_was() -> None:
    ledger = ledger_on(
        "2026-12-01",
        entry("1", "claimed", "2026-11-10", service="T1", amount=50000),
        entry("2", "disputed", "2026-11-12", service="T1", amount=10000),
        entry("3", "settled", "2026-11-20", service="T1", stands=6000, falls=6000),
    )
    assert (row(ledger, "T1").disputed, row(ledger, "T1").fallen) == (0, 4000)
    assert [(one.entry.id, one.too_much) for one in ledger.excesses] == [("3", 2000)]


def test_an_entry_about_a_month_or_service_without_a_credit_is_in_no_sum() -> None:
    ledger = ledger_on(
        "2026-12-01",
        entry("1", "claimed", "2026-11-10", service="T9", amount=1),
        entry("2", "claimed", "2026-11-10", period="2026-09", amount=1),
    )
    assert [found.id for found in ledger.unplaced] == ["1", "2"]
    assert ledger.total.claimed == 0


def test_an_entry_of_a_later_day_is_not_made_yet() -> None:
    claim = entry("1", "claimed", "2026-11-10", service="T1", amount=90000)
    assert ledger_on("2026-11-09", claim).total.claimed == 0
    assert ledger_on("2026-11-10", claim).total.claimed == 90000


def test_the_order_in_the_file_does_not_matter_where_days_differ() -> None:
    credit = entry("2", "credited", "2026-11-20", service="T1", amount=90000)
    claim = entry("1", "claimed", "2026-11-10", service="T1", amount=90000)
    assert ledger_on("2026-12-01", credit, claim).excesses == ()


def test_claims_that_lapse_soon_are_told_with_the_soonest_first() -> None:
    amounts = {("2026-11", "T1"): 1000, ("2026-10", "T1"): 90000, ("2026-10", "T3"): 0}
    ledger = ledger_on("2027-01-15", amounts=amounts)
    # October lapses on 1 February, in 17 days; November on 1 March, in 45
    assert [(one.period, one.service) for one in ledger.lapsing_within(17)] == [("2026-10", "T1")]
    assert [one.period for one in ledger.lapsing_within(45)] == ["2026-10", "2026-11"]
    assert ledger.lapsing_within(16) == ()


def test_the_last_day_to_claim_stands_in_the_row() -> None:
    assert ledger_on("2026-12-01").rows[0].last_day_to_claim == date(2027, 1, 31)


def test_sums_are_made_by_month_and_by_service() -> None:
    amounts = {("2026-10", "T1"): 90000, ("2026-10", "T3"): 108000, ("2026-11", "T1"): 18000}
    ledger = ledger_on("2026-12-01", amounts=amounts)
    assert {name: found.calculated for name, found in ledger.by_month().items()} == {
        "2026-10": 198000,
        "2026-11": 18000,
    }
    assert {name: found.calculated for name, found in ledger.by_service().items()} == {
        "T1": 108000,
        "T3": 108000,
    }


def test_a_part_of_the_ledger_holds_everything_about_its_months_and_nothing_else() -> None:
    amounts = {("2026-09", "T1"): 1000, ("2026-10", "T1"): 90000, ("2026-11", "T1"): 18000}
    made = entries(
        entry("1", "claimed", "2026-11-10", service="T1", amount=95000),
        entry("2", "claimed", "2026-12-10", period="2026-11", service="T9", amount=1),
    )
    whole = replace(facts(amounts, {("2026-10", "T1"): 5}), unjudged=("2026-08",))
    ledger = make_ledger(whole, made, date(2026, 12, 20))
    october = ledger.between("2026-10", "2026-10")
    assert [one.period for one in october.rows] == ["2026-10"]
    assert [found.id for found in october.entries] == ["1"]
    assert (len(october.excesses), len(october.differences)) == (1, 1)
    assert (october.unplaced, october.unjudged) == ((), ())
    assert ledger.between(None, None) == ledger
    assert [one.period for one in ledger.between("2026-10", None).rows] == ["2026-10", "2026-11"]
    assert [one.period for one in ledger.between(None, "2026-09").rows] == ["2026-09"]


def test_invoices_are_held_against_what_was_credited() -> None:
    amounts = {("2026-10", "T1"): 90000, ("2026-10", "T2"): 40000, ("2026-10", "T3"): 108000}
    amounts |= {("2026-10", "T4"): 7000, ("2026-10", "T5"): 7000}
    made = entries(
        entry("0", "claimed", "2026-11-10", amount=252000),
        entry("1", "credited", "2026-11-20", service="T1", amount=90000),
        entry("2", "credited", "2026-11-20", service="T3", amount=108000),
        entry("3", "credited", "2026-11-20", service="T4", amount=7000),
    )
    shown = {("2026-10", "T3"): 100000, ("2026-10", "T2"): 40000, ("2026-10", "T4"): 7000}
    ledger = make_ledger(facts(amounts, shown), made, date(2026, 12, 1))
    found = [(one.service, one.finding, one.difference) for one in ledger.differences]
    # T1: noted, on no invoice; T2: on an invoice, not noted; T3: 100 000 - 108 000; T4 agrees; T5 has neither
    assert found == [
        ("T1", InvoiceFinding.NOT_ON_INVOICE, None),
        ("T2", InvoiceFinding.NOT_IN_LEDGER, 40000),
        ("T3", InvoiceFinding.DIFFERENT, -8000),
    ]
    assert [one.on_invoices for one in ledger.rows] == [None, 40000, 100000, 7000, None]
    assert ledger.follows_invoices


def test_a_ledger_without_invoices_compares_nothing() -> None:
    ledger = ledger_on("2026-12-01")
    assert (ledger.follows_invoices, ledger.differences) == (False, ())
