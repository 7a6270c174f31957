"""How wide the columns of a table are on paper, and where its long words break."""

import re
from dataclasses import dataclass

from dashboards.document.model import Cell, Column, Table

NOTES = "notes"
"""The name of the table of notes."""
SIZE = 9.0
LEAST_SIZE = 6.5
# Characters on a line of A4 between its margins at SIZE, and what the space between columns takes of them.
_LINE = 112
# The notes are looked up, not read: they have smaller letters.
_NOTES_LINE = 134
_SPACE = 3.0
_SHARED_FROM, _SHARED_TO = 5, 48
# A word of letters stands whole where there is room, else it is hyphenated; others break anywhere after this.
_WHOLE, _HYPHENATED, _LONGEST, _LONGEST_NUMBER = 20, 13, 16, 20
_BOLD, _BOLD_HEADING = 1.2, 1.32
_WORD = re.compile(r"[^ \n\t]+")
# What a raised number of three digits takes, which stays with its figure.
_NOTE = "\u00a0\u00a0"
BREAK = "\uf8ff"
"""A private character, never in content: a word may break there without a hyphen."""


@dataclass(frozen=True)
class Layout:
    """Parts of the width (together 1), the size of the letters, and the characters a line of each has."""

    widths: tuple[float, ...]
    size: float
    characters: tuple[int, ...]


def table_layout(table: Table) -> Layout:
    """Return how `table` fits a page: its long words have room, the rest goes by share and amount of text."""
    columns = _columns(table)
    most = _NOTES_LINE if table.name == NOTES else _LINE
    least = _all_least(table, columns, _WHOLE)
    if sum(least) > most:
        least = _all_least(table, columns, _HYPHENATED)
    line = max(most, sum(least))
    size = max(SIZE * _LINE / line, LEAST_SIZE)
    wanted = [
        column.share * min(max(*map(len, texts), _SHARED_FROM), _SHARED_TO) ** 0.7
        for column, texts in zip(table.columns, columns, strict=True)
    ]
    widths = _shared(least, wanted, line)
    at_size = _LINE * SIZE / size
    characters = tuple(max(int(width / line * at_size - _SPACE), 2) for width in widths)
    return Layout(tuple(width / line for width in widths), size, characters)


def broken(text: str, characters: int) -> str:
    """Return `text` with breaks in words that are neither hyphenated nor fit a line of `characters`."""
    return _WORD.sub(lambda found: _broken_word(found.group(), characters), text)


def _broken_word(word: str, characters: int) -> str:
    is_hyphenated = word.strip(".,;:()!?").isalpha() and len(word) <= 40
    if is_hyphenated or len(word) <= characters:
        return word
    return BREAK.join(word)


def _columns(table: Table) -> list[list[str]]:
    return [
        [column.heading] + [_shown(row[place]) for row in table.rows if place < len(row)]
        for place, column in enumerate(table.columns)
    ]


def _shown(cell: Cell) -> str:
    """Return the text of a cell with the room that its raised numbers take."""
    return "".join(run.text + (_NOTE if run.trace is not None else "") for run in cell.runs)


def _all_least(table: Table, columns: list[list[str]], most: int) -> list[float]:
    found = [
        _least(texts, column, most) + _SPACE for column, texts in zip(table.columns, columns, strict=True)
    ]
    # The first cell of a row names it in bold letters.
    return [found[0] * _BOLD, *found[1:]]


def _least(texts: list[str], column: Column, most: int) -> float:
    """Return the characters that a column needs: its longest word, for a number all of it.

    Words of letters need no more than `most`, as they are hyphenated. Bold letters, as headings have
    them, are wider.
    """
    heading, *cells = texts
    words: list[float] = [_word_length(word, most) for text in cells for word in _WORD.findall(text)]
    words += [_word_length(word, most) * _BOLD_HEADING for word in _WORD.findall(heading)]
    if column.is_number:
        words += [len(text) for text in cells if len(text) <= _LONGEST_NUMBER]
    return max(words, default=1)


def _word_length(word: str, most: int) -> int:
    if word.isalpha():
        return min(len(word), most)
    return min(len(word), _LONGEST_NUMBER if word[0].isdigit() else _LONGEST)


def _shared(least: list[float], wanted: list[float], line: float) -> list[float]:
    """Share the line by what is wanted, no column below its least."""
    held: dict[int, float] = {}
    while True:
        free = [place for place in range(len(least)) if place not in held]
        left = line - sum(held.values())
        whole = sum(wanted[place] for place in free)
        widths = {place: left * wanted[place] / whole for place in free}
        short = {place: least[place] for place in free if widths[place] < least[place]}
        if not short or len(short) == len(free):
            return [held.get(place, widths.get(place, 0.0)) for place in range(len(least))]
        held |= short
