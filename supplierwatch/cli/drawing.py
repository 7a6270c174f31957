"""Explanations in the terminal: sentences, tables and pictures as text."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table as RichTable
from rich.text import Text

from dashboards.explanation.parts import Explained, Heading, Part, Sentence, Table
from dashboards.explanation.text_picture import draw_text
from dashboards.wording import Wording
from supplierwatch.cli.session import printable


def draw(explained: Explained, words: Wording) -> Iterator[RenderableType]:
    """Yield an explanation, ready to print."""
    yield plain(explained.title)
    for part in explained.parts:
        yield _draw(part, words)


def _draw(part: Part, words: Wording) -> RenderableType:
    match part:
        case Sentence():
            return plain(f"  {part.text}" if part.is_command else part.text)
        case Heading():
            return Text(f"\n{printable(part.text)}", style="bold")
        case Table():
            return _table(part)
        case _:
            # A picture's lines must not be folded: it would be no picture any more.
            text = "\n".join(draw_text(part, words))
            return Text(f"\n{printable(text)}", no_wrap=True, overflow="crop")


def _table(part: Table) -> RichTable:
    table = RichTable(title=plain(part.title), title_justify="left")
    for place, name in enumerate(part.columns):
        table.add_column(plain(name), justify="right" if place in part.right else "left", overflow="fold")
    for row in part.rows:
        table.add_row(*(plain(cell) for cell in row))
    return table


def plain(text: str) -> Text:
    """Return `text` without markup: what stands in facts and files must not style the terminal."""
    return Text(printable(text))
