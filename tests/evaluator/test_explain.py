"""Explaining a ticket: its timeline, its clocks, and what was judged of it."""

from datetime import date

import pytest

from collector.errors import NothingFound
from collector.records import FactKind, TicketState
from collector.store.database import Database
from collector.store.read import read_horizon
from evaluator.contract.clocks import Party
from evaluator.contract.contract import Straddling
from evaluator.contract.versions import ContractVersion, ContractVersions
from evaluator.evaluate import read_results
from evaluator.explain import TicketExplanation, explain_ticket
from tests.collector.store.pages import save
from tests.evaluator.october import (
    COLLECTED,
    NOW,
    RESOLVED,
    UNMAPPED,
    agreed,
    contract_content,
    evaluate,
    exclusion,
    incident,
    instant,
    save_october,
    tickets,
    version,
)

DAY = 86_400
HOUR = 3600


def explained(database: Database, key: str, versions: ContractVersions | None = None) -> TicketExplanation:
    """Explain a ticket that only one system has, on everything known."""
    [found] = explain_ticket(
        database, agreed() if versions is None else versions, key, read_horizon(database)
    )
    return found


def test_what_a_ticket_was_at_its_opening_is_shown(database: Database) -> None:
    save_october(database)
    ticket = explained(database, "A-2")
    assert (ticket.system, ticket.kind, ticket.service, ticket.unit) == ("tickets", "incident", "T1", "S1")
    assert ticket.opened_at == instant("2026-10-06 08:00")
    assert (ticket.priority_at_opening, ticket.priority_that_judges) == ("P2", "P2")


def test_the_priority_that_judges_stands_beside_the_one_at_opening(database: Database) -> None:
    save_october(database)
    change = {"ticket": "A-2", "at": instant("2026-10-06 12:00"), "sequence": 9, "field": "priority"}
    rows = {FactKind.TICKET_CHANGE: [change | {"value": "P1", "state": None}]}
    save(database, rows, cursor="2", at=COLLECTED + DAY)
    ticket = explained(database, "A-2")
    assert (ticket.priority_at_opening, ticket.priority_that_judges) == ("P2", "P1")


def test_events_come_in_order_with_what_their_status_means(database: Database) -> None:
    save_october(database)
    events = explained(database, "A-2").events
    assert [(one.at, one.value, one.state) for one in events] == [
        (instant("2026-10-06 08:00"), "Pågår", TicketState.ACTIVE),
        (instant("2026-10-06 09:00"), "Väntar", TicketState.WAITING_USER),
        (instant("2026-10-06 11:00"), "Pågår", TicketState.ACTIVE),
        (instant("2026-10-07 09:00"), "Löst", TicketState.RESOLVED),
    ]


def test_a_change_of_another_field_means_nothing_to_the_clocks(database: Database) -> None:
    save_october(database)
    change = {"ticket": "A-1", "at": instant("2026-10-05 09:00"), "sequence": 9, "field": "team"}
    rows = {FactKind.TICKET_CHANGE: [change | {"value": "Nät", "state": None}]}
    save(database, rows, cursor="2", at=COLLECTED + DAY)
    [team] = [one for one in explained(database, "A-1").events if one.field == "team"]
    assert (team.value, team.state) == ("Nät", None)


def test_segments_that_run_sum_to_what_the_clock_used(database: Database) -> None:
    # 1 hour before the wait and 22 after it.
    save_october(database)
    [clock] = explained(database, "A-2").clocks
    assert clock.used == 23 * HOUR
    assert sum(one.open_seconds for one in clock.segments if one.runs) == clock.used


def test_waiting_is_summed_for_whom_it_was(database: Database) -> None:
    save_october(database)
    [clock] = explained(database, "A-2").clocks
    waited = [one for one in clock.segments if one.counts and one.state is TicketState.WAITING_USER]
    assert clock.waiting[TicketState.WAITING_USER] == 2 * HOUR
    assert sum(one.open_seconds for one in waited) == 2 * HOUR
    assert sum(clock.waiting.values()) == 2 * HOUR


