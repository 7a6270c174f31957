"""Figures explained from published results: the reckoning, the evidence, and what is not told."""

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from dashboards.explanation.figures import explain_figure
from dashboards.explanation.html_form import render_explanation
from dashboards.explanation.json_form import figure_document
from dashboards.explanation.pictures import Bars, Dots, Look, Timeline
from dashboards.explanation.telling import MaintenanceWindow
from dashboards.explanation.text_picture import draw_text
from dashboards.wording import wording
from evaluator.core.money.credits import Cap
from evaluator.core.outcomes import Scope, Verdict, View
from tests.dashboards.builders import (
    PERIOD,
    credit,
    figure,
    in_both_views,
    make_evaluation,
    make_results,
    outage,
    ticket,
)
from tests.dashboards.explanation.telling import cells, explained, facts_of, sentences

HOUR = 3600


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("view", list(View))
def test_every_figure_is_explained_in_words_pictures_and_for_programs(language: str, view: View) -> None:
    results = make_results()
    for key, subject in facts_of(results).keys.subjects.items():
        behind = tuple(one for one in results.tickets if one.indicator == subject.name)
        facts = facts_of(results, language, view, behind)
        told = explain_figure(facts, subject)
        assert told.title
        assert told.parts
        assert json.loads(json.dumps(figure_document(facts, key, subject)))["explain"] == key
        page = render_explanation([told], key, language)
        assert f'<html lang="{language}">' in page
        for part in told.parts:
            if isinstance(part, Timeline | Bars | Dots):
                assert draw_text(part, wording(language))


def test_both_views_stand_beside_each_other_with_numerator_and_denominator() -> None:
    rows = {name: values for name, *values in cells(explained("2026-10/K05/T3"), "The views")}
    assert rows["Numerator"] == ["84", "84", "84"]
    # two tickets are left out by agreed exclusions, five more by an undecided one
    assert rows["Denominator"] == ["100", "98", "93"]
    assert rows["Points after repeat"] == ["4", "2", "0"]


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        # as measured 84 of 100; two left out by agreed exclusions, five more by an undecided one
        (View.AS_MEASURED, ["As measured: 84 of 100"]),
        (View.AFTER_EXCLUSIONS, ["As measured: 84 of 100", "After agreed exclusions: 84 of 98"]),
        (
            View.IF_PENDING_ACCEPTED,
            ["As measured: 84 of 100", "If pending exclusions are accepted: 84 of 93"],
        ),
    ],
)
def test_each_count_stands_under_the_name_of_its_view(view: View, expected: list[str]) -> None:
    [said] = [
        text
        for text in sentences(explained("2026-10/K05/T3", facts_of(view=view)))
        if "Measured from" in text
    ]
    for part in expected:
        assert part in said
    assert said.count("84 of") == len(expected)


def test_of_an_availability_it_is_told_what_its_numbers_count() -> None:
    told = " ".join(sentences(explained("2026-10/K09b/T3")))
    assert "Counted in seconds, times the users or other weights" in told
    assert "Counted in seconds" not in " ".join(sentences(explained("2026-10/K05/T3")))


def test_a_view_that_nothing_undecided_makes_goes_by_the_name_of_the_one_shown() -> None:
    told = explained("2026-10/K09b/T3", facts_of(view=View.IF_PENDING_ACCEPTED))
    assert sentences(told)[0] == "\u2717 Below target, 99.49%, After agreed exclusions, 1 point"


def test_a_repeated_miss_tells_what_was_doubled() -> None:
    said = sentences(explained("2026-10/K05/T3"))
    assert any("its points are multiplied: 1 \u00d7 2 = 2." in text for text in said)


def test_the_exclusions_and_their_effect_are_told() -> None:
    told = explained("2026-10/K05/T3")
    assert [row[0] for row in cells(told, "Exclusions that could concern it")] == ["E2", "E1"]
    # 84/98 - 84/100 = 1.714 percentage points
    assert any("a difference of +1.71 percentage points" in text for text in sentences(told))


def test_only_the_worst_tickets_are_named_unless_all_are_asked_for() -> None:
    behind = make_results().tickets
    told = explained("2026-10/K05/T3", facts_of(tickets=behind))
    rows = cells(told, "Tickets, the longest over the limit first")
    assert [row[0] for row in rows[:2]] == ["INC0040", "INC0039"]
    assert len(rows) == 10
    assert "and 30 more: --all" in sentences(told)
    assert "supplierwatch explain INC0040" in sentences(told)
    everything = explained("2026-10/K05/T3", facts_of(tickets=behind, shows_all=True))
    assert len(cells(everything, "Tickets, the longest over the limit first")) == 40


