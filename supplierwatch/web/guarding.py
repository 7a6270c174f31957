"""What is refused before anything is read: other hosts, other methods, too much, too slow."""

import asyncio
import re
from collections.abc import Sequence

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from supplierwatch.web.error_pages import refusal
from supplierwatch.web.refusals import Refused

WRITTEN_TO = frozenset({"/sign-out", "/acknowledge"})
"""The only addresses that take a POST."""

MOST_BYTES = 16 * 1024
"""Of the content of a request: forms here hold a word or two."""

LONGEST_ADDRESS = 4 * 1024
BODY_SECONDS = 10
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?")


class Guard:
    """Lets only those requests through that this service could answer."""

    def __init__(self, app: ASGIApp, *, hosts: Sequence[str], language: str) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)
        self._language = language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # there is nothing to be had by any other protocol
        connection = HTTPConnection(scope)
        try:
            self._check(connection)
            content = await _content(connection, receive)
        except Refused as refused:
            answer = refusal(
                connection,
                refused.status,
                detail=refused.detail,
                headers=refused.headers,
                language=self._language,
            )
            await answer(scope, receive, send)
            return
        if scope["method"] == "HEAD":
            await self._app({**scope, "method": "GET"}, content, _without_body(send))
        else:
            await self._app(scope, content, send)

    def _check(self, connection: HTTPConnection) -> None:
        scope = connection.scope
        hosts = connection.headers.getlist("host")
        found = _HOST.fullmatch(hosts[0]) if len(hosts) == 1 else None
        if found is None or found.group(1).lower() not in self._hosts:
            raise Refused(400, "this service is not called so; web.trusted_hosts lists its names")
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST_ADDRESS:
            raise Refused(414)
        # No name holds it, and PostgreSQL takes no text that does.
        if "\0" in scope["path"]:
            raise Refused(404)
        if b"%00" in scope["query_string"]:
            raise Refused(422)
        allowed = {"POST"} if scope["path"] in WRITTEN_TO else {"GET", "HEAD"}
        if scope["method"] not in allowed:
            raise Refused(405, headers={"Allow": ", ".join(sorted(allowed))})


async def _content(connection: HTTPConnection, receive: Receive) -> Receive:
    """Read what a POST brings, within bounds, and return a receiver that gives it; others bring nothing."""
    told = connection.headers.get("content-length", "0")
    if not told.isdigit() or int(told) > MOST_BYTES:
        raise Refused(413)
    if connection.scope["method"] != "POST":
        return receive
    try:
        content = await asyncio.wait_for(_read(receive), BODY_SECONDS)
    except TimeoutError:
        raise Refused(408) from None
    return _giving(content, receive)


async def _read(receive: Receive) -> bytes:
    content: bytes = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refused(400)
        content += bytes(message.get("body", b""))
        if len(content) > MOST_BYTES:
            raise Refused(413)
        if not message.get("more_body", False):
            return content


def _giving(content: bytes, receive: Receive) -> Receive:
    waiting = [{"type": "http.request", "body": content, "more_body": False}]

    async def give() -> Message:
        return waiting.pop() if waiting else await receive()

    return give


def _without_body(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return sending