def test_segments_follow_one_another_from_the_opening_to_the_horizon(database: Database) -> None:
    save_october(database)
    [clock] = explained(database, "A-2").clocks
    assert clock.segments[0].starts_at == instant("2026-10-06 08:00")
    assert clock.segments[-1].ends_at == COLLECTED
    ends = [one.ends_at for one in clock.segments[:-1]]
    assert ends == [one.starts_at for one in clock.segments[1:]]


def test_the_clock_says_its_hours_when_it_stopped_and_how_often_it_was_reopened(database: Database) -> None:
    again = incident(
        "A-5",
        "2026-10-12 08:00",
        ("2026-10-12 09:00", RESOLVED),
        ("2026-10-12 10:00", 1),
        ("2026-10-12 11:00", RESOLVED),
    )
    save(database, tickets(again), at=COLLECTED)
    [clock] = explained(database, "A-5").clocks
    assert clock.hours_label is not None
    assert clock.hours_label.sv == "Dygnet runt"
    assert (clock.stopped_at, clock.reopened, clock.used) == (instant("2026-10-12 11:00"), 1, 2 * HOUR)


def test_a_clock_that_runs_always_names_no_hours(database: Database) -> None:
    save_october(database)
    content = contract_content()
    content["clocks"]["resolution"]["hours"] = "always"
    [clock] = explained(database, "A-1", agreed(content)).clocks
    assert (clock.hours_label, clock.used) == (None, 2 * HOUR)


def test_a_ticket_still_open_runs_to_the_horizon(database: Database) -> None:
    save(database, tickets(incident("A-6", "2026-11-09 01:00")), at=COLLECTED)
    [clock] = explained(database, "A-6").clocks
    assert (clock.stopped_at, clock.used) == (None, 5 * HOUR)


def test_an_unmapped_status_is_said(database: Database) -> None:
    save(database, tickets(incident("A-4", "2026-10-12 08:00", ("2026-10-12 09:00", UNMAPPED))), at=COLLECTED)
    [clock] = explained(database, "A-4").clocks
    assert clock.unmapped
    assert clock.segments[-1].state is TicketState.UNMAPPED


def test_what_was_judged_of_it_is_listed_by_period_and_indicator(database: Database) -> None:
    save_october(database)
    number = evaluate(database).evaluation.number
    [judged] = explained(database, "A-2").judgements
    assert (judged.period, judged.indicator, judged.evaluation) == ("2026-10", "P2", number)
    assert (judged.used, judged.limit, judged.missed) == (23 * HOUR, 8 * HOUR, True)


def test_a_ticket_in_time_is_judged_too(database: Database) -> None:
    save_october(database)
    evaluate(database)
    assert [one.missed for one in explained(database, "A-1").judgements] == [False]


def test_the_exclusion_that_leaves_a_ticket_out_is_named(database: Database) -> None:
    save_october(database)
    evaluate(database, exclusions=[exclusion("U-1", "accepted", tickets=["A-2"])])
    assert [one.left_out_by for one in explained(database, "A-2").judgements] == ["U-1"]


def test_only_the_latest_evaluation_of_a_period_is_told(database: Database) -> None:
    save_october(database)
    save(database, tickets(incident("A-9", "2026-10-20 08:00")), cursor="2", at=COLLECTED + DAY)
    latest = evaluate(database).evaluation.number
    evaluate(database, as_of=COLLECTED)
    assert [one.evaluation for one in explained(database, "A-2").judgements] == [latest]


