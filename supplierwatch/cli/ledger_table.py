"""The ledger in the terminal."""

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from dashboards.ledger.section import LedgerSection
from dashboards.wording import Wording
from supplierwatch.cli.session import printable, result_console


def print_ledger(section: LedgerSection, words: Wording) -> None:
    """Print the amounts, what lapses soon, waivers, what does not fit, and what was done."""
    parts = [_text(section.sentence), _text(section.label), _amounts(section, words)]
    parts += [_text(f"! {warning}", "yellow") for warning in section.lapsing]
    parts += [_text(f"! {remark}", "yellow") for remark in section.remarks]
    if section.waivers:
        parts += [_waivers(section, words), _text(section.legal_note)]
    if section.entries:
        parts.append(_entries(section, words))
    result_console().print(Group(*parts))


def _amounts(section: LedgerSection, words: Wording) -> RenderableType:
    table = Table()
    table.add_column(words.text("Month"))
    table.add_column(words.text("Service"), overflow="fold")
    for column in section.columns:
        table.add_column(column, justify="right")
    for row in section.rows:
        style = "bold" if row.is_total else ""
        table.add_row(*(_text(cell) for cell in (row.month, row.service, *row.amounts)), style=style)
    return table


def _waivers(section: LedgerSection, words: Wording) -> RenderableType:
    table = Table()
    for heading in (
        words.text("Waived for"),
        words.text("Amount"),
        words.text("Decided by"),
        words.text("Reason"),
        words.text("Legal review"),
    ):
        table.add_column(heading, overflow="fold")
    for row in section.waivers:
        table.add_row(*(_text(cell) for cell in (row.place, row.amount, row.decided, row.reason, row.review)))
    return table


def _entries(section: LedgerSection, words: Wording) -> RenderableType:
    table = Table()
    for heading in (
        words.text("Entry"),
        words.text("Day"),
        words.text("What was done"),
        words.text("Concerns"),
        words.text("Amount"),
        words.text("By"),
        words.text("Reference or reason"),
    ):
        table.add_column(heading, overflow="fold")
    for row in section.entries:
        cells = (row.id, row.day, row.done, row.place, row.amount, row.by, row.grounds)
        table.add_row(*(_text(cell) for cell in cells))
    return table


def _text(text: str, style: str = "") -> Text:
    # Text, not markup: what stands in a file must not style the terminal.
    return Text(printable(text), style=style)
