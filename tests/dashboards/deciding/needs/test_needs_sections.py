"""Needs as people read them: voices apart, the trace, measured beside voiced, and the dialogue back."""

import re
from collections.abc import Iterable, Iterator

import pytest

from dashboards.deciding.needs import (
    build_needs_sections,
    build_unit_needs_sections,
    missing_of_needs,
)
from dashboards.deciding.needs.document import needs_document
from dashboards.deciding.needs.findings import NeedsFindings
from dashboards.document.model import Manner, Paragraph, Picture, Run, Section, Table, runs_of
from dashboards.wording import wording
from evaluator.core.deciding.needs.trace import Known
from tests.dashboards.deciding.needs.needs_findings import make_findings, with_results
from tests.evaluator.core.deciding.needs.registers import (
    basis,
    body,
    checked_by,
    known,
    label,
    need,
    requirement,
    voice,
)

EN, SV = wording("en"), wording("sv")


def sections(findings: NeedsFindings | None = None) -> tuple[Section, ...]:
    return build_needs_sections(make_findings() if findings is None else findings, EN)


def table(name: str, found: Iterable[Section]) -> list[list[str]]:
    [wanted] = [
        block
        for section in found
        for block in section.every_block()
        if isinstance(block, Table) and block.name == name
    ]
    return [[cell.text for cell in row] for row in wanted.rows]


def every_run(found: Iterable[Section]) -> Iterator[Run]:
    for section in found:
        for block in section.every_block():
            yield from runs_of(block)


def paragraphs(found: Iterable[Section], manner: Manner) -> list[str]:
    return [
        "".join(run.text for run in block.runs)
        for section in found
        for block in section.every_block()
        if isinstance(block, Paragraph) and block.manner is manner
    ]


def test_each_group_stands_for_itself_with_the_strongest_first_and_the_total_only_beside() -> None:
    rows = table("needs-marks", sections())
    # Together: 30 heads and 10 teachers are shown, (30*2 + 10*4) / 40 = 2.5; the 3 teachers are not in it.
    assert rows[:5] == [
        ["N1 N1", "Unions", "1 body", "5.0", "1.0"],
        ["N1", "Teachers, schools", "10", "4.0", "2.0"],
        ["N1", "Heads, districts", "30", "2.0", "4.0"],
        ["N1", "Teachers, districts", "too few", "", ""],
        ["N1", "The groups shown, together", "40", "2.5", ""],
    ]


def test_the_needs_of_each_segment_come_by_importance() -> None:
    assert table("needs-segments", sections()) == [
        ["Schools", "2", "N1 4.0; N3 3.0"],
        ["Districts", "1", "N1 2.0"],
        ["Without a segment", "2", "N1 5.0; N2 3.0"],
    ]


def test_a_need_of_too_few_is_named_without_its_mark() -> None:
    found = sections(make_findings([need("N1", voice("heads", 4, 3, segment="schools"))], []))
    assert table("needs-segments", found)[0] == ["Schools", "1", "N1 (not shown)"]


def test_who_was_heard_is_counted_by_group() -> None:
    assert table("needs-groups", sections()) == [
        ["Heads", "3", "3"],
        ["Unions", "1", "1"],
        ["Teachers", "2", "1"],
    ]
    assert table("needs-occasions", sections()) == [["Workshop", "2026-03-11", "KS 2026/0000", "6"]]


def test_the_picture_leaves_small_groups_out_and_says_so() -> None:
    [picture] = [block for one in sections() for block in one.every_block() if isinstance(block, Picture)]
    assert "1 voice is left out: too few persons" in picture.caption
    assert picture.described == "Important, and little satisfied: N1 (Unions) and N1 (Teachers, schools)."


def test_the_picture_has_a_mark_of_its_own_for_each_group() -> None:
    [picture] = [block for one in sections() for block in one.every_block() if isinstance(block, Picture)]
    # Heads: a dot; unions: a square; teachers: a triangle. Each once in the picture and once in the legend.
    assert picture.svg.count("<circle") == 2
    assert picture.svg.count('width="6.6"') == 2
    assert picture.svg.count("<polyline") == 2


def test_without_satisfaction_there_is_no_picture() -> None:
    found = sections(make_findings([need("N1", voice("heads", 3, 30))], []))
    assert not [block for one in found for block in one.every_block() if isinstance(block, Picture)]


def test_where_nobody_is_important_and_little_satisfied_the_picture_says_that() -> None:
    found = sections(make_findings([need("N1", voice("heads", 5, 30, satisfaction=5))], []))
    [picture] = [block for one in found for block in one.every_block() if isinstance(block, Picture)]
    assert picture.described == "No group finds a need important that it is little satisfied with."