def test_of_two_evaluations_at_one_horizon_the_one_that_reports_show_is_told(database: Database) -> None:
    # Accepting an exclusion and taking it back makes the first evaluation of October the present one again;
    # the second stays, as November rests on it.
    save_october(database)
    save(database, tickets(), at=instant("2026-12-09 06:00"), source="november")
    accepted = [exclusion("U-1", "accepted", tickets=["A-2"])]
    asked = [("2026-10", []), ("2026-11", []), ("2026-10", accepted), ("2026-11", accepted), ("2026-10", [])]
    for later, (period, exclusions) in enumerate(asked):
        evaluate(database, period, exclusions=exclusions, now=NOW + later)
    shown = read_results(database, agreed(), "2026-10")
    [judged] = explained(database, "A-2").judgements
    assert (judged.evaluation, judged.left_out_by) == (shown.evaluation.number, "")


def test_before_any_evaluation_nothing_was_judged(database: Database) -> None:
    save_october(database)
    assert explained(database, "A-2").judgements == ()


def test_a_key_that_two_systems_gave_is_explained_for_each(database: Database) -> None:
    save_october(database)
    save(database, tickets(incident("A-1", "2026-10-07 08:00")), at=COLLECTED, source="other")
    found = explain_ticket(database, agreed(), "A-1", read_horizon(database))
    assert [one.system for one in found] == ["other", "tickets"]


def test_an_unknown_key_is_not_found(database: Database) -> None:
    save_october(database)
    with pytest.raises(NothingFound, match="A-77"):
        explain_ticket(database, agreed(), "A-77", read_horizon(database))


def test_a_ticket_that_the_horizon_did_not_know_is_not_found(database: Database) -> None:
    then = save_october(database)
    save(database, tickets(incident("A-9", "2026-10-20 08:00")), cursor="2", at=COLLECTED + DAY)
    with pytest.raises(NothingFound, match="A-9"):
        explain_ticket(database, agreed(), "A-9", then)


def test_before_anything_was_collected_no_ticket_is_known(database: Database) -> None:
    with pytest.raises(NothingFound):
        explain_ticket(database, agreed(), "A-1", 0)


def test_a_ticket_is_told_with_the_kind_service_and_unit_that_judge_it(database: Database) -> None:
    save_october(database)
    base = {"ticket": "A-2", "at": instant("2026-10-06 12:00"), "state": None}
    moved = {"kind": "order", "service": "T3", "unit": "F1"}
    changes = [
        base | {"sequence": 9 + place, "field": field, "value": value}
        for place, (field, value) in enumerate(moved.items())
    ]
    save(database, {FactKind.TICKET_CHANGE: changes}, cursor="2", at=COLLECTED + DAY)
    ticket = explained(database, "A-2")
    assert (ticket.kind, ticket.service, ticket.unit) == ("order", "T3", "F1")


def waits_do_not_run() -> ContractVersions:
    """The contract, and from 1 November one whose clock also runs while a user is waited for."""
    later = contract_content()
    later["clocks"]["resolution"]["runs_in"] = ["active", "waiting_user"]
    signed = version(date(2026, 1, 1), contract_content(), "signed")
    return ContractVersions((signed, version(date(2026, 11, 1), later, "amended")))


def test_the_clock_is_that_of_the_contract_on_the_day_of_the_opening_in_its_zone(database: Database) -> None:
    # Half past midnight on 1 November in Stockholm is still 31 October in UTC.
    opened = incident("A-7", "2026-11-01 00:30", ("2026-11-01 01:00", 2), ("2026-11-01 03:00", RESOLVED))
    save(database, tickets(opened), at=COLLECTED)
    [clock] = explained(database, "A-7", waits_do_not_run()).clocks
    assert clock.used == 2 * HOUR + HOUR // 2


def test_a_ticket_from_before_the_contract_is_explained_with_its_first_version(database: Database) -> None:
    old = incident("A-8", "2025-12-31 22:00", ("2026-01-01 02:00", RESOLVED))
    save(database, tickets(old), at=COLLECTED)
    [clock] = explained(database, "A-8").clocks
    assert clock.used == 4 * HOUR


