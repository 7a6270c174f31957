"""Uptime Kuma: samples read by the product's own mapping, measured under the preset that has its rules.

Kuma gives each sample one vote. We let a sample speak until the next one, for the time between two samples at
most: where they are equally far apart this is the same ratio.
"""

from datetime import datetime
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from collector.records import FactKind
from tests.collector.sources.helpers import delivered, intake
from tests.conformance.availability import instant, measure, preset
from tests.conformance.harness import cases, wrong_in

FILE = "uptime_kuma_samples"
SECONDS = {"24h": 86_400, "7d": 7 * 86_400, "30d": 30 * 86_400, "1y": 365 * 86_400}
SHORTEST = 60
"""How long a sample speaks at least: Kuma's shortest bucket."""


@pytest.mark.parametrize("case", cases(FILE))
def test_samples_have_the_uptime_that_uptime_kuma_gives_them(case: Any, tmp_path: Path) -> None:
    assert wrong_in(FILE, case, lambda given: answer(given, tmp_path), near) == {}


def answer(given: dict[str, Any], folder: Path) -> dict[str, Any]:
    spacing = gap(given["samples"])
    rows = "".join(f"{one['time']},{one['status']}\n" for one in given["samples"])
    found = intake(delivered(folder, "time,status\n" + rows), mapping(spacing))
    # Kuma's last sample has its vote at once; ours has spoken when the next one is due.
    until = instant(given["now"]) + spacing
    measured = measure(
        found.facts[FactKind.SERVICE_STATE],
        found.facts[FactKind.OBSERVED],
        preset("uptime_kuma"),
        (until - SECONDS[given["window"]], until),
    )
    return {"uptime_ratio": measured.figures[0].value}


def mapping(spacing: int) -> dict[str, Any]:
    return {
        "type": "samples",
        "columns": {"at": "time", "state": "status"},
        "constants": {"service": "S"},
        "states": {"up": "up", "down": "down", "pending": "down", "maintenance": "unknown"},
        "records": "all",
        "max_gap": spacing,
        "time_format": "iso",
    }


def gap(samples: list[dict[str, Any]]) -> int:
    instants = sorted({datetime.fromisoformat(one["time"]).timestamp() for one in samples})
    between = {int(after - before) for before, after in pairwise(instants)}
    return max(between, default=SHORTEST)


def near(ours: Any, theirs: Any) -> bool:
    """Theirs are binary floating point numbers."""
    if ours is None or theirs is None:
        return ours is theirs
    return bool(abs(ours - Fraction(theirs)) < Fraction(1, 10**12))
