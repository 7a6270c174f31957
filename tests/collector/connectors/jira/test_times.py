"""Times of Jira: minutes on the clock of an account."""

from zoneinfo import ZoneInfo

import pytest

from collector.connectors.jira.times import askable, askable_after, query_text, told_instant
from collector.errors import SourceUnreadable
from collector.records import FactKind
from tests.collector.connectors.helpers import brought, connector_of, facts, fetched
from tests.collector.connectors.jira.scenario import KINDS, MAPPING, MINUTE, options, running
from tests.collector.connectors.jira.server import STOCKHOLM, JiraServer
from tests.collector.sources.helpers import instant
from tests.replay import json_reply, replaying


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("fold", [0, 1])
def test_in_the_hour_that_comes_twice_no_issue_is_lost_whichever_hour_the_system_means(
    kind: str, fold: int
) -> None:
    server, first = JiraServer(fold=fold), instant("2026-10-25T02:00:00+02:00")
    issues = [
        server.open(f"SD-{number}", first + number * 15 * MINUTE, status="Open") for number in range(10)
    ]
    with running(server, kind) as replay:
        found = brought(connector_of(options(replay, kind, page_size=3), MAPPING))
    opened = {row["ticket"]: row["opened_at"] for row in facts(found, FactKind.TICKET).to_dict("records")}
    assert opened == {issue: first + number * 15 * MINUTE for number, issue in enumerate(issues)}


def test_a_zone_that_is_none_is_told() -> None:
    with (
        replaying(lambda _asked: json_reply({"timeZone": "Mars/Olympus"})) as replay,
        pytest.raises(SourceUnreadable, match="time zone in the account's profile"),
    ):
        fetched(connector_of(options(replay, "jira_cloud"), MAPPING))


@pytest.mark.parametrize("text", ["1793610000", "1793610000123", "2026-11-02T10:00:00.123+0100"])
def test_a_time_is_seconds_milliseconds_or_text(text: str) -> None:
    assert told_instant(text, "created") == instant("2026-11-02T09:00:00+00:00")


def test_a_minute_that_comes_twice_is_asked_for_by_the_one_before_both_hours() -> None:
    second = instant("2026-10-25T02:30:00+01:00")
    assert query_text(askable(second, STOCKHOLM), STOCKHOLM) == "2026-10-25 01:59"
    assert query_text(askable_after(second, STOCKHOLM), STOCKHOLM) == "2026-10-25 03:00"
    spring = instant("2026-03-29T03:30:00+02:00")
    assert query_text(askable(spring, ZoneInfo("Europe/Stockholm")), STOCKHOLM) == "2026-03-29 03:30"
