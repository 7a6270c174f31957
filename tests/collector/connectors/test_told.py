"""Tickets and their changes as rows."""

from collector.connectors.rows import CHANGE_PART, PART, TICKET_PART
from collector.connectors.told import ToldChange, ToldTicket, told_chunk
from collector.mapping.tickets import FIELD, ORDER

NEW = ToldChange("2026-10-05 08:00:00", "state", "new", "open")
DONE = ToldChange("2026-10-05 09:00:00", "state", "open", "done")


def _ticket(updated_at: str, *changes: ToldChange) -> ToldTicket:
    return ToldTicket("1", "2026-10-05 07:00:00", updated_at, {"state": "open", "reason": "user"}, changes)


def test_a_change_between_the_listing_and_the_history_overtakes_the_listing() -> None:
    assert _ticket("2026-10-05 08:00:00", NEW, DONE).value("state") == "done"


def test_a_history_that_ends_before_the_last_change_does_not_overtake_the_listing() -> None:
    lost_its_end = _ticket(
        "2026-10-05 10:00:00", ToldChange("2026-10-05 08:00:00", "state", "new", "waiting")
    )
    assert lost_its_end.value("state") == "open"


def test_changes_are_numbered_in_their_order_and_fields_can_be_joined() -> None:
    chunk = told_chunk([_ticket("2026-10-05 09:00:00", NEW, DONE)], ["state / reason"], 0, "here")
    tickets, changes = (chunk.rows[chunk.rows[PART] == part] for part in (TICKET_PART, CHANGE_PART))
    assert tickets["state / reason"].to_list() == ["done / user"]
    own = changes[changes[FIELD] == "state"]
    assert own[ORDER].to_list() == ["1", "2"]
    joined = changes[changes[FIELD] == "state / reason"]
    assert joined["#new"].to_list() == ["open / user", "done / user"]
