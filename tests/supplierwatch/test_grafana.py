"""Pushing dashboards and marks, against a stand-in that behaves as Grafana's HTTP API documents."""

import socket
from datetime import date

import pytest
from pytest_httpserver import HTTPServer

from collector.errors import SupplierwatchError
from collector.store.database import Database
from dashboards.grafana.audiences import Audience
from dashboards.grafana.marks import Mark
from dashboards.wording import wording
from evaluator.contract.versions import ContractVersions
from supplierwatch.grafana import Grafana
from supplierwatch.grafana_push import push, read_marks
from supplierwatch.grafana_settings import GrafanaSettings, check_grafana_address
from tests.evaluator.october import NOW, agreed, contract_content, evaluate, instant, save_october, version
from tests.evaluator.sealing.sealed import SEALED, seal
from tests.supplierwatch.grafana_stand_in import TOKEN, StandIn

MARKS = [
    Mark("seal/2026-10/0", "seal", 1_800_000_000, "October sealed", "en"),
    Mark("miss/2026-10/P2/T1", "miss", 1_790_000_000, "P2 missed", "en"),
]


@pytest.fixture
def stand_in(httpserver: HTTPServer) -> StandIn:
    made = StandIn(data_sources=["supplierwatch-postgresql"])
    made.serve(httpserver)
    return made


def grafana(server: HTTPServer, token: str = TOKEN, path: str = "") -> Grafana:
    return Grafana(server.url_for(path).rstrip("/"), token, 2)


def test_dashboards_come_into_a_folder_of_their_language(httpserver: HTTPServer, stand_in: StandIn) -> None:
    pushed = push(grafana(httpserver), [], "sv", "https://watch.example.se")
    assert stand_in.folders == {"supplierwatch-sv": "Leverantörsuppföljning"}
    assert set(stand_in.placed.values()) == {"supplierwatch-sv"}
    assert len(pushed.dashboards) == len(stand_in.dashboards) == 7


def test_a_second_push_replaces_dashboards_and_repeats_no_annotation(
    httpserver: HTTPServer, stand_in: StandIn
) -> None:
    pushes = [push(grafana(httpserver), MARKS, "en", "http://127.0.0.1:8080") for _ in range(2)]
    assert [one.annotations for one in pushes] == [2, 0]
    assert (len(stand_in.dashboards), stand_in.saved, len(stand_in.annotations)) == (7, 14, 2)


def test_an_annotation_carries_its_key_its_time_and_the_tags_dashboards_ask_for(
    httpserver: HTTPServer, stand_in: StandIn
) -> None:
    grafana(httpserver).annotate(MARKS[:1], "en")
    [found] = stand_in.annotations
    assert found["tags"] == ["supplierwatch", "en", "seal", "key:seal/2026-10/0"]
    assert (found["time"], found["text"]) == (1_800_000_000_000, "October sealed")


def test_a_data_source_that_is_missing_is_named_and_not_made(
    httpserver: HTTPServer, stand_in: StandIn
) -> None:
    pushed = push(grafana(httpserver), [], "en", "http://127.0.0.1:8080")
    assert pushed.missing == ("supplierwatch-prometheus",)
    assert stand_in.data_sources == ["supplierwatch-postgresql"]


@pytest.mark.parametrize("audience", [Audience.UNIT, Audience.SUPPLIER])
def test_an_audience_gets_its_own_dashboards_and_lacks_no_metrics(
    audience: Audience, httpserver: HTTPServer, stand_in: StandIn
) -> None:
    pushed = push(grafana(httpserver), [], "en", "http://127.0.0.1:8080", audience)
    assert (len(stand_in.dashboards), pushed.missing) == (6, ())
    assert "supplierwatch-prometheus" not in str(stand_in.dashboards)


def test_an_organisation_with_metrics_is_not_taken_for_a_units(
    httpserver: HTTPServer, stand_in: StandIn
) -> None:
    stand_in.data_sources.append("supplierwatch-prometheus")
    with pytest.raises(SupplierwatchError, match="Use the token of the organisation made for the unit"):
        push(grafana(httpserver), MARKS, "en", "http://127.0.0.1:8080", Audience.UNIT)
    assert (stand_in.folders, stand_in.dashboards, stand_in.annotations) == ({}, {}, [])


def test_a_grafana_below_a_path_is_found(httpserver: HTTPServer) -> None:
    made = StandIn()
    made.serve(httpserver, "/grafana")
    grafana(httpserver, path="/grafana/").ensure_folder("one", "One")
    assert made.folders == {"one": "One"}


