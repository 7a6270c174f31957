"""The spool: what is on disk, whatever happens."""

import os
import time
from pathlib import Path

import pytest

from collector.errors import SupplierwatchError
from collector.probing.reading import unread
from collector.probing.segments import segments
from collector.probing.spool import Spool, SpoolLimits
from tests.collector.probing.fast import MIDNIGHT

LIMITS = SpoolLimits(kept_seconds=86_400, largest=1000, segment_seconds=60.0)
LINE = {"at": "2026-12-01T00:00:00Z", "probe": "T1 page"}
LENGTH = 48
"""Bytes of the line as it is written."""


def begun(folder: Path, limits: SpoolLimits = LIMITS) -> Spool:
    return Spool.begin(folder, limits, MIDNIGHT)


def abandon(spool: Spool) -> None:
    """Leave everything as it is, as when the process is killed."""
    assert spool._file is not None
    spool._file.close()
    os.close(spool._lock)


def names(folder: Path) -> list[str]:
    return [path.name.partition("-")[2] for path in sorted(folder.glob("*-*"))]


def test_a_segment_is_open_until_its_time_is_over_and_then_never_changes(tmp_path: Path) -> None:
    spool = begun(tmp_path)
    spool.append([LINE], 100.0)
    spool.turn(MIDNIGHT, 159.0)
    assert names(tmp_path) == ["000000000001.open"]
    spool.turn(MIDNIGHT, 160.0)
    assert names(tmp_path) == ["000000000001.jsonl"]
    spool.append([LINE], 161.0)
    assert names(tmp_path) == ["000000000001.jsonl", "000000000002.open"]
    spool.end()


def test_what_was_left_open_is_finished_with_its_whole_lines(tmp_path: Path) -> None:
    spool = begun(tmp_path)
    spool.append([LINE, LINE], 0.0)
    abandon(spool)
    [left] = tmp_path.glob("*.open")
    with left.open("ab") as file:
        file.write(b'{"at":"2026-12-01T00:0')
    begun(tmp_path).end()
    [finished] = tmp_path.glob("*.jsonl")
    assert finished.stat().st_size == 2 * LENGTH


def test_numbers_go_on_over_restarts(tmp_path: Path) -> None:
    for _ in range(3):
        spool = begun(tmp_path)
        spool.append([LINE], 0.0)
        spool.end()
    assert [one.number for one in segments(tmp_path)] == [1, 2, 3]
    assert len({one.identity for one in segments(tmp_path)}) == 1


def test_a_folder_that_was_emptied_begins_another_life_so_that_nothing_is_taken_for_read(
    tmp_path: Path,
) -> None:
    spool = begun(tmp_path / "City")
    spool.append([LINE], 0.0)
    spool.end()
    [first] = unread(tmp_path, {})
    read = {"City": {one.identity: one.number for one in first.found}}
    assert list(unread(tmp_path, read)) == []
    for path in (tmp_path / "City").glob("*.jsonl"):
        path.unlink()
    spool = begun(tmp_path / "City")
    spool.append([LINE], 0.0)
    spool.end()
    [second] = unread(tmp_path, read)
    assert (len(second.found), second.missing) == (1, 0)


def test_the_oldest_segments_go_where_there_are_too_many_and_their_absence_is_seen(tmp_path: Path) -> None:
    # Each segment holds 5 lines of 48 bytes: four of them are 960 bytes, five are more than 1,000.
    spool = begun(tmp_path / "City")
    early = 0
    for number in range(7):
        spool.append([LINE] * 5, number * 60.0)
        early += spool.turn(int(time.time()), number * 60.0 + 60)
    spool.end()
    assert early == 3
    [new] = unread(tmp_path, {})
    assert [one.number for one in new.found] == [4, 5, 6, 7]
    assert new.missing == 3


def test_segments_go_when_they_are_old_but_never_the_newest(tmp_path: Path) -> None:
    spool = begun(tmp_path)
    for number in range(3):
        spool.append([LINE], number * 60.0)
        spool.turn(MIDNIGHT, number * 60.0 + 60)
    for path in tmp_path.glob("*.jsonl"):
        os.utime(path, (MIDNIGHT, MIDNIGHT))
    assert spool.turn(MIDNIGHT + 86_401, 500.0) == 0
    assert [one.number for one in segments(tmp_path)] == [3]
    spool.end()


def test_lines_that_did_not_reach_the_disk_stand_nowhere_and_may_be_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool = begun(tmp_path)
    spool.append([LINE], 0.0)

    def failing(_file: int) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as context:
        context.setattr(os, "fsync", failing)
        with pytest.raises(OSError, match="Input/output"):
            spool.append([LINE, LINE], 1.0)
    spool.append([LINE, LINE], 2.0)
    spool.end()
    [segment] = segments(tmp_path)
    assert segment.path.stat().st_size == 3 * LENGTH


def test_two_processes_never_write_under_one_name(tmp_path: Path) -> None:
    first = begun(tmp_path / "City")
    with pytest.raises(SupplierwatchError, match="another process probes under the name 'City' already"):
        begun(tmp_path / "City")
    first.end()
    begun(tmp_path / "City").end()


def test_a_spool_that_cannot_be_written_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(SupplierwatchError, match="cannot be written: Not a directory"):
        begun(tmp_path / "file" / "City")


def test_a_folder_that_could_not_be_mended_is_let_go_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool = begun(tmp_path)
    spool.append([LINE], 0.0)
    abandon(spool)

    def failing(_file: int) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as context:
        context.setattr(os, "fsync", failing)
        with pytest.raises(SupplierwatchError, match="Input/output error"):
            begun(tmp_path)
    begun(tmp_path).end()


def test_other_files_are_no_segments(tmp_path: Path) -> None:
    (tmp_path / "City").mkdir()
    for name in ("health.json", "x.jsonl", ".0123456789ab-000000000001.jsonl.Xy12"):
        (tmp_path / "City" / name).write_text("{}", encoding="utf-8")
    assert segments(tmp_path / "City") == []
