"""The report of one unit or segment: its own figures beside the whole."""

from dataclasses import replace

from dashboards.document.model import Edition
from dashboards.reports.kinds import ReportKind
from evaluator.core.outcomes import Scope, Verdict
from tests.dashboards.builders import figure, in_both_views, make_results
from tests.dashboards.reports.reporting import (
    built,
    earlier_results,
    row,
    section_names,
    table,
    words_of,
)

UNIT = ReportKind.UNIT


def test_the_own_value_stands_beside_the_whole() -> None:
    # schools: 26 of 38 is 68,4 %; the whole: 84 of 98 is 85,7 %
    cells = row(built(UNIT, unit="schools"), "own", "K05")

    assert cells[2:] == ["68,4 %", "85,7 %", "38", "✗ Under målnivå"]


def test_the_first_sentence_counts_the_own_targets() -> None:
    # K05 with 68,4 % and K09b with 99,0 % are both below their targets
    text = words_of(built(UNIT, unit="schools"))

    assert "Mätningen visar att 0 av 2 servicenivåer som kunde bedömas nådde målnivån för Skolor." in text


def test_a_unit_of_few_cases_is_not_printed() -> None:
    # school-14 has 4 tickets
    cells = row(built(UNIT, unit="school-14"), "own", "K05")

    assert (cells[2], cells[4]) == ("för få", "för få")
    assert "1" not in cells[2:3]


def test_a_unit_of_enough_cases_is() -> None:
    cells = row(built(UNIT, unit="school-03"), "own", "K05")

    assert cells[2] == "15,0 %"  # 3 of 20


def test_a_segment_that_would_follow_from_a_small_one_is_hidden_with_it() -> None:
    small = in_both_views("K05", Verdict.MET, figure(3, 3, misses=0), Scope("T3", "districts"))
    kept = [one for one in make_results().outcomes if (one.indicator, one.scope) != ("K05", small[0].scope)]
    results = make_results(outcomes=(*kept, *small))

    cells = row(built(UNIT, unit="schools", results=results), "own", "K05")

    # 98 of the whole less 3 of the districts would tell both
    assert (cells[2], cells[4]) == ("för få", "för få")


def test_the_units_of_a_segment_are_in_the_confidential_edition_only() -> None:
    assert "units" in section_names(built(UNIT, unit="schools"))
    assert "units" not in section_names(built(UNIT, Edition.PUBLIC, unit="schools"))


def test_among_the_units_the_small_one_is_hidden() -> None:
    cells = row(built(UNIT, unit="schools"), "units-1", "Skola 14")

    assert cells[1:4] == ["för få", "för få", "för få"]


def test_earlier_months_stand_month_by_month() -> None:
    found = table(built(UNIT, unit="school-03", earlier=earlier_results(2)), "months")

    assert [cells[0].text for cells in found.rows] == ["2026-08", "2026-09", "2026-10"]
    assert [cells[2].text for cells in found.rows] == ["1", "1", "1"]


def test_one_month_alone_is_no_course_of_time() -> None:
    assert "months" not in section_names(built(UNIT, unit="school-03"))


def test_outages_of_the_unit_are_told_once() -> None:
    results = make_results()
    doubled = replace(results, outages=(results.outages[0], replace(results.outages[0], indicator="K10")))

    found = table(built(UNIT, unit="school-02", results=doubled), "outages")

    assert [cells[3].text.replace("\u00a0", " ") for cells in found.rows] == ["1 tim 30 min"]


def test_a_unit_from_which_a_small_one_would_follow_is_hidden_with_it() -> None:
    # 38 tickets of the schools: 20, 4 and 14. The reports of 20 and 14 side by side would tell the 4, so that
    # the smaller of them is not printed either.
    last = in_both_views("K05", Verdict.MET, figure(14, 14, misses=0), Scope("T3", "schools", "school-99"))
    contract = make_results().contract
    units = (*contract.units, contract.units[0].model_copy(update={"id": "school-99"}))
    results = make_results(
        outcomes=(*make_results().outcomes, *last), contract=contract.model_copy(update={"units": units})
    )

    printed = {
        unit: row(built(UNIT, unit=unit, results=results), "own", "K05")[4]
        for unit in ("school-03", "school-14", "school-99")
    }

    assert printed == {"school-03": "20", "school-14": "för få", "school-99": "för få"}
