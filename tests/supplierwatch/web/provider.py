"""An OpenID Connect provider of the tests' own, on 127.0.0.1: truthful unless it is told to lie."""

import hashlib
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey
from joserfc.jws import JWSRegistry
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

OWN_KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
CLIENT, SECRET = "supplierwatch", "a secret of the tests"

Lie = Callable[[dict[str, Any]], None]
"""Changes the claims of an ID token before it is signed."""


@dataclass
class TestProvider:
    """The provider: what it was asked, and what it answers."""

    __test__ = False

    server: HTTPServer
    groups: list[str] = field(default_factory=lambda: ["it"])
    lie: Lie = lambda _claims: None
    algorithm: str = "RS256"
    signing: Any = None
    discovery: dict[str, Any] = field(default_factory=dict)
    leaves_out_id_token: bool = False
    asked: dict[str, str] = field(default_factory=dict)
    codes: list[str] = field(default_factory=list)
    key: RSAKey = field(default_factory=lambda: OWN_KEY)

    def __post_init__(self) -> None:
        """Begin to answer."""
        for path, answer in (
            ("/.well-known/openid-configuration", self._discovery),
            ("/keys", self._keys),
            ("/token", self._token),
        ):
            self.server.expect_request(path).respond_with_handler(answer)

    @property
    def issuer(self) -> str:
        """Its address."""
        return self.server.url_for("").rstrip("/")

    def settings(self) -> dict[str, Any]:
        """Return the settings by which people sign in here."""
        return {"issuer": self.issuer, "client_id": CLIENT, "client_secret_env": "CLIENT_SECRET"}

    def consent(self, address: str) -> str:
        """Let a person sign in at `address`, where they were sent; return the query they come back with."""
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self.codes)}"
        self.codes.append(code)
        return f"?code={code}&state={self.asked['state']}"

    def _discovery(self, _request: Request) -> Response:
        found = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        }
        return _json(found | self.discovery)

    def _keys(self, _request: Request) -> Response:
        return _json(KeySet([self.key]).as_dict(private=False))

    def _token(self, request: Request) -> Response:
        given = request.form
        challenge = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        good = (
            given.get("code") in self.codes
            and urlsafe_b64encode(challenge).rstrip(b"=").decode() == self.asked.get("code_challenge")
            and given.get("redirect_uri") == self.asked.get("redirect_uri")
            and request.authorization is not None
            and (request.authorization.username, request.authorization.password) == (CLIENT, SECRET)
        )
        if not good:
            return Response(json.dumps({"error": "invalid_grant"}), 400, content_type="application/json")
        self.codes.remove(given["code"])
        token = {"access_token": "opaque", "token_type": "Bearer", "expires_in": 300}
        return _json(token if self.leaves_out_id_token else token | {"id_token": self._id_token()})

    def _id_token(self) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "17",
            "preferred_username": "anna",
            "groups": self.groups,
            "iat": now,
            "exp": now + 300,
            "nonce": self.asked.get("nonce"),
        }
        self.lie(claims)
        header = {"alg": self.algorithm, "kid": "one"}
        if self.algorithm == "none":
            return f"{_part(header)}.{_part(claims)}."
        key = self.signing or self.key
        return jwt.encode(header, claims, key, registry=JWSRegistry(algorithms=[self.algorithm]))


def shared_secret_key() -> OctKey:
    """Return a key that whoever knows the client's secret has, too."""
    return OctKey.import_key(SECRET.encode().ljust(32, b" "), {"kid": "one"})


def _part(content: Any) -> str:
    return urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


def _json(content: Any) -> Response:
    return Response(json.dumps(content), content_type="application/json")
