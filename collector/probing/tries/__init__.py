"""One try of each way of looking: the only part of the probe that touches the network."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from collector.probing.looks import AnyLook
from collector.probing.outcome import Failure, Seen
from collector.probing.tries.dns import try_dns
from collector.probing.tries.failures import failure_of
from collector.probing.tries.http import try_http
from collector.probing.tries.icmp import try_icmp
from collector.probing.tries.tcp import try_tcp
from collector.probing.tries.tls import try_tls

_TRIES: dict[str, Callable[[Any, Path], Awaitable[Seen]]] = {
    "http": try_http,
    "tcp": try_tcp,
    "tls": try_tls,
    "dns": try_dns,
    "icmp": try_icmp,
}


async def try_once(folder: Path, look: AnyLook) -> Seen:
    """Return what one try of `look` shows, after its time-out at the latest.

    Files that the look names lie below `folder`. Raises SupplierwatchError where such a file cannot be read.
    """
    try:
        async with asyncio.timeout(look.time_out):
            return await _TRIES[look.kind](look, folder)
    except TimeoutError:
        return Seen(Failure.TIME_OUT)
    except (OSError, UnicodeError) as error:
        return Seen(failure_of(error))
