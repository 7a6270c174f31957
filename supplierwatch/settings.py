"""The settings of a watch: where facts are stored, in which language and where reports are written."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from collector.errors import SupplierwatchError

ADDRESSES = "sqlite:///store.db or postgresql+psycopg://user@host/name"
_SCHEMES = frozenset({"sqlite", "postgresql+psycopg"})

Environment = Mapping[str, str]


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


VariableName = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z_][A-Za-z0-9_]*$",
        description="name of an environment variable that holds a secret; never the secret itself",
    ),
]


class SettingsPart(BaseModel):
    """Base of the settings: frozen, and no key is allowed that means nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class StoreSettings(SettingsPart):
    """The database of facts and results."""

    url: Annotated[str, AfterValidator(_check_address)] = Field(
        default="sqlite:///store.db",
        description=f"{ADDRESSES}; a relative SQLite file lies in the watch folder",
    )
    password_env: VariableName | None = Field(
        default=None, description="for PostgreSQL: where the password is"
    )


class Settings(SettingsPart):
    """What supplierwatch.yaml says."""

    store: StoreSettings = StoreSettings()
    language: Literal["sv", "en"] = Field(default="sv", description="language of reports and scorecards")
    reports: str = Field(default="reports", min_length=1, description="folder reports are written to")
    pseudonym_key_env: VariableName | None = Field(
        default=None, description="where the key is that turns names of people into pseudonyms"
    )

    def secret_names(self) -> tuple[str, ...]:
        """Return the environment variables the settings name."""
        return tuple(name for name in (self.store.password_env, self.pseudonym_key_env) if name is not None)

    def store_address(self, folder: Path, environment: Environment) -> str:
        """Return the full address of the store, with its password where one is named.

        Raises SupplierwatchError where the variable of the password is not set.
        """
        url = make_url(self.store.url)
        if url.drivername == "sqlite":
            url = url.set(database=os.fspath(folder.absolute() / str(url.database)))
        elif self.store.password_env is not None:
            url = url.set(password=read_secret(self.store.password_env, "the store's password", environment))
        return _with_password(url)

    def pseudonym_key(self, environment: Environment) -> bytes | None:
        """Return the key of pseudonyms; None where the settings name none.

        Raises SupplierwatchError where the variable that holds it is not set.
        """
        if self.pseudonym_key_env is None:
            return None
        return read_secret(self.pseudonym_key_env, "the key of pseudonyms", environment).encode()


def read_secret(name: str, purpose: str, environment: Environment) -> str:
    """Return the secret in the environment variable `name`.

    Raises SupplierwatchError, naming the variable and never its content, where it is missing or empty.
    """
    secret = environment.get(name, "")
    if not secret:
        raise SupplierwatchError(
            f"the environment variable {name}, which holds {purpose}, is not set. "
            f"Set it before the command, or name another one in the settings"
        )
    return secret


def _with_password(url: URL) -> str:
    return str(url.render_as_string(hide_password=False))
