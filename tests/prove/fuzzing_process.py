"""Atheris against the reading of answers: `python -m tests.prove.fuzzing_process FOLDER RUNS SEED`.

FOLDER holds the answers to begin with, and takes what Atheris finds worth keeping. Every input is read as
JSON, as JSON lines and as CSV, as an answer of a described system; what is read must have every row that an
independent reading finds. The counts are written to FOLDER/../counts.json; a broken rule ends the process.
"""

import csv
import io
import json
import random
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import atheris  # type: ignore[import-untyped]  # it has none

with atheris.instrument_imports(include=["collector.connectors.rest", "collector.remote.answer"]):
    from collector.connectors.rest.answers import content_of, records_of
    from collector.connectors.rest.options import EmbeddedHistory, Listing, OnePage, RestOptions
    from collector.connectors.rest.records import embedded, ticket_rows
    from collector.remote.answer import Answer

from collector.connectors.rows import CHANGE_PART, PART, TICKET_PART
from collector.errors import SupplierwatchError
from collector.mapping import read_mapping
from collector.reading.rows import ROW_PROBLEM
from tests.collector.connectors.mutated_tickets import MAPPING, OPTIONS
from tests.collector.connectors.mutating import Mutating

ROWS = ("result", "tickets", "items", "issues", "data", "values")
"""What the recorded answers call the list."""

EVERY = 50
"""One of so many answers with tickets is made rows too, which takes a thousand times as long."""

COUNTS: Counter[str] = Counter()
_PAGING = OnePage(type="none")
_OPTIONS = RestOptions.model_validate({"since": "2026-11-01", "address": "http://127.0.0.1", **OPTIONS})
_MAPPING = read_mapping(MAPPING)


def read(data: bytes) -> None:
    """Read one input in every form."""
    COUNTS["inputs"] += 1
    answer = Answer("http://127.0.0.1/tickets", 200, {}, data)
    for form in ("json", "json_lines", "csv"):
        rows = where_rows_are(data) if form == "json" else ""
        listing = Listing.model_construct(path="tickets", answer=form, rows=rows, paging=_PAGING)
        try:
            records = records_of(content_of(answer, listing, ","), listing, "http://127.0.0.1/tickets")
        except SupplierwatchError:
            COUNTS[f"{form} refused"] += 1
            continue
        COUNTS[f"{form} read"] += 1
        COUNTS[f"{form} rows"] += len(records)
        expected = counted(data, form, rows)
        assert expected is None or len(records) == expected, (form, rows, len(records), expected)
        if form == "json" and records and COUNTS["json read"] % EVERY == 0:
            made_rows(records)


def where_rows_are(data: bytes) -> str:
    """Return the name of the list that an answer may have, blank where it has none of the known ones."""
    return next((name for name in ROWS if f'"{name}"'.encode() in data), "")


def mutated(data: bytes, most: int, seed: int) -> bytes:
    """Change a value of what is JSON every other time; else bytes, as Atheris would."""
    chance = random.Random(seed)  # noqa: S311 - damage, not secrets
    if chance.random() < 0.5:
        try:
            return json.dumps(Mutating(chance).changed(json.loads(data))).encode()[:most]
        except (ValueError, RecursionError):
            COUNTS["not JSON when its turn came"] += 1
    return bytes(atheris.Mutate(data, most))


def counted(data: bytes, form: str, rows: str) -> int | None:
    """Count the rows by another reading; None where only the reader itself can tell."""
    if form == "json":
        # From the bytes: JSON may also be UTF-16 or UTF-32 (RFC 4627, 3).
        content = json.loads(data)
        found = content if rows == "" else content.get(rows)
        return 0 if found is None else len(found)
    text = data.decode("utf-8-sig")
    if form == "json_lines":
        return sum(line.strip() != "" for line in text.split("\n"))
    if '"' in text or "\r" in text or "\0" in text:
        return None
    return len([row for row in csv.reader(io.StringIO(text)) if row]) - 1


def made_rows(records: list[dict[str, Any]]) -> None:
    """Make rows of tickets with their histories, and count both."""
    history = _OPTIONS.history
    assert isinstance(history, EmbeddedHistory)
    try:
        entries = embedded(records, history, "http://127.0.0.1/tickets")
        frame = ticket_rows(records, entries, _OPTIONS, _MAPPING)
    except SupplierwatchError:
        COUNTS["histories refused"] += 1
        return
    COUNTS["histories read"] += 1
    assert ROW_PROBLEM not in frame
    assert int((frame[PART] == TICKET_PART).sum()) == len(records)
    assert int((frame[PART] == CHANGE_PART).sum()) == sum(map(len, entries))


def main() -> None:
    folder, runs, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])

    def one(data: bytes) -> None:
        read(data)
        if COUNTS["inputs"] % 1_000 == 0 or COUNTS["inputs"] >= runs:
            (folder.parent / "counts.json").write_text(json.dumps(COUNTS), encoding="utf-8")

    given = [
        sys.argv[0],
        f"-runs={runs}",
        f"-seed={seed}",
        "-max_len=8192",
        "-print_final_stats=0",
        "-verbosity=0",
    ]
    atheris.Setup([*given, f"-artifact_prefix={folder.parent}/", str(folder)], one, custom_mutator=mutated)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
