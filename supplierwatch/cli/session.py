"""What all commands share: the watch folder, the clock, and how they speak."""

import json
import os
import sys
import time
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console

WIDTH_OF_FILES = 140
"""Columns of a table where standard output is no terminal."""

WATCH_VARIABLE = "SUPPLIERWATCH_WATCH"


@dataclass(frozen=True)
class Session:
    """One call of the program."""

    folder: Path
    quiet: bool

    @property
    def environment(self) -> Mapping[str, str]:
        """The environment variables, where secrets are."""
        return os.environ

    def now(self) -> int:
        """Return the present instant; the only place the program asks a clock for it."""
        return int(time.time())

    def say(self, text: str) -> None:
        """Tell a person how it goes, beside the results."""
        if not self.quiet:
            typer.echo(printable(text), err=True)


def session_of(context: typer.Context) -> Session:
    """Return the session of a command."""
    session = context.obj
    if not isinstance(session, Session):
        raise TypeError("commands run inside the application, which makes their session")
    return session


def result_console() -> "Console":
    """Return where tables go: standard output, wide where no screen folds it."""
    from rich.console import Console  # noqa: PLC0415 - rich takes time that --help does not have

    return Console(highlight=False, width=None if sys.stdout.isatty() else WIDTH_OF_FILES)


def write_json(content: Any) -> None:
    """Write one JSON document to standard output."""
    typer.echo(json.dumps(content, ensure_ascii=False, indent=2))


def write_text(text: str) -> None:
    """Write a result to standard output."""
    typer.echo(text)


def write_file(session: Session, path: Path, text: str) -> None:
    """Write a result to the file at `path` and say so, or to standard output where that is `-`."""
    from supplierwatch.reporting import save_report  # noqa: PLC0415 - templates take time that --help has not

    if str(path) == "-":
        write_text(text)
    else:
        session.say(f"wrote {save_report(text, path)}")


def write_bytes(session: Session, path: Path, content: bytes) -> None:
    """Write a result that is no text to the file at `path` and say so, or to standard output for `-`."""
    from supplierwatch.reporting import save_bytes  # noqa: PLC0415 - as in `write_file`

    if str(path) == "-":
        typer.echo(content, nl=False)
    else:
        session.say(f"wrote {save_bytes(content, path)}")


def complain(text: str) -> None:
    """Write an error to standard error."""
    typer.echo(printable(text), err=True)


def printable(text: str) -> str:
    """Return `text` without control characters, which in a file's content could steer the terminal."""
    return "".join(
        character
        if character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cf"}
        else "\N{REPLACEMENT CHARACTER}"
        for character in text
    )


def shows_progress(session: Session) -> bool:
    """Return whether progress is shown: to a person at a terminal who did not ask for quiet."""
    return sys.stderr.isatty() and not session.quiet
