"""Who is told what, by which way."""

import ipaddress
import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from dashboards.document.model import Edition
from evaluator.contract.parts import Duration
from evaluator.decisions.alert_terms import Severity
from supplierwatch.settings_parts import SettingsPart, VariableName

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_SERVICE = re.compile(r"[a-z][a-z0-9_-]*")


def _check_mail_address(found: str) -> str:
    if _ADDRESS.fullmatch(found) is None or len(found) > 254:
        raise ValueError("this is no mail address; write it as name@example.org, without the person's name")
    return found


def _check_service_name(found: str) -> str:
    if _SERVICE.fullmatch(found) is None:
        raise ValueError("a service is named by small letters, digits, - and _, such as teams")
    return found


MailAddress = Annotated[
    str, AfterValidator(_check_mail_address), Field(examples=["it-manager@city.example"], max_length=254)
]
FormName = Literal["html", "csv", "json", "pdf", "xlsx", "docx"]
"""The forms of a report; the last three need the extra `reports`."""

ServiceName = Annotated[str, AfterValidator(_check_service_name)]


def edition_for(address: str, named: Edition | None, inside: Edition, own_domain: str) -> Edition:
    """Return the edition of a report that goes to `address`.

    That which is `named` for the reader; where none is, `inside` within `own_domain`, the domain that mail is
    sent from, and the public one anywhere else: nothing confidential goes outside unless somebody said so.
    """
    if named is not None:
        return named
    return inside if address.rpartition("@")[2].lower() == own_domain.lower() else Edition.PUBLIC


