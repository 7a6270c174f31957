"""Additions and removals: what comes and goes with an amendment, and the order in which it does."""

from typing import Any

import pytest

from evaluator.contract.amendments import Amendment, amend, find_dead_ends, read_at, shared_paths
from evaluator.contract.contract import Contract
from tests.evaluator import small_contract as small


def amendment(**changes: Any) -> Amendment:
    """An amendment from 1 July 2026."""
    terms = {"id": "001", "effective": "2026-07-01", "reason": "agreed"}
    return Amendment.model_validate(terms | changes)


def added(path: str, value: Any) -> Amendment:
    return amendment(additions=[{"path": path, "value": value}])


def removed(path: str) -> Amendment:
    return amendment(removals=[{"path": path}])


def test_an_indicator_can_be_added_at_the_end_of_the_list() -> None:
    found = amend(small.content(), added("indicators", small.share(id="K2")))
    assert [one.id for one in Contract.model_validate(found).indicators] == ["K", "K2"]


def test_an_indicator_can_be_removed_by_its_id() -> None:
    content = small.content(small.time_within_target(), small.share(id="K2"))
    assert [one["id"] for one in amend(content, removed("indicators[K]"))["indicators"]] == ["K2"]


def test_a_unit_that_goes_gets_a_last_day() -> None:
    found = amend(small.content(), added("units[south].last_day", "2026-06-30"))
    assert str(Contract.model_validate(found).units[1].last_day) == "2026-06-30"


def test_a_key_can_be_removed() -> None:
    content = small.content(small.time_within_target(clause="4.1"))
    assert "clause" not in amend(content, removed("indicators[K].clause"))["indicators"][0]


def test_a_word_in_a_list_of_words_is_named_by_itself() -> None:
    content = small.content(small.time_within_target(data=["desk", "phone"]))
    assert amend(content, removed("indicators[K].data[desk]"))["indicators"][0]["data"] == ["phone"]


def test_an_entry_without_an_id_is_named_by_its_place() -> None:
    # The desk is open from 07 to 18; from July until 17.
    change = amendment(replacements=[{"path": "service_hours.desk.openings[#1].closes", "value": "17:00"}])
    assert amend(small.content(), change)["service_hours"]["desk"]["openings"][0]["closes"] == "17:00"


def test_removals_come_first_then_additions_then_replacements() -> None:
    change = amendment(
        replacements=[{"path": "indicators[K].target", "value": {"from": "95 %"}}],
        additions=[{"path": "indicators", "value": small.share()}],
        removals=[{"path": "indicators[K]"}],
    )
    [found] = amend(small.content(), change)["indicators"]
    assert (found["kind"], found["target"]) == ("share", {"from": "95 %"})


def test_what_an_amendment_adds_is_its_own() -> None:
    services = ["T1"]
    found = amend(small.content(), added("indicators", {"id": "K2", "services": services}))
    services.append("T2")
    assert found["indicators"][1]["services"] == ["T1"]


def test_what_stands_in_two_places_is_changed_in_one_of_them_only() -> None:
    bands = [{"below": "90 %", "points": 1}]
    content = small.content(small.time_within_target(bands=bands), small.share(id="K2", bands=bands))
    found = amend(content, removed("indicators[K].bands[#1]"))
    assert [one["bands"] for one in found["indicators"]] == [[], bands]


def test_what_stands_at_a_path_can_be_read() -> None:
    assert read_at(small.content(), "indicators[K].within.limit.time") == "8 h"
    with pytest.raises(ValueError, match=r"indicators\[K9\] leads nowhere"):
        read_at(small.content(), "indicators[K9]")


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("credits.service_cap", "9 %", "credits.service_cap is there already; write it under replacements"),
        ("indicators", {"id": "K"}, "indicators has an entry K already; write it under replacements"),
        (
            "indicators[K].data",
            "desk",
            "indicators[K].data has that entry already; write it under replacements",
        ),
        ("indicators[K2]", {"id": "K2"}, "indicators[K2] names no key: an entry is added to its list"),
        ("indicators.K2", {"id": "K2"}, "indicators.K2 names no key: an entry is added to its list"),
        ("indicators[K9].clause", "4.1", "indicators[K9].clause leads nowhere: nothing there has the id K9"),
    ],
)
def test_an_addition_that_cannot_be_made_says_why(path: str, value: Any, message: str) -> None:
    [(section, position, found)] = find_dead_ends(small.content(), added(path, value))
    assert (section, position) == ("additions", 0)
    assert found.startswith(message)


def test_every_change_that_cannot_be_made_is_found_at_once() -> None:
    change = amendment(
        removals=[{"path": "indicators[K7]"}, {"path": "indicators[K]"}],
        replacements=[{"path": "indicators[K].target", "value": {"from": "95 %"}}],
    )
    # K is gone when its target is to be replaced.
    found = [(section, position) for section, position, _ in find_dead_ends(small.content(), change)]
    assert found == [("removals", 0), ("replacements", 0)]


def test_an_amendment_that_can_be_made_has_no_dead_ends() -> None:
    assert find_dead_ends(small.content(), removed("indicators[K]")) == []


def changing(path: str) -> Amendment:
    return amendment(replacements=[{"path": path, "value": 1}])


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("credits.service_cap", "credits.service_cap", True),
        ("credits", "credits.service_cap", True),
        ("credits.service_cap", "credits", True),
        ("indicators[K]", "indicators[K].target", True),
        ("indicators[K]", "indicators[K2]", False),
        ("credits.service_cap", "credits.service_cap_of_the_year", False),
    ],
)
def test_two_amendments_share_a_place_that_one_changes_and_the_other_holds(
    one: str, other: str, *, shared: bool
) -> None:
    assert shared_paths(changing(one), changing(other)) == ([other] if shared else [])


def test_two_entries_added_to_one_list_are_two_places() -> None:
    one, other = added("indicators", {"id": "K2"}), added("indicators", {"id": "K3"})
    assert shared_paths(one, other) == []
