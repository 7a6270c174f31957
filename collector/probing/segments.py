"""The files of a spool: one folder for each prober, in it numbered segments of whole lines.

`IDENTITY-NUMBER.jsonl` is finished and never changes; `.open` is being written. The identity stands for one
life of the folder: after it was emptied, numbers begin anew under another identity, and nothing is mistaken
for what was there before. Numbers have no gaps: one that is missing was removed.
"""

import re
from dataclasses import dataclass
from pathlib import Path

FINISHED, OPEN = ".jsonl", ".open"
_NAME = re.compile(r"(?P<identity>[0-9a-z]{8,40})-(?P<number>\d{12})\.(jsonl|open)")


@dataclass(frozen=True, order=True)
class Segment:
    """One file of a spool; those of one identity are in order by number."""

    identity: str
    number: int
    path: Path

    @property
    def is_finished(self) -> bool:
        """Whether nothing is added to it."""
        return self.path.suffix == FINISHED


def segments(folder: Path) -> list[Segment]:
    """Return the segments in the folder of a prober, in order; other files are none of them."""
    found = [(path, _NAME.fullmatch(path.name)) for path in folder.iterdir()]
    return sorted(
        Segment(match["identity"], int(match["number"]), path) for path, match in found if match is not None
    )


def segment_path(folder: Path, identity: str, number: int, suffix: str) -> Path:
    """Return the path of a segment."""
    return folder / f"{identity}-{number:012d}{suffix}"