def is_loopback(host: str) -> bool:
    """Return whether `host` is this machine, so that nobody else sees what is said to it."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class MailSettings(SettingsPart):
    """The mail server that takes messages (SMTP)."""

    host: str = Field(pattern=r"^[A-Za-z0-9.:_-]+$", description="name or address of the server")
    port: int = Field(default=587, ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = Field(
        default="starttls",
        description="starttls (port 587), tls (port 465), or none, which only this machine itself may use",
    )
    sender: MailAddress = Field(description="the address that messages are from")
    user: str | None = Field(default=None, min_length=1, description="user name, where the server wants one")
    password_env: VariableName | None = None
    ca_file: str | None = Field(
        default=None,
        min_length=1,
        description="certificates of the authority that signed the server's, where it is not a public one; "
        "a file of the watch",
    )
    timeout: Duration = Field(
        default=30, le=600, description="how long an answer of the server is waited for, 10 min at most"
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.user is None) != (self.password_env is None):
            raise ValueError("user and password_env go together: name both, or neither")
        if self.security == "none" and not is_loopback(self.host):
            raise ValueError("without encryption mail goes to this machine only; use starttls or tls")
        if self.timeout < 1:
            raise ValueError("the time to wait for an answer is a second or more")
        return self


class BounceSettings(SettingsPart):
    """The mailbox (IMAP) that mails come back to which could not be delivered: that of `mail.sender`."""

    host: str = Field(pattern=r"^[A-Za-z0-9.-]+$", description="the IMAP server")
    port: int = Field(default=993, ge=1, le=65535)
    security: Literal["tls", "starttls"] = Field(
        default="tls", description="TLS from the first byte, or by STARTTLS; there is no other way"
    )
    user: str = Field(min_length=1)
    password_env: VariableName
    ca_file: str | None = Field(
        default=None,
        min_length=1,
        description="certificates of the authority that signed the server's, where it is not a public one; "
        "a file of the watch",
    )
    folder: str = Field(default="INBOX", pattern=r"^[ -~]+$", description="the folder that is read")
    every: Duration = Field(default=300, description="how often it is looked at")
    timeout: Duration = Field(default=30, ge=1, le=600, description="how long an answer is waited for")


class ServiceDestination(SettingsPart):
    """A service that takes messages: Teams, Slack, a webhook, or another that Apprise knows."""

    url_env: VariableName = Field(
        description="name of the environment variable that holds its Apprise address, which is a secret"
    )


class ReportRecipient(SettingsPart):
    """Who gets the report of each finished period by mail."""

    role: str = Field(min_length=1, description="the role of who reads it, such as IT manager; no name")
    address: MailAddress
    language: Literal["sv", "en"] = "sv"
    forms: tuple[FormName, ...] = Field(
        default=("html",), min_length=1, description="the forms of the report that go with the mail"
    )
    edition: Edition | None = Field(
        default=None,
        description="none named: everything for addresses of the domain that mail is sent from, the public "
        "edition for all others",
    )


Destinations = tuple[str, ...]
Levels = tuple[Destinations, ...]


class AlertMessages(SettingsPart):
    """Who is told of alerts, and when."""

    to: dict[Severity, Levels] = Field(
        default_factory=dict,
        description="of each severity (page, ticket, info) the levels of destinations, first to last: mail "
        "addresses and names of services; the next level is told where nobody acknowledged",
    )
    language: Literal["sv", "en"] | None = Field(
        default=None, description="language of alerts; none named: that of the watch"
    )
    group_wait: Duration = Field(
        default=60, description="how long a new alert waits for others that go in the same message"
    )
    group_interval: Duration = Field(
        default=300, description="least time from one message to the next, for all but severity page"
    )
    repeat_after: Duration = Field(
        default=24 * 3600, description="when it is told again, as long as nobody acknowledged; 0 s: never"
    )
    escalate_after: Duration = Field(
        default=3600, description="when the next level is told, as long as nobody acknowledged"
    )
    ends_after: Duration = Field(
        default=600, description="how long a matter must be gone before it is told that it ended"
    )
    hours: str | None = Field(
        default=None,
        description="service hours of the contract outside which only severity page is told; what came "
        "meanwhile is told when they begin. None named: at any time",
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        for severity, levels in self.to.items():
            if not levels or any(not level for level in levels):
                raise ValueError(f"{severity} has a level without destinations; leave the level out")
        return self

    def destinations(self) -> tuple[str, ...]:
        """Return every destination that is named, each once."""
        found = (one for levels in self.to.values() for level in levels for one in level)
        return tuple(dict.fromkeys(found))


class MessageSettings(SettingsPart):
    """Who is told what, by which way."""

    mail: MailSettings | None = Field(default=None, description="the mail server; none: no mail is sent")
    services: dict[ServiceName, ServiceDestination] = Field(
        default_factory=dict, description="services that take messages, by the names used under alerts"
    )
    reports: tuple[ReportRecipient, ...] = Field(
        default=(), description="who gets the report of each finished period by mail"
    )
    alerts: AlertMessages = Field(default=AlertMessages(), description="who is told of alerts, and when")
    bounces: BounceSettings | None = Field(
        default=None,
        description="the mailbox that undeliverable mails come back to; none: what comes back is not seen",
    )
    give_up_after: Duration = Field(
        default=2 * 24 * 3600,
        description="how long a message that cannot be sent is tried again; then it counts as failed",
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        for destination in self.alerts.destinations():
            if "@" in destination:
                _check_mail_address(destination)
            elif destination not in self.services:
                known = ", ".join(self.services) or "none is there yet"
                raise ValueError(
                    f"{destination!r} is neither a mail address nor a name under services ({known})"
                )
        addresses = [one.address.lower() for one in self.reports]
        if len(set(addresses)) < len(addresses):
            raise ValueError(
                "an address is named twice under reports, and each gets a report once; name it once, "
                "with all the forms that are wanted"
            )
        has_mail = bool(self.reports) or any("@" in one for one in self.alerts.destinations())
        if has_mail and self.mail is None:
            raise ValueError("a mail address is named but no mail server: say under mail which one it is")
        if self.bounces is not None and self.mail is None:
            raise ValueError("bounces names a mailbox but no mail is sent: say under mail by which server")
        return self

    @property
    def own_domain(self) -> str:
        """The domain that mail is sent from, empty where none is sent."""
        return "" if self.mail is None else self.mail.sender.rpartition("@")[2]

    def secret_names(self) -> tuple[str, ...]:
        """Return the environment variables that are named here."""
        mail = () if self.mail is None or self.mail.password_env is None else (self.mail.password_env,)
        bounces = () if self.bounces is None else (self.bounces.password_env,)
        return (*mail, *bounces, *(one.url_env for one in self.services.values()))
