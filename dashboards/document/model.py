"""What a document is made of: sections of sentences, tables, pictures and places to fill in.

A document is written once, in one language, and every form shows the same: PDF, DOCX, HTML, XLSX and JSON.
Text is text: no form reads markup in it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import ClassVar


class Origin(StrEnum):
    """What a figure follows from."""

    RESULT = "result"
    FILE = "file"
    SIMULATION = "simulation"
    PUBLISHED = "published"


@dataclass(frozen=True)
class Trace:
    """Where a figure comes from; equal traces share one note.

    `query` asks for it again: the command that explains a result, the file and key where somebody wrote it,
    the command and seed of a simulation, the source of a published figure. `inputs` is the hash of all it
    follows from (empty for what is only quoted), `period` what it is of, `evaluation` and `restatement` the
    numbers of the results it is in; None where it is in none, `restatement` also where the period is not
    sealed.
    """

    origin: Origin
    query: str
    inputs: str = ""
    period: str = ""
    evaluation: int | None = None
    restatement: int | None = None
    told: str = ""


@dataclass(frozen=True)
class Run:
    """Some words in one manner; with `trace` they are a figure with a note, with `address` a link."""

    text: str
    is_strong: bool = False
    trace: Trace | None = None
    address: str = ""


Runs = tuple[Run, ...]


def runs(*parts: "str | Run") -> Runs:
    """Return a sentence of texts and figures."""
    return tuple(Run(part) if isinstance(part, str) else part for part in parts)


class Manner(StrEnum):
    """Whose words a paragraph is: what was measured, what people judge, and what stands out."""

    PLAIN = "plain"
    LEAD = "lead"
    NOTE = "note"
    MEASURED = "measured"
    JUDGED = "judged"
    INCOMPLETE = "incomplete"
    ASSUMED = "assumed"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; manners but plain, lead and note are set apart and named by a word, not by colour."""

    runs: Runs
    manner: Manner = Manner.PLAIN
    kind: ClassVar[str] = "paragraph"


@dataclass(frozen=True)
class Points:
    """A list; `is_numbered` counts from 1."""

    points: tuple[Runs, ...]
    is_numbered: bool = False
    kind: ClassVar[str] = "points"


@dataclass(frozen=True)
class Column:
    """A column of a table; numbers stand to the right. `share` is its part of the width among the others."""

    heading: str
    is_number: bool = False
    share: int = 1


@dataclass(frozen=True)
class Cell:
    """A cell. `value` is what a spreadsheet takes for `runs`, where that is a number or an ISO date."""

    runs: Runs = ()
    value: str | int | float | None = None

    @property
    def text(self) -> str:
        """The words of the cell."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Table:
    """A table with a caption; the first cell of a row names it. With `has_total` the last row sums up.

    `name` is its sheet in a spreadsheet and its key in JSON: short, of letters, digits and -.
    """

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    has_total: bool = False
    kind: ClassVar[str] = "table"


@dataclass(frozen=True)
class Picture:
    """A drawing (SVG, see `dashboards.document.drawing`); `described` is for those who cannot see it."""

    svg: str
    caption: str
    described: str
    kind: ClassVar[str] = "picture"


@dataclass(frozen=True)
class Entries:
    """Terms and what is said of each."""

    entries: tuple[tuple[str, Runs], ...]
    kind: ClassVar[str] = "entries"


@dataclass(frozen=True)
class Judgement:
    """A place for what people consider: empty until somebody writes there, kept when figures are refreshed.

    `name` identifies it in every later version of the document; `asks` says what is to be written.
    `written` are the paragraphs that stand there.
    """

    name: str
    asks: str
    written: tuple[str, ...] = ()
    kind: ClassVar[str] = "judgement"


Block = Paragraph | Points | Table | Picture | Entries | Judgement


@dataclass(frozen=True)
class Section:
    """Blocks and sections under a heading; `is_confidential` leaves it out of the public edition.

    `is_data` stands only in the forms that take long lists: XLSX, CSV and JSON.
    """

    name: str
    heading: str
    blocks: tuple[Block, ...] = ()
    sections: tuple["Section", ...] = ()
    is_confidential: bool = False
    is_data: bool = False

    def every_block(self) -> Iterator[Block]:
        """Yield the blocks of this section and of those in it, in the order of reading."""
        yield from self.blocks
        for section in self.sections:
            yield from section.every_block()


class Edition(StrEnum):
    """Who may read a document."""

    PUBLIC = "public"
    CONFIDENTIAL = "confidential"


@dataclass(frozen=True)
class Document:
    """A document in one language (`sv` or `en`).

    `letterhead` are entries such as registry number and date. `stamps` stand on the first page: *incomplete*,
    *assumed*; `sections` end with the notes, which every form adds by itself. `created` is the day in its
    properties (ISO), so that equal content gives equal bytes.
    """

    language: str
    kind: str
    title: str
    subtitle: str = ""
    letterhead: tuple[tuple[str, str], ...] = ()
    stamps: tuple[Paragraph, ...] = ()
    sections: tuple[Section, ...] = ()
    edition: Edition = Edition.PUBLIC
    created: str = "1970-01-01"
    footer: str = ""

    def every_block(self) -> Iterator[Block]:
        """Yield all blocks in the order of reading."""
        yield from self.stamps
        for section in self.sections:
            yield from section.every_block()

    def tables(self) -> Iterator[Table]:
        """Yield all tables in the order of reading."""
        return (block for block in self.every_block() if isinstance(block, Table))

    def judgements(self) -> Iterator[Judgement]:
        """Yield all places for what people consider."""
        return (block for block in self.every_block() if isinstance(block, Judgement))


@dataclass(frozen=True)
class Notes:
    """The notes of a document: each trace with its number, in the order of first use."""

    numbers: dict[Trace, int] = field(default_factory=dict)

    def number_of(self, trace: Trace) -> int:
        """Return the number of a trace of the document; raises KeyError for another."""
        return self.numbers[trace]


def notes_of(document: Document) -> Notes:
    """Return the notes of `document`, numbered from 1."""
    found: dict[Trace, int] = {}
    for block in document.every_block():
        for run in runs_of(block):
            if run.trace is not None:
                found.setdefault(run.trace, len(found) + 1)
    return Notes(found)


def runs_of(block: Block) -> Iterator[Run]:
    """Yield all words of a block in the order of reading."""
    if isinstance(block, Paragraph):
        yield from block.runs
    elif isinstance(block, Points):
        for point in block.points:
            yield from point
    elif isinstance(block, Table):
        for row in block.rows:
            for cell in row:
                yield from cell.runs
    elif isinstance(block, Entries):
        for _, said in block.entries:
            yield from said


def public_edition(document: Document) -> Document:
    """Return `document` without its confidential sections.

    Their places are not named either: what is secret is not to be guessed from what is left.
    """
    return replace(document, sections=_public(document.sections), edition=Edition.PUBLIC)


def _public(sections: Iterable[Section]) -> tuple[Section, ...]:
    return tuple(
        replace(section, sections=_public(section.sections))
        for section in sections
        if not section.is_confidential
    )