def test_the_trace_leads_from_need_to_source_and_names_requirements_without_a_need() -> None:
    assert table("needs-trace-table", sections()) == [
        ["N1", "R1 R1", "Shall", "K05 Resolution time P2", "tickets", ""],
        ["N1", "R2 R2", "Should", "No check stated", "", ""],
        ["N2", "No requirement: for the employer", "", "", "", ""],
        ["N3", "No requirement, and no reason stated", "", "", "", ""],
        ["No need", "R3 R3", "Shall", "K99 (in no contract)", "", ""],
    ]


def test_the_months_that_were_measured_stand_with_the_indicator() -> None:
    rows = table("needs-trace-table", sections(with_results()))
    assert rows[0][5] == "24 of 24"


def test_a_requirement_without_need_shows_its_reason_and_how_it_is_checked() -> None:
    one = requirement("R1", without_need=label("law"), check={"method": "test", "how": label("ten programs")})
    rows = table("needs-trace-table", sections(make_findings([need("N1")], [one])))
    assert rows[-1][1:4] == ["R1 R1 (law)", "Shall", "Test: ten programs"]


def test_an_indicator_of_the_draft_is_named_so() -> None:
    one = requirement("R1", needs=["N1"], check=checked_by("K99"))
    found = sections(make_findings([need("N1")], [one], known(drafted=frozenset({"K99"}))))
    assert table("needs-trace-table", found)[0][3] == "K99 (in the draft)"
    assert table("needs-unverified", found)[0][2] == "K99 is measured only under the next contract"


def test_unverified_requirements_are_listed_with_the_reason() -> None:
    assert table("needs-unverified", sections()) == [
        ["R3 R3", "Shall", "K99 is defined in no contract"],
        ["R2 R2", "Should", "No check is stated"],
    ]


def test_gaps_are_named_in_either_direction() -> None:
    there = known(basis("K05"), basis("K09b", is_fed=False), segments=("schools", "districts"))
    [trace] = [one for one in sections(make_findings(there=there)) if one.name == "needs-trace"]
    [entries] = [block for block in trace.blocks if block.kind == "entries"]
    told = {term: "".join(run.text for run in said) for term, said in entries.entries}  # type: ignore[union-attr]  # chosen by kind
    assert told == {
        "Needs with neither a requirement nor a reason why not": "N3",
        "Requirements that no need and no other reason asks for": "R3",
        "Requirements checked by an indicator that no contract defines": "R3 (K99)",
        "Indicators that no source gives figures for": "K09b Availability B",
        "Indicators that answer no need and check no requirement": "K09b Availability B",
    }


def test_what_leaves_the_analysis_incomplete_is_a_sentence_each() -> None:
    findings = make_findings(there=Known({}, segments=("districts", "companies")))
    assert missing_of_needs(findings, EN) == (
        "Needs with neither a requirement nor a reason why not: N3",
        "Segments in which nobody was heard: companies",
        "Requirements checked by an indicator that no contract defines: R1 (K05) and R3 (K99)",
    )


def test_a_register_without_gaps_is_complete_and_says_so() -> None:
    covered = make_findings([need("N1")], [requirement("R1", needs=["N1"], check=checked_by("K05"))])
    assert missing_of_needs(covered, EN) == ()
    words = " ".join(run.text for run in every_run(sections(covered)))
    assert "Nothing is uncovered, from needs to sources and from sources to needs." in words


def test_an_empty_register_is_incomplete() -> None:
    findings = make_findings([], [])
    assert missing_of_needs(findings, EN) == ("The register holds no need yet.",)
    assert paragraphs(sections(findings), Manner.INCOMPLETE) == ["The register holds no need yet."]


def test_what_was_measured_stands_beside_what_was_voiced() -> None:
    rows = table("needs-measured-table", sections(with_results()))
    assert rows == [
        [
            "N1",
            "Unions 1.0; Teachers, schools 2.0; Heads, districts 4.0",
            "K05 Resolution time P2: at least 90%, limit 8\u00a0h",
            "Service desk 91.0% ✓; Server and application operation 85.7% ✗",
        ]
    ]


def test_a_measured_figure_is_traced_to_the_command_that_explains_it() -> None:
    [value] = [run for run in every_run(sections(with_results())) if run.text == "85.7%"]
    assert value.trace is not None
    assert value.trace.query == "supplierwatch explain 2026-10/K05/T3"


def test_without_an_evaluation_the_page_says_that_nothing_stands_beside_the_voices() -> None:
    assert "Nothing was evaluated yet: there is no measurement to set beside the voices." in paragraphs(
        sections(), Manner.INCOMPLETE
    )


