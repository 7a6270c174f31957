"""A process that writes samples to a spool and says which are on disk, until it is killed."""

import sys
import time
from pathlib import Path

from collector.probing.spool import Spool, SpoolLimits

MIDNIGHT = 1_796_083_200


def main(folder: Path, first: int) -> None:
    """Write samples with the numbers `first`, ... and say each number once it is on disk."""
    spool = Spool.begin(folder, SpoolLimits(segment_seconds=0.01), MIDNIGHT)
    number = first
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        lines = [{"number": str(one), "padding": "x" * 300} for one in range(number, number + 20)]
        spool.append(lines, time.monotonic())
        number += 20
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        spool.turn(int(time.time()), time.monotonic())


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
