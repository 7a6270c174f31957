"""Availability rules as written: presets, and choices that are half made."""

from typing import Any

import pytest
from pydantic import BaseModel

from evaluator.contract.availability import AvailabilityRules, PlannedMaintenance
from evaluator.contract.availability_presets import PresetName
from evaluator.contract.checks import find_misfits
from evaluator.contract.contract import Contract
from evaluator.contract.outage_terms import MergingTerms, ProberTerms, TicketOutageTerms
from tests.evaluator import small_contract as small
from tests.evaluator.contract.refusals import refusal

FROM_TICKETS: dict[str, Any] = {
    "prober": "tickets",
    "data": ["desk"],
    "tickets": {"priorities": ["P1"]},
    "begins": {"event": "opened"},
    "ends": {"event": "state", "states": ["resolved", "closed"], "which": "last"},
    "longest": "7 d",
    "concerns": "service",
    "without_ticket": "unknown",
}


@pytest.mark.parametrize("name", PresetName)
def test_each_preset_is_a_complete_set_of_written_rules(name: PresetName) -> None:
    rules = AvailabilityRules.model_validate({"preset": name.value})
    assert rules.preset is name
    assert rules.label.sv
    assert rules.label.en


def test_a_key_beside_a_preset_stands_instead_of_its_own() -> None:
    rules = AvailabilityRules.model_validate({"preset": "icinga_db", "planned_maintenance": "exclude"})
    assert rules.planned_maintenance is PlannedMaintenance.EXCLUDE
    assert rules.unknown == AvailabilityRules.model_validate({"preset": "icinga_db"}).unknown


def test_an_unknown_preset_is_refused_with_the_list_and_nothing_else() -> None:
    said = refusal(AvailabilityRules, {"preset": "big_brother"})
    assert all(f"'{name.value}'" in said for name in PresetName)
    assert ";" not in said


def test_a_preset_of_null_leaves_every_choice_to_be_written() -> None:
    assert "Field required" in refusal(AvailabilityRules, {"preset": None})
    assert AvailabilityRules.model_validate(small.availability_rules(preset=None)).preset is None


def test_rules_that_are_no_mapping_are_refused_as_such() -> None:
    with pytest.raises(ValueError, match="valid dictionary"):
        AvailabilityRules.model_validate(["icinga_db"])


def test_the_schema_asks_for_a_preset_or_for_every_choice() -> None:
    schema = AvailabilityRules.model_json_schema()
    preset, written = schema["anyOf"]
    assert preset == {"required": ["preset"]}
    assert set(written["required"]) == set(small.availability_rules())
    assert "required" not in schema


@pytest.mark.parametrize(
    ("model", "terms", "said"),
    [
        (ProberTerms, {"decides": "at_least"}, "at_least belongs to decides: at_least"),
        (ProberTerms, {"decides": "worst", "at_least": 2}, "at_least belongs to decides: at_least"),
        (ProberTerms, {"decides": "order"}, "order belongs to decides: order"),
        (ProberTerms, {"decides": "best", "order": ["probe"]}, "order belongs to decides: order"),
        (ProberTerms, {"decides": "order", "order": ["probe", "probe"]}, "names each prober once"),
        (MergingTerms, {"within": "10", "starts": "earliest", "ends": "latest"}, "a length of time is text"),
        (TicketOutageTerms, FROM_TICKETS | {"longest": "0 s"}, "longest is above 0"),
    ],
)
def test_a_choice_half_made_is_refused(model: type[BaseModel], terms: dict[str, Any], said: str) -> None:
    assert said in refusal(model, terms)


def test_hours_of_maintenance_and_sources_of_outages_must_be_defined() -> None:
    rules = small.availability_rules(
        maintenance_allowed_in="nights", outages_from_tickets=FROM_TICKETS | {"data": ["desk", "hotline"]}
    )
    contract = Contract.model_validate(small.CONTENT | {"availability_rules": {"plain": rules}})
    found = {misfit.path: misfit.found for misfit in find_misfits(contract, ["desk"])}
    assert found["availability_rules", "plain", "maintenance_allowed_in"] == "'nights' is defined nowhere"
    assert found["availability_rules", "plain", "outages_from_tickets", "data"] == (
        "'hotline' is defined nowhere"
    )


def test_hours_and_sources_that_are_defined_fit() -> None:
    rules = small.availability_rules(maintenance_allowed_in="office", outages_from_tickets=FROM_TICKETS)
    contract = Contract.model_validate(small.CONTENT | {"availability_rules": {"plain": rules}})
    assert find_misfits(contract, ["desk", "probes"]) == []
    assert find_misfits(contract) == []


def test_nominal_months_need_a_term_from_the_first_of_a_month() -> None:
    # From 16 October with 10 h lost of 110 h: of two whole nominal months it would be 10 of 220.
    nominal = small.availability_rules(denominator="nominal", nominal_hours=110)
    content = small.CONTENT | {
        "availability_rules": {"plain": nominal, "other": small.availability_rules()},
        "term": small.CONTENT["term"] | {"first_day": "2026-10-16"},
        "indicators": [
            small.availability(period="whole_term"),
            small.availability(id="O", period="whole_term", rules="other"),
            small.availability(id="M"),
            small.count(id="C"),
        ],
    }
    [cut] = [
        misfit
        for misfit in find_misfits(Contract.model_validate(content))
        if misfit.found == "nominal hours a month, over a term that begins on 2026-10-16"
    ]
    assert cut.path == ("indicators", 0, "period")
