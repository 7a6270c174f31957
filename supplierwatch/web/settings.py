"""Where pages are served, and how people sign in."""

from ipaddress import ip_network
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from dashboards.viewers import Role
from supplierwatch.settings_parts import SettingsPart, VariableName
from supplierwatch.web.addresses import is_loopback

SignIn = Literal["none", "oidc", "proxy"]


def _check_network(found: str) -> str:
    try:
        ip_network(found)
    except ValueError:
        raise ValueError("this is neither an address nor a network such as 10.0.0.0/8") from None
    return found


def _check_base(found: str) -> str:
    parts = urlsplit(found)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("write it as https://host or https://host/path")
    if parts.username is not None or parts.password is not None:
        raise ValueError("an address holds no name and no password")
    return found.rstrip("/")


def _check_public(found: str) -> str:
    base = _check_base(found)
    if urlsplit(base).path:
        raise ValueError("pages are served from the root: write it as https://host")
    return base


Network = Annotated[str, AfterValidator(_check_network)]
"""An address or a network, as 10.0.0.5 or 10.0.0.0/8."""


class OidcSettings(SettingsPart):
    """An OpenID Connect provider that people sign in at."""

    issuer: Annotated[str, AfterValidator(_check_base)] = Field(
        description="the provider's issuer; its discovery document lies below it"
    )
    client_id: str = Field(min_length=1, description="what the provider calls this service")
    client_secret_env: VariableName
    scopes: str = Field(default="openid profile", description="what is asked for; `openid` must be among it")
    name_claim: str = Field(
        default="preferred_username", min_length=1, description="what people are called by"
    )
    groups_claim: str = Field(default="groups", min_length=1, description="the claim that lists groups")

    @model_validator(mode="after")
    def _check(self) -> "OidcSettings":
        if "openid" not in self.scopes.split():
            raise ValueError("the scopes must hold openid")
        parts = urlsplit(self.issuer)
        if parts.scheme != "https" and not is_loopback(parts.hostname or ""):
            raise ValueError("the issuer's address must begin with https://")
        return self


class ProxySettings(SettingsPart):
    """A proxy in front that has signed people in, and says who they are."""

    addresses: tuple[Network, ...] = Field(min_length=1, description="from which the proxy connects")
    user_header: str = Field(default="X-Remote-User", pattern=r"^[A-Za-z0-9-]+$")
    groups_header: str = Field(default="X-Remote-Groups", pattern=r"^[A-Za-z0-9-]+$")
    groups_separator: str = Field(default=",", min_length=1, max_length=1)


class GroupRole(SettingsPart):
    """What members of a group are; the first that fits counts."""

    group: str = Field(min_length=1, description="as the provider or the proxy calls it")
    role: Role
    units: tuple[str, ...] = Field(default=(), description="for unit_reader: the units they see")

    @model_validator(mode="after")
    def _check(self) -> "GroupRole":
        if (self.role is Role.UNIT_READER) != bool(self.units):
            raise ValueError("a unit_reader needs `units`, and no other role has any")
        return self


class MetricsAccess(SettingsPart):
    """Who may read /metrics: this machine always, others where they are named here."""

    networks: tuple[Network, ...] = Field(default=(), description="networks that may, without a token")
    token_env: VariableName | None = Field(
        default=None, description="where the bearer token is; without one nobody else may"
    )


class LimitSettings(SettingsPart):
    """How much one address, or one person signed in, may ask for."""

    requests_per_minute: int = Field(default=600, ge=1)
    burst: int = Field(default=120, ge=1, description="requests at once before the limit is felt")


class WebSettings(SettingsPart):
    """Where pages are served, and how people sign in."""

    host: str = Field(default="127.0.0.1", min_length=1, description="address that is listened on")
    port: int = Field(default=8080, ge=1, le=65535)
    public_address: Annotated[str, AfterValidator(_check_public)] | None = Field(
        default=None,
        description="what people write to get here, such as https://supplierwatch.example.se",
    )
    trusted_hosts: tuple[str, ...] = Field(
        default=(), description="further names this service is asked for by, beside that of public_address"
    )
    sign_in: SignIn = Field(default="none", description="how people sign in; none: on this machine only")
    session_key_env: VariableName | None = Field(
        default=None, description="where the key is that signs sessions and forms, 32 characters or more"
    )
    session_hours: int = Field(default=8, ge=1, le=24, description="after which people sign in again")
    oidc: OidcSettings | None = None
    proxy: ProxySettings | None = None
    roles: tuple[GroupRole, ...] = Field(default=(), description="what members of which group may see")
    metrics: MetricsAccess = MetricsAccess()
    limits: LimitSettings = LimitSettings()

    @property
    def base(self) -> str:
        """The address people reach this service by, without a slash at its end."""
        return self.public_address or f"http://{_bracketed(self.host)}:{self.port}"

    @property
    def is_secure(self) -> bool:
        """Whether people reach this service by TLS."""
        return self.base.startswith("https://")

    def secret_names(self) -> tuple[str, ...]:
        """Return the environment variables these settings name."""
        secret = self.oidc.client_secret_env if self.oidc is not None else None
        return tuple(n for n in (self.session_key_env, secret, self.metrics.token_env) if n is not None)

    @model_validator(mode="after")
    def _check(self) -> "WebSettings":
        if self.sign_in == "oidc":
            self._check_oidc()
        if self.sign_in == "proxy" and self.proxy is None:
            raise ValueError("sign_in is proxy, and `proxy` does not say which addresses are trusted")
        if self.sign_in != "none" and not self.roles:
            raise ValueError("nobody would see anything: `roles` says what members of which group may see")
        return self

    def _check_oidc(self) -> None:
        if self.oidc is None or self.session_key_env is None or self.public_address is None:
            raise ValueError("sign_in is oidc, which needs `oidc`, `session_key_env` and `public_address`")
        if not self.is_secure and not is_loopback(urlsplit(self.base).hostname or ""):
            raise ValueError("people sign in by https only: public_address must begin with https://")


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
