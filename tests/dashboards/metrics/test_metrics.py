"""What the metrics say, from a snapshot made by hand."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from dashboards.metrics.catalogue import METRICS, PREFIX
from dashboards.metrics.exposition import OPEN_METRICS, TEXT, build_metrics, write_metrics
from dashboards.metrics.snapshot import JobStanding, Snapshot, SourceStanding
from evaluator.core.alerts.signals import Report
from evaluator.core.deliveries import DeliveryState, ExpectedDelivery
from evaluator.core.outcomes import Verdict
from evaluator.decisions.alert_terms import AlertTerms
from evaluator.results.standing import SourceHeard
from tests.dashboards.metrics.snapshots import (
    KNOWN_AT,
    NOW,
    contract,
    count,
    credit,
    figure,
    forecast,
    ledger,
    month,
    outcome,
    running,
    snapshot,
    standing,
    surroundings,
)
from tests.evaluator.october import contract_content, instant

DAY = 86_400


def samples(name: str, of: Snapshot | None = None) -> dict[tuple[str, ...], float]:
    """The values of one metric by the values of its labels, without that of the contract."""
    families = build_metrics(snapshot() if of is None else of)
    [found] = [one.samples for one in families if one.name == PREFIX + name] or [[]]
    return {
        tuple(value for key, value in one.labels.items() if key != "contract"): one.value for one in found
    }


def with_running(**more: Any) -> Snapshot:
    return snapshot(standing=standing(running=running(**more)))


def test_the_exact_value_of_each_month_is_told_in_its_unit() -> None:
    assert samples("indicator_value") == {
        ("P2", "T1", "running", "share"): 0.95,
        ("P2", "T1", "finished", "share"): 0.95,
    }


def test_what_was_not_measured_has_no_value_and_says_so_by_its_verdict() -> None:
    unknown = outcome(figure=None, verdict=Verdict.NOT_MEASURED, budget=None)
    told = with_running(outcomes=(unknown,))
    assert ("P2", "T1", "running", "share") not in samples("indicator_value", told)
    assert ("P2", "T1", "running") not in samples("indicator_completeness_ratio", told)
    assert ("P2", "T1", "running") not in samples("budget_left_ratio", told)
    assert samples("indicator_verdict", told)["P2", "T1", "running", "not_measured"] == 1


def test_a_period_without_cases_has_a_verdict_and_no_value() -> None:
    nothing = replace(figure(), numerator=0, denominator=0, expected=0, low=None, high=None)
    told = with_running(outcomes=(outcome(figure=nothing),))
    assert ("P2", "T1", "running", "share") not in samples("indicator_value", told)
    assert ("P2", "T1", "running") not in samples("indicator_completeness_ratio", told)


def test_one_verdict_holds_and_the_others_do_not() -> None:
    found = samples("indicator_verdict")
    assert {key[3]: value for key, value in found.items() if key[2] == "running"} == {
        "met": 1,
        "missed": 0,
        "not_assessable": 0,
        "not_measured": 0,
    }


def test_the_target_is_told_by_its_ends_that_are_stated() -> None:
    assert samples("indicator_target")["P2", "T1", "running", "lowest"] == 0.9
    assert ("P2", "T1", "running", "highest") not in samples("indicator_target")


def test_a_month_is_told_by_the_target_of_the_version_that_judged_it() -> None:
    content = contract_content()
    content["indicators"][0] |= {"target": {"from": "95 %"}, "bands": [{"below": "95 %", "points": 1}]}
    amended = type(contract()).model_validate(content)
    told = with_running(contract=amended)
    assert samples("indicator_target", told)["P2", "T1", "running", "lowest"] == 0.95
    assert samples("indicator_target", told)["P2", "T1", "finished", "lowest"] == 0.9


def test_completeness_and_what_is_left_of_the_budget_are_ratios() -> None:
    told = with_running(outcomes=(outcome(figure=figure(known=15)),))
    assert samples("indicator_completeness_ratio", told)["P2", "T1", "running"] == 0.75
    assert samples("budget_left_ratio", told)["P2", "T1", "running"] == 0.5


def test_only_figures_after_agreed_exclusions_are_told() -> None:
    assert samples("credits") == {
        ("T1", "running", "SEK"): 1500.5,
        ("T1", "finished", "SEK"): 1500.5,
    }
    assert samples("points")["T1", "running"] == 3


def test_a_burn_rate_is_told_by_window_and_absent_where_nothing_counted() -> None:
    assert samples("burn_rate") == {("P2", "T1", "1h"): 14.5}


@pytest.mark.parametrize(
    ("low", "high", "misses"),
    [
        (Fraction(1, 2), Fraction(99, 100), 0),
        (Fraction(1, 2), Fraction(8, 10), 1),
    ],
)
def test_a_forecast_misses_where_all_its_range_lies_off_target(
    low: Fraction, high: Fraction, misses: int
) -> None:
    assert samples("forecast_miss", with_running(forecasts=(forecast(low, high),))) == {("P2", "T1"): misses}


def test_nothing_is_said_of_a_forecast_that_cannot_be_told() -> None:
    assert samples("forecast_miss", with_running(forecasts=(forecast(None, None),))) == {}


def test_the_forecast_of_a_month_that_is_over_is_told_where_none_runs() -> None:
    over = month("2026-10", is_over=True, outcomes=(outcome(verdict=Verdict.MISSED),))
    found = samples("forecast_miss", snapshot(standing=standing(running=None, finished=over)))
    assert found == {("P2", "T1"): 1}


def test_the_score_is_told_by_its_ends() -> None:
    assert samples("score")["running", "low"] == 80.5
    assert samples("score")["running", "high"] == 82.25
    assert ("running", "low") not in samples("score", with_running(score=None))


def test_days_are_left_until_notice_and_until_the_last_day() -> None:
    assert samples("decision_days_left") == {("first", "notice"): 30, ("end", "last_day"): 416}


def test_days_are_left_until_each_latest_safe_start_and_none_are_told_without_a_time_plan() -> None:
    # From 10 November 2026 to 8 January 2027: 20 + 31 + 8 days.
    assert samples("safe_start_days_left") == {("option2.expiry",): 59}
    without = replace(snapshot().beside, safe_starts={})
    assert samples("safe_start_days_left", snapshot(beside=without)) == {}


def test_days_until_notice_fall_below_nothing_once_it_has_passed() -> None:
    later = snapshot(now=instant("2026-12-12 12:00"))
    assert samples("decision_days_left", later)["first", "notice"] == -2


def test_tickets_about_to_miss_and_overdue_are_told_for_each_indicator_and_service() -> None:
    cases = (count(about_to_miss=2, overdue=3), count(indicator="P9", about_to_miss=7, overdue=7))
    told = snapshot(cases=cases)
    assert samples("tickets_about_to_miss", told) == {("P2", "T1"): 2}
    assert samples("tickets_overdue", told) == {("P2", "T1"): 3}


def test_a_ticket_of_no_known_service_is_told_in_each() -> None:
    told = snapshot(cases=(count(), count(service="", about_to_miss=4)))
    assert samples("tickets_about_to_miss", told) == {("P2", "T1"): 5}


def test_no_ticket_that_is_about_to_miss_is_nothing_and_not_unknown() -> None:
    assert samples("tickets_about_to_miss", snapshot(cases=())) == {("P2", "T1"): 0}


def test_while_no_month_runs_nobody_knows_what_is_about_to_miss() -> None:
    assert samples("tickets_about_to_miss", snapshot(standing=standing(running=None))) == {}


def test_tickets_of_several_services_together_are_told_without_a_service() -> None:
    content = contract_content()
    content["indicators"][0] |= {"measured": "together"}
    together = type(contract()).model_validate(content)
    assert samples("tickets_about_to_miss", with_running(contract=together)) == {("P2", ""): 1}


def test_a_threshold_tells_how_far_it_is_reached() -> None:
    place = ("fifty", "", "T1")
    assert samples("trigger_reached") == {place: 49}
    assert samples("trigger_needed") == {place: 50}
    assert samples("trigger_open") == {place: 0}


def test_a_claim_that_can_be_made_tells_its_amount_and_the_days_left() -> None:
    # The last day to claim is 31 January.
    assert samples("claim_open") == {("T1", "SEK"): 1500.5}
    assert samples("claim_days_left") == {("T1",): 82}


def test_where_no_claim_is_open_no_day_is_left() -> None:
    lapsed = snapshot(beside=surroundings(ledger=ledger(date(2027, 2, 1))))
    assert samples("claim_open", lapsed) == {("T1", "SEK"): 0}
    assert samples("claim_days_left", lapsed) == {}


def test_a_contract_without_credits_has_no_claims() -> None:
    assert samples("claim_open", snapshot(beside=surroundings(ledger=None))) == {}


def test_a_source_tells_when_it_was_heard_and_how_long_it_may_be_silent() -> None:
    assert samples("source_last_success_timestamp_seconds") == {("desk",): NOW - 120}
    assert samples("source_silent_after_seconds") == {("desk",): 7200, ("probe",): 600}


def test_expected_deliveries_are_counted_by_how_they_came() -> None:
    late = ExpectedDelivery("2026-08", NOW - 900, NOW - 800, "a.csv", DeliveryState.LATE)
    missing = ExpectedDelivery("2026-09", NOW - 100, None, "", DeliveryState.MISSING)
    awaited = ExpectedDelivery("2026-10", NOW + 500, None, "", DeliveryState.AWAITED)
    told = snapshot(beside=surroundings(deliveries={"desk": (late, missing, awaited)}))
    assert samples("deliveries_missing", told) == {("desk",): 1}
    assert samples("deliveries_late", told) == {("desk",): 1}
    assert samples("delivery_due_timestamp_seconds", told) == {("desk",): NOW - 100}


def test_a_source_tells_up_to_when_it_is_known_and_files_do_not() -> None:
    assert samples("source_reached_timestamp_seconds") == {("desk",): NOW - 300}
    files = SourceHeard("desk", NOW - 60, NOW - 120, "complete", "")
    told = snapshot(standing=standing(sources={"desk": files}))
    assert samples("source_reached_timestamp_seconds", told) == {}


def test_a_source_tells_whether_it_is_left_alone_what_is_left_of_its_past_and_what_is_gone() -> None:
    told = snapshot(
        sources=[
            SourceStanding("desk", is_left_alone=True, back_fill_left=86_400, gone=3),
            SourceStanding("probe", is_left_alone=False, back_fill_left=None, gone=0),
        ]
    )
    assert samples("source_left_alone", told) == {("desk",): 1, ("probe",): 0}
    assert samples("source_back_fill_left_seconds", told) == {("desk",): 86_400}
    assert samples("source_removed", told) == {("desk",): 3, ("probe",): 0}
    assert samples("source_rows", told) == {("desk",): 10}


def test_a_source_that_never_went_well_has_no_time_of_success() -> None:
    never = SourceHeard("desk", NOW - 60, None, "failed", "no answer")
    told = snapshot(standing=standing(sources={"desk": never}))
    assert samples("source_last_success_timestamp_seconds", told) == {}


def test_rows_in_quarantine_and_words_without_a_mapping_are_told_by_source() -> None:
    assert samples("source_rejects") == {("desk",): 2}
    assert samples("source_unmapped") == {("desk",): 1}


def test_a_report_is_missing_only_once_it_is_late() -> None:
    late, early = NOW, instant("2026-11-02 08:00")
    assert samples("report_missing", snapshot(now=late)) == {("supplier",): 1, ("own",): 0}
    assert samples("report_missing", snapshot(now=early)) == {("supplier",): 0, ("own",): 0}


def test_a_report_is_late_by_the_contract_that_judged_its_month() -> None:
    reporting = contract().reporting.model_copy(update={"report_by_working_day": 15})
    patient = contract().model_copy(update={"reporting": reporting})
    told = snapshot(standing=standing(finished=month("2026-10", is_over=True, contract=patient)))
    assert samples("report_missing", told)[("supplier",)] == 0


def test_a_report_of_which_nobody_can_tell_is_not_told() -> None:
    made = {Report.OWN: True}
    assert samples("report_missing", snapshot(beside=surroundings(reports_made=made))) == {("own",): 0}


def test_an_evaluation_tells_when_it_was_made_and_until_when_it_knows() -> None:
    assert samples("evaluation_timestamp_seconds")["running",] == KNOWN_AT + 60
    assert samples("evaluation_known_timestamp_seconds")["running",] == KNOWN_AT
    assert samples("evaluation_stale_after_seconds") == {(): AlertTerms().evaluation_stale_after}


def test_an_evaluation_without_new_facts_makes_results_no_older() -> None:
    found = samples("evaluation_timestamp_seconds", snapshot(confirmed_at=NOW - 1))
    assert found == {("running",): NOW - 1, ("finished",): KNOWN_AT + 60}


def test_a_job_tells_whether_it_fails_and_how_long_it_is_overdue() -> None:
    jobs = (JobStanding("evaluate", None, is_failing=True, overdue_seconds=90),)
    told = snapshot(jobs=jobs)
    assert samples("job_failing", told) == {("evaluate",): 1}
    assert samples("job_overdue_seconds", told) == {("evaluate",): 90}
    assert samples("job_last_success_timestamp_seconds", told) == {}
    assert samples("job_last_success_timestamp_seconds") == {("collect",): NOW - 30}


def test_messages_that_wait_are_counted_where_any_are_kept() -> None:
    assert samples("messages_waiting") == {(): 2}
    assert samples("messages_undelivered") == {(): 0}
    assert samples("messages_waiting", snapshot(messages_waiting=None)) == {}


def test_a_store_that_is_away_is_told_and_nothing_else() -> None:
    content, _ = write_metrics(build_metrics(None), "")
    assert [line for line in content.decode().splitlines() if not line.startswith("#")] == [
        "supplierwatch_store_up 0.0"
    ]


def test_before_the_first_evaluation_no_figure_is_told() -> None:
    told = snapshot(standing=standing(running=None, finished=None))
    assert samples("indicator_value", told) == {}
    assert samples("source_rejects", told) == {}
    assert samples("report_missing", told) == {}
    assert samples("trigger_reached", told) == {}
    assert samples("forecast_miss", told) == {}
    assert samples("store_up", told) == {(): 1}


def test_all_labels_are_bounded_and_none_names_a_ticket_a_unit_or_a_period() -> None:
    names = {label for metric in METRICS for label in metric.label_names}
    assert names == {
        "contract",
        "indicator",
        "service",
        "month",
        "unit",
        "end",
        "verdict",
        "window",
        "currency",
        "decision",
        "deadline",
        "kind",
        "trigger",
        "source",
        "report",
        "job",
        "prober",
    }
    # `unit` is that of a value, and `month` is the one that runs or the last one over.
    assert {key[3] for key in samples("indicator_value")} <= {
        "share",
        "seconds",
        "working_days",
        "count",
        "index",
    }
    assert {key[2] for key in samples("indicator_value")} <= {"running", "finished"}


def test_what_is_served_has_the_names_and_labels_of_the_catalogue() -> None:
    families = build_metrics(snapshot())
    labels = {one.name: {tuple(sample.labels) for sample in one.samples} for one in families}
    assert labels == {metric.full_name: {metric.label_names} for metric in METRICS}


def test_more_tickets_make_no_more_series() -> None:
    few, more = (build_metrics(snapshot(cases=(count(overdue=number),))) for number in (1, 200))
    assert sum(len(one.samples) for one in few) == sum(len(one.samples) for one in more)


def test_text_and_open_metrics_are_written_as_they_are_asked_for() -> None:
    families = build_metrics(snapshot())
    text, text_type = write_metrics(families, "text/plain, */*")
    modern, modern_type = write_metrics(
        families, "application/openmetrics-text;version=1.0.0,text/plain;q=0.5"
    )
    assert (text_type, modern_type) == (TEXT, OPEN_METRICS)
    assert modern.decode().endswith("# EOF\n")
    assert "# EOF" not in text.decode()


def test_what_a_header_says_is_never_repeated() -> None:
    wanted = "application/openmetrics-text;version=1.0.0;escaping=values\r\nX-Other: 1"
    assert write_metrics(build_metrics(None), wanted)[1] == OPEN_METRICS


def test_text_of_the_contract_is_escaped() -> None:
    content = contract_content()
    content["contract"]["id"] = "a.b-c"
    told = snapshot(standing=standing(contract=type(contract()).model_validate(content)))
    assert b'contract="a.b-c"' in write_metrics(build_metrics(told), "")[0]


def test_credits_of_a_month_that_is_replaced_are_told_once() -> None:
    assert len(samples("credits", with_running(credits=(credit(),)))) == 2


def test_a_prober_tells_when_it_was_last_well_and_how_long_it_could_not_see() -> None:
    told = snapshot()
    assert samples("prober_heartbeat_timestamp_seconds", told) == {("City hall",): NOW - 20}
    assert samples("prober_late_looks", told) == {("City hall",): 3}
    assert samples("prober_asleep_seconds", told) == {("City hall",): 60}
    assert samples("prober_blind_seconds", told) == {("City hall",): 900}
    assert samples("prober_references_answering", told) == {("City hall",): 2}
