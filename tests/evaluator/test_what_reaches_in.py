"""Whatever the terms say: a month judged on what was read for it is as if all of history had been read."""

from typing import Any

import numpy as np
import pytest

from collector.records import FactKind
from collector.store.database import Database
from collector.store.read import read_horizon, read_tickets
from evaluator.contract.contract import Contract
from evaluator.contract.indicator_terms import PeriodLength
from evaluator.core.calendar.contract_calendars import compile_calendars
from evaluator.core.evaluation import PeriodEvaluation, evaluate_month, periods_of
from evaluator.core.facts import Facts, LeftOut
from evaluator.core.outcomes import View
from evaluator.core.periods import Period, month
from evaluator.read_facts import read_facts_of
from tests.collector.store.pages import Facts as Rows
from tests.collector.store.pages import save
from tests.evaluator.october import COLLECTED, RESOLVED, STOCKHOLM, WAITING_USER, contract_content, instant

SEED = 20_261_122
TICKETS = 150
FIRST, LAST = instant("2026-03-01 00:00"), instant("2026-10-31 00:00")
HOURS = 3_600
A_DAY = 24 * HOURS
VIEWS = {View.AS_MEASURED: LeftOut()}
WEEKDAYS = [{"days": ["mon", "tue", "wed", "thu", "fri"], "opens": "08:00", "closes": "16:00"}]


def history() -> Rows:
    """Tickets that are resolved, wait, are left open for months, or come back long after."""
    chance = np.random.default_rng(SEED)
    found: Rows = {FactKind.TICKET: [], FactKind.TICKET_CHANGE: []}
    for number in range(TICKETS):
        key, at = f"A-{number}", int(chance.integers(FIRST, LAST))
        opening = {"ticket": key, "opened_at": at, "kind": "incident", "service": "T1", "priority": "P2"}
        found[FactKind.TICKET].append(opening)
        states = chance.choice([1, WAITING_USER, RESOLVED], int(chance.integers(0, 4)))
        for place, state in enumerate([1, *states]):
            status = {"ticket": key, "at": at, "sequence": place, "field": "status", "value": f"s{state}"}
            found[FactKind.TICKET_CHANGE].append(status | {"state": int(state)})
            at += int(chance.choice([HOURS, 9 * HOURS, 3 * A_DAY, 20 * A_DAY, 70 * A_DAY]))
    return found


def of_clock(month_of: str, limit: dict[str, Any], **clock: Any) -> dict[str, Any]:
    content = contract_content()
    content["indicators"][0] |= {"month_of": month_of, "within": {"limit": limit}}
    content["clocks"]["resolution"] |= clock
    content["service_hours"]["always_open"]["openings"] = WEEKDAYS
    return content


def lead_time(month_of: str) -> dict[str, Any]:
    content = contract_content()
    content["service_hours"]["always_open"]["openings"] = WEEKDAYS
    content["indicators"][0] = {
        name: value for name, value in content["indicators"][0].items() if name not in {"clock", "month_of"}
    } | {
        "kind": "lead_time",
        "start": {"event": "opened"},
        "end": {"event": "state", "states": ["resolved"], "which": "first"},
        "hours": "service",
        "cancels_in": [],
        "within": {"limit": {"working_days": 12}},
        "result": "share_within",
        "month_of": month_of,
    }
    return content


def overdue_count(time: str) -> dict[str, Any]:
    content = of_clock("stopped_or_overdue", {"time": time})
    content["indicators"][0] = {
        name: value for name, value in content["indicators"][0].items() if name != "within"
    } | {
        "kind": "count",
        "count": "tickets",
        "that": [{"clock": "resolution", "longer_than": time}],
        "target": {"to": 0},
        "bands": [],
        "consequence": "none",
    }
    return content


