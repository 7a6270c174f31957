"""The headers that sign a request; tokens that end are fetched anew."""

import base64
import re
from collections.abc import Callable, Mapping
from typing import Protocol, TypeAlias

from collector.errors import SupplierwatchError
from collector.remote.answer import Answer
from collector.remote.problems import unreadable
from collector.remote.settings import Basic, Bearer, ClientCredentials, HeaderToken, SignIn
from collector.remote.surroundings import Surroundings

_SPARE = 30
"""Seconds before its end from which a token is not used any more."""

_CARRIED = re.compile(r"[!-~]([ -~]*[!-~])?")
"""What a header can carry: visible ASCII, with blanks only within (RFC 9110, 5.5)."""

FetchToken: TypeAlias = Callable[[str, Mapping[str, str]], Answer]


class SigningIn(Protocol):
    """What signs requests."""

    def headers(self) -> Mapping[str, str]:
        """Return the headers of the next request."""

    def forget(self) -> bool:
        """Forget a token that the system refused; return whether another can be had."""


class _Fixed:
    def __init__(self, headers: Mapping[str, str]) -> None:
        self._headers = headers

    def headers(self) -> Mapping[str, str]:
        return self._headers

    def forget(self) -> bool:
        # The only one there is: to try it again could lock the account.
        return False


class _FetchedToken:
    def __init__(self, terms: ClientCredentials, surroundings: Surroundings, fetch_from: FetchToken) -> None:
        self._terms = terms
        self._surroundings = surroundings
        self._fetch_from = fetch_from
        self._token = ""
        self._ends_at = 0

    def headers(self) -> Mapping[str, str]:
        if self._token == "" or self._surroundings.now() >= self._ends_at - _SPARE:
            self._fetch()
        return {"Authorization": f"Bearer {self._token}"}

    def forget(self) -> bool:
        self._token = ""
        return True

    def _fetch(self) -> None:
        terms = self._terms
        form = {
            "grant_type": "client_credentials",
            "client_id": terms.client,
            "client_secret": self._surroundings.secret(terms.secret_env),
            **({"scope": terms.scope} if terms.scope else {}),
        }
        content = self._fetch_from(terms.token_address, form).json()
        token = content.get("access_token") if isinstance(content, dict) else None
        if not isinstance(token, str) or not _CARRIED.fullmatch(token):
            raise unreadable(terms.token_address, "the answer holds no token", "Check `sign_in`")
        self._token = token
        lasts = str(content.get("expires_in", "300"))
        self._ends_at = self._surroundings.now() + (
            int(lasts[:9]) if lasts.isascii() and lasts.isdigit() else 300
        )


def signing_in(terms: SignIn | None, surroundings: Surroundings, fetch_from: FetchToken) -> SigningIn:
    """Return what signs requests as `terms` say; `fetch_from` asks an address with a form for a token.

    Raises SupplierwatchError where the variable of a secret is not set, or holds what no header carries.
    """
    if terms is None:
        return _Fixed({})
    if isinstance(terms, Basic):
        pair = f"{terms.user}:{surroundings.secret(terms.password_env)}".encode()
        return _Fixed({"Authorization": "Basic " + base64.b64encode(pair).decode()})
    if isinstance(terms, Bearer):
        return _Fixed({"Authorization": f"Bearer {_carried(terms.token_env, surroundings)}"})
    if isinstance(terms, HeaderToken):
        return _Fixed({terms.header: terms.prefix + _carried(terms.token_env, surroundings)})
    return _FetchedToken(terms, surroundings, fetch_from)


def _carried(name: str, surroundings: Surroundings) -> str:
    secret = surroundings.secret(name)
    if not _CARRIED.fullmatch(secret):
        raise SupplierwatchError(
            f"the environment variable {name} holds a secret with a line break, a blank at an end, or a "
            "character beyond ASCII, which no header of a request can carry. Set it without"
        )
    return secret
