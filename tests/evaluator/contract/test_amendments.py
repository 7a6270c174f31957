"""Amendments: places of the contract removed, added and replaced, and nothing of what was before."""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from collector.errors import NothingFound
from evaluator.contract.amendments import Amendment, amend, in_order
from evaluator.contract.contract import Contract
from evaluator.contract.versions import ContractVersion, ContractVersions
from tests.evaluator import small_contract as small
from tests.evaluator.contract.refusals import refusal


def amendment(*replacements: tuple[str, Any], name: str = "001", effective: str = "2026-07-01") -> Amendment:
    return Amendment.model_validate(
        {
            "id": name,
            "effective": effective,
            "reason": "agreed",
            "replacements": [{"path": path, "value": value} for path, value in replacements],
        }
    )


def test_a_path_goes_by_key_and_by_id_in_brackets() -> None:
    found = amend(small.content(), amendment(("indicators[K].within.limit.time", "6 h")))
    assert found["indicators"][0]["within"]["limit"]["time"] == "6 h"


def test_an_id_may_hold_dots_and_hyphens() -> None:
    content = small.content(small.time_within_target(id="K-05.a"))
    found = amend(content, amendment(("indicators[K-05.a].target", {"from": "95 %"})))
    assert found["indicators"][0]["target"] == {"from": "95 %"}


def test_a_whole_entry_of_a_list_can_be_replaced() -> None:
    found = amend(small.content(), amendment(("indicators[K]", small.share())))
    assert [one["kind"] for one in found["indicators"]] == ["share"]


def test_a_whole_list_can_be_replaced_and_so_grow() -> None:
    both = [small.time_within_target(), small.share(id="K2")]
    assert len(amend(small.content(), amendment(("indicators", both)))["indicators"]) == 2


def test_several_replacements_are_made_in_their_order() -> None:
    found = amend(small.content(), amendment(("credits.service_cap", "10 %"), ("credits.service_cap", "9 %")))
    assert found["credits"]["service_cap"] == "9 %"


def test_what_was_agreed_before_stays_as_it_was() -> None:
    before = small.content()
    value = {"limit": {"time": "6 h"}}
    found = amend(before, amendment(("indicators[K].within", value)))
    assert before == small.content()
    value["limit"]["time"] = "1 h"
    assert found["indicators"][0]["within"] == {"limit": {"time": "6 h"}}


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("indicators[K99].target", "nothing there has the id K99"),
        ("indicators[K99]", "nothing there has the id K99"),
        ("indicators.K.target", "no K there"),
        ("penalties.service_cap", "no penalties there"),
        ("credits.yearly_cap", "no yearly_cap there"),
        ("credits[service_cap]", r"no \[service_cap\] there"),
        ("contract.title.sv.short", "no short there"),
        ("contract.title.sv.short.er", "no short there"),
        ("service_hours.desk.openings[#2].closes", "there are 1 entries, and no #2"),
        ("service_hours.desk.openings[#0].closes", "there are 1 entries, and no #0"),
    ],
)
def test_a_path_that_leads_nowhere_is_refused_with_its_name(path: str, message: str) -> None:
    with pytest.raises(ValueError, match=message) as caught:
        amend(small.content(), amendment((path, 1)))
    assert str(caught.value).startswith(f"{path} leads nowhere")


def test_entries_of_a_list_without_ids_cannot_be_named() -> None:
    content = small.content()
    content["indicators"].insert(0, "K")
    found = amend(content, amendment(("indicators[K].id", "K1")))
    assert found["indicators"][1]["id"] == "K1"


@pytest.mark.parametrize("path", ["", ".a", "a..b", "a[b", "a b", "a[]"])
def test_what_is_no_path_is_refused(path: str) -> None:
    terms = amendment(("a", 1)).model_dump() | {"replacements": [{"path": path, "value": 1}]}
    assert "String should match pattern" in refusal(Amendment, terms)


def test_an_amendment_that_changes_nothing_is_refused() -> None:
    terms = amendment(("a", 1)).model_dump() | {"replacements": []}
    assert "name removals, additions or replacements" in refusal(Amendment, terms)


def test_amendments_stand_by_effective_date_and_those_of_one_day_as_given() -> None:
    given = [
        amendment(("a", 1), name="003", effective="2027-01-01"),
        amendment(("a", 1), name="002", effective="2026-07-01"),
        amendment(("a", 1), name="001", effective="2026-07-01"),
    ]
    assert [one.id for one in in_order(given)] == ["002", "001", "003"]


def versions() -> ContractVersions:
    """8 h to resolve from the start, 6 h from 1 July 2026."""
    content = small.content()
    changed = amend(deepcopy(content), amendment(("indicators[K].within.limit.time", "6 h")))
    return ContractVersions(
        (
            ContractVersion(date(2026, 1, 1), Contract.model_validate(content), "first"),
            ContractVersion(date(2026, 7, 1), Contract.model_validate(changed), "second"),
        )
    )


def test_an_amendment_from_1_july_leaves_june_as_it_was() -> None:
    # Design rule 8: a period is judged by the version in force on its first day.
    found = versions()
    days = (date(2026, 1, 1), date(2026, 6, 1), date(2026, 6, 30), date(2026, 7, 1), date(2027, 5, 1))
    in_force = [found.in_force(day).content_hash for day in days]
    assert in_force == ["first", "first", "first", "second", "second"]


def test_no_contract_applied_before_the_first_version() -> None:
    with pytest.raises(NothingFound, match="the first version begins on 2026-01-01"):
        versions().in_force(date(2025, 12, 31))


def test_the_latest_version_need_not_apply_yet() -> None:
    assert versions().latest.content_hash == "second"
