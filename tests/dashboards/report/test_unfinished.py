"""A report of a period that is not over: it says so, and judges nothing that is still to come."""

from dataclasses import replace
from typing import Any

from dashboards.report import build_report
from evaluator.core.outcomes import Verdict
from evaluator.results.published import PeriodResults
from tests.dashboards.builders import (
    contract_content,
    make_contract,
    make_evaluation,
    make_period,
    make_results,
)
from tests.dashboards.report.test_content import verdict_of


def unfinished(**changes: Any) -> PeriodResults:
    """October, known up to 2026-10-21 08:00 in Stockholm.

    Eleven days before the end is 01:00, as a day of 25 hours lies between; seven hours later is 08:00.
    """
    known_at = make_period().ends_at - 11 * 86_400 + 7 * 3600
    return make_results(evaluation=replace(make_evaluation(), known_at=known_at), **changes)


def test_a_period_that_is_not_over_is_said_so_in_the_head_and_beside_each_verdict() -> None:
    report = build_report(unfinished(), "en")
    assert report.head.unfinished.startswith("Facts are known up to 2026-10-21 08:00;")
    assert "the period is not over" in verdict_of(report, "K05", "Server and application operation").basis


def test_a_period_over_to_the_second_is_not_called_unfinished() -> None:
    evaluation = replace(make_evaluation(), known_at=make_period().ends_at)
    report = build_report(make_results(evaluation=evaluation), "en")
    assert report.head.unfinished == ""
    assert all("the period is not over" not in row.basis for row in report.verdicts)


def test_what_is_judged_over_the_whole_term_does_not_wait_for_the_end_of_the_month() -> None:
    content = [
        one | ({"period": "whole_term"} if one["id"] == "K05" else {})
        for one in contract_content()["indicators"]
    ]
    report = build_report(unfinished(contract=make_contract(indicators=content)), "en")
    assert "the period is not over" not in verdict_of(report, "K05", "Server and application operation").basis


def test_the_facts_of_a_period_that_is_not_over_are_not_called_incomplete_for_its_sake() -> None:
    whole = tuple(
        replace(one, verdict=Verdict.NOT_ASSESSABLE, points=0, points_after_repeat=0)
        for one in make_results().outcomes
        if one.indicator == "K05"
    )
    complete = tuple(
        replace(one, figure=replace(one.figure, known=one.figure.expected))
        for one in whole
        if one.figure is not None
    )
    assert "incomplete" not in " ".join(build_report(unfinished(outcomes=complete), "en").answer.sentences)
    assert "incomplete" in " ".join(build_report(make_results(outcomes=complete), "en").answer.sentences)


def test_what_cannot_be_judged_yet_is_called_not_over_and_tallied_apart() -> None:
    outcomes = tuple(
        replace(one, verdict=Verdict.NOT_ASSESSABLE) if one.verdict is Verdict.MET else one
        for one in make_results().outcomes
    )
    running = build_report(unfinished(outcomes=outcomes), "sv")
    over = build_report(make_results(outcomes=outcomes), "sv")
    assert {row.verdict.word for row in running.verdicts} >= {"Pågår"}
    assert "Underlag saknas" not in {row.verdict.word for row in running.verdicts}
    assert "Pågår" not in {row.verdict.word for row in over.verdicts}
    tallied = {one.badge.word: one.count for one in running.answer.tallies}
    assert tallied["Underlag saknas"] == "0"
    assert tallied["Pågår"] == str(sum(row.verdict.word == "Pågår" for row in running.verdicts))
