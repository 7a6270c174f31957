"""A city's whole term: a million tickets with five million changes, collected and evaluated on SQLite."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from tests.prove.figures import tell

pytestmark = pytest.mark.prove

ROOT = Path(__file__).resolve().parents[2]


def step(folder: Path, name: str) -> dict[str, Any]:
    """Run one step in a process of its own, so that its peak of memory is its own; return its figures."""
    command = [sys.executable, "-m", "tests.prove.city_process", str(folder), name]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    tell(f"scale, {name}", **found)
    return found


def test_a_million_tickets_are_collected_and_every_month_evaluated() -> None:
    # Not below pytest's own folder, which keeps what the last runs left.
    with tempfile.TemporaryDirectory(prefix="watch-scale-") as folder:
        written = step(Path(folder), "write")
        collected = step(Path(folder), "collect")
        assert (collected["rows"], collected["rejects"]) == (written["changes"], 0)
        assert collected["tickets"] == written["tickets"] == 1_000_000
        month = step(Path(folder), "month")
        term = step(Path(folder), "term")
        assert month["cases"] > 0
        assert term["months"] == 30
        # Every ticket is resolved inside the term, and judged once by the indicator of its priority.
        assert term["cases"] == written["incidents_of_p1_to_p4"]
