"""What a page is made of: sections of sentences, tables and pictures; the templates say how they look."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from dashboards.explanation.drawings import Drawing
from dashboards.pages.charts import HistoryChart
from dashboards.report.charts import BarChart, Sparkline
from dashboards.report.verdicts import Badge


@dataclass(frozen=True)
class Paragraph:
    """A sentence or several; `manner` is plain, lead, note or banner, `address` where it leads."""

    text: str
    manner: str = "plain"
    address: str = ""
    kind: ClassVar[str] = "paragraph"


@dataclass(frozen=True)
class Count:
    """A number that stands out, with what it counts and what is to be said of it."""

    count: str
    unit: str
    headline: str
    sentences: tuple[str, ...] = ()
    address: str = ""
    kind: ClassVar[str] = "count"


@dataclass(frozen=True)
class Tally:
    """How many there are of a verdict."""

    badge: Badge
    count: str


@dataclass(frozen=True)
class Tallies:
    """How many there are of each verdict."""

    tallies: tuple[Tally, ...]
    kind: ClassVar[str] = "tallies"


@dataclass(frozen=True)
class Column:
    """A column of a table; numbers stand to the right."""

    heading: str
    is_number: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell: words that may lead somewhere, a verdict, a small chart; `asides` stand below, smaller."""

    text: str = ""
    address: str = ""
    asides: tuple[str, ...] = ()
    badge: Badge | None = None
    spark: Sparkline | None = None


@dataclass(frozen=True)
class Grid:
    """A table with a caption; the first cell of a row names it. With `has_total` the last row sums up."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    has_total: bool = False
    kind: ClassVar[str] = "grid"


@dataclass(frozen=True)
class Terms:
    """Terms and what is said of each."""

    entries: tuple[tuple[str, str], ...]
    kind: ClassVar[str] = "terms"


@dataclass(frozen=True)
class Item:
    """One line of a list; `alert` is the key of one that whoever looks may acknowledge here."""

    text: str
    address: str = ""
    aside: str = ""
    alert: str = ""


@dataclass(frozen=True)
class Items:
    """A list."""

    items: tuple[Item, ...]
    kind: ClassVar[str] = "items"


@dataclass(frozen=True)
class Picture:
    """A timeline, bars or dots."""

    drawing: Drawing
    kind: ClassVar[str] = "picture"


@dataclass(frozen=True)
class History:
    """A line over the months."""

    chart: HistoryChart
    kind: ClassVar[str] = "history"


@dataclass(frozen=True)
class MonthBars:
    """Bars over the months."""

    chart: BarChart
    kind: ClassVar[str] = "bars"


Block = Paragraph | Count | Tallies | Grid | Terms | Items | Picture | History | MonthBars


@dataclass(frozen=True)
class Section:
    """Blocks under a heading; `name` is its place in the page."""

    name: str
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Page:
    """One page: its title, what it is about, and its sections."""

    title: str
    subtitle: str = ""
    lead: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()


def section(name: str, heading: str, blocks: Iterable[Block]) -> tuple[Section, ...]:
    """Return a section, or none where nothing stands in it."""
    found = tuple(blocks)
    return (Section(name, heading, found),) if found else ()
