"""The CSV form: one table, exact beside rounded, made for spreadsheets."""

import csv
import io

import pytest

from dashboards.report import render_csv
from evaluator.core.outcomes import Scope, Verdict, View
from tests.dashboards.builders import credit, figure, make_results, outcome, ticket


def rows(language: str = "en") -> list[dict[str, str]]:
    text = render_csv(make_results(), language).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_the_file_begins_with_a_byte_order_mark_and_has_windows_line_ends() -> None:
    text = render_csv(make_results(), "sv")
    assert text.startswith("\ufeffRad;Nyckeltal;")
    assert text.endswith("\r\n")


def test_an_outcome_has_both_views_exact_and_rounded_with_the_difference() -> None:
    row = next(
        one
        for one in rows()
        if (one["Indicator"], one["Segment"]) == ("K05", "") and "application" in one["Service"]
    )
    assert (row["As measured"], row["Numerator as measured"], row["Denominator as measured"]) == (
        "84.0%",
        "84",
        "100",
    )
    after = [f"{name} after agreed exclusions" for name in ("Numerator", "Denominator", "Verdict")]
    assert [row[name] for name in after] == ["84", "98", "Below target"]
    assert row["Difference"] == "1.71\xa0percentage points"
    assert (row["Points"], row["Points after repeat"]) == ("1", "2")
    assert row["Numerator if pending exclusions are accepted"] == "84"


def test_an_outcome_nobody_measured_has_empty_figures_not_zeros() -> None:
    row = next(one for one in rows() if one["Indicator"] == "K13" and one["Row"] == "outcome")
    assert (row["As measured"], row["Numerator as measured"], row["Cases"]) == ("not measured", "", "")


def test_every_kind_of_row_is_there() -> None:
    kinds = [row["Row"] for row in rows()]
    assert kinds.count("ticket") == 40
    assert kinds.count("outage") == 2
    assert kinds.count("credit") == 2
    assert "the supplier's figure: 93.0%" in kinds


def test_a_credit_is_an_amount_in_each_view() -> None:
    row = [one for one in rows() if one["Row"] == "credit"][1]
    assert (row["As measured"], row["After agreed exclusions"], row["Difference"]) == (
        "216000",
        "144000",
        "-72000",
    )


def test_a_credit_in_one_view_only_has_no_difference() -> None:
    results = make_results(credits=(credit("T3", View.AS_MEASURED, 2, 100),), tickets=())
    row = next(one for one in render_csv(results, "en").splitlines() if one.startswith("credit"))
    assert row.split(";")[16] == ""


def test_an_outcome_of_an_indicator_no_longer_in_the_contract_is_left_out() -> None:
    gone = outcome("GONE", Verdict.MET, figure(1, 1), Scope("T1"))
    assert "GONE" not in render_csv(make_results(outcomes=(gone,)), "en")


def test_evidence_is_in_seconds_and_utc() -> None:
    row = next(one for one in rows() if one["Row"] == "ticket")
    assert (row["Started (UTC)"], row["Time used"], row["Unit of time"]) == (
        "2026-10-20T05:00:00Z",
        "32460",
        "s",
    )


def test_a_time_in_working_days_says_so() -> None:
    text = render_csv(make_results(tickets=(ticket("A", in_working_days=True, ended_at=None),)), "sv")
    assert ";arbetsdagar;" in text


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_same_results_give_the_same_bytes(language: str) -> None:
    assert render_csv(make_results(), language) == render_csv(make_results(), language)
