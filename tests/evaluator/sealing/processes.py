"""Processes that seal October, for tests of several at once and of kills."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from collector.store.database import Database
from evaluator.results.seals import read_seals
from tests.evaluator.october import evaluate
from tests.evaluator.sealing.sealed import SEALED, verify

ROOT = Path(__file__).resolve().parents[3]
LONGEST, LONGER = 1.5, 1.2
"""Seconds within which a process is killed after it began, and so much later after each that was too soon.

So kills come at every moment of sealing, however slow the machine is.
"""


def start(database: Database, environment: Mapping[str, str] | None = None) -> "subprocess.Popen[str]":
    """Start a process that seals October in the store."""
    command = [sys.executable, "-m", "tests.evaluator.sealing.sealing_process", address_of(database)]
    return subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **(environment or {})}, stdout=subprocess.PIPE, text=True
    )


def address_of(database: Database) -> str:
    """Return the address of a store, with its password."""
    return database.url.render_as_string(hide_password=False)


def seal_with_kills(database: Database, kills: int, seed: int) -> list[bool]:
    """Kill processes that seal October at random moments; return after which of them it was sealed.

    After each the store must be consistent: no seal, and a month to evaluate, or a seal that verifies.
    """
    chance, states, longest = random.Random(seed), [], LONGEST  # noqa: S311 - moments, not secrets
    for _ in range(kills):
        process = start(database)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.uniform(0, longest))
        process.kill()
        process.wait()
        process.stdout.close()
        assert process.returncode in {0, 2, -signal.SIGKILL}
        states.append(is_sealed_and_whole(database))
        longest = longest if states[-1] else longest * LONGER
    return states


def is_sealed_and_whole(database: Database) -> bool:
    """Return whether October is sealed; asserts that what there is of it is whole."""
    seals = read_seals(database)
    assert len(seals) <= 1
    assert evaluate(database, now=SEALED + 60).outcomes
    if seals:
        assert all(check.findings == () for check in verify(database))
    return bool(seals)
