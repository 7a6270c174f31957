"""The page of metrics says what the program serves, and Prometheus' own tool accepts it."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from dashboards.metrics.catalogue import METRICS
from dashboards.metrics.exposition import build_metrics, write_metrics
from tests.dashboards.metrics.snapshots import snapshot

PAGE = Path(__file__).parents[3] / "docs" / "metrics.md"
DAYS = {
    'supplierwatch_claim_days_left use base unit "seconds" instead of "days"',
    'supplierwatch_decision_days_left use base unit "seconds" instead of "days"',
    'supplierwatch_safe_start_days_left use base unit "seconds" instead of "days"',
}
"""What promtool would have otherwise: contracts count in days, which are no number of seconds."""


def test_the_page_lists_every_metric_with_its_labels_unit_and_meaning() -> None:
    rows = re.findall(
        r"^\| `(\w+)` \| (.*) \| (.*) \| (.*) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE
    )
    listed = [
        (name, tuple(re.findall(r"`(\w+)`", labels)), unit, meaning) for name, labels, unit, meaning in rows
    ]
    assert listed == [(one.full_name, one.label_names, one.unit, one.meaning) for one in METRICS]


def test_promtool_has_nothing_against_the_metrics_but_that_they_count_days() -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not installed")
    content, _ = write_metrics(build_metrics(snapshot()), "")
    told = subprocess.run(
        [promtool, "check", "metrics"], input=content, capture_output=True, check=False, timeout=30
    )
    assert set((told.stdout + told.stderr).decode().splitlines()) == DAYS
