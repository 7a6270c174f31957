"""The server under the application: uvicorn, with bounds on who may keep it waiting."""

import asyncio
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 15
"""How long the head of a request may take to arrive."""

MOST_CONNECTIONS = 500
LONGEST_HEAD = 32 * 1024


class BoundedProtocol(H11Protocol):
    """HTTP/1.1 that gives up on those who do not finish the head of a request.

    uvicorn itself waits for ever, so that a few hundred connections that send a letter a minute would leave
    no room for anybody.
    """

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take what came; stop waiting once a request is being answered."""
        super().data_received(data)
        if self._is_answering():
            self._stop_waiting()
        elif self._waiting is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self) -> None:
        self._waiting = None
        if not self._is_answering():
            self.transport.close()

    def _is_answering(self) -> bool:
        cycle: Any = self.cycle
        return cycle is not None and not cycle.response_complete


def server_config(app: ASGIApp, host: str, port: int) -> uvicorn.Config:
    """Return how uvicorn serves `app` at `host` and `port`.

    No header changes who asks (`proxy_headers` is off: the address of the connection counts), nothing tells
    which server answers, and uvicorn's own log, which holds queries, is off.
    """
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        http=BoundedProtocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=MOST_CONNECTIONS,
        h11_max_incomplete_event_size=LONGEST_HEAD,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=20,
    )
