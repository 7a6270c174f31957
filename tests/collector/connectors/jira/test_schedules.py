"""Whatever changes in a Jira while it is read."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collector.connectors.connector import Connector
from collector.source import Page
from tests.collector.connectors.helpers import NOW, World, connector_of, fetched, statuses
from tests.collector.connectors.jira.scenario import KINDS, MAPPING, OPENED, options, running
from tests.collector.connectors.jira.server import JiraServer
from tests.collector.sources.helpers import instant

SCHEDULES = st.lists(
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["Open", "Doing", "Done"])), max_size=2),
    min_size=1,
    max_size=12,
)


def last_told(connector: Connector[Any], pages: list[Page], issue: str) -> list[tuple[int, str]]:
    """Return the statuses of the last page that holds an issue: it replaces what those before it said."""
    holding = [page for page in pages if "#ticket" in page.rows and issue in set(page.rows["#ticket"])]
    return [(at, word) for at, word, _ in statuses([connector.normalise(holding[-1])], issue)]


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=3, deadline=None)
@given(schedule=SCHEDULES, page_size=st.integers(1, 4), lag=st.booleans())
def test_whatever_changes_between_requests_a_further_run_ends_with_exactly_the_servers_history(
    kind: str, schedule: list[list[tuple[int, str]]], page_size: int, *, lag: bool
) -> None:
    server, world = JiraServer(lag=lag), World(NOW)
    issues = [server.open(f"SD-{number}", OPENED + number // 3, status="Open") for number in range(6)]

    def change(number: int) -> None:
        for issue, status in schedule[number] if number < len(schedule) else []:
            world.now += 7
            server.change(issues[issue], world.now, status=status)

    server.before = change
    with running(server, kind) as replay:
        told = options(replay, kind, page_size=page_size)
        pages = fetched(connector_of(told, MAPPING, world))
        server.before = lambda _number: None
        server.index()
        world.now += 60
        last = connector_of(told, MAPPING, world)
        pages += fetched(last, pages[-1].cursor)
    for number, issue in enumerate(issues):
        history = [(OPENED + number // 3, "Open")]
        history += [
            (instant(entry["created"]), entry["items"][0]["toString"])
            for entry in server.issues[issue].histories
        ]
        assert last_told(last, pages, issue) == history
