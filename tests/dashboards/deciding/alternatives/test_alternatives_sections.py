"""What the sections about alternatives say."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from dashboards.deciding.alternatives import (
    build_alternatives_sections,
    build_cost_sections,
    build_sensitivity_sections,
    missing_of_alternatives,
    missing_of_costs,
)
from dashboards.deciding.alternatives.chance import separation_sentence
from dashboards.deciding.alternatives.figures import alternatives_document
from dashboards.document.model import Manner, Origin, Paragraph, Picture, Section, Table
from dashboards.wording import wording
from evaluator.core.deciding.alternatives.acceptability import Separation
from evaluator.core.deciding.alternatives.feasibility import Feasibility, FeasibilityState
from tests.dashboards.deciding.alternatives.small_findings import (
    complete,
    every_section,
    findings_of,
    table_of,
    text_of,
    untraced_numbers,
    words_of,
)
from tests.evaluator.core.deciding.alternatives.stated import amount, judged, label

ENGLISH, SWEDISH = wording("en"), wording("sv")


def everything(found: dict[str, Any] | None = None, language: str = "en") -> tuple[Section, ...]:
    findings, words = findings_of(found), wording(language)
    return (
        *build_alternatives_sections(findings, words),
        *build_sensitivity_sections(findings, words),
        *build_cost_sections(findings, words),
    )


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_number_leads_to_where_it_comes_from(language: str) -> None:
    assert untraced_numbers(everything(language=language)) == []


def test_a_measured_value_leads_to_the_command_that_explains_it() -> None:
    table = table_of(build_alternatives_sections(findings_of(), ENGLISH), "alternatives-values-p2")
    trace = table.rows[0][1].runs[0].trace
    assert trace is not None
    assert trace.origin is Origin.RESULT
    assert trace.query == "supplierwatch explain 2026-10/K05"


def test_a_judged_value_leads_to_the_file_and_says_who_judged_it_when_and_why() -> None:
    table = table_of(build_alternatives_sections(findings_of(), ENGLISH), "alternatives-values-p2")
    trace = table.rows[2][1].runs[0].trace
    assert trace is not None
    assert (trace.origin, trace.query) == (Origin.FILE, "alternatives.yaml: criteria[p2].values[anew]")
    assert trace.told == "Referensgruppen, 2026-11-04"
    assert table.rows[2][4].text == "Judged by Referensgruppen on 2026-11-04: skäl"


def test_the_indicators_that_contribute_to_a_measured_value_are_listed() -> None:
    said = text_of(build_alternatives_sections(findings_of(), ENGLISH))
    assert "Contributing indicators: K05 Resolution time P2." in said
    found = complete()
    found["criteria"][0]["measured_by"] = {"kind": "score_area", "area": "levels"}
    said = text_of(build_alternatives_sections(findings_of(found), ENGLISH))
    assert "Contributing indicators: K05 Resolution time P2 and K09b Availability B." in said


def test_a_drawn_share_leads_to_the_seed() -> None:
    findings = findings_of(seed=77)
    table = table_of(build_alternatives_sections(findings, ENGLISH), "alternatives-places")
    trace = table.rows[0][1].runs[0].trace
    assert trace is not None
    assert trace.origin is Origin.SIMULATION
    assert trace.query == "supplierwatch alternatives --period 2026-10 (seed 77)"


@pytest.mark.parametrize(
    ("language", "never"), [("en", ("best", "recommend", "should")), ("sv", ("bäst", "rekommend", "bör "))]
)
def test_nothing_is_recommended(language: str, never: tuple[str, ...]) -> None:
    said = text_of(everything(language=language)).lower()
    assert [word for word in never if word in said] == []


def test_the_first_sentence_says_with_these_weights() -> None:
    # Bridge is as prolonging in everything: both have the highest value.
    found = complete()
    found["costs"]["is_confidential"] = False
    said = text_of(build_alternatives_sections(findings_of(found), SWEDISH))
    assert "Med dessa vikter får Förlängning och Bro högst värde:" in said


def test_the_first_sentence_has_no_sum_where_the_cost_is_kept_apart() -> None:
    said = text_of(build_alternatives_sections(findings_of(), SWEDISH))
    assert "Med dessa vikter får Förlängning och Bro högst värde, följt av Ny." in said


def tipped() -> dict[str, Any]:
    """Procuring anew judged better and dearer than what is measured."""
    found = complete()
    found["criteria"][0]["values"] = [judged("anew", likely="99 %"), judged("bridge", likely="81 %")]
    found["costs"]["by_alternative"][1] |= {"running": amount(12_000_000)}
    return found


def test_what_would_change_the_order_is_told_with_the_weight_and_the_weight_now() -> None:
    said = text_of(build_sensitivity_sections(findings_of(tipped()), SWEDISH))
    assert "Kostnad väger mer än" in said
    assert "(nu 40\u00a0%): då får Förlängning det." in said


def test_an_alternative_below_a_floor_is_named_and_stays() -> None:
    findings = findings_of(tipped())
    sections = build_alternatives_sections(findings, SWEDISH)
    assert "Bro faller under golvet på P2 i tid." in text_of(sections)
    assert len(table_of(sections, "alternatives-totals").rows) == 4


def test_that_the_data_cannot_tell_them_apart_is_an_answer_with_its_rule() -> None:
    said = text_of(build_alternatives_sections(findings_of(), SWEDISH))
    assert "Underlaget kan inte skilja alternativen åt:" in said
    assert "i minst 80\u00a0% av 1\u00a0000 dragningar." in said


def test_without_one_alternative_first_alone_no_weight_holds_it() -> None:
    said = text_of(build_sensitivity_sections(findings_of(), ENGLISH))
    assert "No alternative has the highest value alone" in said


def test_what_is_first_everywhere_is_said_to_be_so_whatever_a_criterion_weighs() -> None:
    found = complete()
    found["criteria"][0]["values"] = [judged("anew", likely="100 %"), judged("bridge", likely="81 %")]
    found["costs"]["by_alternative"][1] |= {
        "running": amount(1_000_000),
        "appeal": "none",
    }
    said = text_of(build_sensitivity_sections(findings_of(found), ENGLISH))
    assert "Ny has the highest value, whatever any one criterion weighs." in said
    assert "the first place stays." in said


def test_other_readings_of_the_results_stand_beside_the_usual_one() -> None:
    table = table_of(build_sensitivity_sections(findings_of(), ENGLISH), "alternatives-readings-table")
    assert [row[0].text for row in table.rows[:5]] == [
        "after agreed exclusions (as above)",
        "as measured, without exclusions",
        "if all pending exclusions are accepted",
        "all unknown facts against the supplier",
        "all unknown facts for the supplier",
    ]


def test_a_value_that_nobody_stated_is_named_and_not_zero() -> None:
    found = complete()
    found["criteria"][0]["values"] = [judged("bridge", same_as="prolong")]
    findings = findings_of(found)
    sections = build_alternatives_sections(findings, ENGLISH)
    assert missing_of_alternatives(findings, ENGLISH) == ("Ny has no value on P2 i tid",)
    [told] = [
        block
        for section in sections
        for block in section.every_block()
        if isinstance(block, Paragraph) and block.manner is Manner.INCOMPLETE
    ]
    assert "Ny: P2 i tid" in words_of(told)
    said = text_of(build_sensitivity_sections(findings, ENGLISH)) + text_of(sections)
    assert "In no draw, since values are not stated: Ny." in said
    assert "The data cannot tell the alternatives apart:" in said
    row = table_of(sections, "alternatives-totals").rows[3]
    assert row[1].text == "not stated"
    assert "\u2013" in row[3].text


def test_where_nothing_is_complete_nothing_is_summed_up() -> None:
    found = complete()
    found["costs"]["by_alternative"] = []
    said = text_of(build_alternatives_sections(findings_of(found), ENGLISH))
    assert said.count("No alternative has a value on every criterion") == 2


def test_what_nobody_looked_into_is_marked_as_assumed() -> None:
    found = complete()
    found["criteria"][0]["values"][1]["is_assumed"] = True
    said = text_of(build_alternatives_sections(findings_of(found), ENGLISH))
    assert "Assumed, not looked into: Ny." in said


def test_conditions_have_the_notice_date_of_the_contract() -> None:
    found = complete()
    found["alternatives"][0]["requires"] = [
        {"what": label("Optionen påkallas"), "notice_of": "o2"},
        {"what": label("Jurist prövar")},
    ]
    said = text_of(build_alternatives_sections(findings_of(found), SWEDISH))
    assert "Förlängning: Optionen påkallas, senast den 31 december 2027." in said
    assert "Förlängning: Jurist prövar." in said


def test_what_the_time_plan_finds_is_a_condition_and_drops_nothing() -> None:
    late = Feasibility(FeasibilityState.NOT_FEASIBLE, Fraction(2, 100), date(2028, 12, 31), date(2025, 2, 3))
    findings = findings_of(feasibility={"anew": late})
    table = table_of(build_alternatives_sections(findings, ENGLISH), "alternatives-time")
    assert [cell.text for cell in table.rows[2]] == [
        "Ny",
        "not feasible in time",
        "2%",
        "2028-12-31",
        "2025-02-03",
    ]
    assert table.rows[0][1].text == "not assessed: no time plan"
    assert len(findings.order) == len(findings_of().order)


def test_a_share_short_of_what_the_rule_asks_for_is_not_rounded_up_to_it() -> None:
    # The rule asks for 80 %; 79.98 % is short of it, and reads as 79 %.
    short = Separation(None, "prolong", Fraction(7998, 10_000), Fraction(4, 5))
    told = separation_sentence(replace(findings_of(), separation=short), ENGLISH)
    assert "".join(run.text for run in told).endswith("Förlängning is most often first, in 79% of the draws.")


def test_a_probability_reads_as_in_the_time_plan_rounded_down() -> None:
    # 0.79986 is short of 80 %; the time plan says 79 %, and so does this table of the same document.
    short = Feasibility(FeasibilityState.UNCERTAIN, Fraction(79_986, 100_000))
    table = table_of(
        build_alternatives_sections(findings_of(feasibility={"anew": short}), ENGLISH), "alternatives-time"
    )
    assert table.rows[2][2].text == "79%"


def test_amounts_and_the_scale_of_a_confidential_cost_are_in_confidential_sections_alone() -> None:
    sections = everything(tipped(), "sv")
    public = tuple(one for one in every_section(sections) if not one.is_confidential)
    said = "\n".join(words_of(block) for section in public for block in section.blocks)
    assert "mnkr" not in said
    assert "Beloppen och skalan finns i den sekretessbelagda bilagan." in said
    assert [one.name for one in every_section(sections) if one.is_confidential] == [
        "alternatives-sums",
        "alternatives-chance-sums",
        "alternatives-tipping-sums",
        "alternatives-readings-sums",
        "cost-amounts",
        "cost-break-even-section",
    ]


def test_no_sum_that_a_confidential_cost_could_be_worked_out_of_is_in_the_open() -> None:
    # The points of the other criteria are open: a sum of points, or the weight at which two sums are equal,
    # less what the others contribute gives the points of cost, and these its amount.
    sections = every_section(everything(tipped(), "sv"))
    blocks = [block for one in sections if not one.is_confidential for block in one.blocks]
    tables = {block.name for block in blocks if isinstance(block, Table)}
    computed = {
        "alternatives-totals",
        "alternatives-drawn-sums",
        "alternatives-tipping-weights",
        "alternatives-readings-table",
    }
    assert not computed & tables
    said = "\n".join(words_of(block) for block in blocks)
    assert "av 100 poäng" not in said
    assert "kostnaden går att räkna ut ur dem" in said


def test_costs_that_are_not_confidential_are_in_the_open() -> None:
    found = complete()
    found["costs"]["is_confidential"] = False
    sections = everything(found, "sv")
    assert not any(one.is_confidential for one in every_section(sections))
    assert "mnkr" in text_of(build_alternatives_sections(findings_of(found), SWEDISH))


def test_without_costs_the_basis_is_incomplete() -> None:
    found = complete()
    found["costs"] = None
    found["criteria"][1]["measured_by"] = None
    findings = findings_of(found)
    assert not findings.is_cost_complete
    assert missing_of_costs(findings, SWEDISH) == ("inga kostnader är angivna",)
    [section] = build_cost_sections(findings, SWEDISH)
    assert "Underlaget är ofullständigt: inga kostnader är angivna." in text_of((section,))


def test_a_missing_part_of_a_cost_is_named_and_has_no_total() -> None:
    found = complete()
    found["costs"]["by_alternative"][1]["transition"] = None
    findings = findings_of(found)
    assert missing_of_costs(findings, ENGLISH) == ("Ny: transition is not stated",)
    sections = build_cost_sections(findings, ENGLISH)
    assert "not counted as 0: Ny: transition." in text_of(sections)
    assert table_of(sections, "cost-totals").rows[2][5].text == "not stated"


def test_the_break_even_month_agrees_with_a_calculation_by_hand() -> None:
    # The fees are 3.6 + 7.2 = 10.8 million and nothing is indexed; procuring anew runs at 10.
    # Once: 8 + 2 x 1 + 5.3 % of 4.25 = 10.22525; 0.8 saved a month covers it in month 13 of 24.
    found = complete()
    found["costs"]["months"] = 24
    findings = findings_of(found)
    assert findings.costs is not None
    even = findings.costs.break_evens["anew"]
    assert even.to_cover == Fraction(1_022_525_000, 100)
    assert even.month == 13
    row = table_of(build_cost_sections(findings, ENGLISH), "cost-break-even").rows[1]
    assert (row[1].text, row[3].text) == ("10.2\u00a0MSEK", "13")


def test_published_defaults_carry_source_and_year() -> None:
    said = text_of(build_cost_sections(findings_of(), SWEDISH))
    assert "5,3\u00a0% (Upphandlingsmyndigheten" in said
    assert ", 2022)" in said
    assert "4,0\u20134,5\u00a0mnkr" in said


def test_stated_rates_and_own_figures_of_an_appeal_are_told() -> None:
    found = complete()
    found["costs"] |= {
        "index": {"share": "2 %", "source": label("Inflationsmålet")},
        "discount": {"share": "3 %", "source": label("Kalkylräntan")},
    }
    own = {"probability": "12 %", "source": label("Antaget"), "cost": amount(7_000_000)}
    found["costs"]["by_alternative"][1]["appeal"] = own
    said = text_of(build_cost_sections(findings_of(found), SWEDISH))
    assert "Priserna räknas upp varje kalenderår med 2,0\u00a0%. Inflationsmålet." in said
    assert "Beloppen diskonteras varje kalenderår med 3,0\u00a0%. Kalkylräntan." in said
    assert "Upphandlingsmyndigheten" not in said


def test_pictures_say_in_words_what_they_show() -> None:
    pictures = [
        block for section in everything() for block in section.every_block() if isinstance(block, Picture)
    ]
    assert len(pictures) == 3
    assert all(one.described and one.svg.startswith("<svg") for one in pictures)


def test_the_same_seed_gives_the_same_document_and_another_others() -> None:
    first, again, other = (alternatives_document(findings_of(seed=seed)) for seed in (1, 1, 2))
    assert first == again
    assert first["places"] != other["places"]
    assert first["totals"] == other["totals"]


def test_the_document_for_machines_is_exact() -> None:
    found = alternatives_document(findings_of(tipped()))
    assert found["costs"]["break_even"]["anew"]["month"] is None
    assert found["told_apart"]["needed"] == "4/5"
    assert alternatives_document(findings_of())["order"][0] == ["prolong", "bridge"]


def test_the_document_for_machines_says_where_there_are_no_costs() -> None:
    found = complete()
    found["costs"] = None
    found["criteria"][1]["measured_by"] = None
    shown = alternatives_document(findings_of(found))
    assert shown["costs"] is None
    assert shown["totals"][0]["total"] is None
