"""Running the own probe: a prober over its spool, in a loop of its own."""

import asyncio
import logging
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from collector.errors import SupplierwatchError
from collector.probing.health import read_health
from collector.probing.prober import Prober, Tell, counts_of, folder_of, limits_of
from collector.probing.settings import ProbesFile
from collector.probing.spool import Spool
from collector.probing.times import Times
from collector.probing.tries import try_once
from supplierwatch.serving.log import told

_log = logging.getLogger(__name__)

NEEDED = ("dns", "httpx2", "icmplib")
_LOOKUPS_AT_ONCE = 64
"""Names that the system looks up at the same time; each waits in a thread of its own."""


def check_probe_extra() -> None:
    """Raise SupplierwatchError where a library of the extra `connectors` is missing."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise SupplierwatchError(
            f"the probe needs {', '.join(missing)}, which is not installed. "
            "Install supplierwatch with its extra: pip install 'supplierwatch[connectors]'"
        )


@asynccontextmanager
async def opened_prober(
    watch: Path, terms: ProbesFile, name: str, tell: Tell, segment_seconds: float = 60.0
) -> AsyncIterator[Prober]:
    """Yield the prober `name` of a watch, which holds its spool until the end.

    Raises SupplierwatchError where another process probes under this name, or the spool cannot be written.
    """
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(_LOOKUPS_AT_ONCE, "names"))
    times = Times()
    folder = folder_of(terms, watch, name)
    before = {health.prober: health for health in read_health(watch / terms.spool)}
    spool = Spool.begin(folder, limits_of(terms, segment_seconds), int(times.wall()))
    try:
        counts = counts_of(before.get(name))
        yield Prober(terms, name, spool, partial(try_once, watch), tell, times, counts)
    finally:
        try:
            spool.end()
        except OSError as error:
            tell("spool_not_finished", f"{folder}: {error.strerror}; the next start finishes it")


def tell(event: str, problem: str) -> None:
    """Log what a prober tells of itself."""
    _log.warning(told(event, problem=problem))