def test_a_wrong_token_is_told_without_the_token(httpserver: HTTPServer, stand_in: StandIn) -> None:
    with pytest.raises(SupplierwatchError, match="answers 401: Invalid API key") as raised:
        grafana(httpserver, "another-secret").ensure_folder("one", "One")
    assert "another-secret" not in str(raised.value)
    assert stand_in.folders == {}


@pytest.mark.parametrize(
    ("status", "told"),
    [(412, "push again"), (403, "role Editor"), (500, "Its log says more"), (404, "served below")],
)
def test_a_refusal_says_what_to_do(status: int, told: str, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/api/folders").respond_with_json({"message": "no"}, status=status)
    with pytest.raises(SupplierwatchError, match=f"answers {status}: no.*{told}"):
        grafana(httpserver).ensure_folder("one", "One")


@pytest.mark.parametrize("status", [200, 404])
def test_a_page_instead_of_an_answer_is_told_as_one(status: int, httpserver: HTTPServer) -> None:
    page = "<html>a message to sign in</html>"
    httpserver.expect_request("/api/folders").respond_with_data(page, status=status, content_type="text/html")
    with pytest.raises(SupplierwatchError, match="no JSON, such as a page to sign in"):
        grafana(httpserver).ensure_folder("one", "One")


def test_an_answer_of_another_shape_is_told(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/api/folders").respond_with_json({"folders": []})
    with pytest.raises(SupplierwatchError, match="something else than the list"):
        grafana(httpserver).ensure_folder("one", "One")


def test_the_token_is_not_sent_on_to_where_an_answer_leads(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/api/folders").respond_with_data("", 302, {"Location": "/login"})
    with pytest.raises(SupplierwatchError, match="leads to another address"):
        grafana(httpserver).ensure_folder("one", "One")
    assert [request.path for request, _ in httpserver.log] == ["/api/folders"]


def test_a_grafana_that_does_not_answer_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
    with pytest.raises(SupplierwatchError, match="does not answer"):
        Grafana(address, TOKEN, 1).ensure_folder("one", "One")


@pytest.mark.parametrize(
    "address",
    ["http://grafana.example.se", "https://a:b@grafana.example.se", "ftp://host", "https://host/?x=1"],
)
def test_an_address_no_token_may_be_sent_to_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r"https|name and no password"):
        check_grafana_address(address)


def test_the_token_is_asked_for_only_where_a_grafana_is_named() -> None:
    assert GrafanaSettings().secret_names() == ()
    assert GrafanaSettings(address="https://grafana.example.se").secret_names() == ("GRAFANA_TOKEN",)


def test_amendments_seals_and_misses_are_marked(sqlite_database: Database) -> None:
    save_october(sqlite_database)
    changed = contract_content()
    changed["contract"]["reference"] = "2"
    amended = ContractVersions((*agreed().versions, version(date(2026, 11, 1), changed, "amended")))
    evaluate(sqlite_database)
    seal(sqlite_database)
    found = read_marks(sqlite_database, amended, wording("sv"), SEALED)
    assert [(one.kind, one.key, one.at) for one in found] == [
        ("amendment", "amendment/2026-11-01", instant("2026-11-01 00:00")),
        ("seal", "seal/2026-10/0", SEALED),
        ("miss", "miss/2026-10/P2/T1", instant("2026-11-01 00:00")),
        ("miss", "miss/2026-10/availability/T3", instant("2026-11-01 00:00")),
    ]


def test_a_month_that_is_not_over_marks_no_miss(sqlite_database: Database) -> None:
    save_october(sqlite_database)
    evaluate(sqlite_database, now=NOW)
    before_its_end = instant("2026-10-20 00:00")
    assert read_marks(sqlite_database, agreed(), wording("en"), before_its_end) == []


def test_the_supplier_gets_no_mark_of_a_miss_in_a_month_that_is_not_sealed(sqlite_database: Database) -> None:
    save_october(sqlite_database)
    evaluate(sqlite_database, now=NOW)
    words = wording("en")
    assert [one.kind for one in read_marks(sqlite_database, agreed(), words, SEALED)] != []
    assert read_marks(sqlite_database, agreed(), words, SEALED, Audience.SUPPLIER) == []
    seal(sqlite_database)
    for_all = read_marks(sqlite_database, agreed(), words, SEALED)
    assert read_marks(sqlite_database, agreed(), words, SEALED, Audience.SUPPLIER) == for_all
    assert {one.kind for one in for_all} == {"seal", "miss"}
