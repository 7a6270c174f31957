"""What the outside world is for one run: clock, secrets, folder, and how long the run may take."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from collector.errors import Problem, SourceUnreadable


def _never() -> bool:
    return False


@dataclass(frozen=True)
class Surroundings:
    """The outside world of one run of one source.

    `now` gives the present instant; `environment` holds secrets by name; files of the watch lie below
    `folder`; `is_time_up` says that the run should end at the next place where it can go on later; `sleep`
    waits for seconds.
    """

    now: Callable[[], int]
    environment: Mapping[str, str]
    folder: Path
    is_time_up: Callable[[], bool] = _never
    sleep: Callable[[float], None] = time.sleep

    def secret(self, name: str) -> str:
        """Return the secret in the variable `name`; raises SourceUnreadable where it is not set."""
        found = self.environment.get(name, "")
        if not found:
            raise SourceUnreadable(
                Problem(
                    f"the environment variable {name} is not set; "
                    "it holds a secret that the sources file names",
                    remedy="Set it for the process that collects",
                )
            )
        return found
