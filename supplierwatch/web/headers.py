"""Headers every answer carries, and the log line of every request."""

import logging
import time
from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from supplierwatch.web.access import STATIC

CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
TRANSPORT = "max-age=31536000; includeSubDomains"
KEPT = "public, max-age=3600"
"""How long style sheets and pictures are kept; figures are never kept by anybody."""

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

_LOG = logging.getLogger("supplierwatch.web")


class SecurityHeaders:
    """Adds the headers; a page that needs another content policy has set it itself, and keeps it."""

    def __init__(self, app: ASGIApp, *, is_secure: bool) -> None:
        self._app = app
        self._is_secure = is_secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.monotonic()

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(MutableHeaders(scope=message), str(scope["path"]), int(message["status"]))
                _log(scope, int(message["status"]), time.monotonic() - started)
            await send(message)

        await self._app(scope, receive, sending)

    def _add(self, headers: MutableHeaders, path: str, status: int) -> None:
        for name, value in _ALWAYS.items():
            headers[name] = value
        headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        is_static = path.startswith(STATIC) and status == 200
        headers["Cache-Control"] = KEPT if is_static else "no-store"
        if self._is_secure:
            headers["Strict-Transport-Security"] = TRANSPORT


def _log(scope: Scope, status: int, seconds: float) -> None:
    # The query is left out: sign-in passes its code there. Quoted, so that no path can begin a line.
    path = quote(str(scope["path"]))
    _LOG.info("method=%s path=%s status=%d ms=%d", scope["method"], path, status, round(seconds * 1000))
