"""Whatever changes in ServiceNow while it is read."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.collector.connectors.helpers import NOW, World, connector_of, fetched, statuses
from tests.collector.connectors.servicenow.scenario import MAPPING, OPENED, options
from tests.collector.connectors.servicenow.server import ServiceNowServer
from tests.replay import replaying

SCHEDULES = st.lists(
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from("1236")), max_size=2), min_size=1, max_size=10
)


@settings(max_examples=3, deadline=None)
@given(SCHEDULES, st.sets(st.integers(0, 5)), st.integers(1, 4))
def test_whatever_changes_between_requests_a_further_run_ends_with_exactly_the_servers_history(
    schedule: list[list[tuple[int, str]]], hidden: set[int], page_size: int
) -> None:
    server, world = ServiceNowServer(), World(NOW)
    keys = [server.open(f"INC{number}", OPENED + number // 3, state="1") for number in range(6)]
    server.hidden = {keys[number] for number in hidden}

    def change(number: int) -> None:
        for ticket, state in schedule[number] if number < len(schedule) else []:
            world.now += 7
            server.change(keys[ticket], world.now, state=state)

    server.before = change
    with replaying(server.answer) as replay:
        told = options(replay, page_size=page_size)
        pages = fetched(connector_of(told, MAPPING, world))
        server.before = lambda _number: None
        world.now += 60
        last = connector_of(told, MAPPING, world)
        pages += fetched(last, pages[-1].cursor)
    for number, key in enumerate(keys):
        if key in server.hidden:
            continue
        # The last page that holds a ticket replaces what pages before it said.
        holding = [
            page for page in pages if "#ticket" in page.rows and f"INC{number}" in set(page.rows["#ticket"])
        ]
        found = statuses([last.normalise(holding[-1])], f"INC{number}")
        audited = [
            (pd.Timestamp(row["sys_created_on"], tz="UTC").timestamp(), row["newvalue"])
            for row in server.tables.get("sys_audit", [])
            if row["documentkey"] == key
        ]
        assert [(at, word) for at, word, _ in found] == [(OPENED + number // 3, "1"), *audited]
