"""What the sources file says of a source that is asked over the network."""

from datetime import UTC, date, datetime, time
from typing import Annotated

from pydantic import Field

from collector.instants import from_datetime
from collector.remote.settings import Connection, RemoteModel

Seconds = Annotated[int, Field(ge=0)]
_MINUTE = 60
_DAY = 86_400


class Sweeping(RemoteModel):
    """How deleted tickets are found: now and then all keys are read and compared."""

    every: Annotated[int, Field(gt=0)] = Field(default=7 * _DAY, description="seconds between two sweeps")
    slice_days: Annotated[int, Field(gt=0, le=366)] = Field(
        default=31, description="days of openings whose keys are compared at once"
    )
    most_gone_percent: Annotated[int, Field(ge=0, le=100)] = Field(
        default=5, description="a slice that misses more than this is not believed, and told instead"
    )


class ConnectorOptions(RemoteModel):
    """What every connector can be told; each adds `type` and its own.

    A back-fill begins at the start of the day `since` (UTC) and goes on from run to run beside what is
    new.
    """

    since: date = Field(description="first day whose changes are collected, in UTC")
    overlap: Seconds = Field(
        default=10 * _MINUTE,
        description="seconds before the last known change that are read again: some changes show late",
    )
    sweep: Sweeping | None = Field(
        default=None, description="how tickets that were deleted are found; without it they are not"
    )

    @property
    def since_instant(self) -> int:
        """The instant at which the first day begins, in UTC."""
        return from_datetime(datetime.combine(self.since, time(), UTC))

    def secret_names(self) -> tuple[str, ...]:
        """Return the environment variables that hold secrets."""
        return ()


class HttpOptions(ConnectorOptions, Connection):
    """What every connector that asks by HTTP can be told."""

    page_size: Annotated[int, Field(gt=0, le=10_000)] = Field(
        default=100, description="rows asked for at once; a system may give fewer"
    )

    def secret_names(self) -> tuple[str, ...]:
        """Return the environment variables that hold secrets."""
        return Connection.secret_names(self)
