"""A process that collects one log: `python -m tests.prove.collecting_process ADDRESS NAME FILE ROWS OFFSET`.

ADDRESS and the rest say what is collected where, ROWS how many rows a page has, OFFSET what its clock adds
to the machine's. It says `begins` before its first page, and ends with the number of its pages.
"""

import subprocess
import sys
import time
from pathlib import Path

from collector.collect import collect
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
        sys.stdout.write("begins\n")
        sys.stdout.flush()
        record = collect(source, database, lambda: int(time.time()) + int(offset))
    if record.outcome is not RunOutcome.COMPLETE:
        sys.exit(record.problem)


if __name__ == "__main__":
    main()
