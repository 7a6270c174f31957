"""Reports for programs: the United Kingdom's performance notice and open contracting data."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import jsonschema

from dashboards.reports.exports.identity import Decided, Identity, Organisation, StatedBreach
from dashboards.reports.exports.implementation import contract_implementation
from dashboards.reports.exports.performance_notice import STATEMENT, performance_notice, undecided
from evaluator.decisions.publishing import NoticeRating
from tests.dashboards.reports.reporting import make_sources

IDENTITY = Identity(
    ocid="ocds-213czf-000-00001",
    award="award-1",
    contract="contract-1",
    buyer=Organisation("212000-0000", "Exempelstaden", "SE-ORG", "Torget 1", "registrator@example.org"),
    supplier=Organisation("556000-0000", "Leverantör X"),
)
BREACH = StatedBreach(
    id="B1",
    requirement="Bilaga 4, K09b",
    description="Servern stod still i tre dagar",
    first_day=date(2026, 9, 1),
    last_day=date(2026, 9, 3),
    decided_on=date(2026, 10, 5),
    penalty_on=date(2026, 10, 6),
    penalty="negotiated",
    amount=Decimal("100000.50"),
    currency="SEK",
)

WHEN = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$"}
PERIOD = {"type": "object", "properties": {"startDate": WHEN, "endDate": WHEN, "maxExtentDate": WHEN}}
VALUE = {
    "type": "object",
    "required": ["amount", "currency"],
    "properties": {"amount": {"type": "number"}, "currency": {"type": "string", "pattern": "^[A-Z]{3}$"}},
}
ORGANISATION = {"type": "object", "required": ["id", "name"]}
OBSERVATION = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "string", "minLength": 1},
        "period": PERIOD,
        "measure": {"type": ["string", "number"]},
        "dimensions": {"type": "object", "additionalProperties": {"type": "string", "minLength": 1}},
        "notes": {"type": "string", "minLength": 1},
        "measureClassification": {
            "type": "object",
            "required": ["scheme", "id"],
            "properties": {"id": {"enum": ["met", "slightlyBelow", "below", "significantlyBelow", "other"]}},
        },
    },
}
METRIC = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "observations": {"type": "array", "minItems": 1, "uniqueItems": True, "items": OBSERVATION}
    },
}
FAILURE = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "period": PERIOD,
        "events": {"type": "number"},
        "decisionDate": WHEN,
        "penaltyDate": WHEN,
        "penaltyType": {"enum": ["contracted", "imposed", "negotiated"]},
        "penaltyValue": VALUE,
        "suppliers": {"type": "array", "items": ORGANISATION},
    },
}
MILESTONE = {
    "type": "object",
    "required": ["id"],
    "properties": {"dueDate": WHEN, "dateModified": WHEN, "status": {"enum": ["scheduled", "met", "notMet"]}},
}
TRANSACTION = {
    "type": "object",
    "required": ["id"],
    "properties": {"date": WHEN, "value": VALUE, "payer": ORGANISATION, "payee": ORGANISATION},
}
CONTRACT = {
    "type": "object",
    "required": ["id", "awardID"],
    "properties": {
        "status": {"enum": ["pending", "active", "cancelled", "terminated"]},
        "period": PERIOD,
        "agreedMetrics": {"type": "array", "items": METRIC},
        "implementation": {
            "type": "object",
            "properties": {
                "metrics": {"type": "array", "minItems": 1, "uniqueItems": True, "items": METRIC},
                "performanceFailures": {"type": "array", "uniqueItems": True, "items": FAILURE},
                "milestones": {"type": "array", "uniqueItems": True, "items": MILESTONE},
                "transactions": {"type": "array", "uniqueItems": True, "items": TRANSACTION},
            },
        },
    },
}
PACKAGE = {
    "type": "object",
    "required": ["uri", "publisher", "publishedDate", "releases", "version"],
    "properties": {
        "version": {"const": "1.1"},
        "releases": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["ocid", "id", "date", "tag", "initiationType"],
                "properties": {
                    "tag": {"items": {"enum": ["implementation", "implementationUpdate"]}, "minItems": 1},
                    "initiationType": {"const": "tender"},
                    "parties": {"type": "array", "items": ORGANISATION},
                    "contracts": {"type": "array", "minItems": 1, "items": CONTRACT},
                },
            },
        },
    },
}
"""The shape of a release package with the extensions used, as the standard 1.1 documents it."""


def implementation(package: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = package["releases"][0]["contracts"][0]["implementation"]
    return found


def metric(package: dict[str, Any], indicator: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in implementation(package)["metrics"] if one["id"] == indicator)
    return found


def test_the_notice_has_the_documented_shape() -> None:
    decided = Decided({"K05": NoticeRating.APPROACHING_TARGET}, (BREACH,))

    jsonschema.validate(
        performance_notice(make_sources(), IDENTITY, decided, "https://example.org/1"), PACKAGE
    )


def test_the_implementation_has_the_documented_shape() -> None:
    jsonschema.validate(contract_implementation(make_sources(), IDENTITY, "https://example.org/2"), PACKAGE)


def test_both_can_be_written_as_json_with_the_same_bytes_again() -> None:
    for export in (performance_notice, contract_implementation):
        first, again = (json.dumps(export(make_sources(), IDENTITY)) for _ in range(2))
        assert first == again


def test_a_rating_that_nobody_decided_stands_in_words_only() -> None:
    (found,) = metric(performance_notice(make_sources(), IDENTITY), "K05")["observations"]

    assert "measureClassification" not in found
    assert found["notes"] == (
        "By the rule: Approaching target. The contracting authority has not decided the rating."
    )
    assert found["dimensions"]["judged"] == "11"


def test_a_decided_rating_is_classified_whatever_the_rule_says() -> None:
    decided = Decided({"K05": NoticeRating.INADEQUATE})

    (found,) = metric(performance_notice(make_sources(), IDENTITY, decided), "K05")["observations"]

    assert found["measureClassification"]["id"] == "significantlyBelow"
    assert found["notes"] == "By the rule: Approaching target."


def test_what_is_not_decided_is_named() -> None:
    decided = Decided(dict.fromkeys(("K03", "K04", "K05"), NoticeRating.GOOD))

    assert undecided(make_sources(), decided)[0] == "K09b"


def test_the_notice_states_what_it_is_used_for_and_the_time_assessed() -> None:
    found = performance_notice(make_sources(), IDENTITY)

    (document,) = implementation(found)["documents"]
    assert document["noticeType"] == "UK9"
    assert document["description"].startswith(STATEMENT)
    (observation,) = metric(found, "K05")["observations"]
    assert observation["period"] == {
        "startDate": "2025-11-01T00:00:00+01:00",
        "endDate": "2026-10-31T23:59:59+01:00",
    }


def test_a_breach_stands_only_as_people_stated_it() -> None:
    assert "performanceFailures" not in implementation(performance_notice(make_sources(), IDENTITY))
    (found,) = implementation(performance_notice(make_sources(), IDENTITY, Decided({}, (BREACH,))))[
        "performanceFailures"
    ]

    assert found["penaltyType"] == "negotiated"
    assert found["penaltyValue"] == {"amount": 100000.5, "currency": "SEK"}
    assert found["suppliers"] == [{"id": "556000-0000", "name": "Leverantör X"}]
    assert "partialTermination" not in found


def test_measured_values_stand_with_what_they_were_counted_from() -> None:
    desk, operation = metric(contract_implementation(make_sources(), IDENTITY), "K05")["observations"]

    assert desk["measure"] == 0.91  # 455 of 500
    assert operation["dimensions"] == {
        "service": "T3",
        "verdict": "missed",
        "numerator": "84",
        "denominator": "98",
        "sampleSize": "98",
    }


def test_what_was_not_measured_has_no_measure() -> None:
    (found,) = metric(contract_implementation(make_sources(), IDENTITY), "K13")["observations"]

    assert "measure" not in found
    assert found["dimensions"] == {"service": "T1", "verdict": "not_measured"}


def test_only_what_was_credited_is_a_transaction_from_supplier_to_buyer() -> None:
    (found,) = implementation(contract_implementation(make_sources(), IDENTITY))["transactions"]

    assert found["value"] == {"amount": 60000, "currency": "SEK"}
    assert found["date"] == "2026-11-08T00:00:00+01:00"
    assert (found["payer"]["name"], found["payee"]["name"]) == ("Leverantör X", "Exempelstaden")


def test_an_overdue_plan_is_a_milestone_not_met() -> None:
    (found,) = implementation(contract_implementation(make_sources(), IDENTITY))["milestones"]

    assert (found["id"], found["status"]) == ("P1", "notMet")


def test_without_follow_up_there_is_neither_money_nor_milestone() -> None:
    found = implementation(contract_implementation(make_sources(follow_up=None), IDENTITY))

    assert not {"transactions", "milestones"} & set(found)


def test_no_segment_or_unit_is_in_it() -> None:
    text = json.dumps(contract_implementation(make_sources(), IDENTITY))

    assert "school" not in text
    assert "districts" not in text


def test_what_an_organisation_does_not_state_is_left_out() -> None:
    buyer, supplier = contract_implementation(make_sources(), IDENTITY)["releases"][0]["parties"]

    assert buyer["contactPoint"] == {"email": "registrator@example.org"}
    assert supplier == {"id": "556000-0000", "name": "Leverantör X", "roles": ["supplier"]}
