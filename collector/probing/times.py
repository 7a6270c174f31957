"""The clocks of a prober: the one that may be set, and the seconds that passed."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Times:
    """`wall` gives seconds since 1970 as the machine believes; `passed` seconds that only ever grow."""

    wall: Callable[[], float] = time.time
    passed: Callable[[], float] = time.monotonic
