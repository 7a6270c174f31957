"""Which facts an evaluation reads: those of its period, and what reaches into it."""

from collections.abc import Sequence
from typing import Any

import pytest

from collector.records import FactKind
from collector.store.database import Database
from collector.store.read import read_horizon
from evaluator.contract.contract import Contract
from evaluator.contract.indicator_terms import PeriodLength
from evaluator.core.facts import Facts
from evaluator.core.periods import Period, month
from evaluator.reach import LONGEST_REACH, earliest_start
from evaluator.read_facts import read_facts_of
from tests.collector.store.pages import save
from tests.evaluator import small_contract as small
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


def with_lead_time(days: Sequence[str] = (), **terms: Any) -> Contract:
    """The contract with an answer that falls due some time after the opening; hours on `days` where given."""
    content = contract_content()
    if days:
        content["service_hours"]["always_open"]["openings"][0]["days"] = list(days)
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
    assert earliest_start(Contract.model_validate(contract_content()), OCTOBER) == OCTOBER.starts_at


@pytest.mark.parametrize(
    ("limit", "first"),
    # Every day is a working day: from 18 September it is eleven of them to the 29th. The tenth from the 20th
    # is the 30th, whose end is the first instant of October.
    # Midnight on the 28th is the first of its kind more than 48 hours before the month.
    [({"working_days": 10}, "2026-09-18 00:00"), ({"time": "48 h"}, "2026-09-28 00:00")],
)
def test_a_limit_that_falls_due_reaches_back_as_far_as_its_calendar_says(
    limit: dict[str, Any], first: str
) -> None:
    used_up = {"used_up_at_close": "close"} if "time" in limit else {}
    assert earliest_start(with_lead_time(within={"limit": limit}, **used_up), OCTOBER) == instant(first)


def test_of_several_limits_the_longest_counts() -> None:
    limits = {"incident": {"working_days": 2}, "order": {"working_days": 10}}
    by_kind = with_lead_time(within={"limit_by": "kind", "limits": limits})
    assert earliest_start(by_kind, OCTOBER) == instant("2026-09-18 00:00")


def test_a_limit_through_days_that_are_no_working_days_reaches_back_past_them() -> None:
    # On Thursdays only: 10, 17 and 24 September are the three after the 9th.
    start = earliest_start(with_lead_time(["thu"], within={"limit": {"working_days": 2}}), OCTOBER)
    assert start == instant("2026-09-09 00:00")


def test_a_limit_that_no_calendar_ever_reaches_is_looked_for_three_years_back() -> None:
    never = with_lead_time(within={"limit": {"working_days": 5000}})
    assert (OCTOBER.starts_at - earliest_start(never, OCTOBER)) // DAY == LONGEST_REACH - 1


def facts_of(database: Database, *contracts: Contract, period: Period = OCTOBER) -> Facts:
    months = {PeriodLength.MONTH: period}
    return read_facts_of(database, contracts, months, read_horizon(database), COLLECTED)[PeriodLength.MONTH]


def keys_read(database: Database, *contracts: Contract) -> set[int]:
    return set(facts_of(database, *contracts).tickets["opened_at"])


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


def test_a_ticket_over_before_the_period_is_read_where_a_former_version_of_the_contract_needs_it(
    sqlite_database: Database,
) -> None:
    over = incident("A-0", "2026-09-20 08:00", ("2026-09-21 08:00", RESOLVED))
    save(sqlite_database, tickets(over), at=COLLECTED)
    former = with_lead_time(within={"limit": {"working_days": 10}})
    present = Contract.model_validate(contract_content())
    assert keys_read(sqlite_database, former, present) == {instant("2026-09-20 08:00")}


def test_a_ticket_without_a_change_that_gets_past_its_limit_in_the_period_is_read_where_that_says_the_month(
    sqlite_database: Database,
) -> None:
    # At most 8 hours: A-0 was past it in September, A-1 gets there at 04:00 on the first of October.
    still_open = [incident("A-0", "2026-09-20 08:00"), incident("A-1", "2026-09-30 20:00")]
    save(sqlite_database, tickets(*still_open), at=COLLECTED)
    content = contract_content()
    assert keys_read(sqlite_database, Contract.model_validate(content)) == set()
    content["indicators"][0]["month_of"] = "stopped_or_overdue"
    overdue = Contract.model_validate(content)
    assert keys_read(sqlite_database, overdue) == {instant("2026-09-30 20:00")}


def test_states_after_the_period_are_read_up_to_what_is_known(sqlite_database: Database) -> None:
    facts = monitoring()
    facts[FactKind.SERVICE_STATE].append(
        facts[FactKind.SERVICE_STATE][0] | {"at": instant("2026-11-02 08:00"), "state": 3}
    )
    save(sqlite_database, facts, at=COLLECTED, source="monitoring")
    contract = Contract.model_validate(contract_content())
    read = facts_of(sqlite_database, contract)
    assert int(read.states["at"].max()) == instant("2026-11-02 08:00")


def test_statements_and_measurements_of_other_months_are_not_read(sqlite_database: Database) -> None:
    save_october(sqlite_database)
    contract = Contract.model_validate(contract_content())
    september = facts_of(sqlite_database, contract, period=month("2026-09", STOCKHOLM))
    assert len(september.statements) == 0
    assert len(facts_of(sqlite_database, contract).statements) == 1


def test_measurements_of_a_year_back_are_read_for_a_duty_that_comes_back(sqlite_database: Database) -> None:
    # The report on August was due in October, and delivered in September.
    row = {"measure": "report_delivered", "service": "T1", "numerator": 1, "denominator": 1}
    times = {"from_at": instant("2026-09-01 00:00"), "to_at": instant("2026-09-20 12:00")}
    save(sqlite_database, {FactKind.MEASUREMENT: [row | times]})
    content = contract_content()
    plain = facts_of(sqlite_database, Contract.model_validate(content))
    assert len(plain.measurements) == 0
    duty = small.periodic_duty(hours="always_open", within={"working_days": 40})
    content["indicators"].append(duty | {"id": "reports"})
    owed = facts_of(sqlite_database, Contract.model_validate(content))
    assert owed.measurements["to_at"].to_list() == [instant("2026-09-20 12:00")]