def over_the_turn_of_the_month() -> tuple[dict[str, object], list[dict[str, object]]]:
    """An hour of work, two of waiting for the user: 1 hour by the signed contract, 3 by the amended one."""
    return incident("A-7", "2026-10-31 22:00", ("2026-10-31 23:00", 2), ("2026-11-01 01:00", RESOLVED))


def test_where_the_month_decides_the_clock_is_that_of_the_month_the_ticket_ended_in(
    database: Database,
) -> None:
    save(database, tickets(over_the_turn_of_the_month()), at=COLLECTED)
    [clock] = explained(database, "A-7", waits_do_not_run()).clocks
    assert clock.used == 3 * HOUR


def test_where_the_opening_decides_the_clock_is_that_of_the_contract_it_opened_under(
    database: Database,
) -> None:
    save(database, tickets(over_the_turn_of_the_month()), at=COLLECTED)
    signed, amended = (found.contract for found in waits_do_not_run().versions)
    by_opening = amended.tickets.model_copy(update={"straddling": Straddling.OPENING})
    versions = ContractVersions(
        (
            ContractVersion(date(2026, 1, 1), signed, "signed"),
            ContractVersion(date(2026, 11, 1), amended.model_copy(update={"tickets": by_opening}), "amended"),
        )
    )
    [clock] = explained(database, "A-7", versions).clocks
    assert clock.used == HOUR


def test_what_changed_after_the_month_a_ticket_was_judged_in_brings_no_other_contract(
    database: Database,
) -> None:
    # A-2 was judged in October; a team took it over in November, when waiting already counts.
    save_october(database)
    change = {"ticket": "A-2", "at": instant("2026-11-02 09:00"), "sequence": 9, "field": "team"}
    rows = {FactKind.TICKET_CHANGE: [change | {"value": "Nät", "state": None}]}
    save(database, rows, cursor="2", at=COLLECTED + DAY)
    evaluate(database, versions=waits_do_not_run())
    [clock] = explained(database, "A-2", waits_do_not_run()).clocks
    assert clock.used == 23 * HOUR


def test_a_ticket_dated_after_what_is_known_is_explained_as_it_opened(database: Database) -> None:
    save(database, tickets(incident("A-9", "2026-11-10 08:00")), at=COLLECTED)
    assert explained(database, "A-9").service == "T1"


def test_every_cycle_of_a_clock_is_explained_in_order(database: Database) -> None:
    again = incident(
        "A-5",
        "2026-10-12 08:00",
        ("2026-10-12 09:00", RESOLVED),
        ("2026-10-12 10:00", 1),
        ("2026-10-12 12:00", RESOLVED),
    )
    save(database, tickets(again), at=COLLECTED)
    content = contract_content()
    content["clocks"]["resolution"]["reopening"]["rule"] = "new_cycle"
    clocks = explained(database, "A-5", agreed(content)).clocks
    # an hour in the first cycle, two in the second
    assert [(one.cycle, one.cycles, one.used) for one in clocks] == [(0, 2, HOUR), (1, 2, 2 * HOUR)]
    for one in clocks:
        assert sum(segment.open_seconds for segment in one.segments if segment.runs) == one.used


def test_time_is_told_by_party_with_the_openings_it_is_counted_in(database: Database) -> None:
    save_october(database)
    [clock] = explained(database, "A-2").clocks
    assert (clock.by_party[Party.USER], clock.by_party[Party.SUPPLIER]) == (2 * HOUR, 23 * HOUR)
    assert clock.open_hours == ((instant("2026-10-06 08:00"), COLLECTED),)


def test_when_the_limit_ran_out_stands_with_the_judgement(database: Database) -> None:
    save_october(database)
    evaluate(database)
    [judged] = explained(database, "A-2").judgements
    # 8 hours from 08:00, and 2 of waiting
    assert judged.due_at == instant("2026-10-06 18:00")
