"""The circuit breaker: a source that keeps failing is left alone for a while, ever longer, then tried once.

Nothing is kept of it beside the runs themselves: whether a source is left alone follows from how many of its
runs failed one after another, and when the last of them did. The first run after the pause is the try; it
closes the breaker, or opens it for longer.
"""

from dataclasses import dataclass
from hashlib import blake2b

FAILURES = 5
"""Runs that fail one after another before a source is left alone."""

_MINUTE = 60
FIRST_PAUSE, LONGEST_PAUSE = _MINUTE, 60 * _MINUTE
"""Seconds; each failure more doubles the pause."""

_SPREAD = 4
"""A pause is longer by up to a part in so many: sources that failed together do not return together."""

_HASHES = 2**16


@dataclass(frozen=True)
class Troubles:
    """How many runs of a source failed one after another, the last at `failed_at`; none: 0 and None."""

    failures: int = 0
    failed_at: int | None = None


def left_alone_until(source: str, troubles: Troubles) -> int | None:
    """Return the instant until which `source` is not asked; None where it may be asked at any time."""
    if troubles.failed_at is None or troubles.failures < FAILURES:
        return None
    return troubles.failed_at + pause_after(source, troubles.failures)


def pause_after(source: str, failures: int) -> int:
    """Return the seconds for which `source` is left alone after so many failures, at least `FAILURES`.

    1, 2, 4 ... 60 minutes, longer by less than a quarter: by the hash of the name and the count, so that the
    same runs always give the same pause.
    """
    doublings = min(failures - FAILURES, LONGEST_PAUSE.bit_length())
    pause = min(FIRST_PAUSE << doublings, LONGEST_PAUSE)
    return pause + pause * _hash_of(source, failures) // (_SPREAD * _HASHES)


def _hash_of(source: str, failures: int) -> int:
    digest = blake2b(f"{failures}/{source}".encode(), digest_size=2).digest()
    return int.from_bytes(digest, "big")
