"""The report's section on exclusions: two values, why a late one is refused, and what each changes."""

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from dashboards.report.build import build_report
from dashboards.report.csv_form import render_csv
from dashboards.report.exclusions import ExclusionRow
from dashboards.report.html_form import render_html
from dashboards.report.json_form import render_json
from evaluator.core.follow_up.exclusion_effects import ExclusionEffect, FigureChanged, FigureShown
from evaluator.decisions.exclusions import Decision, Exclusion
from evaluator.results.published import PeriodResults
from tests.dashboards.builders import exclusion, make_contract, make_results

RULES: dict[str, Any] = {
    "proposing": {"within_working_days": 2, "binds": ["supplier"], "clause": "Bilaga 4, 6.2"},
    "deciding": {"within_working_days": 2, "counted_from": "proposal", "clause": "Bilaga 4, 6.3"},
    "grounds": [{"id": "other", "label": {"sv": "Annans fel", "en": "Another's fault"}, "clause": "6.1 c"}],
}
DECIDED = {"decided_by": "Board", "decided_on": "2026-11-06", "decision_reason": "the log differs"}
MISSED = FigureShown(84, 100, 100, 16, 100, 100, "missed", 2)
MET = FigureShown(90, 100, 100, 10, 100, 100, "met", 0)
EFFECT = ExclusionEffect(
    exclusion="E1",
    is_in_force=True,
    figures=(FigureChanged("K05", "T1", MISSED, MET),),
    credit_before=Decimal(456_000),
    credit_after=Decimal(400_000),
)


def results(asked: Exclusion, *effects: ExclusionEffect) -> PeriodResults:
    return make_results(
        contract=make_contract(exclusions=RULES), exclusions=(asked,), exclusion_effects=effects
    )


def row(asked: Exclusion, *effects: ExclusionEffect, language: str = "en") -> ExclusionRow:
    [found] = build_report(results(asked, *effects), language).exclusions
    return found


def test_a_late_request_is_shown_as_refused_with_clause_and_dates_and_never_as_pending() -> None:
    late = exclusion("E1", period="2026-10", proposed_on="2026-11-09")
    found = row(late.with_decision(Decision.REFUSED_LATE))
    assert (found.decision, found.is_pending, found.decided) == ("Refused: asked too late", False, "")
    # The working days of the small contract after 31 October (a Saturday) lead to 3 November.
    assert found.remarks == ("Asked too late: the last day was 2026-11-03 (Bilaga 4, 6.2)",)


def test_a_late_request_that_was_taken_up_says_why() -> None:
    taken_up = exclusion(
        "E1",
        period="2026-10",
        decision="accepted",
        late_accepted_because="portal down",
        decided_by="Board",
        decided_on="2026-11-06",
    )
    assert "Taken up though late: portal down" in row(taken_up).remarks


def test_an_undecided_request_says_by_when_and_an_overdue_one_since_when() -> None:
    # Known on Monday 9 November. Asked on Wednesday 4: Friday 6 was the last day; on Thursday 5: the 9th.
    assert row(exclusion("E1")).remarks == ()
    assert "The decision is overdue since 2026-11-06" in row(exclusion("E1", period="2026-10")).remarks
    later = exclusion("E1", period="2026-10", proposed_on="2026-11-05", proposed_by="customer")
    assert row(later).remarks == ("To be decided by 2026-11-09",)


def test_who_decided_what_when_and_why_is_told_with_the_decisions_before() -> None:
    before = {"decision": "disputed", **DECIDED}
    partly = exclusion(
        "E1",
        ground="other",
        decision="partly_accepted",
        accepted_tickets=["INC0002"],
        decided_by="Steering group",
        decided_on="2026-11-08",
        decision_reason="one of the two",
        earlier_decisions=[before],
    )
    found = row(partly)
    assert (found.decision, found.decided) == ("Partly accepted", "Steering group, 2026-11-08")
    assert found.ground == "Another's fault (6.1 c)"
    assert found.remarks == (
        "one of the two",
        "Left out: INC0002",
        "Before that: Disputed, not left out, Board, 2026-11-06",
    )


def test_the_accepted_part_of_time_is_told_in_local_time() -> None:
    interval = {
        "service": "T3",
        "starts_at": "2026-10-05T08:00:00+02:00",
        "ends_at": "2026-10-05T10:00:00+02:00",
    }
    part = {"starts_at": "2026-10-05T08:30:00+02:00", "ends_at": "2026-10-05T09:00:00+02:00"}
    of_time = exclusion(
        "E1", tickets=[], interval=interval, decision="partly_accepted", accepted_intervals=[part], **DECIDED
    )
    assert "Left out: 2026-10-05 08:30 to 2026-10-05 09:00" in row(of_time).remarks


