"""A prober that is killed at any moment: what it said was on disk is read once, and nothing else is whole."""

import json
import random
import subprocess
import sys
import time
from pathlib import Path

from collector.probing.reading import after, unread
from collector.probing.segments import segments
from collector.probing.spool import Spool, SpoolLimits
from tests.collector.probing.fast import MIDNIGHT

ROOT = Path(__file__).resolve().parents[3]
KILLS = 30


def killed_after(folder: Path, first: int, seconds: float) -> int:
    """Write until killed `seconds` after it began; return the number before which all was on disk."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.collector.probing.written_until_killed", str(folder), str(first)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(seconds)
    process.kill()
    said = process.communicate()[0].splitlines(keepends=True)
    return max([first, *(int(line) for line in said if line.endswith("\n"))])


def test_thirty_kills_lose_no_sample_that_was_on_disk_and_double_none(tmp_path: Path) -> None:
    chance = random.Random(20261201)  # noqa: S311 - moments, not secrets
    read: dict[str, int] = {}
    found: list[int] = []
    promised: list[int] = []

    def collect() -> None:
        for new in unread(tmp_path, {"City": read}):
            assert new.missing == 0
            for segment in new.found:
                lines = segment.path.read_bytes().splitlines()
                found.extend(int(json.loads(line)["number"]) for line in lines)
            read.update(after(read, new.found))

    for kill in range(KILLS):
        first = kill * 1_000_000
        promised += range(first, killed_after(tmp_path / "City", first, chance.uniform(0, 0.1)))
        if kill % 3 == 0:
            collect()
    Spool.begin(tmp_path / "City", SpoolLimits(), MIDNIGHT).end()
    collect()
    assert len(found) == len(set(found))
    assert set(promised) <= set(found)
    assert len(promised) > KILLS
    assert all(segment.is_finished for segment in segments(tmp_path / "City"))
