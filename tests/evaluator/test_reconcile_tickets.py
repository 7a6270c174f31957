"""Single tickets of the supplier's list beside the measurement: what differs, why, and what it changes."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from collector.records import FactKind
from collector.store.database import Database
from evaluator.contract.versions import ContractVersions
from evaluator.core.outcomes import Verdict
from evaluator.core.reconciliation import tickets as reconciling
from evaluator.core.reconciliation.found import DifferenceKind, Explanation, Reconciliation, TicketDifference
from evaluator.decisions.exclusions import Exclusion
from tests.collector.store.pages import Rows, save
from tests.evaluator.october import (
    ACTIVE,
    COLLECTED,
    FAST,
    OFFICE,
    RESOLVED,
    SLOW,
    UNMAPPED,
    WAITING_USER,
    agreed,
    contract_content,
    evaluate,
    exclusion,
    incident,
    instant,
    tickets,
    version,
)
from tests.evaluator.stated import LIST, MONTH, save_month, stated_ticket, whole_list

REOPENED = incident(
    "A-4",
    "2026-10-09 08:00",
    ("2026-10-09 10:00", RESOLVED),
    ("2026-10-09 12:00", ACTIVE),
    ("2026-10-09 20:00", RESOLVED),
)
"""Solved first after 2 hours; reopened for 8 more: 10 hours used."""

AGREED_ROWS = {
    "A-1": stated_ticket("A-1", "2026-10-05 10:00"),
    "A-2": stated_ticket("A-2", "2026-10-07 09:00"),
    "A-3": stated_ticket("A-3", "2026-10-08 16:00"),
}


def reconciled(
    database: Database,
    stated: Rows,
    *more: tuple[dict[str, Any], Rows],
    versions: ContractVersions | None = None,
    exclusions: Sequence[Exclusion] = (),
    former: Rows | None = None,
) -> Reconciliation:
    save(database, tickets(FAST, SLOW, OFFICE, *more), at=COLLECTED, complete=True)
    rows = [row for key, row in AGREED_ROWS.items() if key not in {one["ticket"] for one in stated}]
    save(database, {FactKind.STATED_TICKET: [*rows, *stated, *(former or [])]}, at=COLLECTED, source=LIST)
    return evaluate(database, versions=versions, exclusions=exclusions).reconciliation


def only_difference(found: Reconciliation) -> TicketDifference:
    [one] = found.tickets
    return one


def with_indicator(**changes: Any) -> ContractVersions:
    content = contract_content()
    content["indicators"][0] |= changes
    return agreed(content)


def test_a_list_that_counts_waiting_for_the_user_is_explained(sqlite_database: Database) -> None:
    # 25 hours from opening to the end, of which the contract leaves out 2 of waiting.
    row = stated_ticket("A-2", "2026-10-07 09:00", used=25 * 3600)
    one = only_difference(reconciled(sqlite_database, [row]))
    assert one.kinds == (DifferenceKind.OTHER_TIME,)
    assert (one.measured_used, one.stated_used, one.time_difference) == (23 * 3600, 25 * 3600, 2 * 3600)
    assert one.explanation is Explanation.COUNTS_WAITING_USER


def test_a_list_that_leaves_out_what_the_contract_counts_is_explained(sqlite_database: Database) -> None:
    content = contract_content()
    content["clocks"]["resolution"]["runs_in"] = ["active", "waiting_user"]
    row = stated_ticket("A-2", "2026-10-07 09:00", used=23 * 3600)
    one = only_difference(reconciled(sqlite_database, [row], versions=agreed(content)))
    assert one.explanation is Explanation.PAUSES_WAITING_USER


def test_a_list_that_ends_with_the_first_solution_is_explained(sqlite_database: Database) -> None:
    row = stated_ticket("A-4", "2026-10-09 10:00")
    one = only_difference(reconciled(sqlite_database, [row], REOPENED))
    # By the contract's clock an end at 10:00 would be 2 hours used of 8: kept.
    assert (one.measured_used, one.stated_used) == (10 * 3600, 2 * 3600)
    assert (one.measured_missed, one.stated_missed) == (True, False)
    assert one.kinds == (DifferenceKind.OTHER_TIME, DifferenceKind.OTHER_VERDICT)
    assert one.explanation is Explanation.FIRST_SOLUTION


def test_where_the_first_solution_is_final_it_explains_nothing(sqlite_database: Database) -> None:
    content = contract_content()
    content["clocks"]["resolution"]["reopening"] = {"rule": "never", "within_working_days": None}
    row = stated_ticket("A-1", "2026-10-05 09:00")
    one = only_difference(reconciled(sqlite_database, [row], versions=agreed(content)))
    assert one.explanation is Explanation.NONE


def test_a_list_that_counts_in_other_hours_is_explained(sqlite_database: Database) -> None:
    content = contract_content()
    office = {"days": ["mon", "tue", "wed", "thu", "fri"], "opens": "08:00", "closes": "12:00"}
    content["service_hours"]["mornings"] = content["service_hours"]["always_open"] | {"openings": [office]}
    # A-3 from 08:00 to 16:00: 8 hours, of which 4 in the morning.
    row = stated_ticket("A-3", "2026-10-08 16:00", used=4 * 3600)
    one = only_difference(reconciled(sqlite_database, [row], versions=agreed(content)))
    assert (one.explanation, one.hours) == (Explanation.OTHER_HOURS, "mornings")


def test_a_time_that_no_rule_gives_is_not_explained(sqlite_database: Database) -> None:
    row = stated_ticket("A-2", used=20 * 3600, missed=1)
    assert only_difference(reconciled(sqlite_database, [row])).explanation is Explanation.NONE


def test_a_verdict_that_only_rounding_changes_is_explained_by_it(sqlite_database: Database) -> None:
    # 8 h and 20 s are over the limit of 8 h; the list says 16:00 and in time.
    late = incident("A-5", "2026-10-12 08:00", ("2026-10-12 16:00:20", RESOLVED))
    row = stated_ticket("A-5", "2026-10-12 16:00", missed=0)
    one = only_difference(reconciled(sqlite_database, [row], late))
    assert (one.kinds, one.explanation) == ((DifferenceKind.OTHER_VERDICT,), Explanation.ROUNDING)


def test_another_verdict_on_the_same_time_is_not_explained(sqlite_database: Database) -> None:
    row = stated_ticket("A-2", "2026-10-07 09:00", missed=0)
    one = only_difference(reconciled(sqlite_database, [row]))
    assert (one.kinds, one.explanation) == ((DifferenceKind.OTHER_VERDICT,), Explanation.NONE)
    # 2 of 3 in time become 3 of 3: 66.7 % (2 points, 1 000 kr) becomes 100 %.
    assert one.effect is not None
    assert (one.effect.verdict, one.effect.points, one.effect.amount) == (Verdict.MET, -2, Decimal(-1000))


def test_a_verdict_without_a_time_is_compared_all_the_same(sqlite_database: Database) -> None:
    one = only_difference(reconciled(sqlite_database, [stated_ticket("A-2", missed=0)]))
    assert (one.kinds, one.stated_used) == ((DifferenceKind.OTHER_VERDICT,), None)
    assert one.explanation is Explanation.NONE


def test_another_priority_and_service_are_named(sqlite_database: Database) -> None:
    row = AGREED_ROWS["A-1"] | {"priority": "P3", "service": "T3"}
    one = only_difference(reconciled(sqlite_database, [row]))
    assert one.kinds == (DifferenceKind.OTHER_PRIORITY, DifferenceKind.OTHER_SERVICE)
    assert (one.measured_priority, one.stated_priority, one.stated_service) == ("P2", "P3", "T3")


def test_a_case_that_the_list_lacks_is_only_in_the_measurement(sqlite_database: Database) -> None:
    one = only_difference(reconciled(sqlite_database, [], REOPENED))
    assert (one.ticket, one.kinds) == ("A-4", (DifferenceKind.ONLY_MEASURED,))
    assert (one.stated_missed, one.measured_missed) == (None, True)
    # 2 of 4 in time; without it 2 of 3, both below 80 %.
    assert one.effect is not None
    assert (one.effect.points, one.effect.amount) == (0, Decimal(0))


def test_a_case_that_the_list_counts_in_another_month_names_the_month(sqlite_database: Database) -> None:
    november = {"from_at": MONTH[1], "to_at": instant("2026-12-01 00:00")}
    row = stated_ticket("A-4", "2026-11-02 10:00") | november
    one = only_difference(reconciled(sqlite_database, [], REOPENED, former=[row]))
    assert one.kinds == (DifferenceKind.ONLY_MEASURED, DifferenceKind.OTHER_MONTH)
    assert one.elsewhere == "2026-11"


def test_a_ticket_that_was_measured_in_an_earlier_month_names_the_month(sqlite_database: Database) -> None:
    september = incident("A-9", "2026-09-10 08:00", ("2026-09-10 10:00", RESOLVED))
    save(sqlite_database, tickets(FAST, september), at=COLLECTED, complete=True)
    evaluate(sqlite_database, "2026-09")
    rows = [AGREED_ROWS["A-1"], stated_ticket("a-9", "2026-10-01 10:00")]
    save(sqlite_database, {FactKind.STATED_TICKET: rows}, at=COLLECTED, source=LIST)
    one = only_difference(evaluate(sqlite_database).reconciliation)
    assert one.kinds == (DifferenceKind.ONLY_STATED, DifferenceKind.OTHER_MONTH)
    assert one.elsewhere == "2026-09"
    # Only one side has a time for it: there is no difference to tell, and not one of 0.
    assert one.time_difference is None


def test_a_ticket_of_another_indicator_names_it(sqlite_database: Database) -> None:
    content = contract_content()
    other = content["indicators"][0] | {"id": "P1"}
    other["tickets"] = {"kinds": ["incident"], "priorities": ["P1"]}
    content["indicators"].append(other)
    critical = incident("A-7", "2026-10-13 08:00", ("2026-10-13 09:00", RESOLVED), priority="P1")
    # The list counts A-7 for P2, and A-1 for P1.
    rows = [
        stated_ticket("A-7", "2026-10-13 09:00"),
        stated_ticket("A-1", "2026-10-05 10:00", indicator="P1"),
    ]
    found = reconciled(sqlite_database, rows, critical, versions=agreed(content))
    named = {(one.indicator, one.ticket): (one.kinds[0], one.elsewhere) for one in found.tickets}
    assert named == {
        ("P2", "A-7"): (DifferenceKind.ONLY_STATED, "P1"),
        ("P2", "A-1"): (DifferenceKind.ONLY_MEASURED, "P1"),
        ("P1", "A-7"): (DifferenceKind.ONLY_MEASURED, "P2"),
        ("P1", "A-1"): (DifferenceKind.ONLY_STATED, "P2"),
    }


def test_what_only_the_supplier_leaves_out_is_a_difference(sqlite_database: Database) -> None:
    one = only_difference(reconciled(sqlite_database, [AGREED_ROWS["A-2"] | {"left_out": 1}]))
    assert one.kinds == (DifferenceKind.LEFT_OUT_BY_SUPPLIER,)
    # 2 of 2 in time.
    assert one.effect is not None
    assert one.effect.verdict is Verdict.MET


def test_what_only_an_agreement_leaves_out_is_a_difference(sqlite_database: Database) -> None:
    left_out = exclusion("U-1", "accepted", tickets=["A-2"])
    one = only_difference(reconciled(sqlite_database, [], exclusions=[left_out]))
    assert one.kinds == (DifferenceKind.LEFT_OUT_HERE,)


def test_what_both_leave_out_is_no_difference(sqlite_database: Database) -> None:
    left_out = exclusion("U-1", "accepted", tickets=["A-2"])
    rows = [AGREED_ROWS["A-2"] | {"left_out": 1}]
    assert reconciled(sqlite_database, rows, exclusions=[left_out]).tickets == ()


def test_a_case_nobody_here_can_judge_is_compared_with_the_stated_verdict(sqlite_database: Database) -> None:
    parked = incident(
        "A-6", "2026-10-14 08:00", ("2026-10-14 09:00", UNMAPPED), ("2026-10-14 10:00", RESOLVED)
    )
    row = stated_ticket("A-6", "2026-10-14 10:00", missed=0)
    one = only_difference(reconciled(sqlite_database, [row], parked))
    assert (one.measured_missed, one.stated_missed) == (None, False)
    assert DifferenceKind.OTHER_VERDICT in one.kinds


def test_a_case_still_open_here_differs_from_one_the_list_ends(sqlite_database: Database) -> None:
    versions = with_indicator(month_of="opened")
    running = incident("A-8", "2026-10-31 20:00", ("2026-11-02 08:00", RESOLVED))
    row = stated_ticket("A-8", "2026-10-31 22:00")
    one = only_difference(reconciled(sqlite_database, [row], running, versions=versions))
    assert one.kinds[0] is DifferenceKind.OTHER_TIME


def test_one_overdue_when_the_month_ends_agrees_with_a_list_that_ends_it_later(
    sqlite_database: Database,
) -> None:
    versions = with_indicator(month_of="stopped_or_overdue")
    running = incident("A-8", "2026-10-31 08:00", ("2026-11-02 08:00", RESOLVED))
    row = stated_ticket("A-8", "2026-11-02 08:00", missed=1)
    assert reconciled(sqlite_database, [row], running, versions=versions).tickets == ()


def test_one_overdue_that_the_list_ends_within_the_month_differs(sqlite_database: Database) -> None:
    versions = with_indicator(month_of="stopped_or_overdue")
    running = incident("A-8", "2026-10-31 08:00", ("2026-11-02 08:00", RESOLVED))
    row = stated_ticket("A-8", "2026-10-31 10:00", missed=0)
    one = only_difference(reconciled(sqlite_database, [row], running, versions=versions))
    assert one.kinds == (DifferenceKind.OTHER_TIME, DifferenceKind.OTHER_VERDICT)
    assert one.measured_ended_at is None


def test_a_mean_is_reckoned_again_with_each_time(sqlite_database: Database) -> None:
    content = contract_content()
    mean = {
        name: content["indicators"][0][name] for name in ("label", "services", "measured", "data", "tickets")
    }
    content["indicators"][0] = mean | {
        "id": "P2",
        "kind": "mean",
        "of": {"clock": "resolution"},
        "month_of": "stopped",
        "target": {"to": "8 h"},
        "bands": [{"above": "8 h", "points": 1}],
        "minimum_sample": None,
        "empty_period": "not_assessable",
        "completeness_floor": "50 %",
        "consequence": "credit",
    }
    row = stated_ticket("A-2", used=11 * 3600)
    found = reconciled(sqlite_database, [row], versions=agreed(content))
    # 2, 23 and 8 hours: a mean of 11; with 11 in place of 23 it is 7.
    [figure] = found.figures
    assert (figure.measured_value, figure.stated_value) == (Fraction(11 * 3600), Fraction(7 * 3600))
    assert (figure.measured_verdict, figure.stated_verdict) == (Verdict.MISSED, Verdict.MET)


def counted_content() -> dict[str, Any]:
    content = contract_content()
    own = content["indicators"][0]
    for name in ("within", "clock"):
        del own[name]
    own |= {"kind": "count", "count": "tickets", "month_of": "opened", "target": {"to": 3}}
    own["bands"] = [{"above": 3, "points": 1}]
    return content


def test_a_count_without_a_clock_counts_what_the_list_has(sqlite_database: Database) -> None:
    found = reconciled(
        sqlite_database, [stated_ticket("C-1", "2026-10-20 10:00")], versions=agreed(counted_content())
    )
    [figure] = found.figures
    assert (figure.measured_value, figure.stated_value) == (Fraction(3), Fraction(4))
    assert figure.amount == Decimal(500)


def test_a_rate_is_reckoned_over_the_same_volume(sqlite_database: Database) -> None:
    content = counted_content()
    content["indicators"][0] |= {
        "kind": "rate",
        "per": 100,
        "volume": {"of": "users"},
        "target": {"to": 1},
        "bands": [{"above": 1, "points": 1}],
    }
    found = reconciled(sqlite_database, [stated_ticket("C-1", "2026-10-20 10:00")], versions=agreed(content))
    [figure] = found.figures
    # 3 and 4 tickets for 400 users: 0.75 and 1 for each 100.
    assert (figure.measured_value, figure.stated_value) == (Fraction(3, 4), Fraction(1))


def test_a_lead_time_in_working_days_is_compared_in_days(sqlite_database: Database) -> None:
    content = contract_content()
    own = content["indicators"][0]
    for name in ("clock",):
        del own[name]
    own |= {
        "kind": "lead_time",
        "start": {"event": "opened"},
        "end": {"event": "state", "states": ["resolved"], "which": "first"},
        "hours": "always_open",
        "cancels_in": ["cancelled"],
        "within": {"limit": {"working_days": 2}},
        "result": "share_within",
        "month_of": "due",
    }
    row = stated_ticket("A-1", used=None, used_days=3)
    one = only_difference(reconciled(sqlite_database, [row], versions=agreed(content)))
    # Resolved on the day it opened: 0 working days after it, by the list 3 of 2.
    assert (one.in_working_days, one.measured_used, one.stated_used) == (True, 0, 3)
    assert (one.measured_missed, one.stated_missed) == (False, True)
    assert one.explanation is Explanation.NONE


def test_a_former_version_of_the_contract_measures_what_opened_under_it(sqlite_database: Database) -> None:
    old, new = contract_content(), contract_content()
    for content in (old, new):
        content["tickets"]["straddling"] = "opening"
    old["clocks"]["former"] = old["clocks"].pop("resolution")
    old["indicators"][0]["clock"] = "former"
    versions = ContractVersions(
        (version(date(2026, 1, 1), old, "signed"), version(date(2026, 10, 1), new, "amended"))
    )
    row = stated_ticket("A-2", used=25 * 3600)
    one = only_difference(reconciled(sqlite_database, [row], versions=versions))
    assert one.explanation is Explanation.COUNTS_WAITING_USER


def test_without_credits_no_money_is_named(sqlite_database: Database) -> None:
    content = contract_content() | {"credits": None}
    for one in content["indicators"]:
        one["consequence"] = "none"
    found = reconciled(sqlite_database, [stated_ticket("A-2", missed=0)], versions=agreed(content))
    effect = only_difference(found).effect
    assert effect is not None
    assert (found.sources[0].measured_amount, found.figures[0].amount, effect.amount) == (None, None, None)


def test_beyond_a_number_of_them_effects_are_not_reckoned_one_by_one(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconciling, "MOST_EFFECTS", 0)
    assert only_difference(reconciled(sqlite_database, [stated_ticket("A-2", missed=0)])).effect is None


def test_a_list_for_an_indicator_that_is_no_ticket_indicator_is_left_aside(sqlite_database: Database) -> None:
    rows = [stated_ticket("A-1", "2026-10-05 10:00", indicator="availability")]
    save(sqlite_database, tickets(FAST), at=COLLECTED, complete=True)
    save(sqlite_database, {FactKind.STATED_TICKET: rows}, at=COLLECTED, source=LIST)
    assert evaluate(sqlite_database).reconciliation == Reconciliation()


def test_a_list_of_a_month_in_which_nothing_was_measured_stands_alone(sqlite_database: Database) -> None:
    waiting = incident("A-1", "2026-10-30 08:00", ("2026-10-30 09:00", WAITING_USER))
    save(sqlite_database, tickets(waiting), at=COLLECTED, complete=True)
    rows = [stated_ticket("A-1", "2026-10-30 10:00", missed=1)]
    save(sqlite_database, {FactKind.STATED_TICKET: rows}, at=COLLECTED, source=LIST)
    one = only_difference(evaluate(sqlite_database).reconciliation)
    assert one.kinds == (DifferenceKind.ONLY_STATED,)


def test_two_sources_are_compared_each_on_its_own(sqlite_database: Database) -> None:
    save_month(sqlite_database, whole_list())
    rows = whole_list(B_03="2026-10-03 15:00")
    save(sqlite_database, {FactKind.STATED_TICKET: rows}, at=COLLECTED, source="second list")
    found = evaluate(sqlite_database).reconciliation
    assert [one.source for one in found.sources] == ["second list", LIST]
    assert [(one.source, one.ticket) for one in found.tickets] == [("second list", "B-03")]


def test_a_ticket_of_a_service_the_indicator_is_not_about_changes_no_figure(
    sqlite_database: Database,
) -> None:
    row = stated_ticket("C-1", "2026-10-20 10:00", service="T9", missed=1)
    one = only_difference(reconciled(sqlite_database, [row]))
    assert (one.service, one.effect) == ("T9", None)


def test_a_state_that_stops_the_clock_is_not_tried_as_one_that_runs(sqlite_database: Database) -> None:
    content = contract_content()
    content["clocks"]["resolution"]["stops_in"] = ["resolved", "closed", "waiting_third"]
    row = stated_ticket("A-2", used=20 * 3600, missed=1)
    one = only_difference(reconciled(sqlite_database, [row], versions=agreed(content)))
    assert one.explanation is Explanation.NONE


def test_what_changes_no_figure_is_worth_nothing(sqlite_database: Database) -> None:
    one = only_difference(reconciled(sqlite_database, [AGREED_ROWS["A-1"] | {"priority": "P3"}]))
    assert one.kinds == (DifferenceKind.OTHER_PRIORITY,)
    assert one.effect is not None
    assert (one.effect.verdict, one.effect.points, one.effect.amount) == (Verdict.MISSED, 0, Decimal(0))
