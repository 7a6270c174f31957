"""The same facts give the same bytes, wherever and whenever they are evaluated."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.prove.figures import tell

pytestmark = pytest.mark.prove

ROOT = Path(__file__).resolve().parents[2]
ELSEWHERE = (
    {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
    {"TZ": "America/New_York", "LC_ALL": "sv_SE.UTF-8", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "4711"},
)


def played_in(folder: Path, environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "tests.prove.example_process", str(folder)]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})


def written_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "reports").iterdir())}


def test_zone_language_and_hash_seed_of_the_machine_change_no_byte(tmp_path: Path) -> None:
    begins = time.perf_counter()
    # Of the same name, in different folders: a report may show the name of the watch's folder.
    folders = [tmp_path / f"machine-{number}" / "watch" for number in range(len(ELSEWHERE))]
    processes = [played_in(*one) for one in zip(folders, ELSEWHERE, strict=True)]
    assert [process.wait() for process in processes] == [0, 0]
    here, there = (written_in(folder) for folder in folders)
    assert list(here) == list(there)
    assert [name for name in here if here[name] != there[name]] == []
    tell(
        "same bytes",
        files=len(here),
        bytes=sum(map(len, here.values())),
        outcomes=here["outcomes.txt"].count(b"\n"),
        differing=0,
        seconds=time.perf_counter() - begins,
    )
