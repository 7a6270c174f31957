"""What is published for showing beside an evaluation, on both databases: October 2026 and the month after."""

from typing import Any

import sqlalchemy as sa

from collector.store.database import Database
from collector.store.retention import remove_facts
from evaluator.prepare import Asked
from evaluator.results.present import present_numbers, read_latest
from evaluator.results.shown_tables import (
    BURN_RATE,
    CONTRACT_CARD,
    DECISION_DATE,
    MAINTENANCE_WINDOW,
    NAMED_INDICATOR,
    NAMED_SERVICE,
    NAMED_TRIGGER,
    NAMED_UNIT,
    OPEN_CASE,
    OPEN_TICKET,
    SHOWN,
    TICKET_FLOW,
    TICKET_GROUP,
)
from evaluator.sealing.content import read_content
from evaluator.sealing.seal import Signing, seal_period
from evaluator.sealing.verify import verify_seals
from tests.collector.store.pages import save
from tests.evaluator.october import (
    NOW,
    RESOLVED,
    WAITING_USER,
    agreed,
    contract_content,
    evaluate,
    exclusion,
    incident,
    instant,
    save_october,
    tickets,
)

HOUR = 3600
NOON = instant("2026-11-05 12:00")
OLD = incident("B-1", "2025-03-03 08:00", ("2025-03-04 08:00", WAITING_USER))
"""Opened long before the contract began, and waiting since."""
NEW = incident("B-2", "2026-11-05 08:00")
DONE = incident("B-3", "2026-11-03 08:00", ("2026-11-03 09:00", RESOLVED))


def rows(database: Database, table: sa.Table, period: str = "2026-10") -> list[dict[str, Any]]:
    """The rows of the present evaluation of a month."""
    evaluation = read_latest(database, period)
    assert evaluation is not None
    query = sa.select(table).where(table.c.evaluation == evaluation.number)
    with database.reading() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def only(database: Database, table: sa.Table, period: str = "2026-10", **where: Any) -> dict[str, Any]:
    [found] = [one for one in rows(database, table, period) if where.items() <= one.items()]
    return found


def save_november(database: Database) -> None:
    """Save what was known at noon of 5 November."""
    save(database, tickets(OLD, NEW, DONE), at=NOON, source="tickets")


def test_the_contract_is_shown_as_it_applied(database: Database) -> None:
    save_october(database)
    evaluate(database)
    card = only(database, CONTRACT_CARD)
    assert (card["contract"], card["customer"], card["supplier"]) == ("example", "Staden", "Leverantören")
    assert (card["first_day"], card["last_day"], card["smallest_group"]) == ("2026-01-01", "2027-12-31", 1)


def test_the_last_day_is_a_date_that_decides_and_so_is_the_notice_of_an_option(database: Database) -> None:
    save_october(database)
    option = {
        "id": "first",
        "label": {"sv": "Första", "en": "First"},
        "prolongs_to": "2028-12-31",
        "notice_by": "2027-06-30",
        "state": "open",
    }
    content = contract_content()
    content["term"]["options"] = [option]
    evaluate(database, versions=agreed(content, "with an option"))
    shown = [(one["decision"], one["kind"], one["on_day"]) for one in rows(database, DECISION_DATE)]
    assert sorted(shown) == [("end", "last_day", "2027-12-31"), ("first", "notice", "2027-06-30")]


def test_indicators_services_and_units_are_named_in_their_order(database: Database) -> None:
    save_october(database)
    evaluate(database)
    indicator = only(database, NAMED_INDICATOR, indicator="P2")
    assert (indicator["unit"], indicator["target_lowest"], indicator["lowest_belongs"]) == (
        "share",
        "9/10",
        1,
    )
    assert (indicator["target_highest"], indicator["highest_belongs"]) == (None, 0)
    fees = {one["service"]: one["monthly_fee_minor"] for one in rows(database, NAMED_SERVICE)}
    assert fees == {"T1": 10_000_000, "T3": 5_000_000}
    units = sorted(
        (one["position"], one["unit"], one["segment_label_sv"]) for one in rows(database, NAMED_UNIT)
    )
    assert units == [(0, "S1", "Skolor"), (1, "F1", "Kontor")]


def test_a_threshold_is_named_with_what_it_leads_to(database: Database) -> None:
    save_october(database)
    trigger = {
        "id": "fifty",
        "label": {"sv": "Femtio", "en": "Fifty"},
        "clause": "9",
        "leads_to": "right_to_terminate",
        "gives": {"sv": "Hävning", "en": "Termination"},
        "kind": "points",
        "points": 50,
        "months": 3,
        "of": "contract",
    }
    evaluate(database, versions=agreed(contract_content() | {"triggers": [trigger]}, "with a threshold"))
    assert only(database, NAMED_TRIGGER)["leads_to"] == "right_to_terminate"


def test_tickets_are_added_up_and_agree_with_the_figure(database: Database) -> None:
    save_october(database)
    evaluate(database)
    groups = {(one["unit"], one["priority"]): one for one in rows(database, TICKET_GROUP)}
    assert {place: (one["cases"], one["missed"]) for place, one in groups.items()} == {
        ("F1", "P2"): (1, 0),
        ("S1", "P2"): (2, 1),
    }
    assert groups["S1", "P2"]["used"] == 25 * HOUR
    assert groups["S1", "P2"]["waiting_user"] == 2 * HOUR