WAIT = {"in": ["waiting_user"], "at_most": {"working_days": 15}, "then": "runs"}
OVERDUE = "stopped_or_overdue"
TERMS = {
    "opened": of_clock("opened", {"time": "8 h"}),
    "stopped": of_clock("stopped", {"time": "8 h"}),
    "overdue after hours": of_clock(OVERDUE, {"time": "30 h"}),
    "overdue and counted": overdue_count("30 h"),
    "overdue after working days": of_clock(OVERDUE, {"working_days": 25}),
    "overdue after a silent hold": of_clock(OVERDUE, {"time": "30 h"}, longest_wait=[WAIT]),
    "overdue after a long hold and long work": of_clock(
        OVERDUE, {"working_days": 25}, longest_wait=[WAIT | {"at_most": {"time": "200 h"}}]
    ),
    "new cycles": of_clock(
        OVERDUE, {"time": "30 h"}, reopening={"rule": "new_cycle", "within_working_days": None}
    ),
    "lead time by start": lead_time("start"),
    "lead time by end": lead_time("end"),
    "lead time by when it is due": lead_time("due"),
}


def judged(contract: Contract, facts: dict[PeriodLength, Facts], period: Period) -> PeriodEvaluation:
    calendars = compile_calendars(contract, FIRST, COLLECTED)
    return evaluate_month(contract, facts, calendars, VIEWS, (), period)


@pytest.mark.parametrize("length", PeriodLength)
@pytest.mark.parametrize("terms", TERMS.values(), ids=TERMS)
def test_a_period_is_judged_as_if_all_of_history_had_been_read(
    sqlite_database: Database, terms: dict[str, Any], length: PeriodLength
) -> None:
    save(sqlite_database, history(), at=COLLECTED)
    terms = terms | {"indicators": [terms["indicators"][0] | {"period": length.value}], "scorecard": None}
    contract = Contract.model_validate(terms)
    horizon, cases = read_horizon(sqlite_database), 0
    for name in ("2026-05", "2026-06", "2026-09", "2026-10"):
        period = month(name, STOCKHOLM)
        periods = periods_of(contract, period)
        read = read_facts_of(sqlite_database, [contract], periods, horizon, COLLECTED)
        tickets, changes = read_tickets(sqlite_database, horizon)
        whole = {
            one: Facts(tickets, changes, *(vars(facts)[kind] for kind in KINDS), known_at=COLLECTED)
            for one, facts in read.items()
        }
        ours, expected = judged(contract, read, period), judged(contract, whole, period)
        assert ours.outcomes == expected.outcomes
        evidence = [one.tickets.to_dict("records") for one in (ours, expected)]
        assert str(evidence[0]) == str(evidence[1])
        cases += len(ours.tickets)
    assert cases > 0


KINDS = ("states", "observed", "maintenance", "measurements", "statements")


def test_tickets_untouched_for_long_but_still_open_are_read_where_they_can_become_a_miss(
    sqlite_database: Database,
) -> None:
    opened = instant("2026-09-01 08:00")
    waits = {"ticket": "A", "at": opened + 1, "sequence": 0, "field": "status", "value": "s2", "state": 2}
    ticket = {"ticket": "A", "opened_at": opened, "kind": "incident", "service": "T1", "priority": "P2"}
    save(sqlite_database, {FactKind.TICKET: [ticket], FactKind.TICKET_CHANGE: [waits]}, at=COLLECTED)
    october, horizon = month("2026-10", STOCKHOLM), read_horizon(sqlite_database)
    found = {}
    # 25 working days of waiting are over on 6 October, one second after 8:00: eight hours later it is a miss.
    for name, clock in {
        "waits for ever": {},
        "held": {"longest_wait": [WAIT | {"at_most": {"working_days": 25}}]},
    }.items():
        contract = Contract.model_validate(of_clock(OVERDUE, {"time": "8 h"}, **clock))
        read = read_facts_of(sqlite_database, [contract], {PeriodLength.MONTH: october}, horizon, COLLECTED)
        found[name] = len(read[PeriodLength.MONTH].tickets), len(judged(contract, read, october).tickets)
    assert found == {"waits for ever": (0, 0), "held": (1, 1)}
