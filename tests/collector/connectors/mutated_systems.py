"""Every ticket system of the tests without a network, with any of its answers changed."""

import random
from collections import Counter
from typing import Any

from collector.errors import SupplierwatchError
from tests.collector.connectors.helpers import NOW, World
from tests.collector.connectors.jira import scenario as jira
from tests.collector.connectors.jira.server import JiraServer
from tests.collector.connectors.mutating import Mutating
from tests.collector.connectors.servicenow import scenario
from tests.collector.connectors.servicenow.server import ServiceNowServer
from tests.collector.connectors.test_moving_tickets import SECRETS, SYSTEMS
from tests.collector.connectors.ticket_system import TicketSystem
from tests.collector.connectors.without_network import connector_without_network

DAY = 86_400
MOST_REQUESTS = 400
"""Of one run: a mutated answer must not make a connector ask for ever."""

NAMES = (*SYSTEMS, "servicenow", *jira.KINDS)


def run_mutated(name: str, chance: random.Random) -> Counter[str]:
    """Run the connector of one system, whose answers are changed, and return how it went.

    Any error but SupplierwatchError escapes; AssertionError where the run does not come to an end.
    """
    mutating = Mutating(chance, share=chance.choice((0.05, 0.2, 0.5)))
    options, mapping, answer = _system(name)
    mutated, requests = mutating.answering(answer), 0

    def limited(asked: Any) -> Any:
        nonlocal requests
        requests += 1
        assert requests <= MOST_REQUESTS, f"{name} asks for ever"
        return mutated(asked)

    world = World(NOW, SECRETS)
    counts: Counter[str] = Counter(runs=1)
    try:
        connector = connector_without_network(options, mapping, world, limited)
        for page in connector.fetch(None):
            found = connector.normalise(page)
            counts["rejects"] += len(found.rejects)
            counts["facts"] += sum(len(rows) for rows in found.facts.values())
            counts["warnings"] += len(found.warnings)
    except SupplierwatchError:
        counts["refused"] += 1
    return counts + mutating.counts


def _system(name: str) -> tuple[dict[str, Any], dict[str, Any], Any]:
    if name == "servicenow":
        server = ServiceNowServer()
        scenario.work_through(server)
        return {"type": "servicenow", "since": "2026-10-01", "sweep": {}}, scenario.MAPPING, server.answer
    if name in jira.KINDS:
        issues = JiraServer()
        jira.work_through(issues)
        answer = issues.cloud if name == "jira_cloud" else issues.data_center
        return {"type": name, "since": "2026-10-01", "sweep": {}}, jira.MAPPING, answer
    options, mapping, kind, route = SYSTEMS[name]
    system = TicketSystem(World(NOW, SECRETS))
    for number in range(1, 4):
        system.open(number, NOW - number * DAY)
        system.change(number, "status", "solved", NOW - number * DAY + 60)
    return (
        {"since": "2026-10-20", "sweep": {}, "address": f"http://127.0.0.1{route}", **options},
        mapping,
        kind(system),
    )
