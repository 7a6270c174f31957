"""Who asks: told by nobody on this machine, by a session, or by a proxy that is trusted.

Everything is refused that no role is given for: an address that `access` does not list, too.
"""

from collections.abc import Callable
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboards.viewers import ANYONE_HERE, Viewer
from supplierwatch.web.access import STATIC, is_listed, is_open, roles_for
from supplierwatch.web.addresses import is_loopback, is_within
from supplierwatch.web.error_pages import API, refusal
from supplierwatch.web.rates import Buckets
from supplierwatch.web.refusals import Refused
from supplierwatch.web.roles import viewer_called
from supplierwatch.web.settings import ProxySettings, WebSettings

SESSION_USER = "user"
SESSION_GROUPS = "groups"

Who = Callable[[Request], Viewer]
"""Finds who asks; raises Refused with 401 where nobody is known, with 403 where they have no role."""


class SigningIn:
    """Sets `request.state.viewer` for what follows, or answers itself."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        settings: Callable[[], WebSettings],
        buckets: Buckets,
        clock: Callable[[], int],
        language: str,
    ) -> None:
        self._app = app
        self._settings = settings
        self._buckets = buckets
        self._clock = clock
        self._language = language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        try:
            self._admit(request)
        except Refused as refused:
            await self._refuse(request, refused)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _admit(self, request: Request) -> None:
        settings = self._settings()
        path = request.scope["path"]
        if is_open(path):
            self._take_open(path, request)
            return
        viewer = self._who(request, settings)
        if viewer.role not in roles_for(path):
            raise Refused(403 if is_listed(path) else 404)
        request.state.viewer = viewer

    def _who(self, request: Request, settings: WebSettings) -> Viewer:
        try:
            viewer = who_asks(request, settings)
        except Refused:
            # Those who are not known share the tokens of their address, so that guessing stays slow.
            self._take(f"address {_peer(request)}")
            raise
        is_anybody = settings.sign_in == "none"
        self._take(f"address {_peer(request)}" if is_anybody else f"person {viewer.name}")
        return viewer

    def _take_open(self, path: str, request: Request) -> None:
        """Count what anybody may open: each address for itself, style sheets not at all.

        All who come through a proxy come from one address: what strangers ask for must not keep Prometheus
        from the metrics, nor those who are signed in from the style of their pages.
        """
        if not path.startswith(STATIC):
            self._take(f"{path} from {_peer(request)}")

    def _take(self, key: str) -> None:
        seconds = self._buckets.take(key, self._clock())
        if seconds > 0:
            raise Refused(429, headers={"Retry-After": str(seconds)})

    def _refuse(self, request: Request, refused: Refused) -> Response:
        path = request.scope["path"]
        may_sign_in = self._settings().sign_in == "oidc" and not path.startswith(API)
        if refused.status == 401 and may_sign_in and request.method == "GET":
            wanted = path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"/sign-in?next={quote(wanted, safe='')}", 303)
        return refusal(
            request,
            refused.status,
            detail=refused.detail,
            headers=refused.headers,
            language=self._language,
        )


def who_asks(request: Request, settings: WebSettings) -> Viewer:
    """Return who asks, by the way of signing in that the settings name.

    Raises Refused: 401 where nobody is known, 403 where they have no role.
    """
    if settings.sign_in == "none":
        return _anyone_here(request)
    name, groups = _of_session(request) if settings.sign_in == "oidc" else _of_proxy(request, settings.proxy)
    viewer = viewer_called(name, groups, settings.roles)
    if viewer is None:
        raise Refused(403, "no role is given to any of your groups")
    return viewer


def _anyone_here(request: Request) -> Viewer:
    if not is_loopback(_peer(request)):
        raise Refused(403, "without sign-in only this machine is answered")
    return ANYONE_HERE


def _of_session(request: Request) -> tuple[str, list[str]]:
    name = request.session.get(SESSION_USER)
    groups = request.session.get(SESSION_GROUPS)
    if not isinstance(name, str) or not isinstance(groups, list):
        raise Refused(401, "sign in at /sign-in")
    return name, [str(group) for group in groups]


def _of_proxy(request: Request, proxy: ProxySettings | None) -> tuple[str, list[str]]:
    # Only the address of the connection itself counts: headers that name another can be written by anybody.
    if proxy is None or not is_within(_peer(request), proxy.addresses):
        raise Refused(401, "only the proxy that signs people in is answered")
    names = [name.strip() for name in request.headers.getlist(proxy.user_header)]
    groups = request.headers.getlist(proxy.groups_header)
    if len(names) != 1 or not names[0] or len(groups) > 1:
        raise Refused(401, "the proxy did not say, once, who asks")
    named = groups[0].split(proxy.groups_separator) if groups else []
    return names[0], [group.strip() for group in named]


def _peer(request: Request) -> str:
    return request.client.host if request.client is not None else ""
