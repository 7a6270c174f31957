"""How requests are signed, and that a secret stands nowhere but in the request."""

import base64
import logging
import traceback
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from collector.errors import SourceUnreadable, SupplierwatchError
from collector.remote.settings import Connection
from tests.collector.connectors.helpers import World
from tests.collector.remote.helpers import client_for
from tests.replay import Asked, Reply, json_reply, replaying
from tests.services import free_port

SECRET = "S3cret-Hemlig-T0ken"  # noqa: S105 - made up; what the tests look for
BEARER = {"type": "bearer", "token_env": "SECRET"}
BASIC = {"type": "basic", "user": "anna", "password_env": "SECRET"}
HEADER = {"type": "header", "header": "X-Auth", "prefix": "token ", "token_env": "SECRET"}


@pytest.mark.parametrize(
    ("sign_in", "header", "value"),
    [
        (BEARER, "authorization", f"Bearer {SECRET}"),
        (BASIC, "authorization", "Basic " + base64.b64encode(f"anna:{SECRET}".encode()).decode()),
        (HEADER, "x-auth", f"token {SECRET}"),
    ],
)
def test_every_request_is_signed(sign_in: dict[str, str], header: str, value: str) -> None:
    world = World(secrets={"SECRET": SECRET})
    with (
        replaying(lambda _asked: json_reply({})) as server,
        client_for(server.address, world, sign_in=sign_in) as client,
    ):
        client.get("x")
        assert server.asked[0].headers[header] == value


class TokenServer:
    """A system that gives tokens, and takes the latest one only."""

    def __init__(self) -> None:
        self.given = 0
        self.busy = 0

    def answer(self, asked: Asked) -> Reply:
        """Return a token, or the rows for its bearer."""
        if asked.path == "/token":
            if self.busy > 0:
                self.busy -= 1
                return Reply(503)
            assert (
                asked.body == b"grant_type=client_credentials&client_id=city&client_secret=" + SECRET.encode()
            )
            self.given += 1
            return json_reply({"access_token": f"T{self.given}", "expires_in": 3600})
        valid = asked.headers.get("authorization") == f"Bearer T{self.given}"
        return json_reply([1]) if valid else Reply(401)


def _oauth(address: str) -> dict[str, Any]:
    return {
        "type": "client_credentials",
        "token_address": f"{address}/token",
        "client": "city",
        "secret_env": "SECRET",
    }


def test_a_token_is_fetched_once_and_anew_after_it_ended() -> None:
    system, world = TokenServer(), World(secrets={"SECRET": SECRET})
    with (
        replaying(system.answer) as server,
        client_for(server.address, world, sign_in=_oauth(server.address)) as client,
    ):
        client.get("x")
        client.get("x")
        world.now += 3600
        client.get("x")
        assert server.paths() == ["/token", "/x", "/x", "/token", "/x"]


def test_a_token_that_was_withdrawn_is_fetched_anew_once() -> None:
    system, world = TokenServer(), World(secrets={"SECRET": SECRET})
    with (
        replaying(system.answer) as server,
        client_for(server.address, world, sign_in=_oauth(server.address)) as client,
    ):
        client.get("x")
        system.given += 5
        assert client.get("x").json() == ["1"]
        assert server.paths() == ["/token", "/x", "/x", "/token", "/x"]


def test_a_busy_giver_of_tokens_is_asked_again() -> None:
    system, world = TokenServer(), World(secrets={"SECRET": SECRET})
    system.busy = 2
    with (
        replaying(system.answer) as server,
        client_for(server.address, world, sign_in=_oauth(server.address)) as client,
    ):
        assert client.get("x").json() == ["1"]


def test_a_busy_giver_of_tokens_ends_listening_with_an_error_of_the_source() -> None:
    system, world = TokenServer(), World(secrets={"SECRET": SECRET})
    system.busy = 9
    with (
        replaying(system.answer) as server,
        client_for(server.address, world, sign_in=_oauth(server.address)) as client,
        pytest.raises(SourceUnreadable, match="answered 503"),
        client.lines("x", {}, 1),
    ):
        pass


def test_a_password_that_is_refused_is_not_tried_again_as_that_locks_accounts() -> None:
    world = World(secrets={"SECRET": SECRET})
    with (
        replaying(lambda _asked: Reply(401)) as server,
        client_for(server.address, world, sign_in=BASIC) as client,
    ):
        with pytest.raises(SourceUnreadable, match="answered 401"):
            client.get("x")
        assert len(server.asked) == 1


def test_a_redirect_of_the_giver_of_tokens_is_not_followed() -> None:
    world = World(secrets={"SECRET": SECRET})
    with (
        replaying(lambda _asked: json_reply({})) as elsewhere,
        replaying(lambda _asked: Reply(307, headers={"Location": elsewhere.address})) as server,
        client_for(server.address, world, sign_in=_oauth(server.address)) as client,
    ):
        with pytest.raises(SourceUnreadable, match="answered 307"):
            client.get("x")
        assert elsewhere.asked == []