def test_a_segment_rests_on_its_own_tickets() -> None:
    behind = (ticket("A", segment="schools"), ticket("B", segment="districts"), ticket("C", service=""))
    told = explained("2026-10/K05/T3/schools", facts_of(tickets=behind))
    assert [row[0] for row in cells(told, "Tickets, the longest over the limit first")] == ["A"]


def test_a_ticket_of_no_known_service_counts_in_the_whole() -> None:
    told = explained("2026-10/K05/T3", facts_of(tickets=(ticket("C", service="", unknown=True),)))
    assert [row[0] for row in cells(told, "Tickets, the longest over the limit first")] == ["C"]


def test_of_too_few_cases_nothing_is_told() -> None:
    few = in_both_views("K05", Verdict.MISSED, figure(2, 3, misses=1), Scope("T3", "schools"))
    facts = facts_of(make_results(outcomes=tuple(few)), tickets=(ticket("A"),))
    told = explained("2026-10/K05/T3/schools", facts)
    assert sentences(told) == ["It rests on fewer than 5 cases, too few to be told."]
    document = figure_document(facts, "k", facts.keys.find("2026-10/K05/T3/schools")[0])
    assert document["outcome"]["figure"] is None
    assert "tickets" not in document


def test_a_figure_that_a_view_has_not_is_told_as_such() -> None:
    only = tuple(one for one in make_results().outcomes if one.view is View.AFTER_EXCLUSIONS)
    told = explained("2026-10/K03/T1", facts_of(make_results(outcomes=only), view=View.AS_MEASURED))
    assert sentences(told) == ["Nothing was published of it in this view."]


def test_cases_with_a_limit_are_drawn_against_it() -> None:
    behind = (
        ticket("A", used=4 * HOUR, limit=8 * HOUR, missed=False),
        ticket("B", used=12 * HOUR, limit=8 * HOUR),
    )
    told = explained("2026-10/K05/T3", facts_of(tickets=behind))
    [dots] = [part for part in told.parts if isinstance(part, Dots)]
    assert {(dot.words, dot.place, dot.is_missed) for dot in dots.dots} == {
        ("A", Fraction(1, 2), False),
        ("B", Fraction(3, 2), True),
    }


def test_what_is_counted_is_drawn_by_day() -> None:
    behind = (
        ticket("A", indicator="K04"),
        ticket("B", indicator="K04"),
        ticket("C", indicator="K04", missed=False),
    )
    told = explained("2026-10/K04/T3", facts_of(tickets=behind))
    [days] = [part for part in told.parts if isinstance(part, Bars)]
    assert [bar.text for bar in days.bars] == ["2"]


def test_an_availability_is_drawn_as_a_strip_of_its_month() -> None:
    window = MaintenanceWindow("T3", "", outage().starts_at, outage().starts_at + HOUR)
    other = replace(window, service="T1")
    unknown = outage(state="unknown", counted=0)
    results = make_results(outages=(outage(), outage(state="degraded", ends_at=None), unknown))
    told = explained("2026-10/K09b/T3", facts_of(results, maintenance=(window, other)))
    [strip] = [part for part in told.parts if isinstance(part, Timeline)]
    assert [lane.stretches[0].look for lane in strip.lanes] == [
        Look.DOWN,
        Look.DEGRADED,
        Look.UNKNOWN,
        Look.MAINTENANCE,
    ]
    assert len(strip.lanes[3].stretches) == 1
    assert strip.lanes[1].stretches[0].ends_at == results.period.ends_at


def test_a_month_without_outages_has_an_empty_strip() -> None:
    told = explained("2026-10/K09b/T3", facts_of(make_results(outages=())))
    [strip] = [part for part in told.parts if isinstance(part, Timeline)]
    assert [(lane.label, lane.stretches) for lane in strip.lanes] == [("No outage", ())]


def test_a_credit_is_reckoned_from_points_to_money() -> None:
    said = sentences(explained("2026-10/credit/T3"))
    # 4 x 0.5 % = 2 % of 7 200 000 = 144 000
    assert "4 points times 0.5% are 2% of the monthly fee of SEK 7,200,000, or SEK 144,000." in said
    assert "No cap lowers it." in said
    assert "SEK 144,000 rounded as the contract says is SEK 144,000." in said