def test_a_ground_the_contract_does_not_list_stays_itself() -> None:
    assert row(exclusion("E1", ground="weather")).ground == "weather"
    assert build_report(make_results(exclusions=(exclusion("E1"),)), "en").exclusions[0].ground == ""


def test_the_effect_tells_value_cases_verdict_points_and_money_before_and_after() -> None:
    found = row(exclusion("E1", decision="accepted", **DECIDED), EFFECT)
    assert found.effect == (
        "Without it, and with it:",
        "K05, Service desk: 84.0% → 90.0% (±0 cases); ✗ Below target → ✓ Met; points 2 → 0",
        "Calculated credits: SEK\xa0456,000 → SEK\xa0400,000",
    )


def test_the_effect_of_an_undecided_request_is_what_accepting_it_would_give() -> None:
    undecided = replace(EFFECT, is_in_force=False, credit_after=Decimal(456_000))
    assert row(exclusion("E1"), undecided).effect[0] == "As it is, and if it were accepted:"
    assert row(exclusion("E1"), undecided).effect[-1].startswith("Calculated credits unchanged: ")
    without = replace(EFFECT, credit_before=None, credit_after=None)
    assert len(row(exclusion("E1"), without).effect) == 2


def test_an_effect_on_nothing_says_so_and_an_absent_figure_is_no_zero() -> None:
    nothing = replace(EFFECT, figures=())
    assert row(exclusion("E1"), nothing).effect == ("It changes no figure of the month.",)
    absent = FigureShown(None, None, None, None, None, None, "not_measured", 0)
    empty = FigureShown(0, 0, 0, 0, 0, 0, "not_assessable", 0)
    gone = replace(EFFECT, figures=(FigureChanged("K05", "T1", absent, empty),))
    assert "not measured → no cases; " in row(exclusion("E1"), gone).effect[1]


def test_page_csv_and_json_carry_the_effect() -> None:
    found = results(exclusion("E1", decision="accepted", **DECIDED), EFFECT)
    assert "84,0" in render_html(found, "sv")
    rows = list(csv.DictReader(io.StringIO(render_csv(found, "en").removeprefix("\ufeff")), delimiter=";"))
    changed, credit = [one for one in rows if one["Row"] == "exclusion"]
    assert (changed["Left out by"], changed["Indicator"], changed["Outcome"]) == ("E1", "K05", "Accepted")
    assert (changed["As measured"], changed["After agreed exclusions"]) == ("84.0%", "90.0%")
    assert (changed["Points"], changed["Points after repeat"]) == ("2", "0")
    assert (changed["Cases as measured"], changed["Difference in cases"]) == ("100", "0")
    assert (credit["As measured"], credit["After agreed exclusions"]) == ("456000", "400000")
    assert credit["Difference"] == "-56000"
    [told] = json.loads(render_json(found, "en"))["exclusions"]
    assert told["effect"]["credit_after"] == "400000"
    assert told["effect"]["figures"][0]["after"]["verdict"] == "met"


def test_every_row_of_the_csv_has_both_numbers_and_their_difference_in_minutes_or_cases() -> None:
    text = render_csv(make_results(), "en").removeprefix("\ufeff")
    rows = [one for one in csv.DictReader(io.StringIO(text), delimiter=";") if one["Row"] == "outcome"]
    told = [one for one in rows if one["Numerator as measured"] and one["Numerator after agreed exclusions"]]
    assert told
    for one in told:
        assert one["Cases as measured"] != ""
        assert int(one["Difference in cases"]) == int(one["Cases after agreed exclusions"]) - int(
            one["Cases as measured"]
        )
    available = [one for one in told if one["Indicator"] == "K09b"]
    assert available
    for one in available:
        before, after = one["Minutes lost as measured"], one["Minutes lost after agreed exclusions"]
        assert Decimal(one["Difference in minutes"]) == Decimal(after) - Decimal(before)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_judged_row_of_the_page_tells_the_difference(language: str) -> None:
    for found in build_report(make_results(), language).verdicts:
        assert found.removed != "" or found.difference == ""


def test_the_json_tells_the_difference_in_minutes_cases_and_misses() -> None:
    outcomes = json.loads(render_json(make_results(), "en"))["outcomes"]
    told = [one for one in outcomes if one["difference"] is not None]
    assert told
    assert all({"minutes", "cases", "misses"} <= set(one["difference"]) for one in told)
