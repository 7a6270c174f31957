"""The ledger as people see it."""

from dataclasses import replace
from datetime import date
from typing import Any

from dashboards.ledger.section import LedgerSection, build_ledger
from dashboards.report import build_report, render_html, render_json
from dashboards.wording import wording
from evaluator.core.follow_up.ledger import Ledger, make_ledger
from evaluator.core.follow_up.summary import FollowUp
from tests.dashboards.builders import make_contract, make_results
from tests.evaluator.core.follow_up.ledgers import entries, entry, facts

AMOUNTS = {("2026-09", "T1"): 20000, ("2026-10", "T1"): 90000, ("2026-10", "T3"): 108000}


def ledger(
    *made: dict[str, Any], day: str = "2026-12-20", on_invoices: dict[tuple[str, str], int] | None = None
) -> Ledger:
    return make_ledger(facts(AMOUNTS, on_invoices), entries(*made), date.fromisoformat(day))


def section(found: Ledger, language: str = "en", period: str | None = None) -> LedgerSection:
    return build_ledger(found, found.lapsing_within(30), make_contract(), wording(language), period)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_the_sentence_is_that_of_a_decision_in_swedish() -> None:
    found = section(
        ledger(
            entry("1", "claimed", "2026-11-10", service="T3", amount=108000),
            entry("2", "disputed", "2026-11-12", service="T3", amount=8000),
            entry("3", "credited", "2026-11-20", service="T3", amount=100000),
        ),
        "sv",
    )
    # 20 000 + 90 000 + 108 000
    assert plain(found.sentence) == (
        "Beräknat vite uppgår till 218 000 kr, varav 100 000 kr har krediterats och 8 000 kr är föremål för "
        "tvist."
    )
    assert "Läget den 2026-12-20" in found.label


def test_a_report_shows_its_month_by_service_and_the_sum_of_all_months() -> None:
    rows = section(ledger(), period="2026-10").rows
    shown = [(row.month, row.service, plain(row.amounts[0])) for row in rows]
    assert shown == [
        ("2026-10", "Service desk", "SEK 90,000"),
        ("2026-10", "Server and application operation", "SEK 108,000"),
        ("2026-10", "Total", "SEK 198,000"),
        ("All months so far", "Total", "SEK 218,000"),
    ]


def test_the_sentence_in_a_report_is_of_its_month() -> None:
    assert "SEK 198,000" in plain(section(ledger(), period="2026-10").sentence)


def test_a_part_of_the_ledger_says_that_its_sum_is_one() -> None:
    part = section(ledger().between("2026-10", "2026-10"))
    assert [(row.month, plain(row.amounts[0])) for row in part.rows][-1] == ("Months shown", "SEK 198,000")


def test_months_of_which_no_credit_is_known_are_not_said_to_have_none() -> None:
    assert section(ledger().between("2030-01", None)).sentence == (
        "No calculated credit is known of the months shown."
    )


def test_a_whole_ledger_shows_every_month() -> None:
    rows = section(ledger()).rows
    assert [row.month for row in rows] == [
        "2026-09",
        "2026-10",
        "2026-10",
        "All months so far",
    ]


def test_claims_of_any_month_that_lapse_soon_are_told_in_the_report_of_another() -> None:
    found = section(ledger(day="2026-12-20"), period="2026-10")
    # September lapses on 1 January: its last day is 31 December.
    [warning] = found.lapsing
    assert plain(warning).endswith(
        "SEK 20,000 has not been claimed; the last day to claim it is 31 December 2026."
    )


def test_invoices_have_a_column_where_the_contract_follows_them() -> None:
    assert "On invoices" not in section(ledger()).columns
    found = section(ledger(on_invoices={("2026-10", "T1"): 90000}))
    assert found.columns[-1] == "On invoices"
    # September and T3 have no row on any invoice: nobody knows, which is not 0.
    assert [plain(row.amounts[-1]) for row in found.rows] == ["–", "SEK 90,000", "–", "SEK 90,000"]  # noqa: RUF001 - the dash


def test_each_way_to_part_from_the_invoices_is_told_in_words() -> None:
    shown = {("2026-09", "T1"): 20000, ("2026-10", "T1"): 80000}
    found = section(
        ledger(
            entry("1", "claimed", "2026-11-10", amount=198000),
            entry("2", "credited", "2026-11-20", amount=198000),
            on_invoices=shown,
        )
    )
    told = plain(" ".join(found.remarks))
    assert "September 2026: invoices credit SEK 20,000, and the ledger has no such entry." in told
    assert "SEK 90,000 is noted as credited, and invoices show SEK 80,000; difference SEK −10,000." in told  # noqa: RUF001 - a minus
    assert "SEK 108,000 is noted as credited, and no invoice shows it." in told


def test_what_does_not_fit_is_named() -> None:
    made = ledger(
        entry("1", "claimed", "2026-11-10", service="T1", amount=95000),
        entry("2", "credited", "2026-11-12", service="T1", amount=96000),
        entry("3", "waived", "2026-11-12", period="2026-08", amount=1),
    )
    told = plain(" ".join(section(replace(made, unjudged=("2026-11",))).remarks))
    assert "claimed too much by SEK 5,000. SEK 95,000 is claimed or waived, and SEK 90,000" in told
    assert "SEK 1,000 more was credited than was claimed." in told
    assert (
        "1 (Claimed, Service desk, October 2026) is about SEK 95,000, of which SEK 90,000 was there." in told
    )
    assert "3 is about All services, August 2026, of which no calculated credit is known" in told
    assert "Months without results, which are in no sum: November 2026." in told


def test_a_settlement_tells_what_stands_and_what_falls() -> None:
    found = section(
        ledger(
            entry("1", "claimed", "2026-11-10", service="T1", amount=90000),
            entry("2", "disputed", "2026-11-11", service="T1", amount=50000),
            entry("3", "settled", "2026-11-12", service="T1", stands=30000, falls=20000),
        )
    )
    last = found.entries[-1]
    assert (plain(last.amount), last.by, last.grounds) == (
        "SEK 30,000 stands, SEK 20,000 falls",
        "Taktiskt forum",
        "Enligt logg",
    )


def test_the_legal_note_stands_where_something_was_waived_and_only_there() -> None:
    waived = section(ledger(entry("1", "waived", "2026-11-12", amount=1)))
    assert "unlawful change of the contract (LOU 17 kap.)" in waived.legal_note
    assert waived.waivers[0].decided == "Anna Ek, 2026-11-12"
    assert section(ledger()).legal_note == ""


def test_a_report_without_follow_up_has_no_section() -> None:
    assert build_report(make_results(), "en").ledger is None
    assert 'id="ledger"' not in render_html(make_results(), "en")
    assert "follow_up" not in render_json(make_results(), "en")


def test_a_report_of_a_contract_without_credits_has_no_section_either() -> None:
    follow_up = FollowUp(read_on=date(2026, 12, 20))
    assert build_report(make_results(), "en", follow_up).ledger is None


def test_what_people_wrote_is_escaped_in_the_page() -> None:
    made = ledger(entry("1", "claimed", "2026-11-10", service="T1", amount=1, reference="<script>x</script>"))
    page = render_html(make_results(), "sv", FollowUp(date(2026, 12, 20), made, made.lapsing_within(30)))
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert "<script>" not in page
    assert "Vite: beräknat, krävt, krediterat" in page
