"""What can be looked at, and how: one model for each way of looking, as the file of probes says it."""

import ipaddress
from typing import Annotated, Literal, Self, TypeAlias
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from collector.remote.settings import RemoteModel

Host = Annotated[
    str,
    Field(pattern=r"^[A-Za-z0-9_.:-]+$", max_length=253, description="name or IP address of a host"),
]
Port = Annotated[int, Field(ge=1, le=65_535)]
TimeOut = Annotated[float, Field(gt=0, le=120, description="seconds after which a try is given up")]
Text = Annotated[str, Field(min_length=1, max_length=1000)]


def _target(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in {"https", "http"} or not parts.hostname:
        raise ValueError("a target is an address such as https://www.example.se/path")
    if parts.username is not None or parts.password is not None:
        # The text of the address stays out of the message: it holds a password.
        raise ValueError("the address holds a user or a password; the probe signs in nowhere, remove it")
    if parts.fragment:
        raise ValueError("an address ends before `#`, which never reaches the server")
    return address


def _ip_address(text: str) -> str:
    ipaddress.ip_address(text)
    return text


class Look(RemoteModel):
    """What all ways of looking share."""

    time_out: TimeOut = 10.0


class Encrypted(Look):
    """What all ways of looking that meet a certificate share; its chain is verified, and its host name."""

    verify: bool = Field(default=True, description="false: any certificate will do, and none is known")
    authority: str | None = Field(
        default=None, description="PEM file of the authority that signed the certificate, for one of your own"
    )
    least_days: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="degraded where the certificate ends within fewer whole days"
    )

    @model_validator(mode="after")
    def _days_need_a_verified_certificate(self) -> Self:
        if self.least_days is not None and not self.verify:
            raise ValueError("least_days: needs `verify: true`; an unverified certificate is not read")
        return self


class HttpLook(Encrypted):
    """A page is asked for."""

    kind: Literal["http"]
    address: Annotated[str, AfterValidator(_target)] = Field(description="https://HOST/PATH or http://...")
    method: Literal["GET", "HEAD"] = "GET"
    status: tuple[Annotated[int, Field(ge=100, le=599)], ...] = Field(
        default=(), description="statuses that are as they should be; none named: 200 to 299"
    )
    must_contain: tuple[Text, ...] = Field(default=(), description="texts the page must have, all of them")
    must_not_contain: tuple[Text, ...] = Field(default=(), description="texts that tell of a fault")
    redirects: Literal["follow", "keep"] = Field(
        default="follow",
        description="follow: to the same host only, another is a fault; keep: the redirect is the answer",
    )
    slow_after: Annotated[float, Field(gt=0)] | None = Field(
        default=None, description="degraded where the answer took longer than so many seconds"
    )
    read_at_most: Annotated[int, Field(ge=1, le=1 << 24)] = Field(
        default=1 << 16, description="bytes of the page that are read and searched"
    )

    @model_validator(mode="after")
    def _content_needs_a_page(self) -> Self:
        if self.method == "HEAD" and (self.must_contain or self.must_not_contain):
            raise ValueError("method: HEAD brings no page to search; use GET, or leave out the texts")
        return self


class TcpLook(Look):
    """A connection is made, and closed."""

    kind: Literal["tcp"]
    host: Host
    port: Port


class TlsLook(Encrypted):
    """An encrypted connection is made, at once or after STARTTLS of a mail server, and closed."""

    kind: Literal["tls"]
    host: Host
    port: Port = 443
    server_name: Host | None = Field(
        default=None, description="name the certificate must be for; by default `host`"
    )
    start_tls: Literal["smtp"] | None = Field(
        default=None, description="smtp: encryption begins after STARTTLS; by default at once"
    )


class DnsLook(Look):
    """A name is asked for."""

    kind: Literal["dns"]
    name: Host
    record: Literal["A", "AAAA", "CNAME", "MX", "NS", "PTR", "SOA", "SRV", "TXT"] = "A"
    resolver: Annotated[str, AfterValidator(_ip_address)] | None = Field(
        default=None, description="IP address of the server that is asked; by default that of this machine"
    )
    port: Port = 53
    expect: tuple[Text, ...] = Field(
        default=(), description="answers that must be among those given, as text; none named: any answer"
    )


class IcmpLook(Look):
    """An echo is asked for, where the system allows it to processes without rights."""

    kind: Literal["icmp"]
    host: Host


AnyLook: TypeAlias = Annotated[HttpLook | TcpLook | TlsLook | DnsLook | IcmpLook, Field(discriminator="kind")]
