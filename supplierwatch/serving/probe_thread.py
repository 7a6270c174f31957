"""The own probe inside the service, in a thread with a loop of its own."""

import asyncio
import logging
import threading
from dataclasses import dataclass

from collector.errors import SupplierwatchError, name_of
from collector.probing.settings import ProbesFile
from supplierwatch.probing import check_probe_extra, opened_prober, tell
from supplierwatch.serving.log import told
from supplierwatch.serving.watch_holder import WatchHolder

_log = logging.getLogger(__name__)

LOOK_SECONDS = 2.0
"""How often it is looked whether the file of probes changed."""

WAIT_SECONDS = 10.0
"""How long it waits after it could not begin, as where another process probes under its name."""


@dataclass
class ProbeThread:
    """Probes as long as the settings say so (`service.probe`), by the file of probes as it is now."""

    holder: WatchHolder

    def __post_init__(self) -> None:
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="probe", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def ask_to_stop(self) -> None:
        """Look no more; what was seen is written."""
        self._stopping.set()

    def wait_stopped(self, seconds: float) -> bool:
        """Wait for the end, so long at most; return whether all is written."""
        self._thread.join(max(seconds, 0))
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopping.is_set():
            wait = LOOK_SECONDS
            terms = self._terms()
            if terms is not None:
                wait = self._probe(terms)
            self._stopping.wait(wait)

    def _probe(self, terms: ProbesFile) -> float:
        """Probe until the terms change; return the seconds to wait before the next."""
        try:
            check_probe_extra()
            asyncio.run(self._probe_by(terms))
        except SupplierwatchError as error:
            _log.warning(told("probe_waits", problem=error))
            return WAIT_SECONDS
        except Exception as error:  # noqa: BLE001 - the outermost frame of the thread: told, and begun anew
            _log.error(told("probe_ended", error=name_of(error)))
            return WAIT_SECONDS
        return 0.0

    async def _probe_by(self, terms: ProbesFile) -> None:
        folder = self.holder.current().folder
        async with opened_prober(folder, terms, terms.prober, tell) as prober:
            _log.info(told("probe_started", prober=terms.prober, probes=len(terms.probes)))
            stop = asyncio.Event()
            looking = asyncio.create_task(self._look_for_changes(terms, stop))
            try:
                await prober.run(stop)
            finally:
                looking.cancel()

    async def _look_for_changes(self, terms: ProbesFile, stop: asyncio.Event) -> None:
        is_told = False
        while not is_told and self._terms() == terms:
            is_told = await asyncio.to_thread(self._stopping.wait, LOOK_SECONDS)
        stop.set()

    def _terms(self) -> ProbesFile | None:
        watch = self.holder.look()
        return watch.probes if watch.settings.service.probe else None
