"""Settings of the web: what is refused before anything is served."""

from typing import Any

import pytest
from pydantic import ValidationError

from collector.errors import ProblemsFound, SupplierwatchError
from supplierwatch.settings import Settings
from supplierwatch.web.addresses import is_loopback, is_within
from supplierwatch.web.app import known_hosts
from supplierwatch.web.listening import check_listening, session_key
from supplierwatch.web.settings import WebSettings
from tests.supplierwatch.web.served import PROXY, ROLES

OIDC = {
    "sign_in": "oidc",
    "public_address": "https://watch.example.se",
    "session_key_env": "SESSION_KEY",
    "oidc": {"issuer": "https://id.example.se", "client_id": "a", "client_secret_env": "SECRET"},
    "roles": ROLES,
}


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_this_machine_is_served_without_sign_in(host: str) -> None:
    check_listening(WebSettings(), host)
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host",
    ["0.0.0.0", "::", "192.0.2.1", "watch.example.se", "127.0.0.1.example", ""],  # noqa: S104 - refused
)
def test_no_other_address_is_served_without_sign_in(host: str) -> None:
    with pytest.raises(ProblemsFound, match="can be reached from other machines, and nobody has to sign in"):
        check_listening(WebSettings(), host)


@pytest.mark.parametrize("web", [OIDC, PROXY], ids=["oidc", "proxy"])
def test_with_sign_in_any_address_is_served(web: dict[str, Any]) -> None:
    settings = WebSettings.model_validate(web)
    check_listening(settings, "0.0.0.0")  # noqa: S104 - what is tested
    assert settings.sign_in in {"oidc", "proxy"}


@pytest.mark.parametrize(
    ("web", "told"),
    [
        (OIDC | {"oidc": None}, "needs `oidc`"),
        (OIDC | {"session_key_env": None}, "needs `oidc`, `session_key_env`"),
        (OIDC | {"public_address": None}, "`public_address`"),
        (OIDC | {"public_address": "http://watch.example.se"}, "by https only"),
        (OIDC | {"public_address": "https://watch.example.se/below"}, "served from the root"),
        (OIDC | {"public_address": "https://anna:secret@watch.example.se"}, "no name and no password"),
        (OIDC | {"roles": []}, "nobody would see anything"),
        (PROXY | {"proxy": None}, "does not say which addresses are trusted"),
        (PROXY | {"proxy": {"addresses": ["everyone"]}}, "neither an address nor a network"),
        (PROXY | {"proxy": {"addresses": []}}, "at least 1 item"),
        (PROXY | {"roles": [{"group": "a", "role": "unit_reader"}]}, "needs `units`"),
        (PROXY | {"roles": [{"group": "a", "role": "reader", "units": ["S1"]}]}, "no other role has any"),
        (PROXY | {"roles": [{"group": "a", "role": "owner"}]}, "Input should be 'reader'"),
        ({"sign_in": "basic"}, "'none', 'oidc' or 'proxy'"),
        ({"pord": 1}, "Extra inputs are not permitted"),
    ],
)
def test_settings_that_would_let_nobody_or_anybody_in_are_refused(web: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        WebSettings.model_validate(web)


def test_an_issuer_is_asked_by_tls_only() -> None:
    plain = OIDC["oidc"] | {"issuer": "http://id.example.se"}  # type: ignore[operator]  # a dictionary
    with pytest.raises(ValidationError, match="must begin with https"):
        WebSettings.model_validate(OIDC | {"oidc": plain})


def test_the_key_of_sessions_must_be_there_and_long() -> None:
    settings = WebSettings.model_validate(OIDC)
    assert session_key(settings, {"SESSION_KEY": "k" * 32}, "") == "k" * 32
    with pytest.raises(ProblemsFound, match="has 8 characters") as refused:
        session_key(settings, {"SESSION_KEY": "password"}, "")
    assert "password" not in str(refused.value)
    with pytest.raises(SupplierwatchError, match="SESSION_KEY"):
        session_key(settings, {}, "")


def test_secrets_are_named_and_never_held() -> None:
    settings = Settings.model_validate({"web": OIDC | {"metrics": {"token_env": "TOKEN"}}})
    assert {"SESSION_KEY", "SECRET", "TOKEN"} <= set(settings.secret_names())


def test_hosts_are_those_of_the_settings() -> None:
    web = OIDC | {"host": "0.0.0.0", "trusted_hosts": ["watch"]}  # noqa: S104 - as an example
    hosts = known_hosts(Settings.model_validate({"web": web}))
    assert set(hosts) == {"watch", "watch.example.se", "127.0.0.1", "localhost", "[::1]"}


@pytest.mark.parametrize(
    ("host", "is_inside"),
    [("10.1.2.3", True), ("::ffff:10.1.2.3", True), ("11.0.0.1", False), ("fd00::1", True), ("evil", False)],
)
def test_an_address_lies_in_a_network_or_not(host: str, *, is_inside: bool) -> None:
    assert is_within(host, ["10.0.0.0/8", "fd00::/8"]) is is_inside
