"""Back-testing a draft on history: what it would have made of the months, and which tickets flip."""

from collections.abc import Sequence
from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from collector.store.database import Database
from collector.store.read import read_horizon
from evaluator.back_test import Wordings, back_test, back_test_published, read_keys
from evaluator.contract.versions import ContractVersions
from evaluator.core.follow_up.back_test import BackTest
from evaluator.core.follow_up.flips import Standing
from evaluator.core.outcomes import Verdict, View
from evaluator.decisions.exclusions import Exclusion
from evaluator.results.present import read_latest
from tests.collector.store.pages import save
from tests.evaluator.october import (
    COLLECTED,
    RESOLVED,
    contract_content,
    evaluate,
    exclusion,
    incident,
    tickets,
    version,
)

MONTHS = [f"{year}-{month:02}" for year in (2024, 2025, 2026) for month in range(1, 13)][10:34]
"""November 2024 to October 2026."""


def content(limit: str = "4 h") -> dict[str, Any]:
    """One indicator: at least 90 % of P1 resolved within `limit`; below 1 point, below 80 % 2 points."""
    found = contract_content()
    indicator = found["indicators"][0] | {
        "id": "P1",
        "data": ["tickets"],
        "tickets": {"kinds": ["incident"], "priorities": ["P1"]},
        "within": {"limit": {"time": limit}},
    }
    found["term"]["first_day"] = "2024-01-01"
    return found | {"indicators": [indicator], "scorecard": None}


def wordings(draft: dict[str, Any], exclusions: Sequence[Exclusion] = ()) -> Wordings:
    first = date(2024, 1, 1)
    return Wordings(version(first, content(), "today"), version(first, draft, "draft"), tuple(exclusions))


def p1(key: str, day: str, resolved: str) -> Any:
    """A P1 opened at 08:00 on a day and resolved at a time of it."""
    return incident(key, f"{day} 08:00", (f"{day} {resolved}", RESOLVED), priority="P1")


def save_history(database: Database) -> int:
    """Save 24 months; return the horizon.

    Every month has a P1 of 2 h. Each second month, from the first, has one of 3 h 30 min too, and the sixth
    (April 2025) one of 5 h.
    """
    incidents = []
    for place, month in enumerate(MONTHS):
        incidents.append(p1(f"A-{place}", f"{month}-05", "10:00"))
        if place % 2 == 0:
            incidents.append(p1(f"B-{place}", f"{month}-06", "11:30"))
    incidents.append(p1("C-5", f"{MONTHS[5]}-07", "13:00"))
    save(database, tickets(*incidents), at=COLLECTED, complete=True)
    return read_horizon(database)


def run(database: Database, draft: dict[str, Any], months: Sequence[str] = tuple(MONTHS)) -> BackTest:
    return back_test(database, wordings(draft), months, save_history(database), lambda _: None)


def test_3_h_instead_of_4_h_over_24_months_gives_extra_breaches_points_kronor_and_tickets(
    database: Database,
) -> None:
    # Field N6. With 4 h only April 2025 misses: one of two is 50 %, 2 points of 0.5 % of 100 000.
    # With 3 h each of the twelve months with a P1 of 3 h 30 min has 50 % too, and 2 points. April misses
    # after March and May after April: their 2 points are doubled. 12 x 2 + 2 (April) + 2 + 2 (doubled) = 30.
    found = run(database, content("3 h"))
    total = found.total(View.AFTER_EXCLUSIONS)
    today, draft = total.today, total.draft
    assert (today.below_target, today.misses, today.points, int(today.amount)) == (1, 1, 2, 1000)
    assert (draft.below_target, draft.misses, draft.points, int(draft.amount)) == (13, 13, 30, 15_000)
    months = {one.name: one for one in found.months if one.view is View.AFTER_EXCLUSIONS}
    assert list(months) == MONTHS
    # February to June 2025.
    points = [(months[name].today.points, months[name].draft.points) for name in MONTHS[3:8]]
    assert points == [(0, 0), (0, 2), (2, 4), (0, 4), (0, 0)]
    # The twelve tickets of 3 h 30 min, of 4 h and of 3 h.
    flips = found.flips
    keys = read_keys(database, flips["ticket_id"].tolist())
    assert [keys[number] for number in flips["ticket_id"]] == [f"B-{place}" for place in range(0, 24, 2)]
    assert flips["period"].tolist() == MONTHS[::2]
    assert (set(flips["today"]), set(flips["draft"])) == ({Standing.IN_TIME}, {Standing.MISSED})
    assert (set(flips["used_draft"]), set(flips["limit_today"])) == ({12_600}, {14_400})
    assert set(flips["limit_draft"]) == {10_800}


