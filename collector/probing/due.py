"""When a target is looked at: at one fixed moment of each interval, which follows from its name.

So that not all begin in the same second, that the moments stay the same over restarts, and that two probers
look at different moments.
"""

import hashlib
import math


def offset(name: str, every: int) -> float:
    """Return the seconds after the beginning of each interval at which `name` has its turn."""
    digest = hashlib.sha256(name.encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64 * every


def next_due(name: str, every: int, now: float) -> float:
    """Return the next moment after `now` at which `name` has its turn, both in seconds since 1970."""
    begins = offset(name, every)
    return begins + (math.floor((now - begins) / every) + 1) * every
