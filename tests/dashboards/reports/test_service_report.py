"""The monthly service report as a document: the figures and words of the monthly page."""

from dashboards.document.model import Edition
from dashboards.report.build import build_report
from dashboards.reports.kinds import ReportKind
from evaluator.core.deliveries import DeliveryState, ExpectedDelivery
from tests.dashboards.builders import KNOWN_AT, make_results
from tests.dashboards.reports.reporting import built, row, section, section_names, table, words_of

SERVICE = ReportKind.SERVICE


def test_the_answer_is_that_of_the_monthly_page() -> None:
    page = build_report(make_results(), "sv")

    assert " ".join(page.answer.sentences).replace("\u00a0", " ") in words_of(built(SERVICE))


def test_a_verdict_shows_both_views_and_leads_to_its_reckoning() -> None:
    # 84 of 100 as measured; two tickets left out: 84 of 98 is 85,7 %
    cells = row(built(SERVICE), "levels", "K05 Lösningstid P2, Server")

    assert cells[2:5] == ["84,0 %", "85,7 %", "✗ Under målnivå"]
    assert cells[6] == "2"
    traced = next(
        cells
        for cells in table(built(SERVICE), "levels").rows
        if "Server" in cells[0].text and "K05" in cells[0].text
    )
    (trace,) = [run.trace for run in traced[3].runs]
    assert trace is not None
    assert trace.query == "supplierwatch explain 2026-10/K05/T3"
    assert (trace.period, trace.evaluation, trace.restatement) == ("2026-10", 31, None)


def test_what_was_not_measured_is_no_number_in_a_spreadsheet() -> None:
    cells = next(one for one in table(built(SERVICE), "levels").rows if one[0].text.startswith("K13"))

    assert cells[3].text == "ej mätt"
    assert cells[3].value is None


def test_the_credits_add_up_with_a_total() -> None:
    found = table(built(SERVICE), "credits")

    assert found.has_total
    assert row(built(SERVICE), "credits", "Summa")[4:6] == ["216 000 kr", "144 000 kr"]


def test_the_public_edition_leaves_out_what_is_between_the_parties() -> None:
    public = section_names(built(SERVICE, Edition.PUBLIC))

    assert {"answer", "levels", "segments", "credits", "score"} <= set(public)
    hidden = {"decision-clock", "ledger", "plans", "deviations", "exclusions", "statements", "evidence"}
    assert not hidden & set(public)


def test_long_lists_stand_only_in_the_forms_for_data() -> None:
    document = built(SERVICE)

    assert {one.name for one in document.sections if one.is_data} == {"basis", "method", "evidence"}
    assert len(table(document, "tickets").rows) == len(make_results().tickets)


def test_expected_deliveries_are_as_of_the_day_it_is_made_and_outside_the_seal() -> None:
    late = ExpectedDelivery("2026-09", KNOWN_AT - 9, KNOWN_AT, "september.csv", DeliveryState.LATE)
    missing = ExpectedDelivery("2026-10", KNOWN_AT - 5, None, "", DeliveryState.MISSING)
    document = built(SERVICE, deliveries={"statements": (late, missing)})

    assert row(document, "deliveries", "statements")[1:4] == ["0", "1", "1"]
    text = words_of(document)
    assert "Läget den 2026-11-09, då detta framställdes. Avsnittet står utanför det som fastställs" in text


def test_without_expected_deliveries_there_is_no_section_of_them() -> None:
    assert "deliveries" not in section_names(built(SERVICE))


def test_the_ledger_tells_what_was_claimed_and_credited() -> None:
    # calculated, claimed, credited, in dispute, lost, outstanding (100 000 - 60 000), waived, lapsed, open
    cells = row(built(SERVICE), "ledger", "2026-10")

    assert cells[2:5] == ["144 000 kr", "100 000 kr", "60 000 kr"]
    assert (cells[7], cells[10]) == ("40 000 kr", "44 000 kr")


def test_a_deviation_nobody_told_says_so() -> None:
    assert row(built(SERVICE), "deviations", "2026-10")[4] == "Ännu inte underrättad"


def test_an_overdue_plan_says_since_when() -> None:
    assert "2026-11-01" in row(built(SERVICE), "plans", "P1")[5]


def test_without_follow_up_its_sections_are_left_out() -> None:
    names = section_names(built(SERVICE, follow_up=None))

    assert not {"ledger", "plans", "deviations"} & set(names)


def test_assumed_targets_are_stamped_on_the_first_page() -> None:
    assert any("K16" in run.text for stamp in built(SERVICE).stamps for run in stamp.runs)


def test_a_small_segment_hides_itself_and_what_would_tell_it() -> None:
    found = section(built(SERVICE), "segments")

    assert "”För få” står där färre än 5 fall" in words_of(built(SERVICE))
    assert found.blocks