def test_every_mark_and_count_leads_to_its_file() -> None:
    bare = re.compile(r"^\d+(\.\d)?$")
    figures = [run for run in every_run(sections(with_results())) if bare.match(run.text)]
    assert figures
    assert all(run.trace is not None for run in figures)


def test_what_became_of_each_need_is_told_with_reason_decision_and_who_was_told() -> None:
    rows = table("needs-dialogue-table", sections())
    assert rows[0] == [
        "N1 N1",
        "Taken up in part",
        "Support in schools. Most needed there.",
        "2026-09-21, it-direktör",
        "Unions 2026-10-07",
    ]
    assert rows[1] == ["N2 N2", "Not decided yet", "", "", ""]


def test_overdue_answers_are_listed_with_who_waits() -> None:
    # Ten days from 30 October to 9 November; the unions were told.
    assert table("needs-overdue", sections()) == [
        ["N1", "Heads", "2026-10-30", "10"],
        ["N1", "Teachers", "2026-10-30", "10"],
        ["N1", "Skola 01 (teachers)", "2026-10-30", "10"],
        ["N2", "Heads", "2026-10-30", "10"],
        ["N3", "Skola 02 (heads)", "2026-10-30", "10"],
    ]


def test_without_a_day_set_that_is_said_instead() -> None:
    found = sections(make_findings([need("N1")], [], answer_by=None))
    assert paragraphs(found, Manner.INCOMPLETE)[-1] == "No day is set by which these are answered: N1."


def test_a_unit_sees_what_it_said_and_what_became_of_it() -> None:
    found = build_unit_needs_sections(make_findings(), "school-01", EN)
    assert table("needs-unit-marks", found) == [["N1", "Teachers", "", "10", "4.0", "2.0"]]
    assert [row[:2] for row in table("needs-unit-dialogue", found)] == [["N1 N1", "Taken up in part"]]
    assert paragraphs(found, Manner.INCOMPLETE) == ["Not answered in time: N1."]


def test_a_unit_whose_segment_spoke_sees_the_need_too() -> None:
    needs = [need("N1", voice("teachers", 4, 10, segment="schools"))]
    found = build_unit_needs_sections(make_findings(needs, []), "school-03", EN)
    assert table("needs-unit-marks", found)[0][:2] == ["N1", "Voiced by its segment"]


@pytest.mark.parametrize(("respondents", "told"), [(4, "too few"), (None, "not stated")])
def test_a_units_small_voice_is_not_shown_even_to_itself(respondents: int | None, told: str) -> None:
    few = voice("teachers", 4, respondents, unit="school-01", said=label("words of few"))
    needs = [need("N1", few)]
    found = build_unit_needs_sections(make_findings(needs, []), "school-01", EN)
    assert table("needs-unit-marks", found) == [["N1", "Teachers", "", told, "", ""]]


def test_a_unit_that_voiced_nothing_is_told_so() -> None:
    [found] = build_unit_needs_sections(make_findings(), "school-09", EN)
    words = "".join(run.text for run in every_run([found]))
    assert words == "Skola 09 has voiced no need that is in the register."


def test_an_assumed_register_says_so() -> None:
    assert paragraphs(sections(make_findings(is_assumed=True)), Manner.ASSUMED) == [
        "Nobody was asked: needs, voices, marks and requirements here are assumptions."
    ]


def test_swedish_has_decimal_commas_and_its_own_words() -> None:
    rows = table("needs-marks", build_needs_sections(make_findings(), SV))
    assert rows[4] == ["N1", "Redovisade grupper tillsammans", "40", "2,5", ""]
    assert rows[3][2] == "för få"


def test_the_document_for_programs_tells_nothing_of_small_groups() -> None:
    found = needs_document(make_findings())
    small = [one for one in found["needs"][0]["ratings"] if one["shown"] == "too_few"]
    assert small == [
        {
            "group": "teachers",
            "segment": "districts",
            "speaks_as": "persons",
            "shown": "too_few",
            "count": None,
            "importance": None,
            "satisfaction": None,
        }
    ]
    assert found["voices"] == {"heads": 3, "teachers": 2, "unions": 1}


def test_the_document_of_a_unit_holds_only_its_needs() -> None:
    found = needs_document(make_findings(), "school-02")
    assert [one["id"] for one in found["needs"]] == ["N3"]
    assert [one["need"] for one in found["answers"]] == ["N3"]


def test_bodies_of_many_positions_are_counted_as_bodies() -> None:
    found = sections(make_findings([need("N1", body("unions", 5), body("unions", 4))], []))
    assert table("needs-marks", found) == [["N1 N1", "Unions", "2 bodies", "4.5", ""]]
