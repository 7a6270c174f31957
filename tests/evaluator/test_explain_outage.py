"""Explaining an outage: who saw it, what was agreed, and what counted of it."""

from dataclasses import replace
from typing import Any

import pytest

from collector.errors import NothingFound
from collector.records import FactKind, ServiceState
from collector.store.database import Database
from collector.store.read import read_horizon
from evaluator.contract.contract import Contract
from evaluator.explain_outage import (
    OutageExplanation,
    counted_part,
    explain_outage,
    service_openings,
)
from tests.collector.store.pages import save
from tests.evaluator.october import (
    DOWN,
    UP,
    agreed,
    contract_content,
    evaluate,
    exclusion,
    instant,
    monitoring,
    save_october,
)

BEGAN, ENDED = instant("2026-10-10 10:00"), instant("2026-10-10 20:00")
HOUR = 3600
CONTRACT = Contract.model_validate(contract_content())


def outages_at(database: Database, text: str, unit: str = "") -> list[OutageExplanation]:
    """Explain what was down of T3 at a time in Stockholm, on everything known."""
    return explain_outage(database, "T3", unit, instant(text), read_horizon(database))


def test_an_outage_is_found_by_any_instant_in_it(database: Database) -> None:
    save_october(database)
    evaluate(database)
    for text in ("2026-10-10 10:00", "2026-10-10 15:00", "2026-10-10 19:59"):
        [outage] = outages_at(database, text)
        assert (outage.service, outage.unit, outage.starts_at, outage.ends_at) == ("T3", "", BEGAN, ENDED)


def test_its_end_does_not_belong_to_it(database: Database) -> None:
    save_october(database)
    evaluate(database)
    with pytest.raises(NothingFound, match="T3 at 2026-10-10T18:00:00Z"):
        outages_at(database, "2026-10-10 20:00")


def test_what_was_seen_is_told_from_the_last_time_up_to_the_next(database: Database) -> None:
    save_october(database)
    evaluate(database)
    [outage] = outages_at(database, "2026-10-10 15:00")
    assert [(one.prober, one.at, one.state, one.users_affected) for one in outage.sightings] == [
        ("probe", instant("2026-10-01 00:00"), ServiceState.UP, None),
        ("probe", BEGAN, ServiceState.DOWN, 40),
        ("probe", ENDED, ServiceState.UP, None),
    ]


def test_agreed_maintenance_that_touches_it_is_told_with_its_notice(database: Database) -> None:
    save_october(database)
    evaluate(database)
    [outage] = outages_at(database, "2026-10-10 15:00")
    [window] = outage.maintenance
    assert (window.window, window.starts_at) == ("M-1", instant("2026-10-10 18:00"))
    assert window.announced_at == instant("2026-09-10 08:00")


def test_what_counted_and_what_was_planned_is_told_of_each_period(database: Database) -> None:
    save_october(database)
    evaluate(database)
    [outage] = outages_at(database, "2026-10-10 15:00")
    [judged] = outage.judgements
    assert (judged.period, judged.indicator) == ("2026-10", "availability")
    assert (judged.counted, judged.planned, judged.state) == (8 * HOUR, 2 * HOUR, "down")
    assert judged.seen_by == "probe"


def test_the_exclusion_that_reaches_into_it_is_named(database: Database) -> None:
    save_october(database)
    interval = {
        "service": "T3",
        "starts_at": "2026-10-10T12:00:00+02:00",
        "ends_at": "2026-10-10T13:00:00+02:00",
    }
    evaluate(database, exclusions=[exclusion("U-3", "pending", interval=interval)])
    [outage] = outages_at(database, "2026-10-10 15:00")
    assert [one.left_out_by for one in outage.judgements] == ["U-3"]


def test_before_any_evaluation_no_outage_stands_behind_a_result(database: Database) -> None:
    save_october(database)
    with pytest.raises(NothingFound, match="no outage of T3"):
        outages_at(database, "2026-10-10 15:00")


def test_another_service_has_no_such_outage(database: Database) -> None:
    save_october(database)
    evaluate(database)
    with pytest.raises(NothingFound, match="no outage of T1/S1"):
        explain_outage(database, "T1", "S1", BEGAN, read_horizon(database))


