"""Commands that are killed: a process with `python -m tests.supplierwatch.killed` says when it begins."""

import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 0.6
"""Seconds within which a command is killed after it has begun."""


def killed(kills: int, seed: int, command: Callable[[int], list[str]]) -> Iterator[int]:
    """Start `command(n)` and kill it at a random moment, `kills` times; yield n after each."""
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    for number in range(kills):
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.supplierwatch.killed", *command(number)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0, LONGEST))
        process.kill()
        process.communicate()
        yield number


def _main(arguments: list[str]) -> int:
    # What the commands import is there before they begin: a kill is to hit their work.
    from supplierwatch import backup, restore, retention, watch  # noqa: F401, PLC0415 - as said
    from supplierwatch.__main__ import main  # noqa: PLC0415 - as above

    print("ready", flush=True)  # noqa: T201 - what the test reads
    return main(arguments)


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
