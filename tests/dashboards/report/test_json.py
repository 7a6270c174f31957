"""The JSON form: exact values for programs."""

import json
from typing import Any

import pytest

from dashboards.report import render_json
from tests.dashboards.builders import make_results


@pytest.fixture(scope="module")
def document() -> Any:
    return json.loads(render_json(make_results(), "sv"))


def test_it_names_its_form_contract_and_evaluation(document: Any) -> None:
    assert document["form"] == {"name": "supplierwatch report", "version": 1, "language": "sv"}
    assert document["contract"]["title"] == "Gemensam it-service"
    assert document["contract"]["last_day"] == "2028-12-31"
    assert document["evaluation"]["known_at"] == "2026-11-09T05:00:00Z"
    # October in Stockholm begins in summer time and ends in winter time
    assert document["period"] == {
        "name": "2026-10",
        "starts_at": "2026-09-30T22:00:00Z",
        "ends_at": "2026-10-31T23:00:00Z",
    }


def test_an_outcome_has_every_view_exact_and_the_exact_difference(document: Any) -> None:
    found = next(one for one in document["outcomes"] if (one["indicator"], one["service"]) == ("K05", "T3"))
    assert list(found["views"]) == ["as_measured", "after_exclusions", "if_pending_accepted"]
    assert found["views"]["as_measured"]["figure"]["numerator"] == 84
    assert found["views"]["after_exclusions"]["verdict_word"] == "Under målnivå"
    # 84/98 - 84/100 = 6/7 - 21/25 = (150 - 147) / 175 = 3/175
    assert found["difference"] == {
        "numerator": 3,
        "denominator": 175,
        "shown": "+1,71\xa0procentenheter",
        "minutes": None,
        "cases": -2,
        "misses": -2,
    }


def test_what_nobody_measured_is_null(document: Any) -> None:
    found = next(one for one in document["outcomes"] if one["indicator"] == "K13")
    assert found["views"]["after_exclusions"]["figure"] is None
    assert found["difference"] is None


def test_money_is_text_and_shares_are_fractions(document: Any) -> None:
    found = next(one for one in document["credits"] if one["points"] == 6)
    assert found["amount"] == "216000"
    assert found["share"] == {"numerator": 3, "denominator": 100}


def test_evidence_health_and_decisions_are_there(document: Any) -> None:
    assert len(document["tickets"]) == 40
    assert document["tickets"][0]["opened_at"] == "2026-10-20T05:00:00Z"
    assert [one["ends_at"] for one in document["outages"]] == ["2026-10-10T06:30:00Z", None]
    assert [one["decision"] for one in document["exclusions"]] == ["accepted", "pending"]
    assert [one["last_intake_at"] for one in document["health"]] == ["2026-11-09T04:50:00Z", None]
    assert [one["difference"] is None for one in document["statements"]] == [False, True]
    assert document["score"]["areas"][0]["value"] == {"numerator": 175, "denominator": 2}


def test_a_period_without_a_score_has_null() -> None:
    assert json.loads(render_json(make_results(score=None), "en"))["score"] is None


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_same_results_give_the_same_bytes(language: str) -> None:
    assert render_json(make_results(), language) == render_json(make_results(), language)
