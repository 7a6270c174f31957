"""How much anybody may ask for: one bucket of tokens for each address or person, in bounded memory."""

import math
import threading
from collections import OrderedDict

MOST_KEYS = 10_000
"""So many addresses and people are remembered; of more the one that asked longest ago is forgotten."""


class Buckets:
    """Token buckets: `burst` tokens each at most, refilled with `per_minute`.

    Safe under threads. The clock gives whole seconds and may jump: backwards it refills nothing.
    """

    def __init__(self, per_minute: int, burst: int, most_keys: int = MOST_KEYS) -> None:
        self._per_second = per_minute / 60
        self._burst = float(burst)
        self._most_keys = most_keys
        self._left: OrderedDict[str, tuple[float, int]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: str, now: int) -> int:
        """Take a token for `key` at the instant `now`; return 0, or the seconds until there is one."""
        with self._lock:
            left, at = self._left.pop(key, (self._burst, now))
            left = min(self._burst, left + max(now - at, 0) * self._per_second)
            allowed = left >= 1
            self._left[key] = (left - 1 if allowed else left, now)
            if len(self._left) > self._most_keys:
                self._left.popitem(last=False)
        return 0 if allowed else max(1, math.ceil((1 - left) / self._per_second))

    def __len__(self) -> int:
        """How many addresses and people are remembered."""
        return len(self._left)
