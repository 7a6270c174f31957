"""Keeping a lease while its work goes on."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from collector.errors import SupplierwatchError
from collector.store.database import Database
from supplierwatch.serving.claims import Claim, renew
from supplierwatch.serving.log import told
from supplierwatch.serving.work import Stopping

_log = logging.getLogger(__name__)
_BEATS_A_LEASE = 4


@contextmanager
def kept_lease(database: Database, claimed: Claim, lease_seconds: int, stopping: Stopping) -> Iterator[None]:
    """Keep the lease of `claimed` until the end; asks its work to stop where another process has it.

    While the database does not answer nothing is known, and the work fails by itself if it needs it.
    """
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(lease_seconds / _BEATS_A_LEASE):
            try:
                if not renew(database, claimed, lease_seconds):
                    _log.warning(told("lease_lost", job=claimed.job, occurrence=claimed.occurrence.name))
                    stopping.ask()
                    return
            except SupplierwatchError as error:
                _log.warning(told("lease_not_renewed", job=claimed.job, problem=error))

    thread = threading.Thread(target=beat, name=f"lease-{claimed.job}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
