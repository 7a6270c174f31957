"""The settings of a watch: where facts are stored, in which language and where reports are written."""

import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from evaluator.decisions.alert_terms import AlertTerms
from supplierwatch.archiving.settings import ScheduledReport
from supplierwatch.audiences.settings import AudienceSettings
from supplierwatch.grafana_settings import GrafanaSettings
from supplierwatch.notifying.settings import MessageSettings
from supplierwatch.serving.settings import ServiceSettings
from supplierwatch.settings_parts import Environment, SettingsPart, VariableName, read_secret
from supplierwatch.web.settings import WebSettings

ADDRESSES = "sqlite:///store.db or postgresql+psycopg://user@host/name"
_SCHEMES = frozenset({"sqlite", "postgresql+psycopg"})


def _check_address(found: str) -> str:
    # The text of an address may hold a password, so no message repeats it.
    try:
        url = make_url(found)
    except (ArgumentError, ValueError):
        raise _refused("this is no database address", f"Write it as {ADDRESSES}") from None
    if url.drivername not in _SCHEMES:
        raise _refused(f"the scheme {url.drivername!r} is not known", f"Write the address as {ADDRESSES}")
    if url.password is not None or "password" in url.query:
        raise _refused(
            "the address holds a password",
            "Remove it, and name the environment variable that holds it under store.password_env",
        )
    if url.drivername == "sqlite" and url.database in {None, "", ":memory:"}:
        raise _refused("a database in memory keeps nothing", "Name a file, such as sqlite:///store.db")
    return found


def _refused(found: str, remedy: str) -> PydanticCustomError:
    return PydanticCustomError("secret", "{found}", {"found": found, "remedy": remedy})


class StoreSettings(SettingsPart):
    """The database of facts and results."""

    url: Annotated[str, AfterValidator(_check_address)] = Field(
        default="sqlite:///store.db",
        description=f"{ADDRESSES}; a relative SQLite file lies in the watch folder",
    )
    password_env: VariableName | None = Field(
        default=None, description="for PostgreSQL: where the password is"
    )


class AcceptedFinding(SettingsPart):
    """A finding of the linter that is known and left as it is: `check` shows it as accepted."""

    rule: str = Field(pattern=r"^L\d\d$", description="its rule, such as L12")
    path: str = Field(min_length=1, description="its place in the contract, as `check` shows it")
    reason: str = Field(min_length=1, description="why it is left as it is")
    by: str = Field(min_length=1, description="who decided that")


_KEPT_FOR = re.compile(r"(\d+) (months?|years?)")


def _read_kept_for(found: Any) -> Any:
    match = _KEPT_FOR.fullmatch(found) if isinstance(found, str) else None
    if match is None or int(match.group(1)) == 0:
        raise ValueError('a time of keeping is whole months or years, such as "36 months" or "5 years"')
    return int(match.group(1)) * (12 if match.group(2).startswith("year") else 1)


KeptFor = Annotated[
    int | None,
    BeforeValidator(_read_kept_for),
    WithJsonSchema({"type": "string", "pattern": f"^{_KEPT_FOR.pattern}$", "examples": ["5 years"]}),
]
"""Months for which facts are kept after they were over; None: for ever."""


class RetentionSettings(SettingsPart):
    """How long facts of each kind, and messages, are kept; what is not named is kept for ever."""

    ticket: KeptFor = Field(default=None, description="tickets that ended, with all their changes")
    service_state: KeptFor = None
    observed: KeptFor = None
    maintenance: KeptFor = None
    measurement: KeptFor = None
    statement: KeptFor = None
    stated_ticket: KeptFor = None
    stated_outage: KeptFor = None
    quarantine: KeptFor = Field(default=None, description="rows that could not be read")
    raw_pages: KeptFor = Field(
        default=13,
        description="answers of systems as they were let in, since they were seen last; "
        "a changed mapping reads them again",
    )
    message: KeptFor = Field(default=None, description="messages that were sent or given up, with their text")

    def kept_months(self) -> dict[str, int]:
        """Return the kinds that are not kept for ever, with their months."""
        return {kind: months for kind, months in self if months is not None}


class Settings(SettingsPart):
    """What supplierwatch.yaml says."""

    store: StoreSettings = StoreSettings()
    language: Literal["sv", "en"] = Field(default="sv", description="language of reports and scorecards")
    reports: str = Field(default="reports", min_length=1, description="folder reports are written to")
    warn_days_before_lapse: int = Field(
        default=30, ge=0, description="days before a claim lapses on which a warning begins"
    )
    pseudonym_key_env: VariableName | None = Field(
        default=None, description="where the key is that turns names of people into pseudonyms"
    )
    retention: RetentionSettings = Field(
        default=RetentionSettings(),
        description="how long facts are kept; `supplierwatch retain` removes them",
    )
    service: ServiceSettings = Field(
        default=ServiceSettings(), description="what `supplierwatch serve` does when"
    )
    web: WebSettings = Field(default=WebSettings(), description="where pages are served, and to whom")
    audiences: AudienceSettings = Field(
        default=AudienceSettings(), description="who may read what of a PostgreSQL store"
    )
    alerts: AlertTerms = Field(default=AlertTerms(), description="what is worth an alert")
    grafana: GrafanaSettings = Field(
        default=GrafanaSettings(), description="the Grafana that dashboards are pushed to"
    )
    messages: MessageSettings = Field(default=MessageSettings(), description="who is told what, by which way")
    scheduled_reports: tuple[ScheduledReport, ...] = Field(
        default=(), description="reports that are made again and again: what, for whom, and when"
    )
    accepted_findings: tuple[AcceptedFinding, ...] = Field(
        default=(), description="findings of `check` about the contract that somebody has accepted"
    )

    @model_validator(mode="after")
    def _check_reports(self) -> Self:
        names = [one.name for one in self.scheduled_reports]
        if len(set(names)) < len(names):
            raise ValueError("two scheduled reports have one name, by which each is made once; rename one")
        if self.messages.mail is None and any(one.to for one in self.scheduled_reports):
            raise ValueError(
                "a scheduled report is mailed but no mail server is named: say under messages.mail which one"
            )
        return self

    def secret_names(self) -> tuple[str, ...]:
        """Return the environment variables the settings name."""
        own = (name for name in (self.store.password_env, self.pseudonym_key_env) if name is not None)
        parts = (self.web, self.audiences, self.messages, self.grafana)
        return (*own, *(name for part in parts for name in part.secret_names()))

    def store_address(self, folder: Path, environment: Environment) -> str:
        """Return the full address of the store, with its password where one is named.

        Raises SupplierwatchError where the variable of the password is not set.
        """
        url = make_url(self.store.url)
        file = self.store_file(folder)
        if file is not None:
            url = url.set(database=os.fspath(file))
        elif self.store.password_env is not None:
            url = url.set(password=read_secret(self.store.password_env, "the store's password", environment))
        return _with_password(url)

    def store_file(self, folder: Path) -> Path | None:
        """Return the file the store is, whether it is there or not; None where the store is a server."""
        url = make_url(self.store.url)
        return folder.absolute() / str(url.database) if url.drivername == "sqlite" else None

    def pseudonym_key(self, environment: Environment) -> bytes | None:
        """Return the key of pseudonyms; None where the settings name none.

        Raises SupplierwatchError where the variable that holds it is not set.
        """
        if self.pseudonym_key_env is None:
            return None
        return read_secret(self.pseudonym_key_env, "the key of pseudonyms", environment).encode()


def _with_password(url: URL) -> str:
    return str(url.render_as_string(hide_password=False))
