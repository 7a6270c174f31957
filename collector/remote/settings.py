"""How a system is reached and signed in to, as the sources file says it; secrets stand there by name only."""

import re
from typing import Annotated, Literal, Self, TypeAlias
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

_VARIABLE = r"^[A-Z][A-Z0-9_]*$"


def _names_a_variable(text: str) -> str:
    if not re.match(_VARIABLE, text):
        # What stands here by mistake is often the secret itself: it is not quoted.
        raise PydanticCustomError(
            "secret",
            "this is no name of an environment variable, such as TICKETS_TOKEN",
            {"remedy": "Set the secret in a variable, and name that here. If it stood here, change it"},
        )
    return text


VariableName = Annotated[
    str,
    AfterValidator(_names_a_variable),
    Field(
        json_schema_extra={"pattern": _VARIABLE},
        description="name of an environment variable that holds a secret; never the secret itself",
    ),
]


class RemoteModel(BaseModel):
    """A part of a source's connection; unknown keys are refused, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _plain_address(address: str) -> str:
    parts = urlsplit(address)
    _ = parts.port  # raises ValueError for a port that is no number
    if parts.username or parts.password:
        raise PydanticCustomError(
            "secret",
            "an address holds no user and password",
            {"remedy": "Say them under `sign_in`, the password by the name of a variable"},
        )
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise ValueError(f"{address!r} is no address such as https://tickets.example.se")
    if parts.query or parts.fragment:
        raise ValueError("an address ends before `?` and `#`")
    return address.rstrip("/")


Address = Annotated[str, AfterValidator(_plain_address)]


class Basic(RemoteModel):
    """A user and a password (or token in its place) in every request."""

    type: Literal["basic"]
    user: str = Field(min_length=1)
    password_env: VariableName


class Bearer(RemoteModel):
    """A token in every request, as `Authorization: Bearer TOKEN`."""

    type: Literal["bearer"]
    token_env: VariableName


class HeaderToken(RemoteModel):
    """A token in a header of its own, or with a word before it: `Authorization: Token token=TOKEN`."""

    type: Literal["header"]
    header: str = Field(default="Authorization", pattern=r"^[A-Za-z0-9-]+$")
    prefix: str = Field(default="", description="what stands before the token, such as `token `")
    token_env: VariableName


class ClientCredentials(RemoteModel):
    """OAuth 2 with a client of our own: a token is fetched, used until it ends, and fetched anew."""

    type: Literal["client_credentials"]
    token_address: Address
    client: str = Field(min_length=1)
    secret_env: VariableName
    scope: str = ""


SignIn: TypeAlias = Annotated[Basic | Bearer | HeaderToken | ClientCredentials, Field(discriminator="type")]


def _is_here(address: str) -> bool:
    """Return whether an address is this machine itself."""
    return urlsplit(address).hostname in ("localhost", "127.0.0.1", "::1")


class Connection(RemoteModel):
    """Where a system is and how it is reached."""

    address: Address = Field(description="https://HOST or https://HOST/PATH of the system")
    sign_in: SignIn | None = Field(default=None, description="how we sign in; without it we do not")
    certificate_authority: str | None = Field(
        default=None, description="PEM file of the authority that signed the system's certificate"
    )
    proxy: Address | None = Field(default=None, description="proxy that requests go through")
    time_out: Annotated[int, Field(gt=0, le=600)] = Field(
        default=30, description="seconds to wait for an answer to begin or go on"
    )
    attempts: Annotated[int, Field(ge=1, le=20)] = Field(
        default=5, description="how often a request is tried before the run fails"
    )
    pause: Annotated[float, Field(ge=0, le=60)] = Field(
        default=0.0, description="seconds between two requests, for systems that limit them"
    )
    longest_time: Annotated[int, Field(gt=0, le=3600)] = Field(
        default=300, description="seconds after which an answer that still comes in is given up"
    )
    unencrypted: bool = Field(
        default=False,
        description="true: sign in although the address is http:// and anyone on the way can read",
    )
    largest_answer: Annotated[int, Field(gt=0)] = Field(
        default=64 << 20, description="bytes (unpacked) after which an answer is refused"
    )

    @model_validator(mode="after")
    def _secrets_are_encrypted(self) -> Self:
        if self.sign_in is None or self.unencrypted:
            return self
        asked = [self.address, getattr(self.sign_in, "token_address", self.address)]
        if any(address.startswith("http://") and not _is_here(address) for address in asked):
            raise ValueError(
                "address: secrets are not sent over http://, where anyone on the way can read them; "
                "name an https:// address, or say `unencrypted: true` where the way is safe"
            )
        return self

    def secret_names(self) -> tuple[str, ...]:
        """Return the environment variables that hold secrets of this connection."""
        if self.sign_in is None:
            return ()
        given = self.sign_in.model_dump()
        return tuple(value for name, value in given.items() if name.endswith("_env"))
