"""Mutated answers: whatever comes in is a fact, put aside, or refused aloud; nothing else escapes."""

import json
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.collector.connectors.mutated_systems import NAMES, run_mutated
from tests.collector.connectors.mutated_tickets import mutated_in_bulk, ticket
from tests.prove.figures import tell

pytestmark = pytest.mark.prove

SEED = 20_261_122
SHARE = float(os.environ.get("PROVE_SHARE", "1"))
"""How much of the proof is done: less to try the proof itself."""

INPUTS, TICKETS, TICKETS_AT_ONCE, RUNS = 1_000_000, 100_000, 5_000, 500
RECORDED = Path(__file__).parent.parent / "collector" / "connectors" / "recorded"


def test_a_million_answers_that_atheris_makes_of_the_recorded_ones_are_read_whole_or_refused(
    tmp_path: Path,
) -> None:
    pytest.importorskip("atheris", reason="atheris has no wheel for this machine")
    corpus, wanted = tmp_path / "corpus", int(INPUTS * SHARE)
    corpus.mkdir()
    for path in RECORDED.glob("*/*.json"):
        shutil.copy(path, corpus / f"{path.parent.name}-{path.name}")
    (corpus / "tickets.json").write_text(json.dumps({"tickets": [ticket(number) for number in range(3)]}))
    (corpus / "tickets.csv").write_text("key,opened,status\nT-1,5,new\nT-2,6,solved\n")
    (corpus / "tickets.lines").write_text('{"key": 1}\n{"key": 2}\n')
    command = [sys.executable, "-m", "tests.prove.fuzzing_process", str(corpus), str(wanted), str(SEED)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr[-3_000:]
    counts = json.loads((tmp_path / "counts.json").read_text(encoding="utf-8"))
    assert counts["inputs"] >= wanted - 1_000
    tell("answers by Atheris", **dict(sorted(counts.items())))


def test_tickets_with_odd_values_are_facts_or_put_aside_with_all_their_changes() -> None:
    counts: Counter[str] = Counter()
    for number in range(max(1, int(TICKETS * SHARE) // TICKETS_AT_ONCE)):
        chance = random.Random(f"{SEED} {number}")  # noqa: S311 - damage, not secrets
        counts += mutated_in_bulk(TICKETS_AT_ONCE, chance)
    assert counts["tickets as facts"] + counts["tickets put aside"] == counts["mutated tickets"]
    tell("tickets with odd values", **dict(sorted(counts.items())))


@pytest.mark.parametrize("name", NAMES)
def test_a_system_whose_answers_are_damaged_is_read_or_refused(name: str) -> None:
    counts: Counter[str] = Counter()
    for number in range(max(1, int(RUNS * SHARE))):
        counts += run_mutated(name, random.Random(f"{SEED} {name} {number}"))  # noqa: S311 - as above
    assert counts["runs"] == max(1, int(RUNS * SHARE))
    tell(f"damaged answers, {name}", **dict(sorted(counts.items())))
