"""What is refused before anything is read, what every answer carries, and what no answer tells."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from supplierwatch.web.guarding import LONGEST_ADDRESS, MOST_BYTES
from supplierwatch.web.headers import CONTENT_POLICY
from tests.supplierwatch.web.served import FAR, HERE, app_of, client_of

ADDRESSES = ["/", "/api/v1/contract", "/alive", "/nothing", "/api/nothing", "/static/pages.css"]


@pytest.fixture(scope="module")
def here(read_only_folder: Path) -> Iterator[TestClient]:
    with client_of(app_of(read_only_folder, {"limits": {"burst": 100_000}})) as client:
        yield client


@pytest.mark.parametrize("path", ADDRESSES)
def test_every_answer_carries_the_headers_that_protect_people(here: TestClient, path: str) -> None:
    headers = here.get(path).headers
    assert headers["content-security-policy"] == CONTENT_POLICY
    assert "unsafe" not in CONTENT_POLICY
    assert "frame-ancestors 'none'" in CONTENT_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert "strict-transport-security" not in headers
    assert "server" not in headers


def test_figures_are_kept_by_nobody_and_style_sheets_for_an_hour(here: TestClient) -> None:
    assert {here.get(path).headers["cache-control"] for path in ("/", "/api/v1/contract")} == {"no-store"}
    assert here.get("/static/pages.css").headers["cache-control"] == "public, max-age=3600"


def test_browsers_are_told_to_use_tls_only_where_people_come_by_it(read_only_folder: Path) -> None:
    web = {"public_address": "https://watch.example.se"}
    with client_of(app_of(read_only_folder, web), base="https://watch.example.se") as client:
        assert client.get("/alive").headers["strict-transport-security"].startswith("max-age=31536000")


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8080",
        "127.0.0.1.evil.example",
        "127.0.0.1@evil.example",
        "",
        "127.0.0.1/x",
    ],
)
def test_a_request_for_another_host_is_refused(here: TestClient, host: str) -> None:
    answer = here.get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert "evil" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:9", "localhost", "[::1]:8080"])
def test_this_machine_is_asked_by_any_of_its_own_names(here: TestClient, host: str) -> None:
    assert here.get("/alive", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_pages_and_api_are_only_read(here: TestClient, method: str) -> None:
    answers = [here.request(method, path) for path in ("/", "/api/v1/contract", "/metrics", "/sign-in")]
    assert {answer.status_code for answer in answers} == {405}
    assert {answer.headers["allow"] for answer in answers} == {"GET, HEAD"}


def test_the_head_of_a_page_comes_without_its_content(here: TestClient) -> None:
    answer = here.head("/api/v1/contract")
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) > 100


@pytest.mark.parametrize("content", [b"x" * (MOST_BYTES + 1), b"form_token=" + b"y" * (4 * MOST_BYTES)])
def test_too_large_a_form_is_refused(here: TestClient, content: bytes) -> None:
    assert here.post("/sign-out", content=content).status_code == 413


def test_too_large_a_form_is_refused_when_it_does_not_say_its_length(here: TestClient) -> None:
    def parts() -> Iterator[bytes]:
        for _ in range(20):
            yield b"x" * 1_000

    assert here.post("/sign-out", content=parts()).status_code == 413


def test_too_long_an_address_is_refused(here: TestClient) -> None:
    assert here.get("/?month=" + "9" * LONGEST_ADDRESS).status_code == 414


@pytest.mark.parametrize(
    "path",
    [
        "/static/../../pyproject.toml",
        "/static/%2e%2e/%2e%2e/pyproject.toml",
        "/static/..%2f..%2fpyproject.toml",
        "/reports/..%2f..%2fsupplierwatch.yaml",
        "/reports/%2fetc%2fpasswd",
        "/evidence/../../../etc/passwd",
        "/evidence/%2e%2e/%2e%2e/etc/passwd",
        "/tickets/..%2f..%2fetc%2fpasswd",
        "/static/pages.css%00.txt",
    ],
)
def test_no_path_leads_out_of_what_is_served(here: TestClient, path: str) -> None:
    answer = here.get(path)
    assert answer.status_code in {404, 422}
    assert "root:" not in answer.text
    assert "store:" not in answer.text


@pytest.mark.parametrize(
    "query",
    [
        "?month=2026-13",
        "?month='; DROP TABLE outcome; --",
        "?view=other",
        "?scope=everything",
        "?month=2026-10%00",
    ],
)
def test_a_parameter_that_means_nothing_is_refused_without_repeating_it(here: TestClient, query: str) -> None:
    answer = here.get(f"/api/v1/outcomes{query}")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert "DROP" not in answer.text


def test_hostile_parameters_reach_the_store_as_values_only(here: TestClient) -> None:
    answer = here.get("/api/v1/outcomes", params={"indicator": "P2' OR '1'='1", "service": '"; --'})
    assert (answer.status_code, answer.json()) == (200, [])


def test_an_unexpected_failure_shows_nothing_of_the_inside(
    here: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the secret is 4711")

    monkeypatch.setattr("supplierwatch.web.api.contract_routes.months_seen", fail)
    answer = here.get("/api/v1/months")
    assert (answer.status_code, answer.json()["title"]) == (500, "Internal Server Error")
    assert "4711" not in answer.text
    assert "nosniff" in answer.headers["x-content-type-options"]


def test_a_store_that_is_away_is_told_and_comes_back_by_itself(
    served_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    # Renamed to a folder's name: opening it fails as a server that is away does.
    store, away = served_folder / "store.db", served_folder / "away.db"
    with client_of(app_of(served_folder, {})) as client:
        store.rename(away)
        store.mkdir()
        refused = [client.get(path).status_code for path in ("/", "/ready", "/api/v1/months")]
        assert client.get("/alive").status_code == 200
        assert str(served_folder) not in client.get("/api/v1/months").text
        store.rmdir()
        away.rename(store)
        assert [client.get(path).status_code for path in ("/", "/ready", "/api/v1/months")] == [200, 200, 200]
    assert refused == [503, 503, 503]
    assert "cannot be opened" in caplog.text


def test_without_sign_in_only_this_machine_is_answered(read_only_folder: Path) -> None:
    with client_of(app_of(read_only_folder, {}), FAR) as client:
        assert client.get("/").status_code == 403
        assert client.get("/api/v1/contract").status_code == 403


def test_the_log_has_no_query_and_one_line_for_each_request(
    here: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "supplierwatch.web"):
        here.get("/sign-in/return?code=secret-code&state=s")
        here.get("/a%0aforged=1")
    lines = [record.getMessage() for record in caplog.records if record.name == "supplierwatch.web"]
    assert len(lines) == 2
    assert "secret-code" not in caplog.text
    assert all("\n" not in line for line in lines)


def test_an_answer_says_the_language_it_is_in_and_escapes_what_it_repeats(here: TestClient) -> None:
    page = here.get("/nothing?language=sv&x=<script>").text
    assert '<html lang="sv">' in page
    assert "<script>" not in page
    assert HERE.encode() not in page.encode()
