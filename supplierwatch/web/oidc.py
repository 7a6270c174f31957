"""Signing in by OpenID Connect: authorization code with PKCE, through Authlib.

Authlib checks state, nonce, signature and times. It does not by itself refuse an ID token made for another
audience, a discovery document of another issuer, or a signature by a shared secret or by nothing where the
provider says it supports that; those are checked or narrowed here.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.starlette_client import OAuth
from joserfc.errors import JoseError
from starlette.requests import Request
from starlette.responses import RedirectResponse

from supplierwatch.settings_parts import read_secret
from supplierwatch.web.refusals import Refused
from supplierwatch.web.roles import known_groups
from supplierwatch.web.settings import OidcSettings, WebSettings
from supplierwatch.web.signing_in import SESSION_GROUPS, SESSION_USER

RETURN = "/sign-in/return"
NEXT = "next"
SECONDS = 10
"""How long the provider may take to answer."""

LEEWAY = 60
"""Seconds that clocks may differ by."""

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures by a private key of the provider, which nobody else can make."""

LONGEST_NAME = 200


class Provider:
    """The OpenID Connect provider of the settings."""

    def __init__(self, settings: WebSettings, oidc: OidcSettings, environment: Mapping[str, str]) -> None:
        self._settings = settings
        self._oidc = oidc
        secret = read_secret(
            oidc.client_secret_env, "the secret of this service at the provider", environment
        )
        self._client: Any = OAuth().register(
            "provider",
            client_id=oidc.client_id,
            client_secret=secret,
            server_metadata_url=f"{oidc.issuer}/.well-known/openid-configuration",
            client_kwargs={"scope": oidc.scopes, "code_challenge_method": "S256", "timeout": SECONDS},
        )

    async def begin(self, request: Request) -> RedirectResponse:
        """Send a person to the provider; raises Refused (503) where that does not answer."""
        wanted = local_path(request.query_params.get("next", "/"))
        request.session.clear()
        request.session[NEXT] = wanted
        await self._discover()
        answer: RedirectResponse = await self._client.authorize_redirect(
            request, f"{self._settings.base}{RETURN}"
        )
        return answer

    async def finish(self, request: Request) -> RedirectResponse:
        """Take a person back from the provider, into a new session.

        Raises Refused: 401 where the provider's answer is not good, 503 where it does not answer.
        """
        await self._discover()
        claims = await self._claims(request)
        name = claims.get(self._oidc.name_claim) or claims["sub"]
        wanted = local_path(str(request.session.get(NEXT, "/")))
        # Nothing of before stays: who knew the session of before knows nothing of this one.
        request.session.clear()
        request.session[SESSION_USER] = str(name)[:LONGEST_NAME]
        groups = known_groups(claims.get(self._oidc.groups_claim), self._settings.roles)
        request.session[SESSION_GROUPS] = groups
        return RedirectResponse(wanted, 303)

    async def _claims(self, request: Request) -> Mapping[str, Any]:
        options = {
            "iss": {"essential": True, "value": self._oidc.issuer},
            "aud": {"essential": True, "value": self._oidc.client_id},
            "sub": {"essential": True},
            "exp": {"essential": True},
            "nonce": {"essential": True},
        }
        try:
            token = await self._client.authorize_access_token(request, claims_options=options, leeway=LEEWAY)
        except httpx2.HTTPError as error:
            raise _silent(error) from error
        except (AuthlibBaseError, JoseError, ValueError, KeyError) as error:
            raise Refused(401, "the provider's answer is not good; sign in again") from error
        claims = token.get("userinfo")
        if not isinstance(claims, Mapping):
            raise Refused(401, "the provider's answer holds no ID token")
        return claims

    async def _discover(self) -> None:
        try:
            found = await self._client.load_server_metadata()
        except (httpx2.HTTPError, ValueError) as error:
            raise _silent(error) from error
        if found.get("issuer") != self._oidc.issuer:
            self._client.server_metadata.clear()
            raise Refused(503, "the provider's discovery document is of another issuer")
        supported = found.get("id_token_signing_alg_values_supported") or ["RS256"]
        found["id_token_signing_alg_values_supported"] = [one for one in supported if one in ALGORITHMS]


def local_path(wanted: str) -> str:
    """Return `wanted` where it is a path of this service, else the overview: nobody is sent elsewhere."""
    parts = urlsplit(wanted)
    is_local = (
        wanted.startswith("/") and not wanted.startswith("//") and not parts.scheme and not parts.netloc
    )
    return wanted if is_local and "\\" not in wanted and wanted.isprintable() else "/"


def _silent(error: Exception) -> Refused:
    return Refused(503, f"the provider of sign-in does not answer ({type(error).__name__})")
