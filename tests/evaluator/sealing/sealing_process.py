"""A process that seals October: `python -m tests.evaluator.sealing.sealing_process ADDRESS`.

It says `ready` before it begins, and the hash of contents when it is done; it ends with 2 if refused.
"""

import sys

from collector.errors import ProblemsFound
from collector.store.database import open_database
from tests.evaluator.sealing.sealed import seal


def main(address: str) -> int:
    with open_database(address) as database:
        print("ready", flush=True)  # noqa: T201 - what the test reads
        try:
            made = seal(database)
        except ProblemsFound as refused:
            print(refused, flush=True)  # noqa: T201 - what the test reads
            return 2
        print(made.content_hash, flush=True)  # noqa: T201 - what the test reads
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
