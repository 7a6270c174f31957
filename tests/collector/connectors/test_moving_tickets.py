"""Whatever changes between the requests of a run: after the next one, all that the system says is known."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.collector.connectors import glpi_server, topdesk_server, zammad_server, znuny_server
from tests.collector.connectors.helpers import NOW, World, connector_of
from tests.collector.connectors.ticket_system import Kept, Ticket, TicketSystem
from tests.replay import Asked, Reply, replaying

DAY = 86_400
SINCE = "2026-10-20"
BASIC = {"type": "basic", "user": "reader", "password_env": "PASSWORD"}
GLPI_TOKEN = {"type": "header", "prefix": "user_token ", "token_env": "TOKEN"}
SECRETS = {"PASSWORD": "secret-password", "TOKEN": "secret-token"}

SYSTEMS: dict[
    str, tuple[dict[str, Any], dict[str, Any], Callable[[TicketSystem], Callable[[Asked], Reply]], str]
]
SYSTEMS = {
    "zammad": ({"type": "zammad"}, zammad_server.MAPPING, zammad_server.ZammadServer, ""),
    "zammad without an index": (
        {"type": "zammad", "search_index": False},
        zammad_server.MAPPING,
        lambda system: zammad_server.ZammadServer(system, has_index=False),
        "",
    ),
    "glpi": (
        {"type": "glpi", "sign_in": GLPI_TOKEN},
        glpi_server.MAPPING,
        glpi_server.GlpiServer,
        "/apirest.php",
    ),
    "znuny": (
        {"type": "znuny", "user_login": "reader", "password_env": "PASSWORD"},
        znuny_server.MAPPING,
        znuny_server.ZnunyServer,
        "/otrs/nph-genericinterface.pl/Webservice/Tickets",
    ),
    "topdesk": (
        {"type": "topdesk", "sign_in": BASIC},
        topdesk_server.MAPPING,
        topdesk_server.TopdeskServer,
        "",
    ),
}
KEYS: dict[str, Callable[[int], str]] = {
    "zammad": lambda number: str(10_000 + number),
    "zammad without an index": lambda number: str(10_000 + number),
    "glpi": str,
    "znuny": lambda number: f"2026{number:06d}",
    "topdesk": lambda number: f"I 2610 {number:03d}",
}
# Few instants and few tickets: what stands at one instant, and moves, is where paging goes wrong.
OPENINGS = st.lists(st.sampled_from([NOW - 9 * DAY, NOW - 3 * DAY, NOW - 100]), min_size=1, max_size=7)
HAPPENING = st.tuples(
    st.sampled_from(["change", "change", "change", "open", "delete"]),
    st.integers(1, 9),
    st.sampled_from(["new", "open", "pending", "solved"]),
)
SCHEDULES = st.lists(st.lists(HAPPENING, max_size=2), max_size=25)


@pytest.mark.parametrize("name", SYSTEMS)
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(openings=OPENINGS, schedule=SCHEDULES)
def test_any_schedule_of_changes_ends_with_exactly_what_the_system_says(
    name: str, openings: list[int], schedule: list[list[tuple[str, int, str]]]
) -> None:
    options, mapping, server, route = SYSTEMS[name]
    system = TicketSystem(World(NOW, SECRETS), seconds_per_request=1)
    for number, at in enumerate(openings, start=1):
        system.open(number, at)
    system.schedule = [[_happening(system, *one) for one in some] for some in schedule]
    kept = Kept()
    with replaying(system.answering(server(system))) as replay:
        told = {"since": SINCE, "page_size": 2, "address": replay.address + route, **options}
        kept.run(connector_of(told, mapping, system.world))
        system.schedule, system.world.now = [], system.world.now + 60
        kept.run(connector_of(told, mapping, system.world))
    for number, ticket in system.tickets.items():
        assert kept.histories[KEYS[name](number)] == _expected(name, ticket)


def _happening(system: TicketSystem, what: str, number: int, status: str) -> Callable[[], object]:
    if what == "change":
        return lambda: system.change(number, "status", status)
    if what == "delete":
        return lambda: system.delete(number)
    return lambda: None if number in system.tickets else system.open(number)


def _expected(name: str, ticket: Ticket) -> list[tuple[int, str]]:
    if name == "glpi":
        return [(at, glpi_server.STATUS_NUMBERS[status]) for at, status in ticket.past("status")]
    if name != "topdesk":
        return ticket.past("status")
    solved = [change.at for change in ticket.history if change.new == "solved"]
    is_solved = ticket.fields["status"] == "solved"
    end = [(solved[-1], "resolved")] if is_solved else []
    return [(ticket.opened_at, "opened"), *end, (ticket.updated_at, ticket.fields["status"])]