def test_a_credit_held_down_names_the_cap() -> None:
    held = credit(
        "T3",
        View.AFTER_EXCLUSIONS,
        30,
        7_200_000,
        share=Fraction(12, 100),
        capped_by=Cap.SERVICE,
        amount=Decimal(864_000),
    )
    said = sentences(explained("2026-10/credit/T3", facts_of(make_results(credits=(held,)))))
    # 30 x 0.5 % = 15 %, held to 12 % of 7 200 000 = 864 000
    assert "Held down last by: Cap of the service. It leaves 12% of the fee, or SEK 864,000." in said


def test_all_credits_add_up_to_the_total() -> None:
    said = sentences(explained("2026-10/credit"))
    assert "SEK 144,000 = SEK 144,000" in said
    # 10 % of 3 600 000 + 7 200 000
    assert "All services together give at most 10% of all fees, SEK 1,080,000." in said


def test_points_come_from_the_indicators_of_the_service() -> None:
    told = explained("2026-10/points/T3")
    found = {row[0].split()[0]: row[5] for row in cells(told, "Indicators")}
    # those without a miss give none; K12 is about T1 alone, K13 leads to no credit
    assert found == {"K04": "1", "K05": "2", "K09b": "1", "K10": "0"}
    assert "1 + 2 + 1 = 4 points" in sentences(told)
    assert "supplierwatch explain 2026-10/credit/T3" in sentences(told)


def test_the_score_is_the_weighted_sum_of_its_areas() -> None:
    told = explained("2026-10/score")
    # 80 % of 87.5 = 70; 20 % of anything from 0 to 100 = 0 to 20
    rows = {row[0]: row[1:] for row in cells(told, "Areas of the scorecard")}
    assert rows["Service levels"][3] == "70.00"
    assert rows["Economy"][3] == "0.00 to 20.00"


def test_an_area_names_the_outcomes_behind_it() -> None:
    told = explained("2026-10/score/levels")
    rows = cells(told, "Outcomes")
    assert {row[0] for row in rows} == {"K05", "K09b"}
    # October: K05 on T1 met (100), on T3 1 point before doubling (75)
    assert [row[-1] for row in rows if row[2] == "October 2026" and row[0] == "K05"] == ["100.00", "75.00"]


@pytest.mark.parametrize(
    ("area", "language", "expected"),
    [
        ("levels", "en", "87.50 of 100."),
        ("levels", "sv", "87,50 av 100."),
        ("economy", "en", "No facts; it lies between 0.00 and 100.00 of 100."),
        ("economy", "sv", "Underlag saknas; det ligger mellan 0,00 och 100,00 av 100."),
    ],
)
def test_the_score_of_an_area_is_told_with_both_ends_where_they_differ(
    area: str, language: str, expected: str
) -> None:
    assert sentences(explained(f"2026-10/score/{area}", facts_of(language=language)))[0] == expected


def test_an_area_without_measures_may_lie_anywhere() -> None:
    said = sentences(explained("2026-10/score/economy"))
    assert "Nothing measures it, so that it may lie anywhere from 0 to 100." in said


def test_what_it_was_made_from_is_told_with_its_inputs() -> None:
    earlier = replace(make_evaluation(), number=30, period="2026-09", horizon=1100)
    told = explained("2026-10/K05/T3", facts_of(inputs=(earlier,)))
    assert any("Contract version: aaaaaaaaaaaa" in text for text in sentences(told))
    assert "It rests on the evaluations of earlier months, by number: 2026-09 (30)." in sentences(told)


def test_the_view_asked_for_stands_in_the_commands_that_ask_further() -> None:
    said = sentences(explained("2026-10/points/T3", facts_of(view=View.AS_MEASURED)))
    assert "supplierwatch explain 2026-10/credit/T3 --view as_measured" in said


def test_a_figure_for_programs_is_exact_and_names_the_rule() -> None:
    facts = facts_of()
    [subject] = facts.keys.find("2026-10/K05/T3")
    document = figure_document(facts, "2026-10/K05/T3", subject)
    assert document["outcome"]["figure"]["denominator"] == 98
    assert (document["rule"], document["view"]) == ("value", "after_exclusions")
    assert document["evaluation"]["number"] == 31
    assert document["terms"]["clause"] == "bilaga 2, 4.2"
    assert PERIOD in document["explain"]
