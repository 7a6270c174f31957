"""Where Grafana is, for dashboards that are pushed to it."""

from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from supplierwatch.settings_parts import SettingsPart, VariableName
from supplierwatch.web.addresses import is_loopback


def check_grafana_address(found: str) -> str:
    """Return the address without a slash at its end; raises ValueError for one no token may be sent to."""
    parts = urlsplit(found)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("write it as https://host or https://host/path")
    if parts.username is not None or parts.password is not None:
        raise ValueError("an address holds no name and no password")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise ValueError(
            "a token is sent there, so the address begins with https:// unless it is this machine"
        )
    return found.rstrip("/")


class GrafanaSettings(SettingsPart):
    """A Grafana that `supplierwatch dashboards push` writes to."""

    address: Annotated[str, AfterValidator(check_grafana_address)] | None = Field(
        default=None, description="such as https://grafana.example.se, or with the path it is served below"
    )
    token_env: VariableName = Field(
        default="GRAFANA_TOKEN", description="where the token of a service account with the role Editor is"
    )
    languages: tuple[Literal["sv", "en"], ...] = Field(
        default=("sv", "en"), min_length=1, description="languages of the dashboards pushed"
    )
    timeout_seconds: int = Field(default=10, ge=1, le=120, description="how long one answer is waited for")

    def secret_names(self) -> tuple[str, ...]:
        """Return the environment variables the settings name."""
        return () if self.address is None else (self.token_env,)
