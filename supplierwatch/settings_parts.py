"""Small parts that settings are made of."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from collector.errors import SupplierwatchError

Environment = Mapping[str, str]

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
