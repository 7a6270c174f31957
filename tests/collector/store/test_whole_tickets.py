"""Tickets that a source states anew, whole: what it no longer says of them stands no longer."""

from collector.records import FactKind
from collector.store.database import Database
from collector.store.intakes import SavedPage
from collector.store.read import read_facts, read_horizon
from tests.collector.store.pages import change, save, ticket


def standing_changes(database: Database) -> list[tuple[str, int]]:
    standing = read_facts(database, FactKind.TICKET_CHANGE, read_horizon(database), keys=True)
    return sorted(zip(standing["ticket"], standing["at"], strict=True))


RESOLVED_EARLY = [change("A", 100, "Open"), change("A", 150, "Resolved", 6, sequence=1)]
RESOLVED_LATE = [change("A", 100, "Open"), change("A", 200, "Resolved", 6, sequence=1)]


def test_a_ticket_stated_anew_loses_the_changes_no_longer_said_of_it(database: Database) -> None:
    save(database, {FactKind.TICKET_CHANGE: [*RESOLVED_EARLY, change("B", 120, "Open")]}, whole_tickets=True)
    saved = save(database, {FactKind.TICKET_CHANGE: RESOLVED_LATE}, cursor="2", whole_tickets=True)
    assert saved == SavedPage(number=2, new=1, unchanged=1, removed=1)
    assert standing_changes(database) == [("A", 100), ("A", 200), ("B", 120)]
    former = read_facts(database, FactKind.TICKET_CHANGE, 1, keys=True)
    assert former["at"].to_list() == [100, 150, 120]


def test_a_ticket_stated_anew_may_only_lose_a_change(database: Database) -> None:
    save(database, {FactKind.TICKET_CHANGE: RESOLVED_EARLY}, whole_tickets=True)
    reopened = {FactKind.TICKET_CHANGE: RESOLVED_EARLY[:1]}
    # The cursor stays: that something is gone is reason enough for an intake.
    assert save(database, reopened, whole_tickets=True) == SavedPage(number=2, unchanged=1, removed=1)
    assert standing_changes(database) == [("A", 100)]


def test_a_ticket_stated_the_same_again_changes_nothing(database: Database) -> None:
    save(database, {FactKind.TICKET_CHANGE: RESOLVED_LATE}, whole_tickets=True)
    again = save(database, {FactKind.TICKET_CHANGE: RESOLVED_LATE}, whole_tickets=True)
    assert again == SavedPage(number=None, unchanged=2)


def test_a_ticket_stated_anew_keeps_what_other_sources_say_of_it(database: Database) -> None:
    save(database, {FactKind.TICKET_CHANGE: [change("A", 90, "Called", 1)]}, source="phone", system="desk")
    save(database, {FactKind.TICKET_CHANGE: RESOLVED_EARLY}, cursor="2", system="desk", whole_tickets=True)
    save(database, {FactKind.TICKET_CHANGE: RESOLVED_LATE}, cursor="3", system="desk", whole_tickets=True)
    assert standing_changes(database) == [("A", 90), ("A", 100), ("A", 200)]


def test_a_page_of_events_leaves_the_other_events_of_its_tickets(database: Database) -> None:
    save(database, {FactKind.TICKET_CHANGE: RESOLVED_EARLY})
    save(database, {FactKind.TICKET_CHANGE: RESOLVED_LATE}, cursor="2")
    assert standing_changes(database) == [("A", 100), ("A", 150), ("A", 200)]


def test_a_source_that_states_a_ticket_anew_corrects_its_own_opening_only(database: Database) -> None:
    save(database, {FactKind.TICKET: [ticket("A", 100)]}, whole_tickets=True)
    save(database, {FactKind.TICKET: [ticket("A", 110)]}, cursor="2", whole_tickets=True)
    assert read_facts(database, FactKind.TICKET, 2)["opened_at"].to_list() == [110]
    save(database, {FactKind.TICKET: [ticket("A", 120)]}, source="log", system="tickets", whole_tickets=True)
    assert read_facts(database, FactKind.TICKET, 3)["opened_at"].to_list() == [110]
