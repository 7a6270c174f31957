"""A process that collects one log: `python -m tests.prove.collecting_process ADDRESS NAME FILE ROWS OFFSET`.

ADDRESS and the rest say what is collected where, ROWS how many rows a page has, OFFSET what its clock adds
to the machine's. It writes a line as it begins and one after every page.
"""

import subprocess
import sys
import time
from pathlib import Path

from collector.collect import RunRecord, collect
from collector.store.database import open_database
from collector.store.runs import RunOutcome
from tests.prove.event_logs import event_log_source

ROOT = Path(__file__).resolve().parents[2]


def start(address: str, name: str, path: Path, page_rows: int, offset: int = 0) -> "subprocess.Popen[str]":
    """Start the process, and return it once it begins to collect."""
    arguments = [address, name, str(path), str(page_rows), str(offset)]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.prove.collecting_process", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begins\n"
    return process


def main() -> None:
    address, name, path, page_rows, offset = sys.argv[1:]
    source = event_log_source(name, Path(path), int(page_rows))
    with open_database(address) as database:
        _tell("begins")
        record = collect(source, database, lambda: int(time.time()) + int(offset), _tell_page)
    if record.outcome is not RunOutcome.COMPLETE:
        sys.exit(record.problem)


def _tell_page(_record: RunRecord) -> None:
    _tell("page")


def _tell(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
