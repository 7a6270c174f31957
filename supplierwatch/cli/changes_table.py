"""The register of changes in the terminal."""

from rich.console import Group
from rich.table import Table
from rich.text import Text

from dashboards.contract_changes import ChangesSection
from dashboards.wording import Wording
from supplierwatch.cli.session import printable, result_console


def print_changes(section: ChangesSection, words: Wording) -> None:
    """Print each change, the sums by class, and the room below the limits."""
    parts = [_changes(section, words), _sums(section, words)]
    result_console().print(Group(*parts, *(_text(sentence) for sentence in section.sentences)))


def _changes(section: ChangesSection, words: Wording) -> Table:
    table = Table(show_lines=True)
    for heading in (
        words.text("Change"),
        words.text("Day"),
        words.text("What"),
        words.text("Value"),
        words.text("Amendment"),
        words.text("Legal class, entered by"),
    ):
        table.add_column(heading, overflow="fold")
    for row in section.rows:
        assessed = f"{row.legal_class}\n{row.assessed}".rstrip()
        cells = (row.id, row.day, row.what, row.value, row.amendment, assessed)
        table.add_row(*(_text(cell) for cell in cells))
    return table


def _sums(section: ChangesSection, words: Wording) -> Table:
    table = Table()
    table.add_column(words.text("Legal class"), overflow="fold")
    for heading in (words.text("Changes"), words.text("Sum with signs"), words.text("Sum up or down")):
        table.add_column(heading, justify="right")
    for row in section.sums:
        table.add_row(*(_text(cell) for cell in (row.legal_class, row.changes, row.net, row.absolute)))
    return table


def _text(text: str) -> Text:
    # Text, not markup: what stands in a file must not style the terminal.
    return Text(printable(text))
