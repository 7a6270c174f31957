"""Sections of a document in the terminal."""

from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from dashboards.document import model
from dashboards.document.model import Manner, Section
from dashboards.document.words import manner_word
from dashboards.wording import Wording
from supplierwatch.cli.session import printable, result_console

_STYLES = {Manner.INCOMPLETE: "yellow", Manner.ASSUMED: "yellow", Manner.LEAD: "bold"}


def print_sections(sections: Iterable[Section], words: Wording) -> None:
    """Print sections with their paragraphs, lists and tables; a picture by its caption and description."""
    result_console().print(Group(*(part for section in sections for part in _section(section, words))))


def _section(section: Section, words: Wording) -> Iterator[RenderableType]:
    yield Text("")
    yield _text(section.heading, "bold underline")
    for block in section.blocks:
        yield from _block(block, words)
    for part in section.sections:
        yield from _section(part, words)


def _block(block: model.Block, words: Wording) -> Iterator[RenderableType]:
    match block:
        case model.Paragraph():
            named = manner_word(block.manner, words)
            mark = f"{named}: " if named else ""
            yield _text(mark + _told(block.runs), _STYLES.get(block.manner, ""))
        case model.Points():
            for number, point in enumerate(block.points, start=1):
                yield Padding(_text((f"{number}. " if block.is_numbered else "- ") + _told(point)), (0, 2))
        case model.Table():
            yield from _table(block)
        case model.Picture():
            yield _text(f"[{block.caption} {block.described}]", "dim")
        case model.Entries():
            for term, said in block.entries:
                yield Padding(_text(f"{term}: {_told(said)}"), (0, 2))
        case model.Judgement():
            yield _text(block.asks, "italic")
            yield from (_text(line) for line in block.written)


def _table(table: model.Table) -> Iterator[RenderableType]:
    grid = Grid(title=_text(table.caption, "italic"), title_justify="left")
    for column in table.columns:
        heading = _text(column.heading)
        if column.is_number:
            grid.add_column(heading, justify="right", overflow="fold")
        else:
            grid.add_column(heading, ratio=column.share, overflow="fold")
    for row in table.rows:
        grid.add_row(*(_text(cell.text) for cell in row))
    yield grid
    if table.note:
        yield _text(table.note, "dim")


def _told(found: model.Runs) -> str:
    return "".join(run.text for run in found)


def _text(text: str, style: str = "") -> Text:
    # Text, not markup: what stands in a file must not style the terminal.
    return Text(printable(text), style=style)