def test_only_an_agreed_exclusion_leaves_out(database: Database) -> None:
    save_october(database)
    asked = [
        exclusion("X-1", "accepted", tickets=["A-2"], indicators=["P2"]),
        exclusion("X-2", "pending", tickets=["A-3"], indicators=["P2"]),
    ]
    evaluate(database, exclusions=asked)
    left_out = {
        one["unit"]: (one["left_out"], one["left_out_missed"]) for one in rows(database, TICKET_GROUP)
    }
    assert left_out == {"S1": (1, 1), "F1": (0, 0)}


def test_what_came_and_went_is_told_by_place(database: Database) -> None:
    save_october(database)
    evaluate(database)
    flow = {
        one["unit"]: (one["opened"], one["ended"], one["open_at_end"]) for one in rows(database, TICKET_FLOW)
    }
    assert flow == {"S1": (2, 2, 0), "F1": (1, 1, 0)}


def test_maintenance_that_reaches_into_the_month_is_shown(database: Database) -> None:
    save_october(database)
    evaluate(database)
    window = only(database, MAINTENANCE_WINDOW)
    assert (window["service"], window["unit"], window["starts_at"], window["ends_at"]) == (
        "T3",
        "",
        instant("2026-10-10 18:00"),
        instant("2026-10-10 20:00"),
    )


def test_of_a_month_that_is_over_no_time_runs_and_no_budget_burns(database: Database) -> None:
    save_october(database)
    evaluate(database)
    assert (rows(database, OPEN_CASE), rows(database, BURN_RATE)) == ([], [])


def test_a_ticket_open_for_years_stands_open_and_waits_for_the_user(database: Database) -> None:
    save_november(database)
    evaluate(database, "2026-11")
    found = sorted(
        (one["opened_at"], one["waits_for"], one["unit"]) for one in rows(database, OPEN_TICKET, "2026-11")
    )
    assert found == [
        (instant("2025-03-03 08:00"), "user", "S1"),
        (instant("2026-11-05 08:00"), "supplier", "S1"),
    ]
    flow = only(database, TICKET_FLOW, "2026-11")
    assert (flow["opened"], flow["ended"], flow["open_at_end"]) == (2, 1, 2)


def test_while_the_month_runs_cases_are_told_with_used_limit_and_due(database: Database) -> None:
    save_november(database)
    evaluate(database, "2026-11")
    old, new = sorted(rows(database, OPEN_CASE, "2026-11"), key=lambda one: -one["used"])
    assert (new["used"], new["limit_amount"], new["due_at"]) == (4 * HOUR, 8 * HOUR, NOON + 4 * HOUR)
    assert (old["used"], old["missed"]) == (24 * HOUR, 1)


def test_what_happened_after_the_month_leaves_it_open_at_its_end(database: Database) -> None:
    late = incident("C-1", "2026-10-30 08:00", ("2026-11-03 08:00", RESOLVED))
    save(database, tickets(late), at=NOON, source="tickets")
    evaluate(database, "2026-10")
    assert only(database, TICKET_FLOW)["open_at_end"] == 1
    assert len(rows(database, OPEN_TICKET)) == 1


def test_an_evaluation_that_is_replaced_leaves_nothing_to_show(database: Database) -> None:
    save_october(database)
    evaluate(database)
    save(database, tickets(incident("A-9", "2026-10-20 08:00", ("2026-10-20 09:00", RESOLVED))), at=NOW - 9)
    evaluate(database)
    numbers = sa.select(sa.func.count()).where(CONTRACT_CARD.c.evaluation.not_in(present_numbers()))
    with database.reading() as connection:
        assert connection.execute(numbers).scalar_one() == 0
    assert sum(one["opened"] for one in rows(database, TICKET_FLOW)) == 4


def test_the_same_evaluation_again_shows_the_same_once(database: Database) -> None:
    save_october(database)
    evaluate(database)
    before = {table.name: rows(database, table) for table in SHOWN}
    evaluate(database)
    assert {table.name: rows(database, table) for table in SHOWN} == before


def test_an_evaluation_of_an_earlier_program_gets_what_is_shown_when_it_is_made_again(
    database: Database,
) -> None:
    save_october(database)
    evaluate(database)
    with database.writing() as connection:
        for table in SHOWN:
            connection.execute(sa.delete(table))
    evaluate(database)
    assert rows(database, CONTRACT_CARD) != []


def test_what_is_shown_stands_outside_the_seal(database: Database) -> None:
    save_october(database)
    now = instant("2027-01-15 08:00")
    asked = Asked("2026-10", 3, now)
    seal, _ = seal_period(database, agreed(), (), asked, Signing("Eva", now, early="for a test"))
    assert rows(database, CONTRACT_CARD) != []
    with database.writing() as connection:
        for table in SHOWN:
            connection.execute(sa.delete(table))
    [check] = verify_seals(database, agreed(), ())
    assert check.seal == seal
    assert check.findings == ()
    shown = {table.name for table in SHOWN}
    assert not shown & set(read_content(database, seal.evaluation).sheets)


def test_a_ticket_that_stands_open_outlives_the_time_of_keeping(database: Database) -> None:
    over = incident("B-0", "2025-03-03 08:00", ("2025-03-04 08:00", RESOLVED))
    save(database, tickets(OLD, over, NEW), at=NOON, source="tickets")
    removed = remove_facts(database, "ticket", instant("2025-06-01 00:00"), NOON)
    assert removed is not None
    evaluate(database, "2026-11")
    opened = {one["opened_at"] for one in rows(database, OPEN_TICKET, "2026-11")}
    assert opened == {instant("2025-03-03 08:00"), instant("2026-11-05 08:00")}
