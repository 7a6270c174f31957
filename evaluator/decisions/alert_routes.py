"""Whom Alertmanager tells of what, and when not; used where Prometheus is there."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from evaluator.contract.parts import Duration, Terms
from evaluator.decisions.alert_kinds import Severity

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WORKDAYS: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday")

TimeOfDay = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$", examples=["08:00"])]


def _check_file(found: str) -> str:
    if not found.startswith("/"):
        raise ValueError("write the whole path, such as /run/secrets/alert_webhook")
    return found


def _check_address(found: str) -> str:
    if re.fullmatch(r"https?://[^\s/@]+(/\S*)?", found) is None:
        raise ValueError("write it as https://host/path, without a name or password in it")
    return found


SecretFile = Annotated[
    str,
    AfterValidator(_check_file),
    Field(description="file on Alertmanager's machine that holds a secret; never the secret itself"),
]


class OfficeHours(Terms):
    """When anybody looks at what can wait; in the contract's time zone."""

    days: tuple[Weekday, ...] = Field(default=WORKDAYS, min_length=1)
    opens: TimeOfDay = "08:00"
    closes: TimeOfDay = "17:00"

    @model_validator(mode="after")
    def _in_order(self) -> "OfficeHours":
        if self.opens >= self.closes:
            raise ValueError(f"opens ({self.opens}) does not come before closes ({self.closes})")
        return self


class Mail(Terms):
    """The mail server that Alertmanager sends by."""

    server: str = Field(pattern=r"^[\w.:\[\]-]+:\d+$", description="host and port, such as mail.city.se:587")
    sender: str = Field(min_length=3)
    user: str = ""
    password_file: SecretFile | None = None
    tls: bool = Field(default=True, description="refuse to send without TLS")


class Receiver(Terms):
    """Whom to tell of alerts of some severities: mail addresses, a webhook, a channel in Slack."""

    severities: tuple[Severity, ...] = Field(min_length=1)
    mail: tuple[str, ...] = ()
    webhook: Annotated[str, AfterValidator(_check_address)] | None = None
    webhook_token_file: SecretFile | None = Field(
        default=None, description="what is sent to the webhook as its bearer token"
    )
    slack_address_file: SecretFile | None = None
    slack_channel: str = ""

    @model_validator(mode="after")
    def _tells_somebody(self) -> "Receiver":
        if not self.mail and self.webhook is None and self.slack_address_file is None:
            raise ValueError("name at least one of mail, webhook and slack_address_file")
        if self.webhook_token_file is not None and self.webhook is None:
            raise ValueError("webhook_token_file belongs to webhook")
        if bool(self.slack_channel) != (self.slack_address_file is not None):
            raise ValueError("slack_channel and slack_address_file belong together")
        return self


class RouteTerms(Terms):
    """How Alertmanager groups, repeats and holds back."""

    receivers: tuple[Receiver, ...] = ()
    mail: Mail | None = Field(default=None, description="null: nobody is told by mail")
    office_hours: OfficeHours | None = Field(
        default=OfficeHours(), description="outside these only pages are told; null: everything at any time"
    )
    group_wait: Duration = Field(default=30, description="how long alerts of one group are gathered first")
    group_interval: Duration = Field(default=300, description="how long until news of a group is told")
    repeat: dict[Severity, Duration] = Field(
        default={Severity.PAGE: 4 * 3600, Severity.TICKET: 24 * 3600, Severity.INFO: 7 * 24 * 3600},
        description="after how long what goes on is told again; all three severities",
    )

    @model_validator(mode="after")
    def _complete(self) -> "RouteTerms":
        if set(self.repeat) != set(Severity):
            raise ValueError("repeat names page, ticket and info")
        if self.mail is None and any(one.mail for one in self.receivers):
            raise ValueError("a receiver by mail needs the mail server under mail")
        return self
