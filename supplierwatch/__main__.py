"""The program: runs a command and turns what went wrong into a message and an exit code."""

import sys
from collections.abc import Sequence

from collector.errors import NothingFound, ProblemsFound, SourceUnreadable, SupplierwatchError
from supplierwatch.cli.app import app
from supplierwatch.cli.session import complain

UNEXPECTED, WRONG_USE, UNREADABLE, NOTHING_FOUND = 1, 2, 3, 4

_CODES: dict[type[SupplierwatchError], int] = {
    ProblemsFound: WRONG_USE,
    SourceUnreadable: UNREADABLE,
    NothingFound: NOTHING_FOUND,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line `arguments` (None: those of the process) and return the exit code."""
    try:
        app(None if arguments is None else list(arguments), prog_name="supplierwatch")
    except SupplierwatchError as error:
        complain(f"supplierwatch: {error}")
        return _CODES.get(type(error), UNEXPECTED)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
