"""Takes the steps of docs/contract-life.md in a watch folder, in a process of its own, and says what differs.

A year of a city is much to play: here nothing else, such as the measuring of coverage, slows it down.
"""

import io
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from types import SimpleNamespace

from supplierwatch.__main__ import main
from supplierwatch.cli import session
from tests.supplierwatch.walk_through import Command, Ran, follow, read_steps

PAGE = Path(__file__).parents[2] / "docs" / "contract-life.md"


def run(command: Command) -> Ran:
    """Give a command on its day."""
    session.time = SimpleNamespace(time=lambda: command.instant)  # type: ignore[assignment] # the clock of the page
    told = io.StringIO()
    with redirect_stdout(told), redirect_stderr(told):
        code = main(command.arguments)
    return Ran(told.getvalue(), code)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    os.chdir(folder)
    sys.exit("\n".join(follow(read_steps(PAGE.read_text(encoding="utf-8")), folder, run)) or 0)