def save_lasting_outage(database: Database) -> None:
    """T3 goes down on 31 October at 22 and is seen up again on 1 November at 04."""
    began, ended = instant("2026-10-31 22:00"), instant("2026-11-01 04:00")
    facts = monitoring()
    facts[FactKind.OBSERVED][0]["to_at"] = instant("2026-11-01 02:00")
    facts[FactKind.SERVICE_STATE][1:] = [facts[FactKind.SERVICE_STATE][0] | {"at": began, "state": DOWN}]
    save(database, facts, at=instant("2026-11-01 02:00"), source="monitoring")
    evaluate(database)
    seen = {"prober": "probe", "service": "T3", "unit": None}
    later = {
        FactKind.OBSERVED: [
            seen | {"from_at": instant("2026-11-01 02:00"), "to_at": instant("2026-12-01 00:00")}
        ],
        FactKind.SERVICE_STATE: [seen | {"at": ended, "state": UP}],
    }
    save(database, later, cursor="2", at=instant("2026-12-09 06:00"), source="monitoring")
    evaluate(database, "2026-11")


def test_an_outage_over_two_months_is_one_and_ends_where_the_later_month_saw_it_end(
    database: Database,
) -> None:
    # October was evaluated while it lasted: 2 hours of it in October, 4 in November.
    save_lasting_outage(database)
    [outage] = outages_at(database, "2026-11-01 01:00")
    assert outage.ends_at == instant("2026-11-01 04:00")
    assert [(one.period, one.counted) for one in outage.judgements] == [
        ("2026-10", 2 * HOUR),
        ("2026-11", 4 * HOUR),
    ]


def test_an_outage_that_a_later_month_saw_end_does_not_last(database: Database) -> None:
    save_lasting_outage(database)
    with pytest.raises(NothingFound):
        outages_at(database, "2026-11-05 12:00")


def test_outages_of_units_are_told_apart(database: Database) -> None:
    content = contract_content()
    content["availability_rules"]["plain"]["weighting"] = "units"
    seen: dict[str, Any] = {"prober": "probe", "service": "T3"}
    facts = {
        FactKind.OBSERVED: [
            seen
            | {"unit": unit, "from_at": instant("2026-10-01 00:00"), "to_at": instant("2026-11-01 00:00")}
            for unit in ("S1", "F1")
        ],
        FactKind.SERVICE_STATE: [
            seen | {"unit": unit, "at": at, "state": state}
            for unit in ("S1", "F1")
            for at, state in ((instant("2026-10-01 00:00"), UP), (BEGAN, DOWN), (ENDED, UP))
        ],
    }
    save(database, facts, at=instant("2026-11-09 06:00"), source="monitoring")
    evaluate(database, versions=agreed(content))
    assert [one.unit for one in outages_at(database, "2026-10-10 15:00")] == ["F1", "S1"]
    assert [one.unit for one in outages_at(database, "2026-10-10 15:00", "S1")] == ["S1"]
    [school] = outages_at(database, "2026-10-10 15:00", "S1")
    assert {one.unit for one in school.sightings} == {"S1"}


def test_the_part_that_counted_is_the_outage_in_service_hours_without_maintenance(database: Database) -> None:
    save_october(database)
    evaluate(database)
    [outage] = outages_at(database, "2026-10-10 15:00")
    # down from 10 to 20, the last 2 hours agreed maintenance: 8 hours counted, from 10 to 18
    part = counted_part(CONTRACT, outage, outage.judgements[0])
    assert part == ((BEGAN, instant("2026-10-10 18:00")),)


def test_where_no_part_is_as_long_as_what_counted_none_is_named(database: Database) -> None:
    save_october(database)
    evaluate(database)
    [outage] = outages_at(database, "2026-10-10 15:00")
    assert counted_part(CONTRACT, outage, replace(outage.judgements[0], counted=7 * HOUR)) == ()


def test_of_a_month_before_the_outage_nothing_counted(database: Database) -> None:
    save_october(database)
    evaluate(database)
    [outage] = outages_at(database, "2026-10-10 15:00")
    judged = replace(outage.judgements[0], period="2026-09", counted=0, ends_at=None)
    assert counted_part(CONTRACT, outage, judged) == ()


def test_a_service_is_open_as_its_hours_say_and_an_unknown_one_never() -> None:
    assert service_openings(CONTRACT, "T3", BEGAN, ENDED) == ((BEGAN, ENDED),)
    assert service_openings(CONTRACT, "unknown", BEGAN, ENDED) == ()
