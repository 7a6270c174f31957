"""The pause between two requests to one host, kept by all sources that ask it at the same time."""

import threading
import time
from collections.abc import Callable

_free_from: dict[str, float] = {}
_lock = threading.Lock()


def wait_for_turn(host: str, pause: float, sleep: Callable[[float], None]) -> None:
    """Wait until `pause` seconds have passed since the last request to `host` in this process."""
    if pause == 0:
        return
    with _lock:
        now = time.monotonic()
        turn = max(now, _free_from.get(host, now))
        _free_from[host] = turn + pause
    if turn > now:
        sleep(turn - now)