@pytest.mark.parametrize("secret", [SECRET + "\n", SECRET + "å", SECRET + "\r\nX-Other: 1", " " + SECRET])
def test_a_secret_that_no_header_can_carry_is_told_by_its_variable(secret: str) -> None:
    with (
        pytest.raises(SupplierwatchError, match="the environment variable SECRET holds") as refused,
        client_for("http://127.0.0.1", World(secrets={"SECRET": secret}), sign_in=BEARER),
    ):
        pass
    assert SECRET not in str(refused.value)


def test_a_variable_that_is_not_set_is_told() -> None:
    with (
        pytest.raises(SupplierwatchError, match="the environment variable SECRET is not set"),
        client_for("http://127.0.0.1", World(), sign_in=BEARER),
    ):
        pass


def test_secrets_are_not_sent_where_anyone_can_read_them() -> None:
    given = {"address": "http://tickets.example.se", "sign_in": BEARER}
    with pytest.raises(ValidationError, match="secrets are not sent over http://"):
        Connection.model_validate(given)
    assert Connection.model_validate({**given, "unencrypted": True}).unencrypted


@pytest.mark.parametrize(
    "address",
    [
        "https://anna:hemlig@example.se",
        "ftp://example.se",
        "https://",
        "https://a.se/?x=1",
        "https://a.se:port",
    ],
)
def test_an_address_that_is_none_or_holds_a_password_is_refused(address: str) -> None:
    with pytest.raises(ValidationError):
        Connection.model_validate({"address": address})
    with pytest.raises(ValidationError):
        Connection.model_validate({"address": "https://a.se", "proxy": address})


def _everything_said(error: BaseException) -> str:
    """Return all that a log could make of an error: text, arguments, variables, of its whole chain."""
    parts: list[str] = []
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop()
        if one is None:
            continue
        parts += [repr(one), str(one), repr(one.args), repr(vars(one))]
        waiting += [one.__cause__, one.__context__]
    return "\n".join([*parts, *traceback.format_exception(error)])


def _refuse_token(asked: Asked) -> Reply:
    return Reply(400, f"wrong secret {SECRET}".encode()) if asked.path == "/token" else json_reply({})


FAILURES: dict[str, Any] = {
    "refused": lambda _asked: Reply(401, SECRET.encode()),
    "busy": lambda _asked: Reply(503, SECRET.encode(), {"Retry-After": SECRET}),
    "redirected elsewhere": lambda _asked: Reply(
        302, headers={"Location": f"https://other.se/?token={SECRET}"}
    ),
    "redirected with a password": lambda _asked: Reply(
        302, headers={"Location": f"https://a:{SECRET}@other.se/"}
    ),
    "cut off": lambda _asked: Reply(200, SECRET.encode(), cut_after=3),
    "damaged": lambda _asked: Reply(200, SECRET.encode(), {"Content-Encoding": "gzip"}),
    "too large": lambda _asked: Reply(200, SECRET.encode() * 100),
    "no JSON": lambda _asked: Reply(200, SECRET.encode()),
}


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("sign_in", [BASIC, BEARER, HEADER], ids=["basic", "bearer", "header"])
def test_no_failure_says_a_secret(
    failure: str, sign_in: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    world = World(secrets={"SECRET": SECRET})
    with (
        replaying(FAILURES[failure]) as server,
        client_for(server.address, world, sign_in=sign_in, largest_answer=500) as client,
    ):
        with pytest.raises(SourceUnreadable) as refused:
            client.get("x", {"token": SECRET}).json()
        assert SECRET in repr(server.asked)
    said = _everything_said(refused.value) + caplog.text
    assert SECRET not in said
    assert base64.b64encode(f"anna:{SECRET}".encode()).decode() not in said


def test_no_failure_of_the_way_there_says_a_secret(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    caplog.set_level(logging.DEBUG)
    world = World(secrets={"SECRET": SECRET}, folder=tmp_path)
    address = f"http://127.0.0.1:{free_port()}"
    for options in ({}, {"proxy": address}, {"time_out": 1}):
        with (
            client_for(address, world, sign_in=BEARER, **options) as client,
            pytest.raises(SourceUnreadable) as refused,
        ):
            client.get("x", {"token": SECRET})
        assert SECRET not in _everything_said(refused.value) + caplog.text


def test_a_giver_of_tokens_that_quotes_the_secret_is_not_quoted(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    world = World(secrets={"SECRET": SECRET})
    with (
        replaying(_refuse_token) as server,
        client_for(server.address, world, sign_in=_oauth(server.address)) as client,
        pytest.raises(SourceUnreadable) as refused,
    ):
        client.get("x")
    assert SECRET not in _everything_said(refused.value) + caplog.text


def test_a_request_that_goes_well_writes_nothing_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    world = World(secrets={"SECRET": SECRET})
    with (
        replaying(lambda _asked: json_reply({}, headers={"Set-Cookie": f"session={SECRET}"})) as server,
        client_for(server.address, world, sign_in=BEARER) as client,
    ):
        client.get("x", {"token": SECRET})
    assert SECRET not in caplog.text
