"""What the page says, in both languages. The no-break space is written as \\xa0."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from dashboards.report import build_report, render_html
from dashboards.report.build import Report
from dashboards.report.verdicts import VerdictRow
from evaluator.core.outcomes import Scope, Verdict, View
from evaluator.results.published import ComparedStatement, MonthCredit, PeriodResults
from tests.dashboards.builders import (
    OPERATION,
    contract_content,
    credit,
    exclusion,
    figure,
    in_both_views,
    label,
    make_contract,
    make_evaluation,
    make_results,
    make_score,
    outcome,
    ticket,
)
from tests.dashboards.report.page import read_page


@pytest.fixture(scope="module")
def swedish() -> Report:
    return build_report(make_results(), "sv")


@pytest.fixture(scope="module")
def english() -> Report:
    return build_report(make_results(), "en")


def verdict_of(report: Report, indicator: str, service: str) -> VerdictRow:
    return next(row for row in report.verdicts if (row.indicator, row.service) == (indicator, service))


def test_the_head_says_which_contract_period_and_evaluation(swedish: Report) -> None:
    entries = {entry.term: entry.text for entry in swedish.head.entries}
    assert (swedish.head.title, swedish.head.period) == ("Gemensam it-service", "oktober 2026")
    assert entries["Diarienummer"] == "KS 2021/0000"
    assert entries["Mätperiod"] == "2026-10-01 till 2026-10-31"
    assert entries["Underlag känt"] == "2026-11-09 06:00"
    assert entries["Beräkning"] == "nummer 31, underlag till och med leverans 1207"
    assert entries["Avtalsversion"] == "a" * 12


def test_a_banner_names_the_indicators_whose_target_is_assumed(english: Report) -> None:
    assert english.head.banner == "Assumed, not agreed, are the targets of K16."


def test_a_banner_stands_over_a_contract_without_any_agreed_target() -> None:
    card = contract_content()["contract"] | {"targets_are_assumed": True}
    report = build_report(make_results(contract=make_contract(contract=card)), "sv")
    assert report.head.banner.startswith("Målnivåerna i rapporten är antagna, inte avtalade.")
    assert all(row.target_is_assumed for row in report.verdicts)


def test_no_banner_stands_over_agreed_targets() -> None:
    agreed = [one for one in contract_content()["indicators"] if one["id"] != "K16"]
    assert build_report(make_results(contract=make_contract(indicators=agreed)), "sv").head.banner == ""


def test_the_program_version_is_shown_whole() -> None:
    evaluation = replace(make_evaluation(), program_version="0.1.0+abcdef123456")
    report = build_report(make_results(evaluation=evaluation), "en")
    assert {one.term: one.text for one in report.head.entries}["Program version"] == "0.1.0+abcdef123456"


def test_a_ticket_of_no_known_service_stands_behind_each_service_it_could_be_of() -> None:
    report = build_report(make_results(tickets=(ticket("INC9", service="", unknown=True),)), "en")
    shown = {
        group.anchor: [row.service for row in group.tickets] for group in report.evidence if group.tickets
    }
    assert set(shown) == {"evidence-K05-T1", "evidence-K05-T3"}
    assert all(services == ["unknown"] for services in shown.values())


def test_credits_that_exclusions_do_not_change_are_told_once() -> None:
    same = tuple(credit("T3", view, 4, 7_200_000) for view in View)
    text = " ".join(build_report(make_results(credits=same), "en").answer.sentences)
    assert "Calculated credits amount to SEK\xa0144,000." in text
    assert "would be" not in text
    assert "will be" not in text


def test_misses_without_segments_are_named_without_any() -> None:
    missed = tuple(in_both_views("K05", Verdict.MISSED, figure(1, 100), OPERATION))
    sentences = build_report(make_results(outcomes=missed), "en").answer.sentences
    assert "The deviations concern above all Resolution time P2 (K05)." in sentences


def test_the_answer_counts_and_names_what_was_missed(swedish: Report) -> None:
    text = " ".join(swedish.answer.sentences).replace("\xa0", " ")
    # judged are K03, K04 twice, K05 twice, K09b and K12: seven, of which three were missed
    assert "Under perioden uppfylldes 4 av 7 servicenivåer som kunde bedömas." in text
    assert "Avvikelserna avser främst Lösningstid P2 (K05), Lösningstid P1 (K04) och" in text
    assert "berör framför allt Skolor" in text
    assert "Underlaget är ofullständigt för Drifttillgänglighet B (K09b)" in text
    assert "Beräknat vite uppgår till 144 000 kr." in text
    assert "Utan de överenskomna undantagen vore det 216 000 kr." in text
    assert "Om alla undantag som inte är avgjorda godtas blir det 72 000 kr." in text
    assert "1 undantag är inte avgjort" in text


def test_the_answer_tallies_each_verdict(swedish: Report) -> None:
    assert [(one.badge.word, one.count) for one in swedish.answer.tallies] == [
        ("Uppfylld", "4"),
        ("Under målnivå", "3"),
        ("Underlag saknas", "1"),
        ("Ej mätt", "1"),
    ]


def test_the_answer_is_silent_on_what_did_not_happen() -> None:
    all_met = tuple(in_both_views("K05", Verdict.MET, figure(95, 100, misses=5), OPERATION))
    report = build_report(make_results(outcomes=all_met, credits=(), exclusions=()), "en")
    assert report.answer.sentences == ("In the period 1 of 1 service levels that could be judged were met.",)
    assert report.answer.misses == ()


def test_a_period_without_any_verdict_is_said_to_be_that() -> None:
    report = build_report(make_results(outcomes=(), credits=(), exclusions=()), "en")
    assert report.answer.sentences == ("No service level could be judged in the period.",)


def test_more_than_five_missed_indicators_are_counted_not_all_named() -> None:
    found: list[Any] = []
    content = contract_content()
    template = next(one for one in content["indicators"] if one["id"] == "K05")
    for number in range(7):
        content["indicators"].append(
            template | {"id": f"X{number}", "label": label(f"x{number}", f"x{number}")}
        )
        found += in_both_views(f"X{number}", Verdict.MISSED, figure(1, 100), OPERATION, points_after_repeat=1)
    results = make_results(contract=make_contract(indicators=content["indicators"]), outcomes=tuple(found))
    assert "x4 (X4) and 2 more." in build_report(results, "en").answer.sentences[1]


def test_both_views_stand_side_by_side_with_their_difference(swedish: Report) -> None:
    row = verdict_of(swedish, "K05", "Server- och applikationsdrift")
    # 84/98 - 84/100 = 0.017142..., that is 1.71 percentage points
    assert (row.measured, row.after) == ("84,0\xa0%", "85,7\xa0%")
    assert row.difference == "+1,71\xa0procentenheter"
    assert row.pending == "90,3\xa0% om ej avgjorda undantag godtas: Uppfylld"


def test_a_verdict_that_exclusions_change_shows_the_other_too() -> None:
    results = make_results(
        outcomes=(
            outcome("K05", Verdict.MISSED, figure(89, 100), OPERATION, View.AS_MEASURED),
            outcome("K05", Verdict.MET, figure(89, 98), OPERATION),
        )
    )
    row = build_report(results, "sv").verdicts[0]
    assert row.verdict.word == "Uppfylld"
    assert row.as_measured is not None
    assert row.as_measured.word == "Under målnivå"


def test_a_value_just_below_target_is_not_shown_as_reaching_it(swedish: Report) -> None:
    # 99.499999 % against 99.5 %: two decimals would round to 99.50
    assert verdict_of(swedish, "K09b", "Server- och applikationsdrift").after == "99,49\xa0%"


def test_a_repeated_miss_shows_its_points_before_and_after(swedish: Report) -> None:
    row = verdict_of(swedish, "K05", "Server- och applikationsdrift")
    assert (row.points, row.repeat) == ("2", "upprepat: 1 → 2")


def test_the_basis_tells_sample_confidence_and_completeness(english: Report) -> None:
    desk = verdict_of(english, "K05", "Service desk")
    assert desk.basis == (
        "500 cases, 45 missed",
        "with 95% confidence 88.2% to 93.2%; the sample alone does not settle it",
    )
    operation = verdict_of(english, "K09b", "Server and application operation")
    assert operation.basis == ("3 cases", "facts 98.0% complete", "lies between 97.50% and 99.60%")


def test_a_sample_so_small_that_misses_are_counted_says_so() -> None:
    # 11 of 12 are 91.7 %, above the target of 90 %, yet with fewer than 20 cases one miss is one point
    small = figure(11, 12, misses=1)
    results = make_results(
        outcomes=(
            *in_both_views("K05", Verdict.MISSED, small, OPERATION),
            *in_both_views("K05", Verdict.MISSED, small, Scope("T3", "schools")),
        )
    )
    report = build_report(results, "sv")
    assert report.verdicts[0].basis[:2] == ("12 fall, 1 missat", "få fall: bedöms efter antalet missade")
    assert report.segments[0].segments[0].remark == "få fall: bedöms efter antalet missade"


def test_nothing_unknown_is_shown_as_zero_or_hundred(swedish: Report) -> None:
    assert verdict_of(swedish, "K10", "Server- och applikationsdrift").after == "inga fall"
    assert verdict_of(swedish, "K13", "Servicedesk").after == "ej mätt"


def test_facts_that_are_nearly_complete_do_not_read_as_complete() -> None:
    found = figure(99, 100, known=99_999, expected=100_000)
    report = build_report(make_results(outcomes=(outcome("K05", Verdict.MET, found, OPERATION),)), "en")
    assert "facts 99.999% complete" in report.verdicts[0].basis


def test_indicators_that_are_not_judged_this_month_are_named(swedish: Report) -> None:
    assert swedish.not_judged == ("NKI (K16)",)


def test_a_sparkline_describes_itself_in_words(english: Report) -> None:
    history = verdict_of(english, "K05", "Service desk").history
    assert history is not None
    assert history.title == "K05, Service desk: the last 24 months"
    # of 23 earlier months 7, 14 and 21 months back were missed, 10 back not assessable; now met
    assert history.description == (
        "Target: at least 90%, limit 8\xa0h. Met: 20. Below target: 3. Without a verdict: 1."
        " Missed in 2025-01, 2025-08, 2026-03."
    )


def test_the_worst_segment_and_unit_stand_first(swedish: Report) -> None:
    group = next(one for one in swedish.segments if one.title.startswith("K05"))
    assert [row.label for row in group.segments] == ["Skolor", "Stadsdelar"]
    assert [row.label for row in group.units][:2] == ["Skola 01", "Skola 02"]
    assert group.worst is not None
    assert (group.worst.label, group.worst.after) == ("Skolor", "68,4\xa0%")
    assert (len(group.units), group.more_units) == (10, 4)


def test_a_whole_that_meets_its_target_over_a_segment_that_does_not_comes_before_one_that_does() -> None:
    found: list[Any] = []
    for service, misses in (("T1", 2), ("T3", 30)):
        found += in_both_views("K05", Verdict.MET, figure(95, 100), Scope(service))
        verdict = Verdict.MISSED if misses > 10 else Verdict.MET
        found += in_both_views("K05", verdict, figure(100 - misses, 100), Scope(service, "schools"))
    groups = build_report(make_results(outcomes=tuple(found)), "sv").segments
    assert [group.whole for group in groups] == ["95,0\xa0%", "95,0\xa0%"]
    assert [group.anchor for group in groups] == ["segments-K05-T3", "segments-K05-T1"]


def test_where_less_is_better_the_highest_is_the_worst() -> None:
    found = [*in_both_views("K03", Verdict.MET, figure(5, 100), Scope("T1"))]
    for segment, misses in (("schools", 2), ("districts", 6)):
        found += in_both_views("K03", Verdict.MET, figure(misses, 100), Scope("T1", segment))
    group = build_report(make_results(outcomes=tuple(found)), "en").segments[0]
    assert [row.label for row in group.segments] == ["Districts", "Schools"]


def test_credits_stand_in_all_views_with_total_and_difference(swedish: Report) -> None:
    assert swedish.credits is not None
    total = swedish.credits.total
    assert (total.measured, total.after) == ("216\xa0000\xa0kr", "144\xa0000\xa0kr")
    assert (total.difference, total.pending) == ("\u221272\xa0000\xa0kr", "72\xa0000\xa0kr")
    assert (total.monthly_fee, total.points) == ("10\xa0800\xa0000\xa0kr", "4")


def test_a_month_before_the_first_evaluation_has_no_bar_and_no_zero(english: Report) -> None:
    assert english.credits is not None
    assert [bar.is_known for bar in english.credits.chart.bars] == [False] * 3 + [True] * 21
    assert english.credits.months[-1].amount == "not evaluated"


def test_a_contract_without_credits_or_scorecard_shows_neither() -> None:
    report = build_report(
        make_results(contract=make_contract(credits=None, scorecard=None), credits=(), score=None), "en"
    )
    assert (report.credits, report.score) == (None, None)
    assert report.method[-1].text == "A miss leads to no credit."


def test_the_score_is_an_interval_with_a_band_at_each_end(swedish: Report) -> None:
    assert swedish.score is not None
    assert (swedish.score.total, swedish.score.band) == ("70,0 till 90,0", "Godtagbar till God")
    assert [row.value for row in swedish.score.rows] == ["87,5", "underlag saknas"]
    assert "Underlag saknas för Ekonomi; vikten ligger kvar" in " ".join(swedish.score.sentences)


def test_a_score_with_facts_for_every_area_says_nothing_of_missing_ones() -> None:
    known = replace(make_score(), areas=make_score().areas[:1])
    report = build_report(make_results(score=known), "en")
    assert report.score is not None
    assert len(report.score.sentences) == 2


def test_the_months_before_count_after_exclusions_only() -> None:
    earlier = (MonthCredit("2026-09", credit("T3", View.AS_MEASURED, 9, 7_200_000)),)
    report = build_report(make_results(credit_history=earlier), "en")
    assert report.credits is not None
    assert report.credits.months[1].amount == "not evaluated"


def test_a_figure_of_which_nothing_was_to_be_known_says_nothing_of_completeness() -> None:
    found = outcome("K05", Verdict.NOT_ASSESSABLE, figure(0, 0, known=0, expected=0), OPERATION)
    group = build_report(make_results(outcomes=(found,)), "en").evidence[0]
    assert group.calculation == ("After agreed exclusions: no cases.", "Measured from tickets.")


def test_a_floor_that_holds_the_score_down_is_named() -> None:
    held = replace(
        make_score(), held_down_by=("levels",), low=Fraction(60), high=Fraction(60), band_high="fair"
    )
    report = build_report(make_results(score=held), "en")
    assert report.score is not None
    assert (report.score.total, report.score.band) == ("60.0", "Fair")
    assert report.score.sentences[-1] == (
        "Held down by Service levels: an area below 40 keeps the whole from being better than Poor."
    )


def test_the_suppliers_figure_on_the_other_side_of_the_target_is_remarked(english: Report) -> None:
    first, second = english.statements
    assert (first.stated, first.measured, first.disagrees) == ("93.0%", "85.7%", True)
    assert (second.stated, second.measured, second.disagrees) == (
        "5\xa0h 33\xa0min 20\xa0s",
        "not measured",
        False,
    )


def test_a_statement_on_an_indicator_not_judged_leads_nowhere() -> None:
    statement = ComparedStatement("K16", Scope("T1", "schools"), Fraction(72), None)
    row = build_report(make_results(statements=(statement,)), "sv").statements[0]
    assert (row.verdict_anchor, row.scope, row.stated) == ("", "Servicedesk, Skolor", "72,0")


def test_evidence_of_missed_targets_stands_first_with_the_longest_overrun_on_top(swedish: Report) -> None:
    assert [group.verdict.kind for group in swedish.evidence][:4] == ["missed"] * 3 + ["met"]
    group = next(one for one in swedish.evidence if one.tickets)
    assert group.tickets[0].ticket == "INC0040"
    assert group.tickets[0].used == "9\xa0tim 40\xa0min"
    assert group.tickets[0].waiting == "användaren 1\xa0tim, tredje part 30\xa0min"
    assert (len(group.tickets), group.more_tickets) == (25, 15)


@pytest.mark.parametrize(("misses", "told"), [(None, True), (0, False)])
def test_evidence_says_why_an_imported_share_is_not_known(misses: int | None, *, told: bool) -> None:
    nothing = figure(0, 0, misses=misses, known=0, expected=100)
    results = make_results()
    outcomes = tuple(
        replace(one, figure=nothing) if one.indicator == "K03" else one for one in results.outcomes
    )
    evidence = build_report(replace(results, outcomes=outcomes), "sv").evidence
    group = next(one for one in evidence if one.anchor.startswith("evidence-K03"))
    sentence = (
        "Det som importerades motsäger sig självt: fler räknades än de som fanns, eller färre än inga, så"
        " inget av det är känt."
    )
    assert (sentence in group.calculation) == told


def test_evidence_says_how_the_figure_was_counted(english: Report) -> None:
    group = next(one for one in english.evidence if one.anchor == "evidence-K05-T3")
    assert group.calculation == (
        "As measured: 84 of 100, that is 84.0%.",
        "After agreed exclusions: 84 of 98, that is 85.7%.",
        "Known: 98 of 98 (100%).",
        "Measured from tickets.",
    )


def test_evidence_of_a_mean_tells_the_sum_and_the_tickets() -> None:
    found = outcome("K13", Verdict.MET, figure(60_000, 3), Scope("T1"))
    group = build_report(make_results(outcomes=(found,)), "en").evidence[0]
    assert group.calculation[0] == (
        "After agreed exclusions: 60,000 seconds in all over 3 tickets, a mean of 5\xa0h 33\xa0min 20\xa0s."
    )


def test_a_figure_that_does_not_exist_says_so_in_its_evidence(english: Report) -> None:
    group = next(one for one in english.evidence if one.anchor == "evidence-K13-T1")
    assert group.calculation[0] == "No source observed the period, so there is no figure."


def test_tickets_that_cannot_be_judged_are_shown_as_such_after_the_missed() -> None:
    tickets = (
        ticket("A", missed=False, unknown=True, limit=None, used=99_999),
        ticket("B", missed=False),
        ticket("C", ended_at=None),
    )
    group = next(one for one in build_report(make_results(tickets=tickets), "en").evidence if one.tickets)
    assert [(row.ticket, row.outcome) for row in group.tickets] == [
        ("C", "✗ missed"),
        ("A", "? cannot be told"),
    ]
    assert group.tickets[0].ended == "open"


def test_tickets_in_time_are_shown_where_none_missed() -> None:
    found = (ticket("B", missed=False, used=9, limit=10, in_working_days=True),)
    group = next(one for one in build_report(make_results(tickets=found), "sv").evidence if one.tickets)
    row = group.tickets[0]
    assert (row.outcome, row.used, row.limit) == ("✓ i tid", "9 arbetsdagar", "10 arbetsdagar")


def test_an_outage_that_lasts_and_users_nobody_counted_are_said_to_be_that(english: Report) -> None:
    outages = next(one for one in english.evidence if one.outages).outages
    assert [(one.ends, one.users, one.state) for one in outages] == [
        ("2026-10-10 08:30", "unknown", "Down"),
        ("still on", "1,250", "Degraded"),
    ]


def test_undecided_exclusions_stand_first(swedish: Report) -> None:
    first, second = swedish.exclusions
    assert (first.name, first.decision, first.is_pending) == ("E2", "Ej avgjort", True)
    assert first.what == "Server- och applikationsdrift, Skola 02: 2026-10-05 08:00 till 2026-10-05 10:00"
    assert (second.decided, second.what) == ("Avtalsförvaltaren, 2026-11-06", "INC0001 och INC0002")


def test_an_exclusion_of_many_tickets_names_a_few_and_its_indicators() -> None:
    many = exclusion("E3", tickets=[f"INC{number}" for number in range(8)], indicators=["K05"])
    row = build_report(make_results(exclusions=(many,)), "en").exclusions[0]
    assert row.what == "INC0, INC1, INC2, INC3, INC4 and 3 more (only K05)"


def test_data_health_tells_quarantine_unmapped_words_and_silence(english: Report) -> None:
    tickets, phone = english.health
    assert (tickets.rows, tickets.rejects, tickets.unmapped) == ("120,345", "3", "12")
    assert (tickets.unmapped_words, tickets.outcome, tickets.needs_care) == ("Parkerad", "Done", True)
    assert (phone.last_intake, phone.outcome, phone.needs_care) == ("never", "Never collected", True)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("sv", "Så mättes det"),
        ("sv", "Hoppa till innehållet"),
        ("en", "How it was measured"),
        ("en", "Skip to the content"),
    ],
)
def test_the_page_speaks_its_language(language: str, sentence: str) -> None:
    assert sentence in render_html(make_results(), language)


def test_the_decision_clock_comes_before_the_answer_and_the_verdicts() -> None:
    page = read_page(render_html(make_results(), "sv"))
    sections = [one.attributes.get("id") for one in page.all("main")[0].children if one.tag == "section"]
    assert sections == [
        "decision",
        "answer",
        "verdicts",
        "segments",
        "credits",
        "score",
        "statements",
        "evidence",
        "exclusions",
        "health",
        "method",
    ]


def test_an_outcome_of_an_indicator_no_longer_in_the_contract_is_left_out() -> None:
    results: PeriodResults = make_results(
        outcomes=tuple(in_both_views("GONE", Verdict.MISSED, figure(1, 2), OPERATION))
    )
    report = build_report(results, "en")
    assert (report.verdicts, report.evidence) == ((), ())
