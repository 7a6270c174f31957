"""The headers that sign a request; tokens that end are fetched anew."""

import base64
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from collector.errors import Problem, SourceUnreadable
from collector.remote.settings import Basic, Bearer, ClientCredentials, HeaderToken, SignIn
from collector.remote.surroundings import Surroundings

_SPARE = 30
"""Seconds before its end from which a token is not used any more."""


class SigningIn(Protocol):
    """What signs requests."""

    def headers(self) -> Mapping[str, str]:
        """Return the headers of the next request."""

    def forget(self) -> None:
        """Forget a token that the system refused."""


class _Fixed:
    def __init__(self, headers: Mapping[str, str]) -> None:
        self._headers = headers

    def headers(self) -> Mapping[str, str]:
        return self._headers

    def forget(self) -> None:
        """Keep it: it is the only one there is."""


class _FetchedToken:
    def __init__(
        self, terms: ClientCredentials, surroundings: Surroundings, send: Callable[..., Any]
    ) -> None:
        self._terms = terms
        self._surroundings = surroundings
        self._send = send
        self._token = ""
        self._ends_at = 0

    def headers(self) -> Mapping[str, str]:
        if self._token == "" or self._surroundings.now() >= self._ends_at - _SPARE:
            self._fetch()
        return {"Authorization": f"Bearer {self._token}"}

    def forget(self) -> None:
        self._token = ""

    def _fetch(self) -> None:
        terms = self._terms
        form = {
            "grant_type": "client_credentials",
            "client_id": terms.client,
            "client_secret": self._surroundings.secret(terms.secret_env),
            **({"scope": terms.scope} if terms.scope else {}),
        }
        answer = self._send("POST", terms.token_address, form=form)
        content = answer.json() if answer.status == 200 else {}
        token = content.get("access_token") if isinstance(content, dict) else None
        if not isinstance(token, str) or not token:
            told = f"no token was given, the system answered {answer.status}"
            raise SourceUnreadable(Problem(told, remedy="Check `sign_in`", file=terms.token_address))
        self._token = token
        lasts = str(content.get("expires_in", "300"))
        self._ends_at = self._surroundings.now() + (int(lasts) if lasts.isdigit() else 300)


def signing_in(terms: SignIn | None, surroundings: Surroundings, send: Callable[..., Any]) -> SigningIn:
    """Return what signs requests as `terms` say; `send` fetches tokens.

    Raises SupplierwatchError where the variable of a secret is not set.
    """
    if terms is None:
        return _Fixed({})
    if isinstance(terms, Basic):
        pair = f"{terms.user}:{surroundings.secret(terms.password_env)}".encode()
        return _Fixed({"Authorization": "Basic " + base64.b64encode(pair).decode()})
    if isinstance(terms, Bearer):
        return _Fixed({"Authorization": f"Bearer {surroundings.secret(terms.token_env)}"})
    if isinstance(terms, HeaderToken):
        return _Fixed({terms.header: terms.prefix + surroundings.secret(terms.token_env)})
    return _FetchedToken(terms, surroundings, send)
