"""Changing the files of a watch by command: under a lock, checked before it happens, whole or not at all."""

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from collector.errors import Problem, ProblemsFound, Severity, SupplierwatchError
from supplierwatch.watch import load_watch
from supplierwatch.yaml_edits import YamlText
from supplierwatch.yaml_files import read_text


def add_entry(path: Path, list_key: str, entry: Mapping[str, Any]) -> None:
    """Add `entry` at the end of the list under `list_key` in the file at `path` of a watch.

    The file is created where it is missing. Dates are written plain, times and decimals in quotes; all
    other text of the file stays as it is. Raises ProblemsFound where the list has an entry of that id, or
    where the watch would have an error with the change: the file is then untouched.
    """
    add_entries(path, list_key, [entry])


def add_entries(path: Path, list_key: str, entries: list[Mapping[str, Any]]) -> None:
    """Add all of `entries` as `add_entry` does, or none of them."""

    def added(text: YamlText) -> YamlText:
        for entry in entries:
            text = text.with_entry(list_key, entry)
        return text

    _change(path, added)


def change_entry(path: Path, list_key: str, entry_id: str, changes: Mapping[str, Any]) -> None:
    """Set the keys of `changes` in the entry called `entry_id` of the list under `list_key`.

    A list that only gained entries keeps the text of those it had. Raises ProblemsFound where there is no
    such entry, or where the watch would have an error with the change: the file is then untouched.
    """
    _change(path, lambda text: text.with_changes(list_key, entry_id, changes))


def _change(path: Path, change: Callable[[YamlText], YamlText]) -> None:
    with _locked(path.parent):
        found = read_text(path) if path.exists() else None
        before = _first_lines(path) if found is None else found
        after = change(YamlText(str(path), before)).text
        _check_watch_with(path, after)
        _replace(path, after)


def _first_lines(path: Path) -> str:
    return f"# yaml-language-server: $schema=schemas/{path.stem}.schema.json\n\n"


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the one lock of the watch: a command that comes second waits, and reads what the first wrote."""
    try:
        held = os.open(folder, os.O_RDONLY)
    except OSError as error:
        found = f"the folder cannot be opened: {error.strerror}"
        raise ProblemsFound([Problem(found, remedy="Check its name and rights", file=str(folder))]) from error
    try:
        # The system lets go of it when the process ends, however it ends.
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    except OSError as error:
        raise SupplierwatchError(f"{folder} cannot be locked or written: {error.strerror}") from error
    finally:
        os.close(held)


def _check_watch_with(path: Path, text: str) -> None:
    """Read the whole watch as it would be with `text` in the place of the file at `path`."""
    folder = path.parent.absolute()
    with tempfile.TemporaryDirectory(prefix="supplierwatch-") as name:
        beside = Path(name)
        for found in folder.iterdir():
            if found.name != path.name:
                (beside / found.name).symlink_to(found)
        (beside / path.name).write_text(text, encoding="utf-8", newline="")
        try:
            load_watch(beside)
        except ProblemsFound as error:
            errors = [one for one in error.problems if one.severity is Severity.ERROR]
            raise ProblemsFound(_named_as_in(path.parent, beside, one) for one in errors) from error


def _named_as_in(folder: Path, beside: Path, problem: Problem) -> Problem:
    file = Path(problem.file)
    inside = file.relative_to(beside) if file.is_relative_to(beside) else file
    return replace(problem, file=str(folder / inside))


def _replace(path: Path, text: str) -> None:
    """Put `text` in the place of the file: a reader sees the old file or the new one, never a part."""
    # A link stays a link; what it names is replaced.
    target = path.resolve()
    mode = target.stat().st_mode & 0o7777 if target.exists() else None
    # One name under the lock: what a killed process left behind is overwritten by the next.
    draft = target.with_name(f".{target.name}.new")
    with draft.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    if mode is not None:
        draft.chmod(mode)
    draft.replace(target)
    _keep_name(target.parent)


def _keep_name(folder: Path) -> None:
    # The new name survives a power cut only once the folder itself is on disk.
    held = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)
