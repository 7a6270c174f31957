"""What an explanation is made of: sentences, tables and pictures, told before anybody draws them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboards.explanation.pictures import Picture
from dashboards.wording import Wording


@dataclass(frozen=True)
class Sentence:
    """A paragraph; `is_command` marks a line to be typed into a terminal."""

    text: str
    is_command: bool = False


@dataclass(frozen=True)
class Heading:
    """The title of a section that sentences follow."""

    text: str


@dataclass(frozen=True)
class Table:
    """Rows under translated columns; `right` are the places of columns that stand to the right."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()


Part = Sentence | Heading | Table | Picture


@dataclass(frozen=True)
class Explained:
    """One subject explained: its title and its parts, in order."""

    title: str
    parts: tuple[Part, ...]


def make_table(
    words: Wording,
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    right: Sequence[str] = (),
) -> Table | Sentence:
    """Return a table with translated `columns`, those in `right` to the right; a sentence where empty.

    Columns in which no row says anything are left out.
    """
    found = [tuple(row) for row in rows]
    if not found:
        return Sentence(words.text("{title}: nothing.", title=title))
    kept = [place for place in range(len(columns)) if any(row[place] for row in found)]
    return Table(
        title,
        tuple(words.text(columns[place]) for place in kept),
        tuple(tuple(row[place] for place in kept) for row in found),
        frozenset(position for position, place in enumerate(kept) if columns[place] in right),
    )
