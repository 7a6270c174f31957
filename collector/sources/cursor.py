"""Where a source of files stopped: files read to their end, and the next row of one that is not."""

import json
from collections.abc import Container
from dataclasses import dataclass, field, replace
from typing import Any

from collector.errors import Problem, SourceUnreadable
from collector.identifiers import canonical_json


@dataclass(frozen=True)
class FileCursor:
    """Finished files with the hash of their content; `rows` of the unfinished `current` are already read.

    Holds for one mapping only: under another everything is read again.
    """

    mapping: str
    finished: dict[str, str] = field(default_factory=dict)
    current: str = ""
    current_hash: str = ""
    rows: int = 0

    def at_row(self, name: str, content_hash: str, rows: int) -> "FileCursor":
        """Return the cursor after `rows` rows of a file that has more."""
        return FileCursor(self.mapping, self.finished, name, content_hash, rows)

    def after(self, name: str, content_hash: str) -> "FileCursor":
        """Return the cursor after the end of a file."""
        return FileCursor(self.mapping, {**self.finished, name: content_hash})

    def only(self, names: Container[str]) -> "FileCursor":
        """Return the cursor without the finished files that are no longer there."""
        return replace(self, finished={name: found for name, found in self.finished.items() if name in names})

    def rows_read(self, name: str, content_hash: str) -> int:
        """Return how many rows of an unfinished file are read; 0 for another file or another content."""
        return self.rows if (name, content_hash) == (self.current, self.current_hash) else 0

    def to_text(self) -> str:
        """Return the cursor as JSON text."""
        current = (
            {"file": self.current, "hash": self.current_hash, "next_row": self.rows} if self.current else None
        )
        content = {"mapping": self.mapping, "finished": self.finished, "current": current}
        return canonical_json(content).decode()


def read_cursor(text: str | None, mapping: str) -> FileCursor:
    """Return where to go on; from the start where nothing was read under this mapping.

    Raises SourceUnreadable for text that is no cursor of a source of files.
    """
    content = _parse(text)
    if content.get("mapping") != mapping:
        return FileCursor(mapping)
    current = content.get("current") or {}
    return FileCursor(
        mapping,
        content["finished"],
        current.get("file", ""),
        current.get("hash", ""),
        current.get("next_row", 0),
    )


def _parse(text: str | None) -> dict[str, Any]:
    if text is None:
        return {}
    try:
        content = json.loads(text)
    except ValueError as error:
        raise _not_a_cursor(text) from error
    if not isinstance(content, dict) or not isinstance(content.get("finished"), dict):
        raise _not_a_cursor(text)
    return content


def _not_a_cursor(text: str) -> SourceUnreadable:
    return SourceUnreadable(
        Problem(
            f"the stored cursor is not one of a source of files: {text[:60]!r}",
            remedy="Give the source a new name, so that it is read from its start",
        )
    )
