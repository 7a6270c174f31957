"""Signing in by OpenID Connect through a provider of the tests' own, and every way it must not succeed."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.jwk import RSAKey
from pytest_httpserver import HTTPServer
from starlette.testclient import TestClient

from dashboards.viewers import Role
from supplierwatch.web.oidc import local_path
from tests.supplierwatch.web.provider import CLIENT, SECRET, Lie, TestProvider, shared_secret_key
from tests.supplierwatch.web.served import GROUPS, HERE, KEY, ROLES, app_of, client_of

SECURE = "https://watch.example.se"
ENVIRONMENT = {"SESSION_KEY": KEY, "CLIENT_SECRET": SECRET}
COOKIE = "supplierwatch"


@pytest.fixture
def provider(httpserver: HTTPServer) -> TestProvider:
    return TestProvider(httpserver)


def settings_of(provider: TestProvider, base: str = HERE, **more: Any) -> dict[str, Any]:
    return {
        "sign_in": "oidc",
        "public_address": base,
        "session_key_env": "SESSION_KEY",
        "oidc": provider.settings(),
        "roles": ROLES,
        **more,
    }


@pytest.fixture
def browser(read_only_folder: Path, provider: TestProvider) -> Iterator[TestClient]:
    with client_of(app_of(read_only_folder, settings_of(provider), ENVIRONMENT)) as client:
        yield client


def begin(browser: TestClient, wanted: str = "/") -> str:
    answer = browser.get("/sign-in", params={"next": wanted})
    assert answer.status_code == 302
    return str(answer.headers["location"])


def sign_in(browser: TestClient, provider: TestProvider, wanted: str = "/") -> Any:
    return browser.get("/sign-in/return" + provider.consent(begin(browser, wanted)))


def test_who_is_not_signed_in_is_sent_to_the_provider_and_back_to_the_page(
    browser: TestClient, provider: TestProvider
) -> None:
    sent = browser.get("/decision?month=2026-10")
    assert (sent.status_code, sent.headers["location"]) == (
        303,
        "/sign-in?next=%2Fdecision%3Fmonth%3D2026-10",
    )
    answer = browser.get(browser.get(sent.headers["location"]).headers["location"], follow_redirects=False)
    assert answer is not None
    back = sign_in(browser, provider, "/decision?month=2026-10")
    assert (back.status_code, back.headers["location"]) == (303, "/decision?month=2026-10")
    assert browser.get("/decision?month=2026-10").status_code == 200


def test_a_program_is_told_so_and_not_sent_anywhere(browser: TestClient) -> None:
    answer = browser.get("/api/v1/contract")
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")


def test_the_provider_is_asked_with_a_challenge_a_state_and_a_nonce(browser: TestClient) -> None:
    asked = parse_qs(urlsplit(begin(browser)).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["response_type"] == ["code"]
    assert asked["redirect_uri"] == [f"{HERE}/sign-in/return"]
    assert all(len(asked[name][0]) >= 20 for name in ("code_challenge", "state", "nonce"))


def test_the_address_to_come_back_to_never_follows_the_host_header(
    read_only_folder: Path, provider: TestProvider
) -> None:
    web = settings_of(provider, trusted_hosts=["other.example"])
    with client_of(app_of(read_only_folder, web, ENVIRONMENT)) as browser:
        sent = browser.get("/sign-in", headers={"Host": "other.example"}).headers["location"]
    assert parse_qs(urlsplit(sent).query)["redirect_uri"] == [f"{HERE}/sign-in/return"]


@pytest.mark.parametrize("role", Role)
def test_groups_decide_what_a_person_sees(browser: TestClient, provider: TestProvider, role: Role) -> None:
    provider.groups = ["other", GROUPS[role]]
    assert sign_in(browser, provider).status_code == 303
    allowed = role in {Role.READER, Role.CONTRACT_MANAGER}
    assert browser.get("/decision").status_code == (200 if allowed else 403)


def test_a_person_of_no_known_group_is_signed_in_and_sees_nothing(
    browser: TestClient, provider: TestProvider
) -> None:
    provider.groups = ["other"]
    assert sign_in(browser, provider).status_code == 303
    assert browser.get("/").status_code == 403


def _set(name: str, value: Any) -> Lie:
    def lie(claims: dict[str, Any]) -> None:
        claims[name] = value

    return lie


def _without(name: str) -> Lie:
    def lie(claims: dict[str, Any]) -> None:
        del claims[name]

    return lie


@pytest.mark.parametrize(
    "lie",
    [
        _set("nonce", "another"),
        _without("nonce"),
        _set("aud", "another service"),
        _set("aud", ["another service", "a third"]),
        _without("aud"),
        _set("iss", "https://evil.example"),
        _without("iss"),
        _set("exp", int(time.time()) - 3_600),
        _without("exp"),
        _without("sub"),
        _set("nbf", int(time.time()) + 3_600),
        _set("iat", int(time.time()) + 3_600),
    ],
    ids=[
        "another nonce",
        "no nonce",
        "another audience",
        "other audiences",
        "no audience",
        "another issuer",
        "no issuer",
        "expired",
        "never expires",
        "about nobody",
        "not yet good",
        "made in the future",
    ],
)
def test_an_id_token_that_is_not_for_this_sign_in_signs_nobody_in(
    browser: TestClient, provider: TestProvider, lie: Lie
) -> None:
    provider.lie = lie
    assert sign_in(browser, provider).status_code == 401
    assert browser.get("/api/v1/contract").status_code == 401


def test_two_audiences_are_good_only_where_the_token_was_issued_to_us(
    browser: TestClient, provider: TestProvider
) -> None:
    def to_both(claims: dict[str, Any]) -> None:
        claims |= {"aud": [CLIENT, "another"], "azp": "another"}

    provider.lie = to_both
    assert sign_in(browser, provider).status_code == 401


@pytest.mark.parametrize(
    ("algorithm", "key"),
    [
        ("none", None),
        ("HS256", shared_secret_key()),
        ("RS256", RSAKey.generate_key(2048, {"kid": "one"})),
    ],
    ids=["nothing", "the shared secret", "another key"],
)
def test_an_id_token_signed_by_anything_but_the_provider_signs_nobody_in(
    browser: TestClient, provider: TestProvider, algorithm: str, key: Any
) -> None:
    provider.algorithm, provider.signing = algorithm, key
    assert sign_in(browser, provider).status_code == 401
    assert browser.get("/api/v1/contract").status_code == 401


def test_an_answer_without_an_id_token_signs_nobody_in(browser: TestClient, provider: TestProvider) -> None:
    provider.leaves_out_id_token = True
    assert sign_in(browser, provider).status_code == 401


def test_a_state_of_another_sign_in_signs_nobody_in(browser: TestClient, provider: TestProvider) -> None:
    query = provider.consent(begin(browser))
    assert browser.get("/sign-in/return" + query.replace("state=", "state=x")).status_code == 401
    assert browser.get("/sign-in/return?code=1").status_code == 401
    assert browser.get("/sign-in/return").status_code == 401


def test_what_another_browser_was_sent_back_with_signs_nobody_in(
    browser: TestClient, provider: TestProvider
) -> None:
    query = provider.consent(begin(browser))
    browser.cookies.clear()
    assert browser.get("/sign-in/return" + query).status_code == 401


def test_a_code_signs_in_once(browser: TestClient, provider: TestProvider) -> None:
    query = provider.consent(begin(browser))
    assert browser.get("/sign-in/return" + query).status_code == 303
    browser.cookies.clear()
    begin(browser)
    assert browser.get("/sign-in/return" + query).status_code == 401


def test_a_refusal_by_the_provider_signs_nobody_in(browser: TestClient) -> None:
    begin(browser)
    answer = browser.get("/sign-in/return?error=access_denied&error_description=<script>no</script>")
    assert answer.status_code == 401
    assert "<script>" not in answer.text


def test_a_discovery_document_of_another_issuer_is_not_believed(
    browser: TestClient, provider: TestProvider
) -> None:
    provider.discovery = {"issuer": "https://evil.example"}
    assert browser.get("/sign-in").status_code == 503
    provider.discovery = {}
    assert browser.get("/sign-in").status_code == 302


def test_a_provider_that_is_away_is_told_and_asked_again(
    read_only_folder: Path, provider: TestProvider
) -> None:
    web = settings_of(provider)
    web["oidc"]["issuer"] = "http://127.0.0.1:1"
    with client_of(app_of(read_only_folder, web, ENVIRONMENT)) as browser:
        assert browser.get("/sign-in").status_code == 503


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "evil.example",
        "",
        "http:evil.example",
        "/x\r\nSet-Cookie: a=b",
    ],
)
def test_nobody_is_sent_to_another_site_after_signing_in(
    browser: TestClient, provider: TestProvider, wanted: str
) -> None:
    assert sign_in(browser, provider, wanted).headers["location"] == "/"
    assert local_path(wanted) == "/"


def test_a_session_given_before_signing_in_is_worth_nothing_after_it(
    browser: TestClient, provider: TestProvider
) -> None:
    query = provider.consent(begin(browser))
    before = browser.cookies[COOKIE]
    assert browser.get("/sign-in/return" + query).status_code == 303
    assert browser.cookies[COOKIE] != before
    browser.cookies.clear()
    assert browser.get("/api/v1/contract", headers={"Cookie": f"{COOKIE}={before}"}).status_code == 401


def test_a_session_that_was_changed_or_signed_by_another_key_is_worth_nothing(
    browser: TestClient, provider: TestProvider, read_only_folder: Path
) -> None:
    sign_in(browser, provider)
    session = browser.cookies[COOKIE]
    browser.cookies.clear()
    changed = f"{COOKIE}={'A' if session[0] != 'A' else 'B'}{session[1:]}"
    assert browser.get("/api/v1/contract", headers={"Cookie": changed}).status_code == 401
    other = ENVIRONMENT | {"SESSION_KEY": "o" * 48}
    with client_of(app_of(read_only_folder, settings_of(provider), other)) as elsewhere:
        kept = {"Cookie": f"{COOKIE}={session}"}
        assert elsewhere.get("/api/v1/contract", headers=kept).status_code == 401


def test_a_session_ends_after_its_hours(
    browser: TestClient, provider: TestProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(browser, provider)
    assert browser.get("/api/v1/contract").status_code == 200
    later = time.time() + 8 * 3_600 + 5
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: later)
    assert browser.get("/api/v1/contract").status_code == 401


def test_the_cookie_is_kept_from_scripts_and_other_sites(browser: TestClient, provider: TestProvider) -> None:
    cookie = sign_in(browser, provider).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "max-age=28800" in cookie
    assert "secure" not in cookie


def test_over_tls_the_cookie_is_bound_to_this_very_host(
    read_only_folder: Path, provider: TestProvider
) -> None:
    web = settings_of(provider, SECURE)
    with client_of(app_of(read_only_folder, web, ENVIRONMENT), base=SECURE) as browser:
        cookie = sign_in(browser, provider).headers["set-cookie"]
    assert cookie.startswith("__Host-supplierwatch=")
    assert "secure" in cookie
    assert "path=/" in cookie


def form_token_in(page: str) -> str:
    return page.partition('name="form_token" value="')[2].partition('"')[0]


def test_signing_out_takes_our_own_form(browser: TestClient, provider: TestProvider) -> None:
    sign_in(browser, provider)
    token = form_token_in(browser.get("/").text)
    assert token
    for headers, content in (
        ({}, {}),
        ({}, {"form_token": "x" + token}),
        ({"Origin": "https://evil.example"}, {"form_token": token}),
        ({"Sec-Fetch-Site": "cross-site"}, {"form_token": token}),
    ):
        assert browser.post("/sign-out", data=content, headers=headers).status_code == 403
    assert browser.get("/api/v1/contract").status_code == 200
    answer = browser.post("/sign-out", data={"form_token": token}, headers={"Origin": HERE})
    assert (answer.status_code, answer.headers["location"]) == (303, "/signed-out")
    assert browser.get("/api/v1/contract").status_code == 401
    assert browser.get("/signed-out").status_code == 200


def test_the_form_of_another_person_is_not_ours(browser: TestClient, provider: TestProvider) -> None:
    sign_in(browser, provider)
    token = form_token_in(browser.get("/").text)
    provider.lie = _set("preferred_username", "bo")
    sign_in(browser, provider)
    assert browser.post("/sign-out", data={"form_token": token}).status_code == 403


def test_no_secret_is_in_the_log(
    browser: TestClient, provider: TestProvider, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    provider.lie = _set("nonce", "another")
    assert sign_in(browser, provider).status_code == 401
    ours = [one.getMessage() for one in caplog.records if one.name.startswith(("supplierwatch", "authlib"))]
    assert len(ours) == 2
    assert not any(SECRET in line or "code-0" in line for line in ours)
