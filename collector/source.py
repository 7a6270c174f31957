"""The protocol of a source: fetch raw pages, normalise them into facts; neither knows the store."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

import pandas as pd

from collector.errors import Problem
from collector.records import FactKind

REJECT_COLUMNS = ("line", "reason", "fields")


class Way(StrEnum):
    """How a delivered file came."""

    FOLDER = "folder"
    MAILBOX = "mailbox"


@dataclass(frozen=True)
class Delivery:
    """One file that was delivered.

    `size` is in bytes; `came_at` is what the folder or the mail server says of when it came; `sender` is the
    entry of the allowed senders that let it in, "" for a folder; `refused` says why nothing of it was read.
    `begins` marks the first page of the file, after which what it gave is counted anew.
    """

    way: Way
    size: int
    came_at: int
    sender: str = ""
    refused: str = ""
    begins: bool = False


@dataclass(frozen=True)
class Page:
    """Some rows of a source as they came, all text.

    `rows` holds only columns that the mapping names (nothing else leaves `fetch`) and is indexed by line
    in the source (from 1, the header counts). `cursor` is where to go on after this page; `content_hash` is
    the hash of the delivered file or answer. `full_delivery` marks every page of a delivery that holds all
    there is and `complete` its last one: only then can a missing row mean a removed one. `warnings` say
    what stands out in the delivery as a whole, once with its first page; `normalise` passes them on.
    `fetched_at` is when a page that came over the network was asked for: such pages are kept, to be
    normalised again without the network. `reached_at` says up to which instant the source is known with this
    page. `delivery` is the file that the page is of. Raises ValueError for a page that completes what is no
    full delivery.
    """

    origin: str
    rows: pd.DataFrame
    cursor: str
    content_hash: str
    full_delivery: bool = False
    complete: bool = False
    warnings: tuple[Problem, ...] = ()
    fetched_at: int | None = None
    reached_at: int | None = None
    delivery: Delivery | None = None

    def __post_init__(self) -> None:
        if self.complete and not self.full_delivery:
            raise ValueError("only the pages of a full delivery can complete it")


@dataclass(frozen=True)
class Sweep:
    """Which tickets are still there, of those that opened from `opened_from` to before `opened_to`.

    Others of the source that opened then were deleted, or are hidden from us. A sweep that misses more than
    `most_gone_percent` of them is not believed: rather was a right to read taken away. `begun_at` is when
    the keys began to be read (None: not told): what was brought since may be missing from them.
    """

    opened_from: int
    opened_to: int
    tickets: frozenset[str]
    most_gone_percent: int
    begun_at: int | None = None


@dataclass(frozen=True)
class Normalised:
    """What a page holds: facts by kind, rows that could not be read, and what a person should know.

    `rejects` has the columns of `REJECT_COLUMNS`: line in the source, reason, and the
    allow-listed fields as JSON text. `replaces_whole_tickets` says that the changes of a ticket here are all
    the source says of it now: others of the source and the ticket stand no longer, nor its former opening.
    `tickets` then holds, per row of the page, the key of the ticket it is about, understood or not.
    """

    facts: Mapping[FactKind, pd.DataFrame]
    rejects: pd.DataFrame
    warnings: tuple[Problem, ...] = field(default=())
    replaces_whole_tickets: bool = False
    tickets: pd.Series | None = None
    sweep: Sweep | None = None


class Source(Protocol):
    """One place facts come from."""

    @property
    def name(self) -> str:
        """The name of this source in the sources file."""

    @property
    def system(self) -> str:
        """The name that identifies tickets, shared by feeds of one ticket system; by default the name."""

    @property
    def fingerprint(self) -> str:
        """Changes when the mapping does: under which mapping pages were normalised."""

    def fetch(self, cursor: str | None) -> Iterator[Page]:
        """Yield raw pages after `cursor` (None: from the start); touches no database.

        Raises SourceUnreadable where the source cannot be read; pages yielded before stand. Raises
        ProblemsFound where the mapping would misread the source; nothing of that file is yielded.
        """

    def normalise(self, page: Page) -> Normalised:
        """Return the facts of `page`; pure: the same page and mapping give the same facts."""


def empty_rejects() -> pd.DataFrame:
    """Return a frame of rejects with no rows."""
    return pd.DataFrame(
        {
            "line": pd.Series([], dtype="int64"),
            "reason": pd.Series([], dtype="str"),
            "fields": pd.Series([], dtype="str"),
        }
    )
