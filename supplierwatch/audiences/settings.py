"""Which roles of the database read what."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from supplierwatch.settings_parts import SettingsPart, VariableName

RESERVED = ("pg_", "supplierwatch_reader")
"""How names of roles that belong to others begin."""

RoleName = Annotated[str, Field(pattern=r"^[a-z_][a-z0-9_]{0,62}$", examples=["school_north"])]


class AudienceRole(SettingsPart):
    """One audience: a role of PostgreSQL that reads results, and which of them."""

    role: RoleName = Field(
        description="name of the login role; `audiences apply` creates one that is missing"
    )
    kind: Literal["reader", "unit_reader", "supplier"] = Field(
        description="reader sees all results; unit_reader those of the contract as a whole and of its own "
        "units; supplier those of sealed months, without dates of the customer's decision"
    )
    units: tuple[str, ...] = Field(
        default=(), description="of a unit_reader: its units, as the contract names them"
    )
    password_env: VariableName | None = Field(
        default=None, description="where the role's password is; without one the administrator sets it"
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.role.startswith(RESERVED):
            raise ValueError(f"the name {self.role!r} belongs to another role; names must not begin so")
        if self.kind == "unit_reader" and not self.units:
            raise ValueError("a unit_reader reads nothing of its own without units; name them under units")
        if self.kind != "unit_reader" and self.units:
            raise ValueError(f"units are for a unit_reader; a {self.kind} sees all of them")
        if len(set(self.units)) < len(self.units):
            raise ValueError("a unit is named twice; name each once")
        return self


class AudienceSettings(SettingsPart):
    """Which roles of the database read what."""

    roles: tuple[AudienceRole, ...] = Field(
        default=(), description="one role per audience; each becomes one organisation of Grafana"
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        names = [one.role for one in self.roles]
        if doubled := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"the role {doubled[0]} is named twice; give each audience a role of its own")
        return self

    def secret_names(self) -> tuple[str, ...]:
        """Return the environment variables the audiences name."""
        return tuple(one.password_env for one in self.roles if one.password_env is not None)
