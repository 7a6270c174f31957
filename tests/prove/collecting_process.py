"""Processes that collect one log into a store, and say so after every page."""

import multiprocessing
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from collector.collect import RunRecord, collect
from collector.store.database import open_database
from collector.store.runs import RunOutcome
from tests.prove.event_logs import event_log_source

# A server that has imported everything starts each process at once, and shares no connection with the tests.
_STARTS = multiprocessing.get_context("forkserver")
_STARTS.set_forkserver_preload(["tests.prove.asking_process", "psycopg", "pytest"])


def start(
    address: str, name: str, path: Path, page_rows: int, offset: int = 0
) -> tuple[BaseProcess, Connection]:
    """Start a process, return it and where it sends a word after every page.

    `offset` is what its clock adds to the machine's; it fails where its collect does.
    """
    return start_telling(_collect, address, name, path, page_rows, offset)


def start_telling(work: Callable[..., None], *given: object) -> tuple[BaseProcess, Connection]:
    """Start a process that does `work` with `given`, and with where it sends a word after every page."""
    ours, its = _STARTS.Pipe(duplex=False)
    process = _STARTS.Process(target=work, args=(*given, its))
    process.start()
    # With this end closed here, ours ends when the process does.
    its.close()
    return process, ours


def _collect(address: str, name: str, path: Path, page_rows: int, offset: int, tells: Connection) -> None:
    def tell(_record: RunRecord) -> None:
        tells.send("page")

    source = event_log_source(name, path, page_rows)
    with open_database(address) as database:
        record = collect(source, database, lambda: int(time.time()) + offset, tell)
    if record.outcome is not RunOutcome.COMPLETE:
        sys.exit(record.problem)


def wait_for_pages(pages: Connection, count: int) -> None:
    """Wait until `count` pages more are saved, or the process ended."""
    try:
        for _ in range(count):
            pages.recv()
    except EOFError:
        return


def wait_for_end(process: BaseProcess, pages: Connection) -> int | None:
    """Read what the process tells until it ended; return its exit code."""
    wait_for_pages(pages, sys.maxsize)
    process.join()
    return process.exitcode