def test_each_indicator_has_the_sums_of_both_wordings(sqlite_database: Database) -> None:
    # March and April: 2 points and 1 000; in the draft 2, and 4 as a repeat, 3 000 in all.
    [found] = run(sqlite_database, content("3 h"), MONTHS[4:6]).by_indicator(View.AS_MEASURED)
    assert (found.name, found.today.below_target, found.draft.below_target) == ("P1", 1, 2)
    assert [int(side.amount) for side in (found.today, found.draft)] == [1000, 3000]


def test_the_same_wording_twice_differs_in_nothing(sqlite_database: Database) -> None:
    found = run(sqlite_database, content(), MONTHS[4:6])
    assert found.flips.empty
    assert not any(pair.differs for pair in found.pairs)
    total = found.total(View.AFTER_EXCLUSIONS)
    assert total.today == total.draft


def test_a_repeat_rests_on_each_wordings_own_history(sqlite_database: Database) -> None:
    # In March the 3 h 30 min miss the draft alone, so that April is a repeat for the draft alone.
    found = run(sqlite_database, content("3 h"), MONTHS[4:6])
    [april] = [one for one in found.pairs if one.period == "2025-04" and one.view is View.AFTER_EXCLUSIONS]
    assert april.today is not None
    assert april.draft is not None
    assert (april.today.verdict, april.today.points) == (Verdict.MISSED, 2)
    assert (april.draft.verdict, april.draft.points) == (Verdict.MISSED, 4)


def test_an_agreed_exclusion_leaves_its_ticket_out_of_both_wordings(sqlite_database: Database) -> None:
    horizon = save_history(sqlite_database)
    agreed = exclusion("E1", "accepted", tickets=["C-5"])
    both = wordings(content("3 h"), [agreed])
    found = back_test(sqlite_database, both, MONTHS[5:6], horizon, lambda _: None)
    measured, after = found.total(View.AS_MEASURED), found.total(View.AFTER_EXCLUSIONS)
    assert (measured.today.misses, measured.draft.misses) == (1, 1)
    assert (after.today.misses, after.draft.misses) == (0, 0)


def test_months_without_facts_are_named_and_not_judged(sqlite_database: Database) -> None:
    found = run(sqlite_database, content("3 h"), ["2024-10", "2024-11", "2026-12"])
    assert found.months_without_facts == ("2024-10", "2026-12")
    assert {one.name for one in found.months} == {"2024-11"}


def test_a_draft_of_a_contract_to_come_is_judged_as_if_it_applied(sqlite_database: Database) -> None:
    draft = content("3 h")
    draft["term"] = {"first_day": "2028-01-01", "last_day": "2030-12-31"}
    assert run(sqlite_database, draft, MONTHS[4:6]).total(View.AFTER_EXCLUSIONS).draft.points == 6


def test_an_indicator_that_only_the_draft_has_stands_beside_nothing(sqlite_database: Database) -> None:
    draft = content()
    draft["indicators"].append(deepcopy(draft["indicators"][0]) | {"id": "New", "target": {"from": "60 %"}})
    draft["indicators"][1]["bands"] = [{"below": "60 %", "points": 1}]
    found = run(sqlite_database, draft, MONTHS[5:6])
    [pair] = [one for one in found.pairs if one.indicator == "New" and one.view is View.AS_MEASURED]
    assert pair.today is None
    assert pair.draft is not None
    assert pair.draft.verdict is Verdict.MISSED
    # Its late ticket was no case of it before.
    assert found.flips[["indicator", "today", "draft"]].to_numpy().tolist() == [
        ["New", "not_counted", "missed"]
    ]


def test_nothing_of_a_back_test_is_published(sqlite_database: Database) -> None:
    run(sqlite_database, content("3 h"))
    assert all(read_latest(sqlite_database, name) is None for name in MONTHS)


def test_beside_what_was_published_stands_the_draft(sqlite_database: Database) -> None:
    horizon = save_history(sqlite_database)
    signed = ContractVersions((version(date(2024, 1, 1), content(), "signed"),))
    for name in MONTHS[4:6]:
        evaluate(sqlite_database, name, versions=signed)
    found = back_test_published(
        sqlite_database, signed, wordings(content("3 h")), MONTHS[3:6], horizon, lambda _: None
    )
    assert found.months_without_facts == (MONTHS[3],)
    total = found.total(View.AFTER_EXCLUSIONS)
    # March and April 2025: 2 points published; 2, and 4 as a repeat, by the draft.
    assert (total.today.points, total.draft.points) == (2, 6)
    assert read_keys(sqlite_database, found.flips["ticket_id"].tolist()).popitem()[1] == "B-4"


def test_wordings_in_two_time_zones_are_refused(sqlite_database: Database) -> None:
    draft = content()
    draft["contract"]["time_zone"] = "Europe/Helsinki"
    with pytest.raises(
        ValueError, match="the draft's time_zone is Europe/Helsinki and today's Europe/Stockholm"
    ):
        run(sqlite_database, draft, MONTHS[:1])
