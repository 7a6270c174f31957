"""The JSON API: its description, its figures, its parts, and who sees what of them."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from dashboards.viewers import Role
from supplierwatch.web.access import ACCESS
from tests.supplierwatch.web.served import PROXY, app_of, as_role, client_of

API = "/api/v1"


@pytest.fixture(scope="module")
def client(read_only_folder: Path) -> Iterator[TestClient]:
    app = app_of(read_only_folder, PROXY | {"limits": {"burst": 100_000}})
    with client_of(app, ("192.0.2.3", 1)) as opened:
        yield opened


@pytest.fixture(scope="module")
def document(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/openapi.json", headers=as_role(Role.READER)).json()
    return found


def get(client: TestClient, path: str, role: Role = Role.READER, **query: Any) -> Any:
    answer = client.get(API + path, params=query, headers=as_role(role))
    assert answer.status_code == 200, answer.text
    return answer.json()


OPERATIONS = [path for path in ACCESS if path.startswith(API)]
QUERIES = {"/evidence/tickets": {"indicator": "P2"}, "/evidence/outages": {"indicator": "availability"}}


def test_the_description_holds_every_address_with_words_and_examples(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    assert set(document["paths"]) == set(OPERATIONS)
    for path in document["paths"].values():
        [(method, operation)] = path.items()
        assert method == "get"
        assert operation["summary"]
        assert operation["description"]
        assert {"200", "401", "403", "404", "422", "429", "503"} <= set(operation["responses"])


def test_every_schema_of_the_description_is_a_schema_and_every_reference_leads_somewhere(
    document: dict[str, Any],
) -> None:
    schemas = document["components"]["schemas"]
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    assert set(references(document)) <= {f"#/components/schemas/{name}" for name in schemas}
    assert "ProblemDetails" in schemas


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        yield from [part["$ref"]] if isinstance(part.get("$ref"), str) else []
        for value in part.values():
            yield from references(value)
    elif isinstance(part, list):
        for value in part:
            yield from references(value)


@pytest.mark.parametrize("path", OPERATIONS)
def test_every_address_answers_as_it_is_described(
    client: TestClient, document: dict[str, Any], path: str
) -> None:
    [operation] = document["paths"][path].values()
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    short = path.removeprefix(API)
    answer = get(client, short.replace("{indicator}", "P2"), **QUERIES.get(short, {}))
    Draft202012Validator(schema | {"components": document["components"]}).validate(answer)
    assert answer or path == f"{API}/triggers"  # of which the small contract has none


@pytest.mark.parametrize("query", [{"month": "x"}, {"month": "2099-01"}])
def test_errors_have_the_described_form(
    client: TestClient, document: dict[str, Any], query: dict[str, str]
) -> None:
    answer = client.get(f"{API}/score", params=query, headers=as_role(Role.READER))
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code
    Draft202012Validator(document["components"]["schemas"]["ProblemDetails"]).validate(answer.json())


def test_figures_are_exact_with_the_nearest_number_beside(client: TestClient) -> None:
    [found] = get(client, "/outcomes", month="2026-10", indicator="availability")
    value = Fraction(found["value"]["numerator"], found["value"]["denominator"])
    # Down for 8 of 743 hours: October has one hour more, and the maintenance is left out.
    assert value == 1 - Fraction(8, 743)
    assert found["value"]["rounded"] == float(value)
    assert (found["verdict"], found["points"]) == ("missed", 1)


def test_outcomes_are_found_by_month_indicator_service_and_unit(client: TestClient) -> None:
    assert {one["indicator"] for one in get(client, "/outcomes", month="2026-10", service="T1")} == {
        "P2",
        "calls",
    }
    [unit] = get(client, "/outcomes", month="2026-10", indicator="P2", unit="S1")
    assert (unit["unit"], unit["segment"]) == ("S1", "schools")
    assert {one["segment"] for one in get(client, "/outcomes", scope="segments", month="2026-10")} == {
        "schools",
        "offices",
    }
    assert get(client, "/outcomes", month="2026-10", indicator="unheard of") == []


def test_the_last_month_is_meant_where_none_is_named(client: TestClient) -> None:
    assert {one["period"] for one in get(client, "/outcomes")} == {"2026-11"}


def test_cells_of_too_few_cases_show_nothing_but_that(client: TestClient) -> None:
    [office] = get(client, "/outcomes", month="2026-10", indicator="P2", unit="F1")
    assert office["too_few"] is True
    shown = {"period", "indicator", "service", "segment", "unit", "view", "too_few"}
    assert {name for name, value in office.items() if value is not None} == shown


def test_an_indicator_is_told_through_time(client: TestClient) -> None:
    found = get(client, "/indicators/P2/history")
    assert [one["period"] for one in found] == ["2026-10", "2026-11"]
    answer = client.get(f"{API}/indicators/unheard/history", headers=as_role(Role.READER))
    assert answer.status_code == 404


def test_money_is_in_whole_hundredths(client: TestClient) -> None:
    [operations] = [one for one in get(client, "/credits", month="2026-10") if one["service"] == "T3"]
    assert operations["amount"] == {"minor": 25_000, "currency": "SEK"}
    assert operations["share"]["numerator"] / operations["share"]["denominator"] == 0.005


def test_tickets_come_in_parts_that_hold_each_once(client: TestClient) -> None:
    found, after = [], None
    for _ in range(10):
        query = {"month": "2026-10", "indicator": "P2", "limit": 1} | ({"after": after} if after else {})
        part = get(client, "/evidence/tickets", **query)
        found += [one["ticket"] for one in part["tickets"]]
        after = part["next"]
        if after is None:
            break
    assert sorted(found) == ["A-1", "A-2", "A-3"]


def test_only_missed_tickets_come_where_they_are_asked_for(client: TestClient) -> None:
    found = get(client, "/evidence/tickets", month="2026-10", indicator="P2", missed_only=True)
    assert [one["ticket"] for one in found["tickets"]] == ["A-2"]


def test_outages_come_in_parts(client: TestClient) -> None:
    first = get(client, "/evidence/outages", month="2026-10", indicator="availability", limit=1)
    assert [one["counted"] for one in first["outages"]] == [8 * 3_600]
    second = get(
        client, "/evidence/outages", month="2026-10", indicator="availability", after=first["next"], limit=1
    )
    assert (second["outages"], second["next"]) == ([], None)


@pytest.mark.parametrize(
    "after", ["x", "[1]", '{"a": 1}', "[true, 1, 2]", '["1", "a", "b"]', "[1e400, 2, 3]", "[" * 500]
)
def test_a_place_in_a_list_that_is_none_is_refused(client: TestClient, after: str) -> None:
    query = {"indicator": "availability", "after": after}
    answer = client.get(f"{API}/evidence/outages", params=query, headers=as_role(Role.READER))
    assert answer.status_code == 422


def test_a_supplier_sees_sealed_months_only(client: TestClient) -> None:
    role = Role.SUPPLIER
    assert [one["period"] for one in get(client, "/months", role)] == ["2026-10"]
    assert {one["period"] for one in get(client, "/outcomes", role)} == {"2026-10"}
    assert {one["period"] for one in get(client, "/credits", role)} == {"2026-10"}
    assert [one["period"] for one in get(client, "/indicators/P2/history", role)] == ["2026-10"]
    for path in ("/score", "/triggers", "/outcomes", "/evidence/tickets"):
        query = {"month": "2026-11", "indicator": "P2"}
        assert client.get(API + path, params=query, headers=as_role(role)).status_code == 404


def test_a_unit_reader_sees_own_units_and_the_whole_and_no_ticket_of_others(client: TestClient) -> None:
    role, month = Role.UNIT_READER, "2026-10"
    assert {one["unit"] for one in get(client, "/outcomes", role, month=month, scope="units")} == {"S1"}
    assert {one["unit"] for one in get(client, "/outcomes", Role.READER, month=month, scope="units")} == {
        "S1",
        "F1",
    }
    assert get(client, "/outcomes", role, month=month, unit="F1") == []
    assert get(client, "/indicators/P2/history", role, unit="F1") == []
    seen = get(client, "/evidence/tickets", role, month=month, indicator="P2")["tickets"]
    assert {one["unit"] for one in seen} == {"S1"}
    assert get(client, "/outcomes", role, month=month, indicator="P2")[0]["unit"] == ""


def test_what_is_not_known_is_null_and_never_zero(client: TestClient) -> None:
    [calls] = get(client, "/outcomes", month="2026-10", indicator="calls")
    assert calls["verdict"] == "not_measured"
    assert (calls["value"], calls["sample_size"], calls["completeness"]) == (None, None, None)


def test_days_left_are_whole_days_in_the_contract_s_zone(client: TestClient) -> None:
    [end] = get(client, "/decision-dates")
    assert (end["decision"], end["on_day"], end["days_left"]) == ("end", "2027-12-31", 376)
