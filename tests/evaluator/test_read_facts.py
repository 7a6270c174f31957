"""Which facts an evaluation reads: those of its period, and what reaches into it."""

from typing import Any

import pytest

from collector.records import FactKind
from collector.store.database import Database
from collector.store.read import read_horizon
from evaluator.contract.contract import Contract
from evaluator.core.periods import month
from evaluator.read_facts import due_reach, read_facts_of
from tests.collector.store.pages import save
from tests.evaluator.october import (
    COLLECTED,
    RESOLVED,
    STOCKHOLM,
    contract_content,
    incident,
    instant,
    monitoring,
    save_october,
    tickets,
)

DAY = 86_400
OCTOBER = month("2026-10", STOCKHOLM)


def with_lead_time(**terms: Any) -> Contract:
    """The contract with an answer that falls due some time after the opening."""
    content = contract_content()
    content["indicators"].append(
        {
            "id": "answers",
            "label": {"sv": "Svar", "en": "Answers"},
            "kind": "lead_time",
            "services": ["T1"],
            "measured": "together",
            "data": ["tickets"],
            "tickets": {},
            "start": {"event": "opened"},
            "end": {"event": "state", "states": ["resolved"], "which": "first"},
            "hours": "always_open",
            "cancels_in": ["cancelled"],
            "result": "share_within",
            "month_of": "due",
            "target": {"from": "90 %"},
            "bands": [],
            "minimum_sample": None,
            "empty_period": "met",
            "completeness_floor": "90 %",
            "consequence": "none",
            **terms,
        }
    )
    return Contract.model_validate(content)


def test_a_contract_without_limits_that_fall_due_reaches_no_further_back() -> None:
    assert due_reach(Contract.model_validate(contract_content())) == 0


@pytest.mark.parametrize(
    ("limit", "days"),
    # Two days for each working day and three weeks; seven times a limit in open hours.
    [({"working_days": 10}, 41), ({"time": "48 h"}, 14)],
)
def test_a_limit_that_falls_due_reaches_back_far_enough(limit: dict[str, Any], days: int) -> None:
    assert due_reach(with_lead_time(within={"limit": limit})) == days * DAY


def test_of_several_limits_the_longest_counts() -> None:
    limits = {"incident": {"working_days": 2}, "order": {"working_days": 10}}
    assert due_reach(with_lead_time(within={"limit_by": "kind", "limits": limits})) == 41 * DAY


def keys_read(database: Database, contract: Contract) -> set[int]:
    facts = read_facts_of(database, contract, OCTOBER, read_horizon(database), COLLECTED)
    return set(facts.tickets["opened_at"])


def test_a_ticket_that_opened_before_the_period_and_changed_in_it_is_read(sqlite_database: Database) -> None:
    opened = incident("A-0", "2026-09-20 08:00", ("2026-10-02 08:00", RESOLVED))
    save(sqlite_database, tickets(opened), at=COLLECTED)
    contract = Contract.model_validate(contract_content())
    assert keys_read(sqlite_database, contract) == {instant("2026-09-20 08:00")}


def test_a_ticket_over_before_the_period_is_read_only_where_a_limit_may_fall_due_in_it(
    sqlite_database: Database,
) -> None:
    over = incident("A-0", "2026-09-20 08:00", ("2026-09-21 08:00", RESOLVED))
    save(sqlite_database, tickets(over), at=COLLECTED)
    assert keys_read(sqlite_database, Contract.model_validate(contract_content())) == set()
    due = with_lead_time(within={"limit": {"working_days": 10}})
    assert keys_read(sqlite_database, due) == {instant("2026-09-20 08:00")}


def test_states_after_the_period_are_read_up_to_what_is_known(sqlite_database: Database) -> None:
    facts = monitoring()
    facts[FactKind.SERVICE_STATE].append(
        facts[FactKind.SERVICE_STATE][0] | {"at": instant("2026-11-02 08:00"), "state": 3}
    )
    save(sqlite_database, facts, at=COLLECTED, source="monitoring")
    contract = Contract.model_validate(contract_content())
    read = read_facts_of(sqlite_database, contract, OCTOBER, read_horizon(sqlite_database), COLLECTED)
    assert int(read.states["at"].max()) == instant("2026-11-02 08:00")


def test_statements_and_measurements_of_other_months_are_not_read(sqlite_database: Database) -> None:
    save_october(sqlite_database)
    contract = Contract.model_validate(contract_content())
    horizon = read_horizon(sqlite_database)
    september = read_facts_of(sqlite_database, contract, month("2026-09", STOCKHOLM), horizon, COLLECTED)
    assert len(september.statements) == 0
    assert len(read_facts_of(sqlite_database, contract, OCTOBER, horizon, COLLECTED).statements) == 1
